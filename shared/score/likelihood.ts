import type { Mixture } from '#shared/score/parameters.ts';

/** Density of Student's t with 5 degrees of freedom at its centre: 8 / (3π√5). */
const T5_AT_ZERO = 8 / (3 * Math.PI * Math.sqrt(5));

/**
 * Makes the log-likelihood ratio of one feature: how much likelier a z-score is among cheaters than among others, in nats,
 * ln[(1 − q) + q·N(z; δ, s)/t₅(z)], between ln(1 − q) and the cap, and never falling in z.
 *
 * The t distribution has the heavier tail, so beyond some z the bare ratio falls again and ends by acquitting the most
 * blatant; z is held at the peak for that reason.
 */
export function logLikelihoodRatio({ q, delta, s, cap }: Mixture): (z: number) => number {
  const scale = q / (s * Math.sqrt(2 * Math.PI) * T5_AT_ZERO);
  const peak = peakOf(delta, s);
  return (z) => {
    const at = z > peak ? peak : z;
    const d = (at - delta) / s;
    const t = 1 + (at * at) / 5;
    // Far below, the exponential is zero before the tail's cube can be infinite: both would be NaN together.
    const nats = at < -1000 ? Math.log(1 - q) : Math.log(1 - q + scale * Math.exp(-0.5 * d * d) * t * t * t);
    return nats > cap ? cap : nats;
  };
}

/** Where the ratio is largest: the root of its logarithm's derivative above δ, where that falls through zero. */
function peakOf(delta: number, s: number): number {
  let low = delta;
  let high = delta + 6 * s * s + 1;
  for (let i = 0; i < 60; i++) {
    const z = (low + high) / 2;
    if (-(z - delta) / (s * s) + (6 * z) / (5 + z * z) > 0) low = z;
    else high = z;
  }
  return low;
}
