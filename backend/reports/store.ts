import { and, desc, eq, gte, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { report, reportWeight } from '#backend/database/schema.ts';
import type { Database, Statement } from '#backend/platform/database.ts';
import type { Origin } from '#backend/reports/origins.ts';
import type { QuotaRow } from '#backend/reports/quotas.ts';
import type { REPORT_OUTCOMES, ReportRequest } from '#shared/api/reports.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export type ReportRow = typeof report.$inferSelect;
export type WeightRow = typeof reportWeight.$inferSelect;
type Outcome = (typeof REPORT_OUTCOMES)[number];

/** One request to report, as it goes into the database. */
export interface Submission {
  reporter: SteamId;
  target: SteamId;
  key: string;
  fingerprint: string;
  /** Names this request among all that come with the same key. */
  claim: string;
  now: number;
  request: ReportRequest;
  origin: Origin;
  quotas: readonly QuotaRow[];
}

/** First the key: it is taken only where quotas, the account and an earlier outcome allow it. All else follows from it. */
const TAKE_KEY = `
  INSERT INTO report_key (reporter, key, fingerprint, claim, at) SELECT ?1, ?2, ?3, ?4, ?5
  WHERE EXISTS (SELECT 1 FROM user WHERE steam_id = ?1 AND state = 'active')
    AND NOT EXISTS (SELECT 1 FROM report WHERE reporter = ?1 AND target = ?6 AND outcome <> 'open')
    AND NOT EXISTS (SELECT 1 FROM json_each(?7) AS q JOIN report_quota AS held
      ON held.who = q.value->>'who' AND held.until = q.value->>'until' WHERE held.used >= q.value->>'most')
  ON CONFLICT (reporter, key) DO NOTHING`;

const TAKEN = 'EXISTS (SELECT 1 FROM report_key WHERE reporter = ?1 AND key = ?2 AND claim = ?3)';

const COUNT = `
  INSERT INTO report_quota (who, until, used) SELECT value->>'who', value->>'until', 1 FROM json_each(?4) WHERE ${TAKEN}
  ON CONFLICT (who, until) DO UPDATE SET used = used + 1`;

const SAVE = `
  INSERT INTO report (reporter, target, category, match_id, played_at, evidence, words, reported_at, device, address)
  SELECT ?1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 WHERE ${TAKEN}
  ON CONFLICT (reporter, target) DO UPDATE SET
    category = excluded.category, match_id = excluded.match_id, played_at = excluded.played_at,
    evidence = excluded.evidence, words = excluded.words, device = excluded.device, address = excluded.address,
    reported_at = CASE WHEN withdrawn_at IS NULL THEN reported_at ELSE excluded.reported_at END,
    edited_at = CASE WHEN withdrawn_at IS NULL THEN excluded.reported_at END, withdrawn_at = NULL`;

const MARK = `
  INSERT INTO report_weight (steam_id, due_since) SELECT ?4, ?5 WHERE ${TAKEN}
  ON CONFLICT (steam_id) DO UPDATE SET due_since = coalesce(due_since, excluded.due_since)`;

const RESULT = `
  SELECT k.fingerprint, k.claim, k.at, r.reported_at, r.edited_at, r.played_together
  FROM report_key AS k LEFT JOIN report AS r ON r.reporter = k.reporter AND r.target = ?3 AND r.withdrawn_at IS NULL
  WHERE k.reporter = ?1 AND k.key = ?2`;

/**
 * Stores a report, all of it or nothing, once however often it comes. The last statement's row says what there is now:
 * none when it was refused; the `claim` of another request when that one came first.
 */
export function submitStatements(it: Submission): Statement[] {
  const { reporter, target, key, claim, now, request, origin } = it;
  const quotas = JSON.stringify(it.quotas);
  const taken = [reporter, key, claim];
  return [
    { sql: TAKE_KEY, args: [reporter, key, it.fingerprint, claim, now, target, quotas] },
    { sql: COUNT, args: [...taken, quotas] },
    {
      sql: SAVE,
      args: [
        ...taken,
        target,
        request.category,
        request.matchId ?? null,
        request.playedAt ?? null,
        JSON.stringify(request.evidence),
        request.words,
        now,
        origin.device,
        origin.address,
      ],
    },
    { sql: MARK, args: [...taken, target, now] },
    { sql: RESULT, args: [reporter, key, target] },
  ];
}

/** What the first request with this key was, if there was one. */
export async function findKey(database: Database, reporter: SteamId, key: string) {
  const rows = await database.query.all<{ fingerprint: string; at: number }>(
    sql`SELECT fingerprint, at FROM report_key WHERE reporter = ${reporter} AND key = ${key}`,
  );
  return rows[0];
}

/** The end of the longest window that is used up, ms; undefined when none is. */
export async function exhaustedUntil(database: Database, quotas: readonly QuotaRow[]): Promise<number | undefined> {
  const rows = await database.query.all<{ until: number }>(
    sql`SELECT held.until FROM json_each(${JSON.stringify(quotas)}) AS q JOIN report_quota AS held
      ON held.who = q.value->>'who' AND held.until = q.value->>'until'
      WHERE held.used >= q.value->>'most' ORDER BY held.until DESC LIMIT 1`,
  );
  return rows[0]?.until;
}

export async function findReport(database: Database, reporter: SteamId, target: SteamId) {
  const [row] = await database.query
    .select()
    .from(report)
    .where(and(eq(report.reporter, reporter), eq(report.target, target), isNull(report.withdrawnAt)));
  return row;
}

/** A person's reports, newest first, after the place `before`. */
export async function listMine(
  database: Database,
  reporter: SteamId,
  page: { limit: number; outcome: Outcome | undefined; before: { at: number; target: SteamId } | undefined },
): Promise<ReportRow[]> {
  const { limit, outcome, before } = page;
  return database.query
    .select()
    .from(report)
    .where(
      and(
        eq(report.reporter, reporter),
        isNull(report.withdrawnAt),
        outcome && eq(report.outcome, outcome),
        before &&
          or(lt(report.reportedAt, before.at), and(eq(report.reportedAt, before.at), lt(report.target, before.target))),
      ),
    )
    .orderBy(desc(report.reportedAt), desc(report.target))
    .limit(limit);
}

/** Players somebody has reported and not taken it back: `steam_id`. */
export function reportedBy(reporter: SteamId): SQL {
  return sql`SELECT target AS steam_id FROM report WHERE reporter = ${reporter} AND withdrawn_at IS NULL`;
}

/** The live reports on a player, oldest first. */
export async function liveReports(database: Database, target: SteamId, limit: number): Promise<ReportRow[]> {
  return database.query
    .select()
    .from(report)
    .where(and(eq(report.target, target), isNull(report.withdrawnAt), inArray(report.outcome, ['open', 'upheld'])))
    .orderBy(report.reportedAt, report.reporter)
    .limit(limit);
}

/**
 * Reports on a player that were made, changed, taken back or decided at or after `since`, ms; and how many are live. In one
 * pass over them, since there may be a thousand.
 */
export async function changedReports(
  database: Database,
  target: SteamId,
  since: number,
): Promise<{ live: number; changed: ReportRow[] }> {
  const [found] = await database.query.all<{ live: number; reporters: string }>(
    sql`SELECT count(*) FILTER (WHERE withdrawn_at IS NULL AND outcome IN ('open', 'upheld')) AS live,
        json_group_array(reporter) FILTER (WHERE max(reported_at, coalesce(edited_at, 0), coalesce(withdrawn_at, 0),
          coalesce(outcome_at, 0)) >= ${since}) AS reporters
      FROM report WHERE target = ${target}`,
  );
  if (!found || found.reporters === '[]') return { live: found?.live ?? 0, changed: [] };
  const reporters = sql`${report.reporter} IN (SELECT value FROM json_each(${found.reporters}))`;
  const changed = await database.query
    .select()
    .from(report)
    .where(and(reporters, eq(report.target, target)));
  return { live: found.live, changed };
}

/** Reports decided at or after `since`, ms. */
export async function decidedReports(
  database: Database,
  since: number,
): Promise<{ reporter: SteamId; target: SteamId }[]> {
  return database.query
    .select({ reporter: report.reporter, target: report.target })
    .from(report)
    .where(gte(report.outcomeAt, since));
}

/** Takes a report back. What was said goes; that there was one, and its outcome, stays. */
export function withdrawStatements(reporter: SteamId, target: SteamId, now: number): Statement[] {
  return [
    {
      sql: `UPDATE report SET withdrawn_at = ?3, words = '', evidence = '[]', match_id = NULL, played_at = NULL,
        device = NULL, address = NULL WHERE reporter = ?1 AND target = ?2 AND withdrawn_at IS NULL`,
      args: [reporter, target, now],
    },
    {
      sql: `INSERT INTO report_weight (steam_id, due_since)
        SELECT ?2, ?3 WHERE EXISTS (SELECT 1 FROM report WHERE reporter = ?1 AND target = ?2 AND withdrawn_at = ?3)
        ON CONFLICT (steam_id) DO UPDATE SET due_since = coalesce(due_since, excluded.due_since)`,
      args: [reporter, target, now],
    },
  ];
}

/**
 * Gives the open reports on a player that are not younger than `madeBefore` (ms) their outcome. What their reporters are
 * worth changes with it, so everybody they reported is to be weighed anew.
 */
export function outcomeStatements(
  target: SteamId,
  outcome: Exclude<Outcome, 'open'>,
  at: { now: number; madeBefore: number },
): Statement[] {
  return [
    {
      sql: `INSERT INTO report_weight (steam_id, due_since)
        SELECT DISTINCT other.target, ?2 FROM report AS this JOIN report AS other ON other.reporter = this.reporter
        WHERE this.target = ?1 AND this.outcome = 'open' AND this.reported_at <= ?3
        ON CONFLICT (steam_id) DO UPDATE SET due_since = coalesce(due_since, excluded.due_since)`,
      args: [target, at.now, at.madeBefore],
    },
    {
      sql: `UPDATE report SET outcome = ?2, outcome_at = ?3 WHERE target = ?1 AND outcome = 'open' AND reported_at <= ?4
        AND withdrawn_at IS NULL`,
      args: [target, outcome, at.now, at.madeBefore],
    },
  ];
}

/** Players with open reports, in order of their ID. */
export async function openTargets(database: Database, after: string, limit: number): Promise<SteamId[]> {
  const rows = await database.query.all<{ target: SteamId }>(
    sql`SELECT DISTINCT target FROM report WHERE target > ${after} AND outcome = 'open' AND withdrawn_at IS NULL
      ORDER BY target LIMIT ${limit}`,
  );
  return rows.map(({ target }) => target);
}

export async function loadWeights(database: Database, steamIds: readonly SteamId[]): Promise<Map<SteamId, WeightRow>> {
  if (steamIds.length === 0) return new Map();
  const rows = await database.query
    .select()
    .from(reportWeight)
    .where(inArray(reportWeight.steamId, [...steamIds]));
  return new Map(rows.map((row) => [row.steamId, row]));
}

/** One step of the daily clean-up, and marks everything that is still live to be weighed anew, as weights fade. */
export async function cleanStep(
  database: Database,
  before: { keys: number; origins: number; now: number },
): Promise<number> {
  const LIMIT = 500;
  const results = await database.write([
    {
      sql: `DELETE FROM report_key WHERE rowid IN (SELECT rowid FROM report_key WHERE at < ? LIMIT ${LIMIT})`,
      args: [before.keys],
    },
    {
      sql: `DELETE FROM report_quota WHERE rowid IN (SELECT rowid FROM report_quota WHERE until <= ? LIMIT ${LIMIT})`,
      args: [before.now],
    },
    {
      sql: `UPDATE report SET device = NULL, address = NULL WHERE rowid IN (SELECT rowid FROM report
        WHERE coalesce(edited_at, reported_at) < ? AND (device IS NOT NULL OR address IS NOT NULL) LIMIT ${LIMIT})`,
      args: [before.origins],
    },
  ]);
  return results.reduce((sum, { rowsAffected }) => sum + rowsAffected, 0);
}

export function markAllStatement(now: number): Statement {
  return {
    sql: `UPDATE report_weight SET due_since = ? WHERE due_since IS NULL AND steam_id IN
      (SELECT target FROM report WHERE withdrawn_at IS NULL AND outcome IN ('open', 'upheld'))`,
    args: [now],
  };
}
