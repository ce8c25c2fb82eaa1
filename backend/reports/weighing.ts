import { type Clock, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { CoPlay } from '#backend/reports/co-play.ts';
import { LoadedCase, type ReporterStanding } from '#backend/reports/loaded-case.ts';
import { recordsOf } from '#backend/reports/weigh-store.ts';
import { type ReportEvidence, type ReportFigures, reportEvidence, reportFigures } from '#shared/reports/evidence.ts';
import { OPEN_TOO_LONG } from '#shared/reports/parameters.ts';
import { type AccountFigures, accountTier, fading, freshWeight, reporterWeight } from '#shared/reports/reporter.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface WeighingDeps {
  database: Database;
  clock: Clock;
  coPlay: CoPlay;
  /** What the accounts of these people show; missing where nothing is held. */
  figuresOf(steamIds: readonly SteamId[]): Promise<ReadonlyMap<SteamId, AccountFigures>>;
  /** Those who may not report: their reports weigh nothing. */
  mutedAmong(steamIds: readonly SteamId[]): Promise<ReadonlySet<SteamId>>;
  /** Those of whom that may have changed since, ms. */
  stateChangedSince(since: number): Promise<readonly SteamId[]>;
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
    /** The same as the database has it. */
    recorded: boolean;
    reportedAt: number;
    standing: ReporterStanding;
    /** Keyed hashes of device and address: those who share one count as one. */
    origins: readonly string[];
  }[];
}

/** Cases with fewer reports are weighed from nothing each time: that is quick, and keeps nothing. */
const WORTH_KEEPING = 100;
/** How long a case is brought up to date before it is loaded anew, ms; and how many are held, by number and by size. */
const KEEP_FOR = 10 * MINUTE;
const MOST_KEPT = 4;
const MOST_HELD = 2_000_000;

export function createWeighing({ database, clock, coPlay, figuresOf, mutedAmong, stateChangedSince }: WeighingDeps) {
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

  const caseDeps = { database, coPlay, standingsOf, stateChangedSince };
  /** The cases weighed last, the latest at the end. */
  const kept = new Map<SteamId, LoadedCase>();
  /** What each player's weighing is at: two at once would bring the same case up to date. */
  const running = new Map<SteamId, Promise<Weighed>>();

  function keep(held: LoadedCase): void {
    kept.delete(held.target);
    if (held.reports.size < WORTH_KEEPING || held.size > MOST_HELD) return;
    kept.set(held.target, held);
    let total = [...kept.values()].reduce((sum, { size }) => sum + size, 0);
    for (const [target, { size }] of kept) {
      if (kept.size <= MOST_KEPT && total <= MOST_HELD) break;
      kept.delete(target);
      total -= size;
    }
  }

  async function loaded(target: SteamId, now: number): Promise<LoadedCase> {
    const held = kept.get(target);
    // Half-way through a change that failed it must not be used again.
    kept.delete(target);
    if (held && held.loadedAt + KEEP_FOR > now && (await held.update(caseDeps, now))) return held;
    return LoadedCase.load(caseDeps, target, now);
  }

  async function weighNow(target: SteamId): Promise<Weighed> {
    const now = clock.now();
    const held = await loaded(target, now);
    keep(held);
    const sums = held.sums(now);
    // Accounts here have no address of their own on record, so silent ones on one address each count: that only lowers the share.
    const silent = {
      count: held.silent.size,
      weight: [...held.silent].reduce((sum, person) => sum + held.standingOf(person).weight, 0),
    };
    const evidence = reportEvidence(sums, silent);
    return {
      figures: reportFigures(sums, evidence, silent),
      evidence,
      reports: [...held.reports.values()].map(({ reporter, reportedAt, playedTogether: recorded }) => {
        const [standing, playedTogether] = [held.standingOf(reporter), held.playedTogether(reporter)];
        const weight = freshWeight(standing.weight, playedTogether) * Math.min(1, fading(now - reportedAt));
        return { reporter, weight, playedTogether, recorded, reportedAt, standing, origins: held.origins(reporter) };
      }),
    };
  }

  /** Weighs the live reports on a player as they are now. */
  return async function weigh(target: SteamId): Promise<Weighed> {
    const before = running.get(target) ?? Promise.resolve();
    // Whoever was first has been told how that went.
    const mine = before.catch(() => undefined).then(() => weighNow(target));
    running.set(target, mine);
    try {
      return await mine;
    } finally {
      if (running.get(target) === mine) running.delete(target);
    }
  };
}
