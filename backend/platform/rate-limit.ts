import type { Clock } from '#backend/platform/clock.ts';

/** Requests per minute, sustained, and how many may come at once after a pause. */
export interface Limit {
  perMinute: number;
  burst: number;
}

/**
 * Per address and route. Buckets of a page with thousands of players come in bursts, so scores have the most; what makes
 * us ask Steam has the least.
 */
export const LIMITS = {
  scores: { perMinute: 3000, burst: 3000 },
  lookup: { perMinute: 120, burst: 60 },
  bans: { perMinute: 120, burst: 60 },
  player: { perMinute: 300, burst: 150 },
  analyze: { perMinute: 30, burst: 10 },
  update: { perMinute: 10, burst: 5 },
  resolve: { perMinute: 60, burst: 60 },
  /**
   * Players looked up at Steam, whatever the route: a few calls each, out of a daily allowance that everybody shares. The
   * burst is a page with a long friends list; sustained, one address stays far below the allowance.
   */
  steam: { perMinute: 10, burst: 3000 },
  /** Beginning and ending sign-ins; and what somebody signed in does with the own account. */
  auth: { perMinute: 30, burst: 20 },
  account: { perMinute: 120, burst: 60 },
  export: { perMinute: 4, burst: 4 },
  matches: { perMinute: 120, burst: 60 },
  /** Fifty matches each: a whole history of years comes in a few minutes. */
  upload: { perMinute: 20, burst: 20 },
  /** Beside the quotas in the database, which count over hours and over all processes. */
  reports: { perMinute: 60, burst: 30 },
  /** Looking at demos is polling; asking for one costs a download and minutes of a processor. */
  demos: { perMinute: 300, burst: 150 },
  demoRequests: { perMinute: 20, burst: 20 },
  demoFiles: { perMinute: 60, burst: 30 },
  /** Pieces of up to 4 MiB. */
  demoUploads: { perMinute: 600, burst: 120 },
  /** The operator's own, a few of them, each with a heartbeat and progress for every demo under way. */
  demoWorkers: { perMinute: 3000, burst: 1000 },
  moderation: { perMinute: 300, burst: 150 },
  sync: { perMinute: 10, burst: 10 },
  /** The own list and dashboard: each may have to read all of one's matches. */
  lists: { perMinute: 120, burst: 60 },
  /** Messages to somebody's webhook at their word. */
  webhook: { perMinute: 6, burst: 6 },
  /** Notes and settings, as they are typed; a first sync brings thousands, a hundred a time. */
  userSync: { perMinute: 120, burst: 600 },
  operations: { perMinute: 600, burst: 300 },
} as const satisfies Record<string, Limit>;
export type LimitName = keyof typeof LIMITS;

export interface RateLimiter {
  /** Takes one request; 0 when there was one, else ms until there is. `who` is a keyed hash, never an address. */
  take(name: LimitName, who: string): number;
  /** Takes as many of `wanted` as there are; `retryAfterMs` until the next one when that is not all. */
  grant(name: LimitName, who: string, wanted: number): Grant;
}

export interface Grant {
  granted: number;
  retryAfterMs: number;
}

/** Addresses remembered per route; beyond it those idle longest are forgotten, which only ever gives somebody more. */
const MAX_ENTRIES = 50_000;

/**
 * Token buckets in memory: one process counts for itself. On Cloudflare that is one isolate, so an operator who needs a
 * hard limit there sets a rate limiting rule in front. `factor` multiplies every limit.
 */
export function createRateLimiter(clock: Clock, factor: number): RateLimiter {
  const tables = new Map<LimitName, Map<string, { tokens: number; at: number }>>();
  const tableOf = (name: LimitName) => {
    let table = tables.get(name);
    if (!table) {
      table = new Map();
      tables.set(name, table);
    }
    return table;
  };
  return {
    take: (name, who) => grant(name, who, 1).retryAfterMs,
    grant,
  };

  function grant(name: LimitName, who: string, wanted: number): Grant {
    const perMs = (LIMITS[name].perMinute * factor) / 60_000;
    const burst = Math.max(1, LIMITS[name].burst * factor);
    const table = tableOf(name);
    const now = clock.now();
    let entry = table.get(who);
    if (!entry) {
      entry = { tokens: burst, at: now };
      if (table.size >= MAX_ENTRIES) {
        const oldest = table.keys().next().value;
        if (oldest !== undefined) table.delete(oldest);
      }
      table.set(who, entry);
    } else if (entry.tokens < wanted || now - entry.at > 1000) {
      // Refilled when it matters, and moved to the end of the queue of the forgotten.
      entry.tokens = Math.min(burst, entry.tokens + Math.max(0, now - entry.at) * perMs);
      entry.at = now;
      table.delete(who);
      table.set(who, entry);
    }
    const granted = Math.min(wanted, Math.floor(entry.tokens));
    entry.tokens -= granted;
    return { granted, retryAfterMs: granted === wanted ? 0 : Math.ceil((1 - entry.tokens) / perMs) };
  }
}
