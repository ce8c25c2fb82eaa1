import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { type DemoFiles, openDemoFiles } from '#backend/demos/files.ts';
import type { DemoQueue } from '#backend/demos/queue.ts';
import type { DemoLimits, RunDeps } from '#backend/demos/run.ts';
import { runWorker, type WorkerDeps } from '#backend/demos/worker.ts';
import { MINUTE, SECOND } from '#backend/platform/clock.ts';
import type { Config } from '#backend/platform/config.ts';
import { databasePath } from '#backend/platform/database-node.ts';

/** What demos need of a machine: files, processes, and the bounds the operator set. */

const MB = 1024 * 1024;

/** The folder of the configuration, or one beside the database. */
const demoFolderOf = ({ DEMO_FOLDER, DATABASE_URL }: Config): string =>
  DEMO_FOLDER ?? join(DATABASE_URL.startsWith('file:') ? dirname(databasePath(DATABASE_URL)) : 'data', 'demos');

export const openConfiguredFiles = (config: Config): Promise<DemoFiles> =>
  openDemoFiles(demoFolderOf(config), config.DEMO_DISK_MB * MB);

export function demoLimitsOf({ DEMO_MAX_MB, DEMO_MEMORY_MB, DEMO_TIME_SECONDS }: Config): DemoLimits {
  const processLimits = {
    cpuSeconds: DEMO_TIME_SECONDS,
    wallMs: 2 * DEMO_TIME_SECONDS * SECOND,
    memoryMb: DEMO_MEMORY_MB,
  };
  return {
    mostPackedBytes: DEMO_MAX_MB * MB,
    mostDemoBytes: DEMO_MAX_MB * MB,
    download: { idleMs: 30 * SECOND, mostMs: 30 * MINUTE },
    unpack: processLimits,
    analysis: processLimits,
  };
}

type Own = 'limits' | 'geometryFolder' | 'replaysAt' | 'name' | 'concurrency';

/** Works on demos as the configuration says until `signal`; resolves when everything under way has ended. */
export function runConfiguredWorker(
  config: Config,
  deps: Omit<WorkerDeps, Own> & { queue: DemoQueue; files: DemoFiles } & Pick<RunDeps, 'fetchUpload'>,
  signal: AbortSignal,
): Promise<void> {
  const { DEMO_REPLAYS_URL: replays } = config;
  return runWorker(
    {
      ...deps,
      limits: demoLimitsOf(config),
      geometryFolder: config.DEMO_GEOMETRY_FOLDER,
      replaysAt: replays === undefined ? undefined : new URL(replays),
      name: `${hostname()}/${process.pid}`.slice(0, 80),
      concurrency: config.DEMO_WORKERS,
    },
    signal,
  );
}
