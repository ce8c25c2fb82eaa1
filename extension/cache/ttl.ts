const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long what was fetched counts as fresh, in ms, before jitter. */
export const TTL = {
  scored: 6 * HOUR,
  /** Scored here, from the public profile: it costs Steam a page, so it is kept longer. */
  scoredLocally: DAY,
  /** Old already when it came: asked again soon. */
  scoredStale: 10 * MINUTE,
  notFound: DAY,
  failed: 2 * MINUTE,
  details: 5 * MINUTE,
  vanity: 7 * DAY,
} as const;

/** A score assessed this long ago is stale, however fresh the answer: twice the time the backend keeps one by default. */
export const MAX_SCORE_AGE = 2 * DAY;

/** A row this long past its expiry is of no use even as a stale answer. */
export const KEEP_STALE = 30 * DAY;

/** Most rows of a table; the ones that expired first go first. */
export const MAX_ROWS = { scores: 50_000, details: 500, vanities: 5_000, recent: 200 } as const;

/** `ttl` ± 20 %, so that a page of players does not expire in the same moment. `random` is in [0, 1). */
export function jittered(ttl: number, random: number): number {
  return Math.round(ttl * (0.8 + 0.4 * random));
}
