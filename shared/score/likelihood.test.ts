import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLikelihoodRatio } from '#shared/score/likelihood.ts';

const mixture = { q: 0.45, delta: 2.2, s: 1.2, cap: 2.5 };
const ratio = logLikelihoodRatio(mixture);

/** Student's t with 5 degrees of freedom and the normal density, written out as in any table. */
const t5 = (z: number) => (8 / (3 * Math.PI * Math.sqrt(5))) * (1 + z ** 2 / 5) ** -3;
const normal = (z: number, mean: number, sd: number) =>
  Math.exp(-(((z - mean) / sd) ** 2) / 2) / (sd * Math.sqrt(2 * Math.PI));

describe('logLikelihoodRatio', () => {
  it.each([-3, -1, 0, 0.5, 1, 2, 3])('is the mixture formula at z = %d', (z) => {
    const expected = Math.log(1 - mixture.q + (mixture.q * normal(z, mixture.delta, mixture.s)) / t5(z));
    expect(ratio(z)).toBeCloseTo(expected, 12);
  });

  it('acquits by no more than its floor and convicts by no more than its cap, at any z', () => {
    for (const z of [-Infinity, -1e300, -1e9, -50]) expect(ratio(z)).toBeCloseTo(Math.log(0.55), 12);
    expect(logLikelihoodRatio({ ...mixture, cap: 1 })(4)).toBe(1);
    for (const z of [4, 12, 1e9, Infinity]) expect(ratio(z)).toBeGreaterThan(2);
  });

  it('never falls as z rises', () => {
    const z = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(z, z, (a, b) => {
        expect(ratio(Math.max(a, b))).toBeGreaterThanOrEqual(ratio(Math.min(a, b)) - 1e-12);
      }),
    );
  });
});
