import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReportSums, reportEvidence, reportFigures } from '#shared/reports/evidence.ts';

/** `count` reports of weight `weight` each, of which every two depend by `rho`. */
function alike(count: number, weight: number, rho: number): ReportSums {
  const squares = count * weight ** 2;
  return {
    count,
    weight: count * weight,
    squares,
    dependent: squares + rho * ((count * weight) ** 2 - squares),
    reporters: count * weight,
  };
}
const silence = { count: 31, weight: 12 };

describe('what reports amount to', () => {
  it('is nothing without reports', () => {
    const none = reportEvidence(alike(0, 0, 0), silence);
    expect(none).toMatchObject({ state: 'none', support: 0, independent: 0, nats: 0, exposure: 12 });
  });

  it('counts independent reports each and dependent ones as one', () => {
    expect(reportEvidence(alike(14, 0.4, 0), silence)).toMatchObject({
      independent: expect.closeTo(14),
      support: expect.closeTo(5.6),
    });
    expect(reportEvidence(alike(14, 0.4, 1), silence)).toMatchObject({
      independent: expect.closeTo(1),
      support: expect.closeTo(0.4),
      state: 'none',
    });
  });

  it('says it in words: 14 reports count as 2.3 independent ones; 31 others did not report', () => {
    const sums = alike(14, 0.4, 0.39136);
    expect(reportFigures(sums, reportEvidence(sums, silence), silence)).toEqual({
      reports: 14,
      independent: 2.3,
      silent: 31,
    });
  });

  it('becomes reported, then strong, as more of those who met the player report', () => {
    const states = [2, 5, 7, 12].map((count) => reportEvidence(alike(count, 0.4, 0), silence).state);
    expect(states).toEqual(['none', 'none', 'reported', 'strong']);
  });

  it('never calls two reports independent enough, whatever they weigh', () => {
    expect(reportEvidence(alike(2, 1, 0), { count: 0, weight: 0 }).state).toBe('none');
  });

  it('weighs the silent: the same reports mean less where more met the player', () => {
    const shares = [0, 10, 50, 500].map(
      (weight) => reportEvidence(alike(8, 0.4, 0), { count: weight * 2, weight }).share,
    );
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(new Set(shares).size).toBe(4);
  });

  it('adds to a score only when reported, at most 1.3 nats, and never takes away', () => {
    const sums = fc
      .tuple(fc.nat(200), fc.double({ min: 0.01, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([count, weight, rho]) => alike(count, weight, rho));
    fc.assert(
      fc.property(sums, fc.double({ min: 0, max: 500, noNaN: true }), (each, weight) => {
        const evidence = reportEvidence(each, { count: 3, weight });
        expect(evidence.nats).toBeGreaterThanOrEqual(0);
        expect(evidence.nats).toBeLessThanOrEqual(1.3);
        if (evidence.state === 'none') expect(evidence.nats).toBe(0);
        else expect(evidence.share).toBeGreaterThan(0.05);
        if (evidence.state === 'strong') expect(evidence.share).toBeGreaterThan(0.08);
        expect(evidence.independent).toBeLessThanOrEqual(each.count + 1e-9);
      }),
    );
    expect(reportEvidence(alike(100, 0.9, 0), { count: 0, weight: 0 }).nats).toBe(1.3);
  });

  it('only falls as the reports depend more', () => {
    const rho = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), rho, rho, (count, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((each) =>
          reportEvidence(alike(count, 0.4, each), silence),
        );
        expect(more?.share ?? 0).toBeLessThanOrEqual((less?.share ?? 0) + 1e-9);
      }),
    );
  });
});
