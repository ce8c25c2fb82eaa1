import { randomOf } from '#scripts/evaluation/figures.ts';

/**
 * Gradient-boosted stumps with logistic loss: each round adds one step in one column, so the sum stays additive and
 * every column's part is a staircase that can be read and drawn. Missing values (NaN) get no step at all.
 */
export interface BoostOptions {
  rounds: number;
  rate: number;
  bins: number;
  /** Ridge on a step's height, and the least curvature either side of it must hold. */
  ridge: number;
  minCurvature: number;
  /** Shares of rows and of columns that each round looks at. */
  rows: number;
  columns: number;
  seed: number;
}

export interface Staircase {
  cuts: number[];
  steps: Float64Array;
}

/** Limits between bins that hold about as many of the weighted rows each. */
function cutsOf(column: Float64Array, weights: Float64Array, bins: number): number[] {
  const values = column.filter((value, i) => !Number.isNaN(value) && (weights[i] ?? 0) > 0).sort();
  const cuts: number[] = [];
  for (let bin = 1; bin < bins; bin += 1) {
    const value = values[Math.floor((bin * values.length) / bins)];
    const last = cuts.at(-1);
    // The smallest value is no limit: nothing lies below it.
    if (value !== undefined && value > (last ?? values[0] ?? value)) cuts.push(Number(value.toPrecision(4)));
  }
  return [...new Set(cuts)];
}

/** 0 for a missing value, else 1 + the number of cuts at or below it. */
function binOf(value: number, cuts: readonly number[]): number {
  if (Number.isNaN(value)) return 0;
  let bin = 0;
  while (bin < cuts.length && value >= (cuts[bin] ?? Number.POSITIVE_INFINITY)) bin += 1;
  return bin + 1;
}

const at = (list: ArrayLike<number>, index: number): number => list[index] ?? 0;

/** Rows with weight 0 are not learnt from. `labels` are 1 for cheaters. */
export function boost(
  columns: readonly Float64Array[],
  weights: Float64Array,
  labels: Uint8Array,
  options: BoostOptions,
): Staircase[] {
  const { rounds, rate, ridge, minCurvature } = options;
  const random = randomOf(options.seed);
  const size = weights.length;
  const stairs = columns.map((column) => {
    const cuts = cutsOf(column, weights, options.bins);
    return { cuts, steps: new Float64Array(cuts.length + 1), bins: Uint8Array.from(column, (v) => binOf(v, cuts)) };
  });
  const learn = Array.from({ length: size }, (_, i) => i).filter((i) => at(weights, i) > 0);
  const positive = learn.reduce((sum, i) => sum + (labels[i] ? at(weights, i) : 0), 0);
  const negative = learn.reduce((sum, i) => sum + (labels[i] ? 0 : at(weights, i)), 0);
  const logOdds = new Float64Array(size).fill(Math.log(positive / negative));
  const gradient = new Float64Array(size);
  const curvature = new Float64Array(size);
  const gradients = new Float64Array(options.bins + 2);
  const curvatures = new Float64Array(options.bins + 2);
  const sample = new Int32Array(learn.length);

  for (let round = 0; round < rounds; round += 1) {
    let taken = 0;
    for (const i of learn) {
      if (random() >= options.rows) continue;
      const p = 1 / (1 + Math.exp(-at(logOdds, i)));
      gradient[i] = at(weights, i) * (at(labels, i) - p);
      curvature[i] = at(weights, i) * Math.max(1e-6, p * (1 - p));
      sample[taken] = i;
      taken += 1;
    }
    let best = { gain: 0, column: -1, bin: 0, left: 0, right: 0 };
    stairs.forEach(({ cuts, bins }, column) => {
      if (random() >= options.columns || cuts.length === 0) return;
      const last = cuts.length + 1;
      gradients.fill(0, 0, last + 1);
      curvatures.fill(0, 0, last + 1);
      for (let q = 0; q < taken; q += 1) {
        const i = at(sample, q);
        const bin = at(bins, i);
        gradients[bin] = at(gradients, bin) + at(gradient, i);
        curvatures[bin] = at(curvatures, bin) + at(curvature, i);
      }
      let g = 0;
      let h = 0;
      for (let bin = 1; bin <= last; bin += 1) {
        g += at(gradients, bin);
        h += at(curvatures, bin);
      }
      let gl = 0;
      let hl = 0;
      for (let bin = 1; bin < last; bin += 1) {
        gl += at(gradients, bin);
        hl += at(curvatures, bin);
        if (hl < minCurvature || h - hl < minCurvature) continue;
        const left = gl / (hl + ridge);
        const right = (g - gl) / (h - hl + ridge);
        const gain = gl * left + (g - gl) * right;
        if (gain > best.gain) best = { gain, column, bin, left, right };
      }
    });
    const chosen = stairs[best.column];
    if (chosen === undefined) continue;
    for (let bin = 1; bin <= chosen.steps.length; bin += 1) {
      chosen.steps[bin - 1] = at(chosen.steps, bin - 1) + rate * (bin <= best.bin ? best.left : best.right);
    }
    for (let i = 0; i < size; i += 1) {
      const bin = at(chosen.bins, i);
      if (bin > 0) logOdds[i] = at(logOdds, i) + rate * (bin <= best.bin ? best.left : best.right);
    }
  }
  return stairs.map(({ cuts, steps }) => ({ cuts, steps }));
}
