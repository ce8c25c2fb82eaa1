import { afterAll, beforeAll, describe } from 'vitest';
import { lookupTests } from '#tests/api/suite/lookup.ts';
import { scoresTests } from '#tests/api/suite/scores.ts';
import type { Platform, Target } from '#tests/api/targets.ts';

/** The whole HTTP API on one platform. */
export function apiTests(platform: Platform): void {
  if (platform.missing !== undefined) console.warn(`skipped on ${platform.name}: ${platform.missing}`);
  describe.skipIf(platform.missing !== undefined)(`the API on ${platform.name}`, () => {
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
    lookupTests(target, platform.crowd);
  });
}
