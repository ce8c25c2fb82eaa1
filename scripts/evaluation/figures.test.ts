import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  auc,
  brier,
  calibrationError,
  foundAt,
  plattOf,
  randomOf,
  reliability,
  sigmoid,
} from '#scripts/evaluation/figures.ts';

describe('auc', () => {
  it.each([
    { positives: [3, 4], negatives: [1, 2], expected: 1 },
    { positives: [1, 2], negatives: [3, 4], expected: 0 },
    { positives: [1, 1], negatives: [1, 1], expected: 0.5 },
    { positives: [1, 3], negatives: [2, 2], expected: 0.5 },
    { positives: [2, 3], negatives: [1, 2], expected: 0.875 },
  ])('of $positives against $negatives is $expected', ({ positives, negatives, expected }) => {
    expect(auc(positives, negatives)).toBe(expected);
  });

  it('is the share of pairs ranked right', () => {
    const list = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(list, list, (positives, negatives) => {
        const won = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
        const mean = won.reduce<number>((a, b) => a + b, 0) / won.length;
        expect(auc(positives, negatives)).toBeCloseTo(mean, 10);
      }),
    );
  });
});

it('finds what lies above the threshold that the allowed share of negatives passes', () => {
  const negatives = Array.from({ length: 100 }, (_, i) => i);
  expect(foundAt(0.05, [93, 94, 95, 200], negatives)).toBe(0.5);
  expect(foundAt(0.01, [98, 99, 200], negatives)).toBeCloseTo(2 / 3);
});

it('measures probabilities by how they came out', () => {
  const outcomes = [true, false, false, false];
  expect(brier([0.25, 0.25, 0.25, 0.25], outcomes)).toBeCloseTo(0.1875);
  expect(calibrationError(reliability([0.25, 0.25, 0.25, 0.25], outcomes))).toBe(0);
  expect(calibrationError(reliability([0.9, 0.9, 0.9, 0.9], outcomes))).toBeCloseTo(0.65);
  expect(calibrationError(reliability([1, 0, 0, 0], outcomes))).toBe(0);
});

it('calibrates scores that are three times too bold', () => {
  const random = randomOf(3);
  const scores = Array.from({ length: 4000 }, () => 12 * (random() - 0.5));
  const outcomes = scores.map((score) => random() < sigmoid(score / 3 - 1));
  const { slope, intercept } = plattOf(scores, outcomes);
  expect(slope).toBeCloseTo(1 / 3, 1);
  expect(intercept).toBeCloseTo(-1, 0);
});

it('gives finite numbers for scores that separate perfectly', () => {
  const { slope, intercept } = plattOf([-50, -40, 40, 50], [false, false, true, true]);
  expect(Number.isFinite(slope) && Number.isFinite(intercept)).toBe(true);
});
