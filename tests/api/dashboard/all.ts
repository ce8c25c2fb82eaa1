import { afterAll, beforeAll, describe } from 'vitest';
import { startSandbox } from '#sandbox/index.ts';
import { dashboardTests as screenTests } from '#tests/api/dashboard/dashboard.ts';
import { notificationTests } from '#tests/api/dashboard/notifications.ts';
import { playersListTests } from '#tests/api/dashboard/players-list.ts';
import { type Receiver, startReceiver } from '#tests/api/dashboard/receiver.ts';
import { userSyncTests } from '#tests/api/dashboard/user-sync.ts';
import type { Scene } from '#tests/api/matches/scene.ts';
import type { Platform } from '#tests/api/targets.ts';

/** The dashboard and what goes with it, on one platform. */
export function dashboardTests(platform: Platform): void {
  if (platform.missing !== undefined) console.warn(`skipped on ${platform.name}: ${platform.missing}`);
  describe.skipIf(platform.missing !== undefined)(`dashboard, lists and notifications on ${platform.name}`, () => {
    let started: Scene | undefined;
    let receiver: Receiver | undefined;
    const scene = (): Scene => {
      if (!started) throw new Error('not started');
      return started;
    };
    beforeAll(async () => {
      const sandbox = await startSandbox({ people: 200 });
      receiver = await startReceiver();
      const env = {
        STEAM_OPENID_CHECK_URL: sandbox.openIdCheckUrl,
        TRUST_PROXY: '1',
        DISCORD_URL: receiver.url,
      };
      started = { sandbox, target: await platform.start(env) };
    });
    afterAll(async () => {
      await started?.target.stop();
      await started?.sandbox.stop();
      await receiver?.stop();
    });

    playersListTests(scene);
    screenTests(scene);
    userSyncTests(scene);
    notificationTests(scene, () => {
      if (!receiver) throw new Error('not started');
      return receiver;
    });
  });
}
