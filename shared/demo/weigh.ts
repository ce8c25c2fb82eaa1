import { logLikelihoodRatio } from '#shared/score/likelihood.ts';
import type { Mixture } from '#shared/score/parameters.ts';

/** How shares lie among people: Beta(a, b), mean a / (a + b). */
interface Beta {
  readonly a: number;
  readonly b: number;
}

/** A share among people and among those who use what the detector looks for; of all cheaters a part `q` does. */
export interface ShareModel {
  readonly people: Beta;
  readonly cheats: Beta;
  readonly q: number;
}

/** ln Γ(x) for x > 0 by Lanczos' approximation (g = 7, nine terms), good to ten digits. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const z = x - 1;
  let sum = 0.9999999999998099;
  terms.forEach((term, i) => {
    sum += term / (z + i + 1);
  });
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** ln of the chance of k of n under a Beta, less the binomial coefficient, which a ratio does not need. */
function logChance(k: number, n: number, { a, b }: Beta): number {
  return logBeta(k + a, n - k + b) - logBeta(a, b);
}

/** Log-likelihood ratio of k of n, in nats, uncapped: ln[(1 − q) + q · P(k | cheats) / P(k | people)]. */
export function shareRatio(k: number, n: number, { people, cheats, q }: ShareModel): number {
  const exponent = logChance(k, n, cheats) - logChance(k, n, people);
  return exponent > 500 ? exponent + Math.log(q) : Math.log(1 - q + q * Math.exp(exponent));
}

/** The same for a z-score. */
export function zRatio(mixture: Mixture): (z: number) => number {
  return logLikelihoodRatio(mixture);
}
