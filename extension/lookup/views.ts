import type { ScoreRow } from '#extension/cache/rows.ts';
import { jittered, MAX_SCORE_AGE, TTL } from '#extension/cache/ttl.ts';
import type { PlayerView } from '#extension/messages.ts';
import type { ScoreEntry } from '#shared/api/players.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** What a badge is told of a row. */
export function viewOf(row: ScoreRow, now: number): PlayerView {
  const { steamId, state, entry, origin, expiresAt } = row;
  const stale = entry !== undefined && (state === 'failed' || row.stale === true || expiresAt <= now);
  return { steamId, state, stale, ...(entry && { entry, origin }) };
}

/** A view without a fresh answer; an older score that is held stays visible. */
export function unanswered(steamId: SteamId, state: 'unasked' | 'limited', row: ScoreRow | undefined): PlayerView {
  const entry = row?.entry;
  return { steamId, state, stale: entry !== undefined, ...(entry && { entry, origin: row.origin }) };
}

/** Whether a score is too old to count as fresh, however it came. */
export function isOld({ assessedAt }: Pick<ScoreEntry, 'assessedAt'>, now: number): boolean {
  return assessedAt < now - MAX_SCORE_AGE;
}

/** Makes rows with their time to live. */
export function createRowMaker(now: () => number, random: () => number) {
  const row = (fields: Omit<ScoreRow, 'fetchedAt' | 'expiresAt'>, ttl: number): ScoreRow => {
    const time = now();
    return { ...fields, fetchedAt: time, expiresAt: time + jittered(ttl, random()) };
  };
  return {
    scored({ steamId, ...entry }: ScoreEntry, origin: ScoreRow['origin'], stale = false): ScoreRow {
      const old = stale || isOld(entry, now());
      const ttl = old ? TTL.scoredStale : origin === 'local' ? TTL.scoredLocally : TTL.scored;
      return row({ steamId, state: 'scored', entry, origin, ...(old && { stale: true }) }, ttl);
    },
    notFound: (steamId: SteamId, origin: ScoreRow['origin']) =>
      row({ steamId, state: 'not-found', origin }, TTL.notFound),
    /** Keeps the older score, so that a failure never erases what was known. */
    failed(steamId: SteamId, origin: ScoreRow['origin'], held: ScoreRow | undefined): ScoreRow {
      const kept = held?.entry && { entry: held.entry };
      return row({ steamId, state: 'failed', origin: kept ? held.origin : origin, ...kept }, TTL.failed);
    },
  };
}
export type RowMaker = ReturnType<typeof createRowMaker>;
