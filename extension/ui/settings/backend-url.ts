import { browser } from 'wxt/browser';
import { healthResponseSchema } from '#shared/api/operations.ts';

type UrlProblem = 'notUrl' | 'scheme' | 'credentials' | 'path';
export type UrlCheck = { ok: true; origin: string; insecure: boolean } | { ok: false; problem: UrlProblem };

/** The origin of a backend as typed by a person; empty is allowed and means none. */
export function checkBackendUrl(text: string): UrlCheck {
  const typed = text.trim();
  if (typed === '') return { ok: true, origin: '', insecure: false };
  if (!URL.canParse(typed)) return { ok: false, problem: 'notUrl' };
  const url = new URL(typed);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, problem: 'scheme' };
  if (url.username !== '' || url.password !== '') return { ok: false, problem: 'credentials' };
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return { ok: false, problem: 'path' };
  const here = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return { ok: true, origin: url.origin, insecure: url.protocol === 'http:' && !here };
}

export type TestResult = { state: 'ok'; version: string } | { state: 'unreachable' | 'foreign' };

/** Asks the address whether it is a backend. Never rejects. */
export async function testBackend(origin: string): Promise<TestResult> {
  let response: Response;
  try {
    response = await fetch(`${origin}/health`, { credentials: 'omit', signal: AbortSignal.timeout(8_000) });
  } catch {
    return { state: 'unreachable' };
  }
  try {
    const health = healthResponseSchema.safeParse(await response.json());
    return response.ok && health.success ? { state: 'ok', version: health.data.version } : { state: 'foreign' };
  } catch {
    return { state: 'foreign' };
  }
}

/**
 * Whether the browser could grant access to this address and has not yet. Some browsers keep an extension from servers of
 * the local network without it, whatever the server allows.
 */
export async function couldAskForAccess(origin: string): Promise<boolean> {
  const manifest = browser.runtime.getManifest();
  const optional = [...(manifest.optional_host_permissions ?? []), ...(manifest.optional_permissions ?? [])];
  if (!optional.some((each) => each.includes('://') || each === '<all_urls>')) return false;
  return !(await browser.permissions.contains({ origins: [`${origin}/*`] }));
}

/** Must be called straight from a click. False when refused, also when the browser does not offer to ask. */
export function askForAccess(origin: string): Promise<boolean> {
  return browser.permissions.request({ origins: [`${origin}/*`] }).catch(() => false);
}
