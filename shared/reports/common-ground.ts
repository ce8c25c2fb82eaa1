import type { Overlap } from '#shared/reports/dependence.ts';
import { GROUP_OVERLAP, OVERLAP, REPORT_RATE_PRIOR } from '#shared/reports/parameters.ts';
import type { ReportBook } from '#shared/reports/report-book.ts';

/** A reporter's other targets that somebody else reports too. */
interface Habit {
  targets: number;
  /** Sum of the rates at which those who met these targets report them. */
  rates: number;
}

/** What was counted outside the group holds until the group has grown or shrunk by more than this share. */
const STALE_AFTER = 0.1;
/** In a larger group, how many of it met a target is estimated from so many members. */
const ASKED = 64;

const NOTHING: Overlap = { shared: 0, expected: 0, comparable: 0 };

/**
 * What the reporters of one player have in common beside that player.
 *
 * The number of common targets to expect is conditional on whom two reporters meet: of one's targets, the other meets the
 * share that the two have in common of *all* the people they meet, and reports each at the rate at which others do who
 * met it. Both figures are taken from where a ring that reports the same players does not reach: had we asked only whether
 * both met these very targets, arranged meetings would explain the overlap away; and were the ring among those the rate
 * is taken from, it would set the rate by which it is judged. So the rate is that of people outside this group.
 */
export class GroupOverlap {
  readonly #book: ReportBook;
  readonly #target: number;
  readonly #members = new Set<number>();
  /** Of targets asked about: how many outside the group met them, and how many of those reported them. */
  readonly #outside = new Map<number, { met: number; reported: number }>();
  readonly #habits = new Map<number, Habit>();
  /** Size of the group when these were counted. */
  #countedAt = 0;
  #asked: number[] | undefined;

  constructor(book: ReportBook, target: number) {
    this.#book = book;
    this.#target = target;
  }

  join(reporter: number): void {
    this.#members.add(reporter);
    this.#changed();
  }

  leave(reporter: number): void {
    this.#members.delete(reporter);
    this.#changed();
  }

  /** Forgets what was counted, as it must when other reports in the book have changed. */
  forget(): void {
    this.#outside.clear();
    this.#habits.clear();
    this.#asked = undefined;
    this.#countedAt = this.#members.size;
  }

  #changed(): void {
    if (Math.abs(this.#members.size - this.#countedAt) > STALE_AFTER * this.#countedAt) this.forget();
  }

  /** How many other targets each member has in common with `reporter`, for those who have any. */
  sharedWith(reporter: number): Map<number, number> {
    const shared = new Map<number, number>();
    for (const target of this.#book.targetsOf(reporter)) {
      if (target === this.#target) continue;
      for (const other of this.#book.reportersOf(target)) {
        if (other !== reporter && this.#members.has(other)) shared.set(other, (shared.get(other) ?? 0) + 1);
      }
    }
    return shared;
  }

  /** The same for all pairs of members at once; the answer takes positions in `reporters`, the larger first. */
  sharedByAll(reporters: readonly number[]): (i: number, j: number) => number {
    const counts = new Uint16Array((reporters.length * (reporters.length - 1)) / 2);
    const at = (i: number, j: number) => (i * (i - 1)) / 2 + j;
    const positions = new Map<number, number[]>();
    reporters.forEach((reporter, position) => {
      for (const target of this.#book.targetsOf(reporter)) {
        if (target === this.#target) continue;
        const earlier = positions.get(target);
        if (earlier === undefined) positions.set(target, [position]);
        else {
          for (const other of earlier) counts[at(position, other)] = (counts[at(position, other)] ?? 0) + 1;
          earlier.push(position);
        }
      }
    });
    return (i, j) => counts[at(i, j)] ?? 0;
  }

  /** The overlap of two members who share `shared` other targets. */
  between(a: number, b: number, shared: number): Overlap {
    // Up to the tolerance nothing exceeds it, whatever was expected: most pairs end here.
    return shared <= OVERLAP.tolerance ? NOTHING : this.#overlap(a, b, shared);
  }

  /**
   * Common and expected targets summed over pairs of members, all pairs of a small group, an even sample of a large one.
   * A pair counts only as far as `rho` does not already make it dependent: else a few who overlap much would drag down
   * all who happened to report the same player.
   */
  total(rho: (a: number, b: number) => number): { shared: number; expected: number; pairs: number } {
    const total = { shared: 0, expected: 0, pairs: 0 };
    // In order of ID, so that the sample does not depend on who reported when.
    const members = [...this.#members].sort((a, b) => a - b);
    const all = (members.length * (members.length - 1)) / 2;
    const step = Math.max(1, all / GROUP_OVERLAP.pairs);
    for (let at = 0; at < all; at += step) {
      const [a, b] = pairAt(Math.floor(at), members);
      if (a === undefined || b === undefined) continue;
      const left = 1 - rho(a, b);
      const overlap = this.#overlap(a, b, this.#sharedBy(a, b));
      total.shared += left * overlap.shared;
      total.expected += left * overlap.expected;
      total.pairs += left;
    }
    return total;
  }

  #sharedBy(a: number, b: number): number {
    let shared = 0;
    const theirs = this.#book.targetsOf(b);
    for (const target of this.#book.targetsOf(a)) if (target !== this.#target && theirs.has(target)) shared += 1;
    return shared;
  }

  #overlap(a: number, b: number, shared: number): Overlap {
    const { meetings } = this.#book;
    const ofA = this.#habit(a);
    const ofB = this.#habit(b);
    const [metByB, metByA] = meetings.commonShares(a, b);
    return {
      shared,
      expected: (metByB * ofA.rates + metByA * ofB.rates) / 2,
      comparable: Math.min(metByB * ofA.targets, metByA * ofB.targets),
    };
  }

  #habit(reporter: number): Habit {
    const known = this.#habits.get(reporter);
    if (known !== undefined) return known;
    const habit = { targets: 0, rates: 0 };
    for (const target of this.#book.targetsOf(reporter)) {
      // Reports that nobody else makes can be sprayed at will: they must not raise what is expected.
      if (target === this.#target || this.#book.reportersOf(target).size === 1) continue;
      habit.targets += 1;
      habit.rates += this.#rate(target);
    }
    this.#habits.set(reporter, habit);
    return habit;
  }

  #rate(target: number): number {
    const { met, reported } = this.#outsiders(target);
    const { rate, strength } = REPORT_RATE_PRIOR;
    return (reported + rate * strength) / (met + strength);
  }

  #outsiders(target: number): { met: number; reported: number } {
    const known = this.#outside.get(target);
    if (known !== undefined) return known;
    const { meetings } = this.#book;
    this.#asked ??= evenly(
      [...this.#members].sort((a, b) => a - b),
      ASKED,
    );
    let metInGroup = 0;
    for (const member of this.#asked) if (meetings.met(member, target)) metInGroup += 1;
    metInGroup *= this.#members.size / Math.max(1, this.#asked.length);
    let reported = 0;
    for (const reporter of this.#book.reportersOf(target)) {
      if (!this.#members.has(reporter) && meetings.met(reporter, target)) reported += 1;
    }
    // At least those who reported it have met it, whatever the estimate says.
    const outside = { met: Math.max(reported, meetings.count(target) - metInGroup), reported };
    this.#outside.set(target, outside);
    return outside;
  }
}

/** At most `count` of `values`, evenly spread over them. */
function evenly(values: readonly number[], count: number): number[] {
  const step = values.length / count;
  return step <= 1 ? [...values] : values.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

/** The pair at `index` of all pairs: first every pair of neighbours in a ring of `members`, then those at distance 2, … */
function pairAt(index: number, members: readonly number[]): [number | undefined, number | undefined] {
  const first = index % members.length;
  return [members[first], members[(first + 1 + Math.floor(index / members.length)) % members.length]];
}
