import type { Database, Statement } from '#backend/platform/database.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import { madeBy, outcomesOf, type ReportOutcome, type ReportPlace, reportTotals } from '#backend/reports/news-store.ts';
import {
  findReport,
  listMine,
  liveReports,
  loadWeights,
  outcomeStatements,
  type ReportRow,
  type WeightRow,
  withdrawStatements,
} from '#backend/reports/store.ts';
import { createSubmit, type SubmitDeps, type Wish } from '#backend/reports/submit.ts';
import { createWeighing, type Weighed, type WeighingDeps } from '#backend/reports/weighing.ts';
import { type ListedReport, type MyReport, myReportSchema, type ReportSummary } from '#shared/api/reports.ts';
import type { Evidence } from '#shared/score/evidence.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

export type { CoPlay } from '#backend/reports/co-play.ts';
export { outcomesSince } from '#backend/reports/news-store.ts';
export { reportedBy } from '#backend/reports/store.ts';

export interface ReportsDeps extends SubmitDeps, WeighingDeps {
  /** What reporters may know of players they reported; `inReview`: a case about their reports is open. */
  aboutTargets(steamIds: readonly SteamId[]): Promise<ReadonlyMap<SteamId, AboutTarget>>;
}

interface AboutTarget {
  name: string | null;
  bans: { vac: number; game: number; lastBanAt: number | null; noticedAt: number | null } | null;
  inReview: boolean;
}

/** Reports of players by players. */
export interface Reports {
  submit(wish: Wish): Promise<MyReport>;
  /** Takes back one's own report; false when there was none. */
  withdraw(reporter: SteamId, target: SteamId): Promise<boolean>;
  mine(
    reporter: SteamId,
    page: { limit: number; outcome?: MyReport['outcome'] | undefined; cursor?: string | undefined },
  ): Promise<{ items: ListedReport[]; next: string | null }>;
  summary(target: SteamId): Promise<ReportSummary>;
  /** Summaries of those about whom there is one. */
  summaries(targets: readonly SteamId[]): Promise<Map<SteamId, ReportSummary>>;
  /** Weighs the reports on a player as they are now, without keeping it. */
  weigh(target: SteamId): Promise<Weighed>;
  /** The live reports on a player, oldest first. */
  on(target: SteamId): Promise<(MyReport & { reporter: SteamId })[]>;
  /** Whether this person has a live report on the player, decided or not. */
  hasReported(reporter: SteamId, target: SteamId): Promise<boolean>;
  /** What became of somebody's reports after `since` (ms) and before a place, newest first. */
  outcomesOf(
    reporter: SteamId,
    page: { since: number; before?: ReportPlace | undefined; limit: number },
  ): Promise<ReportOutcome[]>;
  /** Whom somebody reported, newest first. */
  madeBy(
    reporter: SteamId,
    page: { before: ReportPlace | undefined; limit: number },
  ): Promise<{ target: SteamId; at: number }[]>;
  totals(reporter: SteamId): Promise<{ reports: number; borneOut: number }>;
  /** What decides the open reports on a player, for the transaction of whoever decides. */
  decision(target: SteamId, outcome: 'upheld' | 'rejected', now: number): Statement[];
}

/** Reports shown on a case. */
const SHOWN = 200;

const evidenceSchema = myReportSchema.shape.evidence;

function reportOf(row: ReportRow): MyReport {
  const evidence: unknown = JSON.parse(row.evidence);
  return {
    steamId: row.target,
    category: row.category,
    ...(row.matchId !== null && { matchId: row.matchId }),
    ...(row.playedAt !== null && { playedAt: row.playedAt }),
    // What a later version wrote and this one does not know is left out, not fatal.
    evidence: evidenceSchema.safeParse(evidence).data ?? [],
    words: row.words,
    reportedAt: row.reportedAt,
    editedAt: row.editedAt,
    outcome: row.outcome,
    outcomeAt: row.outcomeAt,
    playedTogether: row.playedTogether,
  };
}

function listedOf(report: MyReport, about: AboutTarget | undefined): ListedReport {
  const { name = null, bans = null, inReview = false } = about ?? {};
  const { outcome, reportedAt } = report;
  const since = Math.max(bans?.noticedAt ?? 0, bans?.lastBanAt ?? 0) > reportedAt || outcome === 'banned';
  return {
    ...report,
    name,
    state: outcome !== 'open' ? 'decided' : inReview ? 'in-review' : 'open',
    ban: bans && bans.vac + bans.game > 0 ? { ...bans, since } : null,
  };
}

function summaryOf(row: WeightRow): ReportSummary {
  const { steamId, state, reports, independent, silent, nats, computedAt } = row;
  return { steamId, state, reports, independent, silent, nats, computedAt };
}

/** A cursor is time and player of the last report shown: opaque to clients, and no secret. */
function readCursor(cursor: string): { at: number; target: SteamId } {
  const [, at, target] = /^([0-9a-z]{1,11})-(\d{17})$/.exec(cursor) ?? [];
  if (at !== undefined && isSteamId(target)) return { at: Number.parseInt(at, 36), target };
  throw new ProblemError('bad-request', {
    detail: 'The cursor is not one we gave.',
    errors: [{ path: 'cursor', message: 'not a cursor' }],
  });
}

export function createReports(deps: ReportsDeps): Reports {
  const { database, clock } = deps;

  async function summaries(targets: readonly SteamId[]): Promise<Map<SteamId, ReportSummary>> {
    const rows = await loadWeights(database, targets);
    return new Map([...rows.values()].filter((row) => row.computedAt > 0).map((row) => [row.steamId, summaryOf(row)]));
  }

  return {
    submit: createSubmit(deps),
    weigh: createWeighing(deps),
    summaries,

    async withdraw(reporter, target) {
      const [withdrawn] = await database.write(withdrawStatements(reporter, target, clock.now()));
      return (withdrawn?.rowsAffected ?? 0) > 0;
    },

    async mine(reporter, { limit, outcome, cursor }) {
      const before = cursor === undefined ? undefined : readCursor(cursor);
      const rows = await listMine(database, reporter, { limit: limit + 1, outcome, before });
      const page = rows.slice(0, limit);
      const about = await deps.aboutTargets(page.map(({ target }) => target));
      const items = page.map((row) => listedOf(reportOf(row), about.get(row.target)));
      const last = items.at(-1);
      const next = rows.length > limit && last ? `${last.reportedAt.toString(36)}-${last.steamId}` : null;
      return { items, next };
    },

    async summary(target) {
      const none = { steamId: target, state: 'none', reports: 0, independent: 0, silent: 0, nats: 0 } as const;
      return (await summaries([target])).get(target) ?? { ...none, computedAt: clock.now() };
    },

    async on(target) {
      const rows = await liveReports(database, target, SHOWN);
      return rows.map((row) => ({ ...reportOf(row), reporter: row.reporter }));
    },

    outcomesOf: (reporter, page) => outcomesOf(database, reporter, page),
    madeBy: (reporter, page) => madeBy(database, reporter, page),
    totals: (reporter) => reportTotals(database, reporter),
    hasReported: async (reporter, target) => (await findReport(database, reporter, target)) !== undefined,
    decision: (target, outcome, now) => outcomeStatements(target, outcome, { now, madeBefore: now }),
  };
}

/** What the reports on these players add to their scores, as evidence; nothing for those they add nothing to. */
export async function reportEvidenceOf(
  database: Database,
  steamIds: readonly SteamId[],
): Promise<Map<SteamId, Evidence[]>> {
  const rows = await loadWeights(database, steamIds);
  const found = new Map<SteamId, Evidence[]>();
  for (const { steamId, nats, reports, independent, silent, computedAt } of rows.values()) {
    if (nats <= 0) continue;
    found.set(steamId, [
      {
        feature: 'reports',
        source: 'reports',
        observedAt: computedAt,
        provenance: 'reports',
        confirmations: 0,
        nats,
        reports,
        independent,
        silent,
      },
    ]);
  }
  return found;
}
