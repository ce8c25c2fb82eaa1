import type { Meetings } from '#shared/reports/report-book.ts';

/** Of users who met more players than this, one player in sixteen is compared. */
const COMPARED_WHOLE = 256;
const SAMPLED = 16;

/** Whom the users have met, held as a set for each user. */
export class MeetingSets implements Meetings {
  readonly #met: ReadonlyMap<number, ReadonlySet<number>>;
  readonly #counts: ReadonlyMap<number, number>;
  /** The sampled players each user met, in rising order: two such lists are compared in one pass. */
  readonly #samples = new Map<number, Uint32Array>();

  /** `met` needs to hold the reporters only; `counts` is of all users, for the players that reporters report. */
  constructor(met: ReadonlyMap<number, ReadonlySet<number>>, counts: ReadonlyMap<number, number>) {
    this.#met = met;
    this.#counts = counts;
  }

  met(reporter: number, player: number): boolean {
    return this.#met.get(reporter)?.has(player) ?? false;
  }

  count(player: number): number {
    return this.#counts.get(player) ?? 0;
  }

  commonShares(a: number, b: number): readonly [number, number] {
    const [metByA, metByB] = [this.#met.get(a), this.#met.get(b)];
    if (metByA === undefined || metByB === undefined || metByA.size === 0 || metByB.size === 0) return [0, 0];
    if (Math.min(metByA.size, metByB.size) <= COMPARED_WHOLE) {
      const common = metByA.size < metByB.size ? commonOf(metByA, metByB) : commonOf(metByB, metByA);
      return [common / metByA.size, common / metByB.size];
    }
    const [ofA, ofB] = [this.#sample(a, metByA), this.#sample(b, metByB)];
    const common = commonOfSorted(ofA, ofB);
    return [common / Math.max(1, ofA.length), common / Math.max(1, ofB.length)];
  }

  #sample(reporter: number, met: ReadonlySet<number>): Uint32Array {
    const known = this.#samples.get(reporter);
    if (known !== undefined) return known;
    const sample = Uint32Array.from([...met].filter((player) => scramble(player) % SAMPLED === 0)).sort();
    this.#samples.set(reporter, sample);
    return sample;
  }
}

function commonOf(fewer: ReadonlySet<number>, more: ReadonlySet<number>): number {
  let common = 0;
  for (const player of fewer) if (more.has(player)) common += 1;
  return common;
}

function commonOfSorted(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  let i = 0;
  let j = 0;
  // Without branches that depend on the players, which no processor can foresee: this is most of the work of a case.
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] ?? 0, b[j] ?? 0];
    common += Number(x === y);
    i += Number(x <= y);
    j += Number(y <= x);
  }
  return common;
}

/** Spreads account IDs, so that a sample by remainder is not a sample of when accounts were made (Knuth's multiplier). */
function scramble(id: number): number {
  return Math.imul(id, 0x9e3779b1) >>> 16;
}
