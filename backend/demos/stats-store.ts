import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import { DAY } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { DEMO_REASONS, DEMO_STATES, type demoStatsSchema } from '#shared/api/demos.ts';

const LATELY = 7 * DAY;

/** Counts over all demos. `workersSince`: who was heard of after this is alive. */
export async function loadStats(
  database: Database,
  { now, workersSince }: { now: number; workersSince: number },
): Promise<Omit<z.infer<typeof demoStatsSchema>, 'disk' | 'uploads'>> {
  const counts = await database.query.all<{ state: string; reason: string | null; n: number }>(
    sql`SELECT state, reason, count(*) AS n FROM demo GROUP BY state, reason`,
  );
  const [queue] = await database.query.all<{ n: number; oldest: number | null }>(
    sql`SELECT count(*) AS n, min(d.requested_at) AS oldest FROM job AS j JOIN demo AS d ON d.id = substr(j.id, 6)
      WHERE j.kind = 'demo' AND j.lease_until <= ${now}`,
  );
  const durations = await database.query.all<{ ms: number }>(
    sql`SELECT finished_at - requested_at AS ms FROM demo WHERE state = 'done' AND finished_at > ${now - LATELY} ORDER BY 1`,
  );
  const [failed] = await database.query.all<{ n: number }>(
    sql`SELECT count(*) AS n FROM demo WHERE state = 'failed' AND finished_at > ${now - LATELY}`,
  );
  const workers = await database.query.all<{ name: string; locates: number; seen_at: number }>(
    sql`SELECT name, locates, seen_at FROM demo_worker WHERE seen_at > ${workersSince} ORDER BY name LIMIT 100`,
  );
  const sum = (found: readonly { n: number }[]) => found.reduce((all, { n }) => all + n, 0);
  const tally = <K extends string>(keys: readonly K[], column: 'state' | 'reason') => {
    const result: Partial<Record<K, number>> = {};
    for (const key of keys) {
      const n = sum(counts.filter((row) => row[column] === key));
      if (n > 0) result[key] = n;
    }
    return result;
  };
  return {
    states: tally(DEMO_STATES, 'state'),
    reasons: tally(DEMO_REASONS, 'reason'),
    queue: { waiting: queue?.n ?? 0, oldestAt: queue?.oldest ?? null },
    lately: {
      done: durations.length,
      failed: failed?.n ?? 0,
      medianMs: durations[Math.floor(durations.length / 2)]?.ms ?? null,
    },
    workers: workers.map(({ name, locates, seen_at: seenAt }) => ({ name, locates: locates === 1, seenAt })),
  };
}
