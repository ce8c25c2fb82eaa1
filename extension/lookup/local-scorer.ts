import { type BackOff, retryAfterMs } from '#extension/lookup/back-off.ts';
import { createLimiter } from '#extension/lookup/limiter.ts';
import { type ProfileRead, type ProfileXml, readProfileXml } from '#extension/lookup/profile-xml.ts';
import type { PlayerResponse } from '#shared/api/players.ts';
import { assess } from '#shared/score/engine.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import type { SourceStatus } from '#shared/score/facts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const COMMUNITY = 'https://steamcommunity.com';
const TIMEOUT_MS = 15_000;
/** Politeness towards Steam: so many pages at once, this far apart, and no more than this in a minute. */
const AT_ONCE = 2;
const GAP_MS = 200;
const PER_MINUTE = 60;
/** So many of those are kept for players a person asks for: a long list must not keep the card waiting for a minute. */
const KEPT_FOR_ASKED = 10;

/** Urgency of a player whom a person asked for, by opening the card or looking him up: not in line behind those of a page. */
export const ASKED = Number.POSITIVE_INFINITY;

type LocalResult =
  | { state: 'ok'; response: PlayerResponse }
  | { state: 'not-found' }
  | { state: 'limited' | 'failed'; retryAt: number };

export interface LocalScorer {
  /**
   * Scores one player from Steam's public profile page. The highest `urgency` is next; below zero nobody looks any more,
   * and there is no request and no answer; `ASKED` has a lane and a share of the minute of its own.
   */
  score(steamId: SteamId, urgency: () => number): Promise<LocalResult | undefined>;
  /** A custom URL's player, null for none; `undefined` when Steam could not be asked now. */
  resolve(vanity: string): Promise<SteamId | null | undefined>;
}

export interface LocalDeps {
  backOff: BackOff;
  fetch: typeof fetch;
  now(): number;
  wait(ms: number): Promise<void>;
}

/** Scores with what anybody can read on Steam, by the same engine as the backend. Sends no cookies: what it sees is public. */
export function createLocalScorer({ backOff, fetch, now, wait }: LocalDeps): LocalScorer {
  const runOfPage = createLimiter(AT_ONCE);
  const runAsked = createLimiter(1);
  /** Starts of the last minute, oldest first. */
  const starts: number[] = [];

  const takeTurn = async (most: number) => {
    for (;;) {
      const time = now();
      while (starts[0] !== undefined && starts[0] <= time - 60_000) starts.shift();
      const last = starts[starts.length - 1];
      // The start that has to be a minute old before fewer than `most` are left.
      const blocking = starts[starts.length - most];
      const full = blocking === undefined ? 0 : blocking + 60_000 - time;
      const pause = Math.max(full, last === undefined ? 0 : last + GAP_MS - time);
      if (pause <= 0) break;
      await wait(pause);
    }
    starts.push(now());
  };

  const fetchProfile = async (
    path: string,
    most: number,
  ): Promise<ProfileXml | { state: 'limited' | 'failed'; retryAt: number }> => {
    const turnedAway = async () => {
      const pause = await backOff.pause('steam');
      return pause && ({ state: pause.kind === 'limited' ? 'limited' : 'failed', retryAt: pause.until } as const);
    };
    const before = await turnedAway();
    if (before) return before;
    await takeTurn(most);
    // Steam may have asked for a pause while this one waited.
    const meanwhile = await turnedAway();
    if (meanwhile) return meanwhile;
    let text: string;
    try {
      const response = await fetch(`${COMMUNITY}${path}?xml=1&l=english`, {
        credentials: 'omit',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.status === 429) {
        const limited = await backOff.limited('steam', retryAfterMs(response.headers.get('retry-after'), now()));
        return { state: 'limited', retryAt: limited.until };
      }
      if (response.status >= 500) throw new Error(`status ${response.status}`);
      text = await response.text();
    } catch {
      // Whatever the cause, network or server: Steam is left alone for a while, and the view says "failed".
      return { state: 'failed', retryAt: (await backOff.failed('steam')).until };
    }
    await backOff.succeeded('steam');
    return readProfileXml(text, now());
  };

  const sourcesOf = (xml: ProfileRead, time: number): SourceStatus[] => {
    const status = (source: SourceStatus['source'], state: SourceStatus['state']): SourceStatus => ({
      source,
      state,
      checkedAt: time,
      ...(xml.facts[source] && { observedAt: time }),
    });
    return [
      status('profile', xml.facts.profile?.visibility === 'public' ? 'ok' : 'private'),
      status('bans', xml.facts.bans ? 'ok' : 'unavailable'),
      status('games', xml.games),
      status('level', 'unavailable'),
      status('stats', 'unavailable'),
    ];
  };

  const scoreNow = async (steamId: SteamId, most: number): Promise<LocalResult> => {
    const xml = await fetchProfile(`/profiles/${steamId}`, most);
    const time = now();
    if (xml.state === 'broken') return { state: 'failed', retryAt: time };
    if (xml.state !== 'ok') return xml;
    // A page about somebody else must never become this player's score.
    if (xml.steamId !== steamId) return { state: 'failed', retryAt: time };
    const assessment = assess(evidenceFrom(xml.facts, time), time);
    return {
      state: 'ok',
      response: { steamId, facts: xml.facts, sources: sourcesOf(xml, time), assessment, stale: false },
    };
  };

  /** Runs `job` in a lane, as a promise of its result. */
  const inLane = <T>(lane: typeof runAsked, job: () => Promise<T>, urgency?: () => number) =>
    new Promise<T>((resolve, reject) => {
      lane(() => job().then(resolve, reject), urgency);
    });

  return {
    async score(steamId, urgency) {
      if (urgency() === ASKED) return inLane(runAsked, () => scoreNow(steamId, PER_MINUTE));
      const job = async () => (urgency() < 0 ? undefined : scoreNow(steamId, PER_MINUTE - KEPT_FOR_ASKED));
      return inLane(runOfPage, job, urgency);
    },
    resolve: (vanity) =>
      inLane(runAsked, async () => {
        const xml = await fetchProfile(`/id/${encodeURIComponent(vanity)}`, PER_MINUTE);
        return xml.state === 'ok' ? xml.steamId : xml.state === 'not-found' ? null : undefined;
      }),
  };
}
