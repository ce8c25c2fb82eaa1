import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemoFiles } from '#backend/demos/files.ts';
import { demoLimitsOf } from '#backend/demos/node.ts';
import { LeaseLost } from '#backend/demos/queue.ts';
import { createRemoteQueue } from '#backend/demos/remote.ts';
import { type WorkerDeps, workOnce } from '#backend/demos/worker.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import { createLog } from '#backend/platform/log.ts';
import { type Sandbox, startSandbox } from '#sandbox/index.ts';
import { replayLink } from '#sandbox/replays/server.ts';
import { demoFindingsResponseSchema, demoRequestResponseSchema, demoSchema } from '#shared/api/demos.ts';
import { type SignedIn, signIn } from '#tests/api/accounts/visitor.ts';
import { problem, read } from '#tests/api/client.ts';
import { node, type Platform, type Target, temporaryFolder, workerd } from '#tests/api/targets.ts';

const TOKEN = 'a token for workers in tests';

/** A worker that reaches the backend over HTTP only, as it does where the backend runs on the edge. */
function remoteTests(platform: Platform): void {
  describe.skipIf(platform.missing !== undefined)(`a worker elsewhere, with a backend on ${platform.name}`, () => {
    const folder = temporaryFolder();
    let sandbox: Sandbox;
    let target: Target;
    let viewer: SignedIn;
    let deps: WorkerDeps;
    const { signal } = new AbortController();

    beforeAll(async () => {
      sandbox = await startSandbox({ people: 60, matches: 10 });
      target = await platform.start({
        STEAM_OPENID_CHECK_URL: sandbox.openIdCheckUrl,
        DEMO_WORKER_TOKEN: TOKEN,
        DEMO_WORKERS: '0',
      });
      viewer = await signIn(target.url, sandbox, sandbox.world.named('viewer').steamId);
      const queue = createRemoteQueue({ url: target.url, token: TOKEN, fetch: globalThis.fetch });
      deps = {
        ...{ queue, fetchUpload: queue.fetchUpload, clock: systemClock, log: createLog('silent') },
        files: await openDemoFiles(join(folder.path, 'demos'), 1e9),
        limits: demoLimitsOf(readConfig({})),
        gameCoordinator: undefined,
        geometryFolder: undefined,
        idle: async (ids) => new Set(ids),
        replaysAt: new URL(sandbox.replays.url),
        name: 'elsewhere',
        concurrency: 1,
        keepFiles: false,
      };
    });
    afterAll(async () => {
      await target.stop();
      await sandbox.stop();
      folder.remove();
    });

    it('fetches, reads and tells, and keeps no file', async () => {
      expect(await workOnce(deps, signal)).toBe(false);
      const match = sandbox.world.matches.find(({ teams }) => teams.flat().length === 10);
      if (!match) throw new Error('no match of ten');
      const answer = await viewer.ask('POST', '/v1/demos', { replayUrl: replayLink(match.replay) });
      const { demo } = read(answer, demoRequestResponseSchema);
      expect(await workOnce(deps, signal)).toBe(true);
      const done = read(await viewer.ask('GET', `/v1/demos/${demo.id}`), demoSchema);
      expect(done).toMatchObject({ state: 'done', file: null });
      const { report } = read(await viewer.ask('GET', `/v1/demos/${demo.id}/findings`), demoFindingsResponseSchema);
      expect(report.players).toHaveLength(10);
      expect(await deps.files.used()).toBe(0);
    });

    it('is let in by its token only, and told when somebody else has its demo', async () => {
      const wrong = createRemoteQueue({ url: target.url, token: `${TOKEN}.`, fetch: globalThis.fetch });
      await expect(wrong.claim({ name: 'x', locates: true })).rejects.toThrow('401');
      problem(await viewer.ask('POST', '/v1/demo-worker/claim', { worker: 'x', locates: true }), 'forbidden', 403);
      await expect(deps.queue.prolong('none', 'nothing')).rejects.toThrow(LeaseLost);
    });
  });
}

remoteTests(node);
remoteTests(workerd);
