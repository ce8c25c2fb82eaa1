import { GroupOverlap } from '#shared/reports/common-ground.ts';
import { dependence, groupDependence } from '#shared/reports/dependence.ts';
import type { ReportSums } from '#shared/reports/evidence.ts';
import { UNPROVEN_AT_MOST } from '#shared/reports/parameters.ts';
import type { ReportBook } from '#shared/reports/report-book.ts';
import { fading, freshWeight } from '#shared/reports/reporter.ts';

/** One live report on the player of a case. */
export interface CaseReport {
  reporter: number;
  /** The reporter's weight q, 0–1. */
  weight: number;
  /** Match data shows that the two met. */
  playedTogether: boolean;
  /** ms. */
  reportedAt: number;
  /** Keyed hashes of the devices and addresses of the reporter. */
  origins: readonly string[];
  /** Whoever queued together when they met the player has the same; absent when alone or unknown. */
  party?: string;
}

interface Entry {
  report: CaseReport;
  /** Weight as it would be at the case's reference time: all fade alike, so sums are kept there and faded when asked for. */
  weight: number;
  /** ρ with every other entry where it is above 0. */
  related: Map<Entry, number>;
  /** Σ ρw over `related`, of those who met the player and of those who cannot be shown to have. */
  pull: { proven: number; unproven: number };
}

const side = (entry: Entry) => (entry.report.playedTogether ? 'proven' : 'unproven');

/**
 * The live reports on one player and how they depend on one another, kept so that a changed report costs one row of
 * pairs, not all of them.
 *
 * Pairs are judged by the book and the group as they are when one of the two reports comes in. Later changes reach them
 * when `refresh` names the reporter whose other reports changed, or by `rebuild`, to be done now and then.
 */
export class ReportCase {
  readonly target: number;
  readonly #overlap: GroupOverlap;
  readonly #entries = new Map<number, Entry>();
  readonly #origins = new Map<string, Set<Entry>>();
  #reference: number | undefined;
  /** Dependence of the group as a whole; undefined when to be judged anew. */
  #group: number | undefined;

  /** The reports must be in the book already. */
  constructor(target: number, book: ReportBook, reports: Iterable<CaseReport> = []) {
    this.target = target;
    this.#overlap = new GroupOverlap(book, target);
    for (const report of reports) {
      this.remove(report.reporter);
      this.#place(report);
    }
    this.rebuild();
  }

  /** Adds a report, or replaces the same reporter's; the book has it already. */
  set(report: CaseReport): void {
    this.remove(report.reporter);
    this.#relate(this.#place(report));
  }

  /** Takes a report out; to be taken out of the book as well. */
  remove(reporter: number): void {
    const entry = this.#entries.get(reporter);
    if (entry === undefined) return;
    this.#unrelate(entry);
    this.#entries.delete(reporter);
    for (const origin of entry.report.origins) this.#origins.get(origin)?.delete(entry);
    this.#overlap.leave(reporter);
    this.#group = undefined;
  }

  /** A reporter's weight changed (an outcome elsewhere). */
  setWeight(reporter: number, weight: number): void {
    const entry = this.#entries.get(reporter);
    if (entry === undefined) return;
    entry.report = { ...entry.report, weight };
    const before = entry.weight;
    entry.weight = this.#referenceWeight(entry.report);
    for (const [other, rho] of entry.related) other.pull[side(entry)] += rho * (entry.weight - before);
  }

  /** A reporter's other reports changed: their pairs are judged anew. */
  refresh(reporter: number): void {
    const entry = this.#entries.get(reporter);
    if (entry === undefined) return;
    this.#overlap.forget();
    this.#unrelate(entry);
    this.#relate(entry);
  }

  /** Judges every pair anew. */
  rebuild(): void {
    this.#overlap.forget();
    this.#group = undefined;
    const entries = [...this.#entries.values()];
    for (const entry of entries) {
      entry.related.clear();
      entry.pull = { proven: 0, unproven: 0 };
    }
    const shared = this.#overlap.sharedByAll([...this.#entries.keys()]);
    entries.forEach((entry, i) => {
      const origins = this.#sameOrigin(entry);
      for (let j = 0; j < i; j++) {
        const other = entries[j];
        if (other !== undefined) this.#connect(entry, other, shared(i, j), origins.has(other));
      }
    });
  }

  /** The sums at `now`, ms. */
  sums(now: number): ReportSums {
    const sums = { count: this.#entries.size, weight: 0, squares: 0, dependent: 0, reporters: 0 };
    if (this.#reference === undefined) return sums;
    const faded = fading(now - this.#reference);
    const weights = { proven: 0, unproven: 0 };
    for (const entry of this.#entries.values()) weights[side(entry)] += entry.weight * faded;
    const most = UNPROVEN_AT_MOST * weights.proven;
    const scale = { proven: faded, unproven: weights.unproven > most ? (faded * most) / weights.unproven : faded };
    for (const entry of this.#entries.values()) {
      const weight = entry.weight * scale[side(entry)];
      const pull = entry.pull.proven * scale.proven + entry.pull.unproven * scale.unproven;
      sums.weight += weight;
      sums.squares += weight * weight;
      sums.dependent += weight * (weight + pull);
      sums.reporters += entry.report.playedTogether ? entry.report.weight : weight;
    }
    // What is left independent pair by pair depends as much as the group does.
    sums.dependent += this.#groupDependence() * Math.max(0, sums.weight ** 2 - sums.dependent);
    return sums;
  }

  #groupDependence(): number {
    this.#group ??= groupDependence(
      this.#overlap.total((a, b) => {
        const other = this.#entries.get(b);
        return (other && this.#entries.get(a)?.related.get(other)) ?? 0;
      }),
    );
    return this.#group;
  }

  #place(report: CaseReport): Entry {
    this.#reference ??= report.reportedAt;
    const weight = this.#referenceWeight(report);
    const entry: Entry = { report, weight, related: new Map(), pull: { proven: 0, unproven: 0 } };
    this.#entries.set(report.reporter, entry);
    for (const origin of report.origins) {
      const set = this.#origins.get(origin);
      if (set === undefined) this.#origins.set(origin, new Set([entry]));
      else set.add(entry);
    }
    this.#overlap.join(report.reporter);
    this.#group = undefined;
    return entry;
  }

  /** Judges the pairs of one entry. */
  #relate(entry: Entry): void {
    this.#group = undefined;
    const shared = this.#overlap.sharedWith(entry.report.reporter);
    const origins = this.#sameOrigin(entry);
    for (const other of this.#entries.values()) {
      if (other !== entry) this.#connect(entry, other, shared.get(other.report.reporter) ?? 0, origins.has(other));
    }
  }

  #sameOrigin({ report }: Entry): ReadonlySet<Entry> {
    return new Set(report.origins.flatMap((origin) => [...(this.#origins.get(origin) ?? [])]));
  }

  #connect(a: Entry, b: Entry, shared: number, sameOrigin: boolean): void {
    const sameParty = a.report.party !== undefined && a.report.party === b.report.party;
    const overlap = this.#overlap.between(a.report.reporter, b.report.reporter, shared);
    const rho = dependence({ sameOrigin, sameParty, ...overlap });
    if (rho === 0) return;
    a.related.set(b, rho);
    b.related.set(a, rho);
    a.pull[side(b)] += rho * b.weight;
    b.pull[side(a)] += rho * a.weight;
  }

  #unrelate(entry: Entry): void {
    for (const [other, rho] of entry.related) {
      other.related.delete(entry);
      other.pull[side(entry)] -= rho * entry.weight;
    }
    entry.related.clear();
    entry.pull = { proven: 0, unproven: 0 };
  }

  #referenceWeight({ weight, playedTogether, reportedAt }: CaseReport): number {
    const reference = this.#reference ?? reportedAt;
    return freshWeight(weight, playedTogether) * fading(reference - reportedAt);
  }
}
