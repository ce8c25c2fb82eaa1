import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { Sandbox } from '#sandbox/index.ts';
import { type Bearer, type Me, tokenResponseSchema } from '#shared/api/accounts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { type Answer, call, post, read } from '#tests/api/client.ts';

/** What the extension and the browser do together, without a browser. */

export const EXTENSION = 'abcdefghijklmnopabcdefghijklmnop';
export const ORIGIN = `chrome-extension://${EXTENSION}`;
export const REDIRECT = `https://${EXTENSION}.chromiumapp.org/`;
export const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:153.0) Gecko/20100101 Firefox/153.0';

export interface Visit {
  verifier: string;
  state: string;
  /** Where the backend sent the browser at last. */
  end: Answer;
  location: URL | undefined;
}

export const s256 = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
const random = () => randomBytes(32).toString('base64url');

const hop = (url: string | URL, headers: Record<string, string> = {}) =>
  call(String(url), { redirect: 'manual', headers });

const locationOf = (answer: Answer) => {
  const location = answer.headers.get('location');
  return location === null ? undefined : new URL(location);
};

/** The first half: to our start, and from there to where Steam would be. */
export async function begin(url: string, change: Record<string, string> = {}) {
  const verifier = random();
  const state = random();
  const query = new URLSearchParams({ redirect_uri: REDIRECT, challenge: s256(verifier), state, ...change });
  const answer = await hop(`${url}/v1/auth/steam/start?${query}`);
  return { verifier, state, answer, atSteam: locationOf(answer) };
}

/** Steam's part, played by the sandbox: the address it sends the browser back to. */
export async function throughSteam(sandbox: Sandbox, atSteam: URL): Promise<URL> {
  expect(atSteam.origin + atSteam.pathname).toBe('https://steamcommunity.com/openid/login');
  const answer = await hop(`${sandbox.apiUrl}/openid/login${atSteam.search}`);
  const back = locationOf(answer);
  if (!back) throw new Error(`the sandbox did not send back: ${answer.text}`);
  return back;
}

/** All of it, up to the extension's own address with a code or an error. */
export async function visit(url: string, sandbox: Sandbox): Promise<Visit> {
  const { verifier, state, atSteam, answer } = await begin(url);
  if (!atSteam) throw new Error(`no way to Steam: ${answer.text}`);
  const end = await hop(await throughSteam(sandbox, atSteam));
  return { verifier, state, end, location: locationOf(end) };
}

export function exchange(
  url: string,
  { verifier, location }: Pick<Visit, 'verifier' | 'location'>,
  change: { body?: Record<string, unknown>; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const body = { code: location?.searchParams.get('code') ?? '', verifier, redirectUri: REDIRECT, ...change.body };
  return call(`${url}/v1/auth/token`, post(body, { origin: ORIGIN, 'user-agent': FIREFOX, ...change.headers }));
}

export interface SignedIn {
  bearer: Bearer;
  me: Me;
  /** A request with this token. */
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
}

export async function signIn(url: string, sandbox: Sandbox, as?: SteamId): Promise<SignedIn> {
  sandbox.openId.behave({ auto: true, ...(as && { as }) });
  const visited = await visit(url, sandbox);
  const answer = read(await exchange(url, visited, { body: { replace: true } }), tokenResponseSchema);
  if (answer.state !== 'signed-in') throw new Error('not signed in');
  return { bearer: answer.bearer, me: answer.me, ask: asker(url, answer.bearer.token) };
}

/** Requests with a token; `undefined` for none. */
export function asker(url: string, token: string | undefined): SignedIn['ask'] {
  return (method, path, body) =>
    call(url + path, {
      method,
      headers: {
        origin: ORIGIN,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
}
