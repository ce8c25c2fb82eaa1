import { saysValid } from '#backend/accounts/openid.ts';

/** Longest answer read, bytes; Steam's has about 60. */
const MAX_ANSWER = 4096;

export interface SteamCheckDeps {
  fetch: typeof fetch;
  /** Where Steam is asked: its own endpoint, or the sandbox's. */
  url: string;
  /** How long to wait for the whole answer, ms. */
  timeout: number;
}

/** Asks Steam whether an assertion is its own and not used before. `unavailable`: no answer that could be read. */
export type SteamCheck = (body: URLSearchParams) => Promise<'valid' | 'invalid' | 'unavailable'>;

export function createSteamCheck({ fetch, url, timeout }: SteamCheckDeps): SteamCheck {
  return async (body) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/plain' },
        body: body.toString(),
        // An answer from anywhere else is nobody's.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      });
      if (response.status !== 200) {
        await response.body?.cancel();
        return response.status >= 500 || response.status === 429 ? 'unavailable' : 'invalid';
      }
      const text = await readText(response);
      return text !== undefined && saysValid(text) ? 'valid' : 'invalid';
    } catch {
      // Refused, reset, timed out: all of it is "nobody answered", and nobody is signed in.
      return 'unavailable';
    }
  };
}

/** The body as strict UTF-8, or undefined when it is too long or not text. */
async function readText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let size = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
