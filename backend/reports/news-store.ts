import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '#backend/platform/database.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import { REPORT_OUTCOMES } from '#shared/api/reports.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const outcomeSchema = z.object({
  reporter: steamIdSchema,
  target: steamIdSchema,
  at: z.number(),
  outcome: z.enum(REPORT_OUTCOMES).exclude(['open']),
});
export type ReportOutcome = z.infer<typeof outcomeSchema>;

/** A place in a stream of news: `key` tells apart what has the same time. */
export interface ReportPlace {
  at: number;
  key: string;
}

const OUTCOME = sql`reporter, target, outcome_at AS at, outcome`;
const DECIDED = sql`outcome <> 'open' AND outcome_at IS NOT NULL AND withdrawn_at IS NULL`;

/** What became of anybody's reports at or after `since`, ms, oldest first; `after` is the place of the last one seen. */
export async function outcomesSince(
  database: Database,
  since: number,
  after: { at: number; reporter: string; target: string },
  limit: number,
): Promise<ReportOutcome[]> {
  const rows = await database.query.all(
    sql`SELECT ${OUTCOME} FROM report WHERE outcome_at >= ${since} AND ${DECIDED}
        AND (outcome_at, reporter, target) > (${after.at}, ${after.reporter}, ${after.target})
      ORDER BY outcome_at, reporter, target LIMIT ${limit}`,
  );
  return z.array(outcomeSchema).parse(rows);
}

const placed = (time: SQL, prefix: string, before: ReportPlace | undefined): SQL =>
  before ? sql`AND ${time} <= ${before.at} AND (${time}, ${prefix} || target) < (${before.at}, ${before.key})` : sql``;

/** What became of somebody's reports after `since`, ms, and before a place; newest first. */
export async function outcomesOf(
  database: Database,
  reporter: SteamId,
  page: { since: number; before?: ReportPlace | undefined; limit: number },
): Promise<ReportOutcome[]> {
  const rows = await database.query.all(
    sql`SELECT ${OUTCOME} FROM report WHERE reporter = ${reporter} AND ${DECIDED} AND outcome_at > ${page.since}
        ${placed(sql`outcome_at`, 'o', page.before)}
      ORDER BY outcome_at DESC, target DESC LIMIT ${page.limit}`,
  );
  return z.array(outcomeSchema).parse(rows);
}

/** Whom somebody reported, and when; newest first. */
export async function madeBy(
  database: Database,
  reporter: SteamId,
  page: { before: ReportPlace | undefined; limit: number },
): Promise<{ target: SteamId; at: number }[]> {
  return database.query.all<{ target: SteamId; at: number }>(
    sql`SELECT target, reported_at AS at FROM report WHERE reporter = ${reporter} AND withdrawn_at IS NULL
        ${placed(sql`reported_at`, 'r', page.before)}
      ORDER BY reported_at DESC, target DESC LIMIT ${page.limit}`,
  );
}

/** How many reports somebody has made, and how many were borne out; those taken back count in neither. */
export async function reportTotals(database: Database, reporter: SteamId) {
  const [row] = await database.query.all<{ reports: number; borneOut: number }>(
    sql`SELECT count(*) AS reports, count(*) FILTER (WHERE outcome IN ('upheld', 'banned')) AS borneOut
      FROM report WHERE reporter = ${reporter} AND withdrawn_at IS NULL`,
  );
  return row ?? { reports: 0, borneOut: 0 };
}
