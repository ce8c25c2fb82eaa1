import { sql } from 'drizzle-orm';
import type { Clock } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { PersonalData } from '#backend/platform/personal-data.ts';

/** Reports read at a time for an export. */
const PAGE = 200;

/** What somebody reported. Reports on somebody are counted for them, and belong to those who made them. */
export function reportsPersonalData(database: Database, clock: Clock): PersonalData {
  return {
    name: 'reports',

    async *entries({ steamId }) {
      for (let after = ''; ; ) {
        const rows = await database.query.all<{ target: string; evidence: string }>(
          sql`SELECT target, category, match_id AS matchId, played_at AS playedAt, evidence, words, outcome,
              reported_at AS reportedAt, edited_at AS editedAt, outcome_at AS outcomeAt, withdrawn_at AS withdrawnAt,
              device, address
            FROM report WHERE reporter = ${steamId} AND target > ${after} ORDER BY target LIMIT ${PAGE}`,
        );
        for (const row of rows) {
          const evidence: unknown = JSON.parse(row.evidence);
          yield { ...row, evidence };
        }
        const last = rows.at(-1);
        if (!last) return;
        after = last.target;
      }
    },

    // Quotas stay until they end by themselves, so that nobody gets new ones by deleting the account.
    deletion: ({ steamId }) => [
      {
        sql: `INSERT INTO report_weight (steam_id, due_since) SELECT target, ?2 FROM report WHERE reporter = ?1
          ON CONFLICT (steam_id) DO UPDATE SET due_since = coalesce(due_since, excluded.due_since)`,
        args: [steamId, clock.now()],
      },
      { sql: 'DELETE FROM report_key WHERE reporter = ?', args: [steamId] },
      { sql: 'DELETE FROM report WHERE reporter = ?', args: [steamId] },
    ],

    async counts(steamId) {
      const [row] = await database.query.all<{ n: number }>(
        sql`SELECT count(*) AS n FROM report WHERE target = ${steamId} AND withdrawn_at IS NULL`,
      );
      return { reports: row?.n ?? 0 };
    },
  };
}
