import { SCALE } from '#shared/score/parameters.ts';

/** Slopes between the points of the scale, score per nat, worked out once. */
const SEGMENTS = SCALE.slice(1).map((to, i) => {
  const from = SCALE[i] ?? to;
  return { upTo: to.logOdds, from, slope: (to.score - from.score) / (to.logOdds - from.logOdds) };
});
const LOWEST = SCALE[0];
const HIGHEST = SCALE[SCALE.length - 1] ?? LOWEST;

/** The unrounded score, 0–100, that log-odds stand for; never falling. */
export function scoreAt(logOdds: number): number {
  if (logOdds <= LOWEST.logOdds) return LOWEST.score;
  for (const { upTo, from, slope } of SEGMENTS) {
    if (logOdds <= upTo) return from.score + (logOdds - from.logOdds) * slope;
  }
  return HIGHEST.score;
}

export function probabilityAt(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

export function logOddsOf(probability: number): number {
  return Math.log(probability / (1 - probability));
}
