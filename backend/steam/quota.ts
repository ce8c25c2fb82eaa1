import type { Clock } from '#backend/platform/clock.ts';
import { DAY } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';

/** A service's daily allowance of calls, counted in the database so that restarts and other processes share it. */
export interface Quota {
  /** Takes one call; false when today's are used up. */
  take(): Promise<boolean>;
  /** ms until the next allowance: midnight UTC. */
  resetsIn(): number;
}

/** Atomic: adds only while the sum stays within the limit, and then returns a row. */
const RESERVE = `INSERT INTO quota (service, day, used) SELECT ?1, ?2, ?3 WHERE ?3 <= ?4
  ON CONFLICT (service, day) DO UPDATE SET used = used + excluded.used WHERE used + excluded.used <= ?4
  RETURNING used`;

/**
 * Calls are reserved in the database `block` at a time, so that not every call costs a write. A process that dies
 * forfeits at most the rest of its block: the count may be too high, never too low.
 */
export function createQuota(
  database: Database,
  clock: Clock,
  options: { service: string; perDay: number; block: number },
): Quota {
  let day = '';
  let left = 0;
  let reserving: Promise<void> | undefined;

  const today = () => new Date(clock.now()).toISOString().slice(0, 10);

  async function reserve(size: number): Promise<boolean> {
    const on = today();
    const [result] = await database.write([{ sql: RESERVE, args: [options.service, on, size, options.perDay] }]);
    if (result === undefined || result.rows.length === 0) return false;
    if (day !== on) left = 0;
    day = on;
    left += size;
    return true;
  }

  return {
    async take() {
      for (;;) {
        if (day === today() && left > 0) {
          left--;
          return true;
        }
        if (reserving) {
          await reserving.catch(() => undefined);
          continue;
        }
        let granted = false;
        // Near the limit a whole block may be too much while single calls are still left.
        const run = (async () => {
          granted = (await reserve(options.block)) || (options.block > 1 && (await reserve(1)));
        })();
        reserving = run;
        try {
          await run;
        } finally {
          reserving = undefined;
        }
        if (!granted) return false;
      }
    },
    resetsIn: () => DAY - (clock.now() % DAY),
  };
}
