/**
 * Who has an unconfirmed report on whom, both ways round, and who has met whom: what independence is judged from.
 * People are named by their 32-bit account ID.
 */

/** Whom the users have met, from matches both played in. */
export interface Meetings {
  met(reporter: number, player: number): boolean;
  /** How many users (people who could report) met this player. */
  count(player: number): number;
  /** Of the players `a` met, the share that `b` met too, and the other way round; 0–1, a sample will do. */
  commonShares(a: number, b: number): readonly [number, number];
}

const NOBODY: ReadonlySet<number> = new Set();

/** The unconfirmed reports. A report leaves the book when it is withdrawn, upheld or rejected, or its target banned. */
export class ReportBook {
  readonly meetings: Meetings;
  readonly #targets = new Map<number, Set<number>>();
  readonly #reporters = new Map<number, Set<number>>();

  constructor(meetings: Meetings) {
    this.meetings = meetings;
  }

  open(reporter: number, target: number): void {
    add(this.#targets, reporter, target);
    add(this.#reporters, target, reporter);
  }

  close(reporter: number, target: number): void {
    remove(this.#targets, reporter, target);
    remove(this.#reporters, target, reporter);
  }

  targetsOf(reporter: number): ReadonlySet<number> {
    return this.#targets.get(reporter) ?? NOBODY;
  }

  reportersOf(target: number): ReadonlySet<number> {
    return this.#reporters.get(target) ?? NOBODY;
  }
}

function add(sets: Map<number, Set<number>>, key: number, value: number): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

function remove(sets: Map<number, Set<number>>, key: number, value: number): void {
  const set = sets.get(key);
  set?.delete(value);
  if (set?.size === 0) sets.delete(key);
}
