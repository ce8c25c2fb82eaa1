import { expect, it } from 'vitest';
import { runFleet } from '#tests/api/demos/fleet.ts';

/** The small version of `npm run bench:demo-queue`. */
it('ends every demo once, though workers are killed in the middle of them', { timeout: 120_000 }, async () => {
  const { states, twice, lost, wrongEvidence, kills } = await runFleet({
    demos: 16,
    workers: 2,
    // However fast this machine is today.
    killNow: ({ ended }) => ended >= 3,
    mostMs: 100_000,
  });
  expect({ states, twice, lost, wrongEvidence }).toEqual({
    states: { done: 15, 'failed: not-a-demo': 1 },
    twice: 0,
    lost: 0,
    wrongEvidence: 0,
  });
  expect(kills).toBeGreaterThanOrEqual(4);
});
