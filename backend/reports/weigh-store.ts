import { sql } from 'drizzle-orm';
import type { Database, Statement } from '#backend/platform/database.ts';
import type { ReportEvidence, ReportFigures } from '#shared/reports/evidence.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** An open report, for the book. */
export interface OpenReport {
  reporter: SteamId;
  target: SteamId;
}

/** Open reports by these people. */
export async function openReportsBy(database: Database, reporters: readonly SteamId[]): Promise<OpenReport[]> {
  return database.query.all<OpenReport>(
    sql`SELECT reporter, target FROM report WHERE outcome = 'open' AND withdrawn_at IS NULL
      AND reporter IN (SELECT value FROM json_each(${JSON.stringify(reporters)}))`,
  );
}

/** Open reports on these players. */
export async function openReportsOn(database: Database, targets: readonly SteamId[]): Promise<OpenReport[]> {
  return database.query.all<OpenReport>(
    sql`SELECT reporter, target FROM report WHERE outcome = 'open' AND withdrawn_at IS NULL
      AND target IN (SELECT value FROM json_each(${JSON.stringify(targets)}))`,
  );
}

/** How the reports of these people ended; `lapsed` counts open ones made before `lapsedBefore`, ms. */
export async function recordsOf(database: Database, reporters: readonly SteamId[], lapsedBefore: number) {
  return database.query.all<{ reporter: SteamId; confirmed: number; rejected: number; lapsed: number }>(
    sql`SELECT reporter, sum(outcome IN ('upheld', 'banned')) AS confirmed, sum(outcome = 'rejected') AS rejected,
        sum(outcome = 'open' AND withdrawn_at IS NULL AND reported_at < ${lapsedBefore}) AS lapsed
      FROM report WHERE reporter IN (SELECT value FROM json_each(${JSON.stringify(reporters)})) GROUP BY reporter`,
  );
}

/** Players whose reports changed, the longest waiting first. */
export async function dueTargets(database: Database, limit: number) {
  return database.query.all<{ steamId: SteamId; dueSince: number; nats: number }>(
    sql`SELECT steam_id AS steamId, due_since AS dueSince, nats FROM report_weight
      WHERE due_since IS NOT NULL ORDER BY due_since, steam_id LIMIT ${limit}`,
  );
}

/** Keeps what was weighed. A change that came in meanwhile has its own time and leaves the player due. */
export function saveWeightStatements(
  weighed: {
    steamId: SteamId;
    dueSince: number;
    startedAt: number;
    figures: ReportFigures;
    evidence: ReportEvidence;
    met: readonly { reporter: SteamId; playedTogether: boolean }[];
  },
  now: number,
): Statement[] {
  const { steamId, dueSince, startedAt, figures, evidence, met } = weighed;
  return [
    {
      sql: `UPDATE report_weight SET computed_at = ?3, state = ?4, reports = ?5, independent = ?6, silent = ?7, nats = ?8,
          share = ?9,
          due_since = CASE WHEN due_since > ?2 OR EXISTS (SELECT 1 FROM report WHERE target = ?1
            AND max(reported_at, coalesce(edited_at, 0), coalesce(withdrawn_at, 0), coalesce(outcome_at, 0)) >= ?10)
            THEN ?3 END
        WHERE steam_id = ?1`,
      args: [
        steamId,
        dueSince,
        now,
        evidence.state,
        figures.reports,
        figures.independent,
        figures.silent,
        evidence.nats,
        evidence.share,
        startedAt,
      ],
    },
    {
      sql: `UPDATE report SET played_together = met.value->>'met' FROM json_each(?2) AS met
        WHERE report.target = ?1 AND report.reporter = met.value->>'reporter'
          AND report.played_together <> met.value->>'met'`,
      args: [
        steamId,
        JSON.stringify(met.map((each) => ({ reporter: each.reporter, met: Number(each.playedTogether) }))),
      ],
    },
  ];
}
