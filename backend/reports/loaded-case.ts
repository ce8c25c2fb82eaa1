import type { Database } from '#backend/platform/database.ts';
import type { CoPlay } from '#backend/reports/co-play.ts';
import { changedReports, decidedReports, liveReports, type ReportRow } from '#backend/reports/store.ts';
import { openReportsBy, openReportsOn } from '#backend/reports/weigh-store.ts';
import { MeetingSets } from '#shared/reports/meetings.ts';
import { ReportBook } from '#shared/reports/report-book.ts';
import { type CaseReport, ReportCase } from '#shared/reports/report-case.ts';
import type { ReporterRecord } from '#shared/reports/reporter.ts';
import { accountIdOf, type SteamId } from '#shared/steam/steam-id.ts';

/** What a reporter's weight comes from. `weight` is q, before the report fades. */
export interface ReporterStanding extends Required<ReporterRecord> {
  weight: number;
}

export interface LoadedCaseDeps {
  database: Database;
  coPlay: CoPlay;
  standingsOf(people: readonly SteamId[], now: number): Promise<Map<SteamId, ReporterStanding>>;
  /** People whose account was blocked, banned or freed since, ms. */
  stateChangedSince(since: number): Promise<readonly SteamId[]>;
}

/** The newest so many count; far beyond what changes anything. */
const MOST_REPORTS = 2_000;
/** Of more reporters than this it is quicker to judge all pairs at once. */
const FEW = 20;
/** What was being stored while we looked is looked at again, ms. */
const OVERLAP = 5_000;

const UNKNOWN: ReporterStanding = { tier: 'new', confirmed: 0, rejected: 0, lapsed: 0, muted: true, weight: 0 };

const isLive = (row: ReportRow) => row.withdrawnAt === null && (row.outcome === 'open' || row.outcome === 'upheld');
const originsOf = ({ device, address }: ReportRow) =>
  [device && `d ${device}`, address && `a ${address}`].filter((each) => each !== null);

/**
 * The live reports on one player with all they are weighed by, so that after a change only what changed is read: whom a
 * thousand reporters met is half a second's reading. What others report and whom people meet meanwhile is not followed;
 * whoever keeps a case loads it anew now and then.
 */
export class LoadedCase {
  readonly target: SteamId;
  readonly loadedAt: number;
  readonly reports = new Map<SteamId, ReportRow>();
  /** Of those who reported: who is known to have met the player. */
  readonly #together = new Set<SteamId>();
  /** Those who met the player and have not reported. */
  readonly silent = new Set<SteamId>();
  readonly #standings: Map<SteamId, ReporterStanding>;
  readonly #met: Map<number, Set<number>>;
  readonly #counts: Map<number, number>;
  readonly #book: ReportBook;
  readonly #case: ReportCase;
  /** Changes up to here are in it, ms. */
  #seenUntil: number;

  private constructor(
    target: SteamId,
    now: number,
    parts: {
      rows: readonly ReportRow[];
      silent: readonly SteamId[];
      standings: Map<SteamId, ReporterStanding>;
      met: Map<number, Set<number>>;
      counts: Map<number, number>;
      open: readonly { reporter: SteamId; target: SteamId }[];
    },
  ) {
    this.target = target;
    this.loadedAt = now;
    this.#seenUntil = now;
    this.#standings = parts.standings;
    this.#met = parts.met;
    this.#counts = parts.counts;
    this.#book = new ReportBook(new MeetingSets(this.#met, this.#counts));
    for (const { reporter, target: other } of parts.open) this.#book.open(accountIdOf(reporter), accountIdOf(other));
    for (const row of parts.rows) this.reports.set(row.reporter, row);
    for (const person of parts.silent) if (!this.reports.has(person)) this.silent.add(person);
    this.#case = new ReportCase(
      accountIdOf(target),
      this.#book,
      parts.rows.map((row) => this.#reportOf(row)),
    );
  }

  static async load(deps: LoadedCaseDeps, target: SteamId, now: number): Promise<LoadedCase> {
    const { database, coPlay } = deps;
    const rows = await liveReports(database, target, MOST_REPORTS);
    const reporters = rows.map(({ reporter }) => reporter);
    const theirs = await openReportsBy(database, reporters);
    const targets = [...new Set(theirs.map((each) => each.target))];
    const silent = await coPlay.present(target);
    return new LoadedCase(target, now, {
      rows,
      silent,
      standings: await deps.standingsOf([...new Set([...reporters, ...silent])], now),
      met: await coPlay.met(reporters),
      counts: await coPlay.counts([...new Set([target, ...targets])]),
      open: await openReportsOn(database, targets),
    });
  }

  /** What it takes to hold it, in acquaintances. */
  get size(): number {
    return [...this.#met.values()].reduce((sum, met) => sum + met.size, 0);
  }

  standingOf(person: SteamId): ReporterStanding {
    return this.#standings.get(person) ?? UNKNOWN;
  }

  /** Whether somebody who reported is known to have met the player. */
  playedTogether(reporter: SteamId): boolean {
    return this.#together.has(reporter);
  }

  origins(reporter: SteamId): string[] {
    const row = this.reports.get(reporter);
    return row ? originsOf(row) : [];
  }

  sums(now: number) {
    return this.#case.sums(now);
  }

  /** Brings it up to date; false when it has to be loaded anew, since reports went of which nothing is left. */
  async update(deps: LoadedCaseDeps, now: number): Promise<boolean> {
    const { database } = deps;
    const since = this.#seenUntil - OVERLAP;
    const { live, changed: found } = await changedReports(database, this.target, since);
    const rows = found.filter((row) => this.#isNews(row));
    const decided = (await decidedReports(database, since)).filter(({ reporter }) => this.#concerns(reporter));
    const states = (await deps.stateChangedSince(since)).filter((person) => this.#concerns(person));
    const concerned = [...new Set([...decided.map(({ reporter }) => reporter), ...states])];
    const changed = rows.map(({ reporter }) => reporter);
    const people = [...new Set([...concerned, ...changed])];
    if (people.length > 0) {
      for (const [person, standing] of await deps.standingsOf(people, now)) this.#standings.set(person, standing);
    }
    for (const row of rows) await this.#take(deps, row);
    for (const person of concerned) this.#case.setWeight(accountIdOf(person), this.standingOf(person).weight);
    this.#closeElsewhere(decided);
    this.#seenUntil = now;
    return live === this.reports.size || (live > MOST_REPORTS && this.reports.size >= MOST_REPORTS);
  }

  #concerns(person: SteamId): boolean {
    return this.reports.has(person) || this.silent.has(person);
  }

  /** What was decided elsewhere is no open report any more, and nothing two reporters have in common. */
  #closeElsewhere(decided: readonly { reporter: SteamId; target: SteamId }[]): void {
    const closed = new Set<number>();
    for (const { reporter, target } of decided) {
      const [account, other] = [accountIdOf(reporter), accountIdOf(target)];
      if (target === this.target || !this.#book.targetsOf(account).has(other)) continue;
      this.#book.close(account, other);
      closed.add(account);
    }
    if (closed.size > FEW) this.#case.rebuild();
    else for (const account of closed) this.#case.refresh(account);
  }

  #isNews(row: ReportRow): boolean {
    const held = this.reports.get(row.reporter);
    if (!isLive(row)) return held !== undefined;
    return held === undefined || JSON.stringify(held) !== JSON.stringify(row);
  }

  async #take({ database, coPlay }: LoadedCaseDeps, row: ReportRow): Promise<void> {
    const { reporter } = row;
    const [account, target] = [accountIdOf(reporter), accountIdOf(this.target)];
    if (!this.#met.has(account)) {
      this.#met.set(account, (await coPlay.met([reporter])).get(account) ?? new Set());
    }
    if (!isLive(row)) {
      this.reports.delete(reporter);
      this.#case.remove(account);
      this.#book.close(account, target);
      if (this.#together.delete(reporter)) this.silent.add(reporter);
      return;
    }
    const theirs = await openReportsBy(database, [reporter]);
    const open = new Set(theirs.map((each) => accountIdOf(each.target)));
    for (const other of [...this.#book.targetsOf(account)]) if (!open.has(other)) this.#book.close(account, other);
    const unknown = theirs.filter((each) => !this.#counts.has(accountIdOf(each.target))).map((each) => each.target);
    if (unknown.length > 0) {
      for (const each of unknown) this.#counts.set(accountIdOf(each), 0);
      for (const [player, users] of await coPlay.counts(unknown)) this.#counts.set(player, users);
      for (const each of await openReportsOn(database, unknown)) {
        this.#book.open(accountIdOf(each.reporter), accountIdOf(each.target));
      }
    }
    for (const other of open) this.#book.open(account, other);
    this.silent.delete(reporter);
    this.reports.set(reporter, row);
    this.#case.set(this.#reportOf(row));
  }

  #reportOf(row: ReportRow): CaseReport {
    const account = accountIdOf(row.reporter);
    const playedTogether = this.#met.get(account)?.has(accountIdOf(this.target)) ?? false;
    if (playedTogether) this.#together.add(row.reporter);
    return {
      reporter: account,
      weight: this.standingOf(row.reporter).weight,
      playedTogether,
      reportedAt: row.reportedAt,
      origins: originsOf(row),
    };
  }
}
