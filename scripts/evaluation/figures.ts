/** Figures of how well scores tell two groups apart. All take plain numbers, higher meaning more suspicious. */

/** Deterministic random numbers in [0, 1) (mulberry32): the same seed gives the same folds and intervals everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Area under the ROC curve: the chance that a positive ranks above a negative, ties counted half. NaN without both. */
export function auc(positives: readonly number[], negatives: readonly number[]): number {
  const all = [...positives.map((v) => ({ v, p: 1 })), ...negatives.map((v) => ({ v, p: 0 }))].sort(
    (a, b) => a.v - b.v,
  );
  let ranks = 0;
  for (let i = 0; i < all.length; ) {
    let j = i;
    while (j < all.length && all[j]?.v === all[i]?.v) j += 1;
    for (let q = i; q < j; q += 1) if (all[q]?.p === 1) ranks += (i + j + 1) / 2;
    i = j;
  }
  const n = positives.length;
  return (ranks - (n * (n + 1)) / 2) / (n * negatives.length);
}

/** Share of positives above the threshold that at most `falsePositives` (0–1) of the negatives pass. */
export function foundAt(falsePositives: number, positives: readonly number[], negatives: readonly number[]): number {
  const sorted = [...negatives].sort((a, b) => b - a);
  const threshold = sorted[Math.floor(falsePositives * sorted.length)];
  if (threshold === undefined || positives.length === 0) return Number.NaN;
  return positives.filter((v) => v > threshold).length / positives.length;
}

export function brier(probabilities: readonly number[], outcomes: readonly boolean[]): number {
  return probabilities.reduce((sum, p, i) => sum + (p - (outcomes[i] ? 1 : 0)) ** 2, 0) / probabilities.length;
}

export interface ReliabilityBin {
  n: number;
  predicted: number;
  observed: number;
}

/** Ten bins of equal width; empty ones are left out. */
export function reliability(probabilities: readonly number[], outcomes: readonly boolean[]): ReliabilityBin[] {
  const bins = Array.from({ length: 10 }, () => ({ n: 0, predicted: 0, observed: 0 }));
  probabilities.forEach((p, i) => {
    const bin = bins[Math.min(9, Math.floor(p * 10))];
    if (bin === undefined) return;
    bin.n += 1;
    bin.predicted += p;
    bin.observed += outcomes[i] ? 1 : 0;
  });
  return bins
    .filter(({ n }) => n > 0)
    .map(({ n, predicted, observed }) => ({ n, predicted: predicted / n, observed: observed / n }));
}

/** Expected calibration error: mean gap between predicted and observed, weighted by the size of the bin. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  return bins.reduce((sum, { n, predicted, observed }) => sum + (n / total) * Math.abs(predicted - observed), 0);
}

export function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** Mean logistic loss, computed so that it neither overflows nor takes the logarithm of zero. */
function lossOf(scores: readonly number[], outcomes: readonly boolean[], slope: number, intercept: number): number {
  return scores.reduce((sum, score, i) => {
    const margin = (slope * score + intercept) * (outcomes[i] ? -1 : 1);
    return sum + Math.max(0, margin) + Math.log1p(Math.exp(-Math.abs(margin)));
  }, 0);
}

/** Slope and intercept of log-odds on a score: Newton's method on the logistic likelihood, halving steps that overshoot. */
export function plattOf(scores: readonly number[], outcomes: readonly boolean[]): { slope: number; intercept: number } {
  let slope = 0;
  let intercept = 0;
  for (let round = 0; round < 50; round += 1) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-6, 0, 1e-6];
    scores.forEach((score, i) => {
      const p = sigmoid(slope * score + intercept);
      const gradient = (outcomes[i] ? 1 : 0) - p;
      const weight = p * (1 - p);
      ga += gradient * score;
      gb += gradient;
      haa += weight * score * score;
      hab += weight * score;
      hbb += weight;
    });
    const det = haa * hbb - hab * hab;
    if (Math.abs(det) < 1e-12) break;
    const da = (hbb * ga - hab * gb) / det;
    const db = (haa * gb - hab * ga) / det;
    const before = lossOf(scores, outcomes, slope, intercept);
    let share = 1;
    while (share > 1e-4 && lossOf(scores, outcomes, slope + share * da, intercept + share * db) > before) share /= 2;
    slope += share * da;
    intercept += share * db;
    if (share * (Math.abs(da) + Math.abs(db)) < 1e-9) break;
  }
  return { slope, intercept };
}
