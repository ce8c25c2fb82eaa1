import { afterAll, beforeAll, describe } from 'vitest';
import { startSandbox } from '#sandbox/index.ts';
import { accountApiTests } from '#tests/api/accounts/account.ts';
import { type Scene, signInTests } from '#tests/api/accounts/sign-in.ts';
import type { Platform } from '#tests/api/targets.ts';

/** Accounts on one platform, against the sandbox's Steam. `parallel`: how many try to use the same code at once. */
export function accountTests(platform: Platform, options: { parallel: number }): void {
  if (platform.missing !== undefined) console.warn(`skipped on ${platform.name}: ${platform.missing}`);
  describe.skipIf(platform.missing !== undefined)(`accounts on ${platform.name}`, () => {
    let started: Scene | undefined;
    const scene = (): Scene => {
      if (!started) throw new Error('not started');
      return started;
    };
    beforeAll(async () => {
      const sandbox = await startSandbox({ people: 50 });
      const env = {
        STEAM_OPENID_CHECK_URL: sandbox.openIdCheckUrl,
        ADMIN_STEAM_IDS: sandbox.world.named('viewer').steamId,
      };
      started = { sandbox, target: await platform.start(env) };
    });
    afterAll(async () => {
      await started?.target.stop();
      await started?.sandbox.stop();
    });

    signInTests(scene, options);
    accountApiTests(scene);
  });
}
