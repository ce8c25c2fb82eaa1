import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaCdf, betaQuantile } from '#shared/reports/beta.ts';

const shape = fc.double({ min: 0.5, max: 2_000, noNaN: true });

describe('the Beta distribution', () => {
  it('agrees with its closed forms', () => {
    for (const x of [0.01, 0.2, 0.5, 0.83, 0.999]) {
      expect(betaCdf(x, 1, 1)).toBeCloseTo(x, 12);
      expect(betaCdf(x, 3, 1)).toBeCloseTo(x ** 3, 12);
      expect(betaCdf(x, 1, 7)).toBeCloseTo(1 - (1 - x) ** 7, 12);
      expect(betaCdf(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 12);
      expect(betaCdf(x, 2, 2)).toBeCloseTo(3 * x ** 2 - 2 * x ** 3, 12);
    }
    expect(betaCdf(-1, 2, 3)).toBe(0);
    expect(betaCdf(2, 2, 3)).toBe(1);
  });

  it('mirrors when a and b change places', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), shape, shape, (x, a, b) => {
        expect(betaCdf(x, a, b)).toBeCloseTo(1 - betaCdf(1 - x, b, a), 8);
      }),
    );
  });

  it('has quantiles that its distribution function leads back', () => {
    fc.assert(
      // From b = 1 up: below, the density near 1 has no bound, and neither has the error of the way back.
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), shape, shape, (p, a, b) => {
        expect(betaCdf(betaQuantile(p, a, b + 0.5), a, b + 0.5)).toBeCloseTo(p, 6);
      }),
    );
  });
});
