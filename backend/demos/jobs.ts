import { sql } from 'drizzle-orm';
import type { DemoFiles } from '#backend/demos/files.ts';
import { idleDemos } from '#backend/demos/queue-store.ts';
import type { Webhooks } from '#backend/demos/webhooks.ts';
import type { JobKind } from '#backend/jobs/jobs.ts';
import { type Clock, DAY, HOUR, SECOND } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

export interface DemoJobsDeps {
  database: Database;
  clock: Clock;
  webhooks: Webhooks;
  files: DemoFiles | undefined;
  /** How long the file of a demo is kept after it was last used, ms. */
  keepFiles: number;
  /** Scores players anew, and those who have no score yet for the first time. */
  score(steamIds: readonly SteamId[]): Promise<void>;
}

/** How long one round may begin with more, ms: far below a job's lease. */
const ROUND = 20 * SECOND;
/** Bytes that nobody has sent for so long are not awaited any more. */
const UPLOAD_WAIT = DAY;
/** Log of deliveries, ms. */
const KEEP_DELIVERIES = 30 * DAY;

/** Scores everybody who was in a demo that is done: after this the demo's part of their score is there. */
function scoring({ database, clock, score }: DemoJobsDeps): JobKind {
  return {
    kind: 'demo-scoring',
    every: 10 * SECOND,
    async run(context) {
      for (;;) {
        const [demo] = await database.query.all<{ id: string; finishedAt: number }>(
          sql`SELECT id, finished_at AS finishedAt FROM demo WHERE state = 'done' AND scored_at IS NULL
            ORDER BY priority DESC, finished_at LIMIT 1`,
        );
        if (!demo) return;
        const rows = await database.query.all<{ steamId: string }>(
          sql`SELECT steam_id AS steamId FROM demo_evidence WHERE demo_id = ${demo.id}`,
        );
        await score(rows.flatMap(({ steamId }) => (isSteamId(steamId) ? [steamId] : [])));
        await database.write([{ sql: 'UPDATE demo SET scored_at = ?2 WHERE id = ?1', args: [demo.id, clock.now()] }]);
        await context.progress({});
      }
    },
  };
}

function delivering({ webhooks }: DemoJobsDeps): JobKind {
  return { kind: 'demo-webhooks', every: 10 * SECOND, run: ({ signal }) => webhooks.runDue(signal, ROUND) };
}

function cleaning({ database, clock, files, keepFiles }: DemoJobsDeps): JobKind {
  return {
    kind: 'demo-clean-up',
    every: HOUR,
    async run() {
      const now = clock.now();
      await database.write([
        {
          sql: `UPDATE demo SET state = 'failed', reason = 'upload-abandoned', finished_at = ?2, changed_at = ?2, scored_at = ?2
            WHERE source = 'upload' AND state = 'requested' AND file_sha256 IS NULL AND requested_at < ?1`,
          args: [now - UPLOAD_WAIT, now],
        },
        {
          sql: `DELETE FROM demo_delivery WHERE state <> 'waiting' AND created_at < ?`,
          args: [now - KEEP_DELIVERIES],
        },
        { sql: 'DELETE FROM demo_worker WHERE seen_at < ?', args: [now - DAY] },
      ]);
      if (!files) return;
      const idle = (ids: readonly string[]) => idleDemos(database, ids);
      await files.removeOld(now - keepFiles, idle);
      // Of demos that were deleted with their owner: nobody knows them, so they go at once.
      await files.removeOld(now, async (ids) => {
        const known = await database.query.all<{ id: string }>(
          sql`SELECT d.id FROM json_each(${JSON.stringify(ids)}) AS j JOIN demo AS d ON d.id = j.value`,
        );
        const held = new Set(known.map(({ id }) => id));
        return new Set(ids.filter((id) => !held.has(id)));
      });
    },
  };
}

export function demoJobs(deps: DemoJobsDeps): JobKind[] {
  return [scoring(deps), delivering(deps), cleaning(deps)];
}
