import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEIGHTS } from '#shared/demo/parameters.ts';
import { DEMO_DETECTORS } from '#shared/demo/types.ts';
import { shareRatio } from '#shared/demo/weigh.ts';

describe('what a count is worth', () => {
  it('never falls with the count, and lies between ln(1 − q) and something finite', () => {
    const counts = fc.nat({ max: 400 }).chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n)));
    fc.assert(
      fc.property(fc.constantFrom(...DEMO_DETECTORS), counts, (key, [k, n]) => {
        const { share } = WEIGHTS[key];
        const nats = shareRatio(k, n, share);
        expect(nats).toBeGreaterThanOrEqual(Math.log(1 - share.q) - 1e-9);
        expect(Number.isFinite(nats)).toBe(true);
        if (k < n) expect(shareRatio(k + 1, n, share)).toBeGreaterThanOrEqual(nats - 1e-9);
      }),
    );
  });

  it('is a likelihood ratio: over all counts of people its mean is one', () => {
    for (const key of DEMO_DETECTORS) {
      const { share } = WEIGHTS[key];
      const n = 25;
      // Chances of every count under the people's Beta, by their ratios from one count to the next.
      const { a, b } = share.people;
      const chances = [1];
      for (let k = 1; k <= n; k += 1) {
        const before = chances[k - 1] ?? 0;
        chances.push((before * (n - k + 1) * (a + k - 1)) / (k * (b + n - k)));
      }
      const total = chances.reduce((sum, chance) => sum + chance, 0);
      const mean = chances.reduce((sum, chance, k) => sum + (chance / total) * Math.exp(shareRatio(k, n, share)), 0);
      expect(mean, key).toBeCloseTo(1, 6);
    }
  });

  it('says nothing without a chance', () => {
    for (const key of DEMO_DETECTORS) expect(shareRatio(0, 0, WEIGHTS[key].share)).toBeCloseTo(0, 9);
  });

  it('has a cap for every detector within what one detector may say in all', () => {
    for (const key of DEMO_DETECTORS) {
      const { cap, floor, found } = WEIGHTS[key];
      expect(cap).toBeLessThanOrEqual(2.5);
      expect(floor).toBeGreaterThanOrEqual(-0.5);
      expect(found).toBeGreaterThanOrEqual(2);
    }
  });
});
