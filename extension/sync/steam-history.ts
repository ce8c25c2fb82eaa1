import { z } from 'zod';
import { retryAfterMs } from '#extension/lookup/back-off.ts';
import type { HistoryTab } from '#shared/match-history/gcpd.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

const COMMUNITY = 'https://steamcommunity.com';
const REFRESH = 'https://login.steampowered.com/jwt/refresh';
const TIMEOUT_MS = 30_000;
/** Where one's own match history ends up, after Steam's redirects; anywhere else is something else. */
const OWN_HISTORY = /^https:\/\/steamcommunity\.com\/(?:id\/[\w-]+|profiles\/\d{17})\/gcpd\/730\/?(?:[?#]|$)/;

/**
 * Why a page could not be had: `sign-in` nobody is signed in at Steam · `limited` Steam asked us to wait · `unreachable` no
 * answer, or one that was cut short · `changed` an answer that is not what this version knows.
 */
export class HistoryError extends Error {
  readonly why: 'sign-in' | 'limited' | 'unreachable' | 'changed';
  readonly retryAfterMs: number | undefined;
  constructor(why: HistoryError['why'], message: string, retryAfterMs?: number) {
    super(message);
    this.why = why;
    this.retryAfterMs = retryAfterMs;
  }
}

export interface SteamHistory {
  /** Whose browser this is. */
  viewer(): Promise<SteamId>;
  /** One answer of a tab: markup with matches, and the token of the next one; none after the last. */
  page(tab: HistoryTab, token: string | undefined): Promise<{ html: string; next: string | undefined }>;
}

const answerSchema = z.union([
  z.object({ success: z.literal(true), html: z.string(), continue_token: z.string().nullish() }),
  z.object({ success: z.literal(false) }),
]);

/** Reads the user's own match history with the session their browser has at Steam. Nothing of the session is seen or kept. */
export function createSteamHistory({ fetch, now }: { fetch: typeof globalThis.fetch; now(): number }): SteamHistory {
  const get = async (url: string): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(url, { credentials: 'include', signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (error) {
      throw new HistoryError('unreachable', error instanceof Error ? error.message : String(error));
    }
    if (response.status === 429) {
      throw new HistoryError('limited', 'status 429', retryAfterMs(response.headers.get('retry-after'), now()));
    }
    if (response.status >= 500) throw new HistoryError('unreachable', `status ${response.status}`);
    return response;
  };

  /** A session lasts about a day; Steam renews it when asked, if the sign-in itself still stands. */
  const getOwn = async (path: string): Promise<string> => {
    const address = `${COMMUNITY}/my/gcpd/730?${path}&l=english`;
    let response = await get(address);
    if (!OWN_HISTORY.test(response.url)) {
      response = await get(`${REFRESH}?${new URLSearchParams({ redir: address })}`);
      if (!OWN_HISTORY.test(response.url)) throw new HistoryError('sign-in', 'nobody is signed in at Steam');
    }
    if (!response.ok) throw new HistoryError('changed', `status ${response.status}`);
    try {
      return await response.text();
    } catch (error) {
      throw new HistoryError('unreachable', error instanceof Error ? error.message : String(error));
    }
  };

  return {
    async viewer() {
      const page = await getOwn('tab=matchhistorypremier');
      // On other pages this is a trap; here the page is the viewer's own.
      const id = /\bg_steamID\s*=\s*"(\d{17})"/.exec(page)?.[1];
      if (!isSteamId(id)) throw new HistoryError('changed', 'the page does not say whose it is');
      return id;
    },
    async page(tab, token) {
      const query = new URLSearchParams({ ajax: '1', tab, ...(token !== undefined && { continue_token: token }) });
      const text = await getOwn(query.toString());
      let body: unknown;
      try {
        body = JSON.parse(text);
      } catch {
        // Cut short, or a page of an error: both pass.
        throw new HistoryError('unreachable', 'an answer that is no JSON');
      }
      const answer = answerSchema.safeParse(body).data;
      if (!answer?.success) throw new HistoryError('changed', `the tab ${tab} gives nothing`);
      return { html: answer.html, next: answer.continue_token || undefined };
    },
  };
}
