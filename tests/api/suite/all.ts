import { afterAll, beforeAll, describe } from 'vitest';
import { bansTests } from '#tests/api/suite/bans.ts';
import { faultTests } from '#tests/api/suite/faults.ts';
import { jobTests } from '#tests/api/suite/jobs.ts';
import { lookupTests } from '#tests/api/suite/lookup.ts';
import { operationsTests } from '#tests/api/suite/operations.ts';
import { playerTests } from '#tests/api/suite/player.ts';
import { scoresTests } from '#tests/api/suite/scores.ts';
import type { Platform, Target } from '#tests/api/targets.ts';

/** The whole HTTP API on one platform. */
export function apiTests(platform: Platform, more: (target: () => Target) => void = () => undefined): void {
  if (platform.missing !== undefined) console.warn(`skipped on ${platform.name}: ${platform.missing}`);
  describe.skipIf(platform.missing !== undefined)(`the API on ${platform.name}`, () => {
    describe('with all well', () => {
      let running: Target | undefined;
      const target = (): Target => {
        if (!running) throw new Error('not started');
        return running;
      };
      beforeAll(async () => {
        running = await platform.start();
      });
      afterAll(() => running?.stop());

      scoresTests(target);
      bansTests(target);
      lookupTests(target, platform.crowd);
      playerTests(target);
      operationsTests(target);
      more(target);
      jobTests(target);
    });

    describe('with faults', () => faultTests(platform));
  });
}
