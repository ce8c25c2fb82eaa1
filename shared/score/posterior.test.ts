import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logOddsOf, probabilityAt, scoreAt } from '#shared/score/posterior.ts';

describe('the scale', () => {
  it.each([
    [-Infinity, 0],
    [-5.3, 0],
    [-2.2, 30],
    [-0.41, 60],
    [1.1, 80],
    [3.5, 100],
    [Infinity, 100],
  ])('puts %d nats at %d', (logOdds, score) => {
    expect(scoreAt(logOdds)).toBeCloseTo(score, 12);
  });

  it('gives the bands their meaning', () => {
    expect(probabilityAt(-2.2)).toBeCloseTo(0.1, 2);
    expect(probabilityAt(-0.41)).toBeCloseTo(0.4, 2);
    expect(probabilityAt(1.1)).toBeCloseTo(0.75, 2);
    expect(probabilityAt(logOddsOf(0.05))).toBeCloseTo(0.05, 12);
  });

  it('never falls', () => {
    const logOdds = fc.double({ min: -8, max: 8, noNaN: true });
    fc.assert(
      fc.property(logOdds, logOdds, (a, b) => {
        expect(scoreAt(Math.max(a, b))).toBeGreaterThanOrEqual(scoreAt(Math.min(a, b)));
      }),
    );
  });
});
