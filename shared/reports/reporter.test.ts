import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountTier, freshWeight, hasLapsed, reporterWeight } from '#shared/reports/reporter.ts';

const WEEK = 7 * 86_400_000;
const fresh = { confirmed: 0, rejected: 0, lapsed: 0 };

describe('how established an account is', () => {
  it('needs every known figure to be high, and its age to be known', () => {
    expect(accountTier({ ageDays: 2_000, hours: 900, level: 20 })).toBe('established');
    expect(accountTier({ ageDays: 2_000 })).toBe('established');
    expect(accountTier({ hours: 900, level: 20 })).toBe('middling');
    expect(accountTier({ ageDays: 2_000, hours: 100 })).toBe('middling');
  });

  it('takes an account for new that is, or that shows nothing', () => {
    expect(accountTier({ ageDays: 10, hours: 3_000, level: 50 })).toBe('new');
    expect(accountTier({ ageDays: 2_000, hours: 2 })).toBe('new');
    expect(accountTier({})).toBe('new');
  });
});

describe('the weight of a reporter', () => {
  it('starts at what the account is worth', () => {
    expect(reporterWeight({ tier: 'new', ...fresh })).toBeCloseTo(0.1);
    expect(reporterWeight({ tier: 'middling', ...fresh })).toBeCloseTo(0.3);
    expect(reporterWeight({ tier: 'established', ...fresh })).toBeCloseTo(0.45);
  });

  it('follows the record: (4m + confirmed) / (4 + confirmed + rejected + .35 lapsed)', () => {
    expect(reporterWeight({ tier: 'established', confirmed: 4, rejected: 0, lapsed: 0 })).toBeCloseTo(5.8 / 8);
    expect(reporterWeight({ tier: 'established', confirmed: 0, rejected: 4, lapsed: 0 })).toBeCloseTo(1.8 / 8);
    expect(reporterWeight({ tier: 'middling', confirmed: 1, rejected: 1, lapsed: 10 })).toBeCloseTo(2.2 / 9.5);
  });

  it('is capped for newcomers and nothing for the muted', () => {
    expect(reporterWeight({ tier: 'new', confirmed: 50, rejected: 0, lapsed: 0 })).toBe(0.2);
    expect(reporterWeight({ tier: 'established', confirmed: 50, rejected: 0, lapsed: 0, muted: true })).toBe(0);
  });

  it('grows with what is confirmed, falls with what is rejected or lapses, and stays within 0 and 1', () => {
    const tier = fc.constantFrom('new', 'middling', 'established');
    fc.assert(
      fc.property(tier, fc.nat(500), fc.nat(500), fc.nat(500), (each, confirmed, rejected, lapsed) => {
        const record = { tier: each, confirmed, rejected, lapsed };
        const weight = reporterWeight(record);
        expect(weight).toBeGreaterThanOrEqual(0);
        expect(weight).toBeLessThanOrEqual(1);
        expect(reporterWeight({ ...record, confirmed: confirmed + 1 })).toBeGreaterThanOrEqual(weight);
        expect(reporterWeight({ ...record, rejected: rejected + 1 })).toBeLessThanOrEqual(weight);
        expect(reporterWeight({ ...record, lapsed: lapsed + 1 })).toBeLessThanOrEqual(weight);
      }),
    );
  });
});

describe('one report', () => {
  it('is worth little when the two cannot be shown to have met', () => {
    expect(freshWeight(0.4, true)).toBe(0.4);
    expect(freshWeight(0.4, false)).toBeCloseTo(0.06);
  });

  it('lapses after sixteen weeks', () => {
    expect(hasLapsed(0, 16 * WEEK)).toBe(false);
    expect(hasLapsed(0, 16 * WEEK + 1)).toBe(true);
  });
});
