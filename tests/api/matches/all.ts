import { afterAll, beforeAll, describe } from 'vitest';
import { startSandbox } from '#sandbox/index.ts';
import { listTests } from '#tests/api/matches/lists.ts';
import type { Scene } from '#tests/api/matches/scene.ts';
import { syncTests } from '#tests/api/matches/sync.ts';
import { uploadTests } from '#tests/api/matches/upload.ts';
import type { Platform } from '#tests/api/targets.ts';

/** Matches on one platform. */
export function matchTests(platform: Platform): void {
  if (platform.missing !== undefined) console.warn(`skipped on ${platform.name}: ${platform.missing}`);
  describe.skipIf(platform.missing !== undefined)(`matches on ${platform.name}`, () => {
    let started: Scene | undefined;
    const scene = (): Scene => {
      if (!started) throw new Error('not started');
      return started;
    };
    beforeAll(async () => {
      const sandbox = await startSandbox({ people: 200 });
      const env = { STEAM_OPENID_CHECK_URL: sandbox.openIdCheckUrl, TRUST_PROXY: '1' };
      started = { sandbox, target: await platform.start(env) };
    });
    afterAll(async () => {
      await started?.target.stop();
      await started?.sandbox.stop();
    });

    uploadTests(scene);
    listTests(scene);
    syncTests(scene);
  });
}
