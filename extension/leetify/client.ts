import { type BackOff, retryAfterMs } from '#extension/lookup/back-off.ts';
import type { LeetifyLive } from '#extension/messages.ts';
import { type LeetifyProfile, leetifyProfileSchema } from '#shared/leetify/profile.ts';
import { evidenceFromLeetify } from '#shared/score/leetify-evidence.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export const LEETIFY_API = 'https://api-public.cs-prod.leetify.com';
const TIMEOUT_MS = 15_000;
/** Leetify's guidelines: no storing, but a cache of minutes. In memory alone, so that nothing of it is ever on a disk. */
const KEEP_MS = 5 * 60_000;
const MOST_KEPT = 100;

/** An answer that is worth keeping for its minutes. */
type Answer = Extract<LeetifyLive, { state: 'ok' | 'hidden' }> | { state: 'not-found' };
type Unanswered = Extract<LeetifyLive, { state: 'limited' | 'failed' }> | { state: 'key-refused' | 'no-access' };

export interface Leetify {
  /** What is held from the last minutes, without a request. */
  held(steamId: SteamId): Answer | undefined;
  /**
   * What Leetify says of a player. `renew` asks again although an answer is held; `insist` although it did not answer just
   * now, since the person wants it tried, but never while it asked us to wait.
   */
  profile(steamId: SteamId, how?: { renew?: boolean; insist?: boolean }): Promise<Answer | Unanswered>;
}

export interface LeetifyDeps {
  /** The person's own key, or empty. */
  key(): Promise<string>;
  /** Whether the browser lets the extension reach Leetify's API. */
  mayAsk(): Promise<boolean>;
  backOff: BackOff;
  fetch: typeof fetch;
  now(): number;
}

/** Whether a profile shows any figure at all: one that is not public gives zeros. */
function showsAnything({ stats, rating, ranks }: LeetifyProfile): boolean {
  return [stats, rating, ranks].some((group) => Object.values(group ?? {}).some((value) => value));
}

/** Asks Leetify's public API, one player at a time, when somebody looks at that player. */
export function createLeetify({ key, mayAsk, backOff, fetch, now }: LeetifyDeps): Leetify {
  const kept = new Map<SteamId, { answer: Answer; until: number }>();
  const asked = new Map<SteamId, Promise<Answer | Unanswered>>();

  const held = (steamId: SteamId) => {
    const found = kept.get(steamId);
    if (found && found.until > now()) return found.answer;
    kept.delete(steamId);
    return undefined;
  };
  const keep = (steamId: SteamId, answer: Answer) => {
    kept.delete(steamId);
    kept.set(steamId, { answer, until: now() + KEEP_MS });
    // The one that was fetched first goes first.
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return answer;
  };
  const failed = async (): Promise<Unanswered> => ({
    state: 'failed',
    retryAt: (await backOff.failed('leetify')).until,
  });

  const ask = async (steamId: SteamId, insist: boolean): Promise<Answer | Unanswered> => {
    if (!(await mayAsk())) return { state: 'no-access' };
    const pause = await backOff.pause('leetify');
    if (pause && !(insist && pause.kind === 'unreachable'))
      return { state: pause.kind === 'limited' ? 'limited' : 'failed', retryAt: pause.until };
    const ownKey = await key();
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(`${LEETIFY_API}/v3/profile?${new URLSearchParams({ steam64_id: steamId })}`, {
        credentials: 'omit',
        // The browser's own cache would be a copy on the disk.
        cache: 'no-store',
        ...(ownKey && { headers: { _leetify_key: ownKey } }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      // Refusals come as plain text.
      body = response.ok ? await response.json() : undefined;
    } catch {
      // Whatever the cause, network, server or no JSON: there is no answer, and the view says so.
      return failed();
    }
    if (response.status === 429) {
      const { until } = await backOff.limited('leetify', retryAfterMs(response.headers.get('retry-after'), now()));
      return { state: 'limited', retryAt: until };
    }
    if (response.status === 404) {
      await backOff.succeeded('leetify');
      return keep(steamId, { state: 'not-found' });
    }
    if (ownKey && (response.status === 401 || response.status === 403)) return { state: 'key-refused' };
    const read = leetifyProfileSchema.safeParse(body);
    // A page about somebody else must never stand at this player.
    if (!response.ok || !read.success || read.data.steam64_id !== steamId) return failed();
    await backOff.succeeded('leetify');
    const fetchedAt = now();
    const privacyMode = read.data.privacy_mode ?? '';
    return keep(
      steamId,
      showsAnything(read.data) || evidenceFromLeetify(read.data, fetchedAt)
        ? { state: 'ok', fetchedAt, profile: read.data }
        : { state: 'hidden', fetchedAt, privacyMode },
    );
  };

  return {
    held,
    profile(steamId, { renew = false, insist = false } = {}) {
      const before = renew ? undefined : held(steamId);
      if (before) return Promise.resolve(before);
      const underWay = asked.get(steamId);
      if (underWay) return underWay;
      const asking = ask(steamId, insist).finally(() => asked.delete(steamId));
      asked.set(steamId, asking);
      return asking;
    },
  };
}
