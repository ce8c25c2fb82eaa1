import type { Clock } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { CoPlay } from '#backend/reports/co-play.ts';
import { liveReports } from '#backend/reports/store.ts';
import { openReportsBy, openReportsOn, recordsOf } from '#backend/reports/weigh-store.ts';
import { type ReportEvidence, type ReportFigures, reportEvidence, reportFigures } from '#shared/reports/evidence.ts';
import { OPEN_TOO_LONG } from '#shared/reports/parameters.ts';
import { ReportBook } from '#shared/reports/report-book.ts';
import { type CaseReport, ReportCase } from '#shared/reports/report-case.ts';
import {
  type AccountFigures,
  accountTier,
  fading,
  freshWeight,
  type ReporterRecord,
  reporterWeight,
} from '#shared/reports/reporter.ts';
import { accountIdOf, type SteamId } from '#shared/steam/steam-id.ts';

export interface WeighingDeps {
  database: Database;
  clock: Clock;
  coPlay: CoPlay;
  /** What the accounts of these people show; missing where nothing is held. */
  figuresOf(steamIds: readonly SteamId[]): Promise<ReadonlyMap<SteamId, AccountFigures>>;
  /** Those who may not report: their reports weigh nothing. */
  mutedAmong(steamIds: readonly SteamId[]): Promise<ReadonlySet<SteamId>>;
}

/** What a reporter's weight comes from. `weight` is q, before the report fades. */
export interface ReporterStanding extends Required<ReporterRecord> {
  weight: number;
}

/** What came of weighing the reports on one player. */
export interface Weighed {
  figures: ReportFigures;
  evidence: ReportEvidence;
  /** Each reporter with the weight of the report now, 0–1. */
  reports: readonly {
    reporter: SteamId;
    weight: number;
    playedTogether: boolean;
    reportedAt: number;
    standing: ReporterStanding;
    /** Keyed hashes of device and address: those who share one count as one. */
    origins: readonly string[];
  }[];
}

const UNKNOWN: ReporterStanding = { tier: 'new', confirmed: 0, rejected: 0, lapsed: 0, muted: true, weight: 0 };

/** The newest so many count; far beyond what changes anything. */
const MOST_REPORTS = 2_000;

export function createWeighing({ database, clock, coPlay, figuresOf, mutedAmong }: WeighingDeps) {
  /** Standing of each, from what their accounts show and how their reports ended. */
  async function standingsOf(people: readonly SteamId[], now: number): Promise<Map<SteamId, ReporterStanding>> {
    const figures = await figuresOf(people);
    const muted = await mutedAmong(people);
    const records = new Map(
      (await recordsOf(database, people, now - OPEN_TOO_LONG.after)).map((record) => [record.reporter, record]),
    );
    return new Map(
      people.map((person) => {
        const { confirmed = 0, rejected = 0, lapsed = 0 } = records.get(person) ?? {};
        const tier = accountTier(figures.get(person) ?? {});
        const record = { tier, confirmed, rejected, lapsed, muted: muted.has(person) };
        return [person, { ...record, weight: reporterWeight(record) }];
      }),
    );
  }

  /** Weighs the live reports on a player as they are now. */
  return async function weigh(target: SteamId): Promise<Weighed> {
    const now = clock.now();
    const live = await liveReports(database, target, MOST_REPORTS);
    const reporters = live.map(({ reporter }) => reporter);
    const theirs = await openReportsBy(database, reporters);
    const targets = [...new Set(theirs.map((each) => each.target))];
    const view = await coPlay.around(target, reporters, targets);
    const standings = await standingsOf([...reporters, ...view.silent], now);
    const standingOf = (person: SteamId): ReporterStanding => standings.get(person) ?? UNKNOWN;

    const book = new ReportBook(view.meetings);
    const others = await openReportsOn(database, targets);
    for (const each of others) book.open(accountIdOf(each.reporter), accountIdOf(each.target));

    const reports = live.map((row): CaseReport & { steamId: SteamId } => {
      const steamId = row.reporter;
      const party = view.partyOf(steamId);
      return {
        steamId,
        reporter: accountIdOf(steamId),
        weight: standingOf(steamId).weight,
        playedTogether: view.meetings.met(accountIdOf(steamId), accountIdOf(target)),
        reportedAt: row.reportedAt,
        origins: [row.device && `d ${row.device}`, row.address && `a ${row.address}`].filter((each) => each !== null),
        ...(party !== undefined && { party }),
      };
    });
    const held = new ReportCase(accountIdOf(target), book, reports);
    const sums = held.sums(now);
    // Accounts here have no address of their own on record, so silent ones on one address each count: that only lowers the share.
    const silent = {
      count: view.silent.length,
      weight: view.silent.reduce((sum, person) => sum + standingOf(person).weight, 0),
    };
    const evidence = reportEvidence(sums, silent);
    return {
      figures: reportFigures(sums, evidence, silent),
      evidence,
      reports: reports.map(({ steamId, weight, playedTogether, reportedAt, origins }) => ({
        reporter: steamId,
        weight: freshWeight(weight, playedTogether) * Math.min(1, fading(now - reportedAt)),
        playedTogether,
        reportedAt,
        standing: standingOf(steamId),
        origins,
      })),
    };
  };
}
