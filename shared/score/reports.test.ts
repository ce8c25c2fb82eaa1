import { describe, expect, it } from 'vitest';
import { MAX_NATS } from '#shared/reports/parameters.ts';
import { assess } from '#shared/score/engine.ts';
import { type Evidence, evidenceSchema } from '#shared/score/evidence.ts';
import { DAY } from '#shared/score/parameters.ts';

const NOW = Date.UTC(2026, 0, 1);

function reports(change: { nats: number; observedAt?: number; provenance?: 'reports' | 'client' }): Evidence {
  return evidenceSchema.parse({
    feature: 'reports',
    source: 'reports',
    observedAt: NOW,
    provenance: 'reports',
    confirmations: 0,
    reports: 14,
    independent: 2.3,
    silent: 31,
    ...change,
  });
}

const ACCOUNT: Evidence = {
  feature: 'account.createdAt',
  value: NOW - 400 * DAY,
  n: 1,
  source: 'profile',
  observedAt: NOW,
  provenance: 'steam',
  confirmations: 0,
};
const natsOf = (evidence: Evidence[]) =>
  assess(evidence, NOW).contributions.find(({ block }) => block === 'reports')?.nats;

describe('community reports', () => {
  it('add what they weigh, with the figures of the sentence about them', () => {
    const found = assess([ACCOUNT, reports({ nats: 0.7 })], NOW).contributions.find(({ key }) => key === 'reports');
    expect(found).toMatchObject({ nats: 0.7, block: 'reports', figures: { count: 14, independent: 2.3, silent: 31 } });
  });

  it('never add more than 1.3 nats, nor take anything away', () => {
    expect(natsOf([ACCOUNT, reports({ nats: MAX_NATS })])).toBe(MAX_NATS);
    expect(natsOf([ACCOUNT, reports({ nats: 0 })])).toBeUndefined();
    expect(evidenceSchema.safeParse({ ...reports({ nats: 1 }), nats: 1.4 }).success).toBe(false);
    expect(evidenceSchema.safeParse({ ...reports({ nats: 1 }), nats: -0.1 }).success).toBe(false);
  });

  it('are no data about a player by themselves, and never lift the score beyond suspicious by themselves', () => {
    expect(assess([reports({ nats: MAX_NATS })], NOW).band).toBe('not-enough-data');
    expect(assess([ACCOUNT, reports({ nats: MAX_NATS })], NOW).score ?? 100).toBeLessThanOrEqual(60);
  });

  it('count as last weighed, in whatever order they come, and not on the word of one client', () => {
    const [older, newer] = [reports({ nats: 1, observedAt: NOW - DAY }), reports({ nats: 0.2 })];
    expect(natsOf([ACCOUNT, older, newer])).toBe(0.2);
    expect(natsOf([newer, older, ACCOUNT])).toBe(0.2);
    expect(natsOf([ACCOUNT, reports({ nats: 1, provenance: 'client' })])).toBeUndefined();
  });
});
