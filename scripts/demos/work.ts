/** The worker of `scripts/demo-worker.ts`, which sets the bounds of its memory before anything of this is loaded. */
import { openConfiguredFiles, runConfiguredWorker } from '#backend/demos/node.ts';
import { createDemoQueue } from '#backend/demos/queue.ts';
import { idleDemos } from '#backend/demos/queue-store.ts';
import { createRemoteQueue } from '#backend/demos/remote.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { type Config, ConfigError, readConfig } from '#backend/platform/config.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { createLog, errorText } from '#backend/platform/log.ts';

async function workQueue(config: Config, leaseMs: number | undefined) {
  const { DEMO_BACKEND_URL: url, DEMO_WORKER_TOKEN: token } = config;
  if (url !== undefined) {
    if (token === undefined)
      throw new ConfigError('bad configuration:\n  DEMO_WORKER_TOKEN: must be set with DEMO_BACKEND_URL');
    const queue = createRemoteQueue({ url, token, fetch: globalThis.fetch });
    // Nobody comes here for files: none is kept, and every one that is not being worked on may go.
    const all = async (ids: readonly string[]) => new Set(ids);
    return { queue, fetchUpload: queue.fetchUpload, idle: all, keepFiles: false, close: () => undefined };
  }
  const database = await openDatabase(config, systemClock);
  return {
    queue: createDemoQueue({ database, clock: systemClock, ...(leaseMs !== undefined && { leaseMs }) }),
    fetchUpload: undefined,
    idle: (ids: readonly string[]) => idleDemos(database, ids),
    // A database on a server may have its backend, and whoever asks for files, on another machine.
    keepFiles: true,
    close: () => database.close(),
  };
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.LOG_LEVEL);
  // Shorter for tests that kill workers and do not want to wait.
  const leaseMs = process.env['DEMO_LEASE_MS'];
  const { close, ...work } = await workQueue(config, leaseMs === undefined ? undefined : Number(leaseMs));
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stopping.abort(new Error('the worker was told to stop')));
  }
  const token = config.STEAM_GC_REFRESH_TOKEN;
  const gameCoordinator =
    token === undefined
      ? undefined
      : (await import('#backend/gc/steam.ts')).connectGameCoordinator(token, systemClock, log);
  log.info('demo-worker', { workers: config.DEMO_WORKERS, locates: gameCoordinator !== undefined });
  const files = await openConfiguredFiles(config);
  await runConfiguredWorker(config, { ...work, files, clock: systemClock, log, gameCoordinator }, stopping.signal);
  gameCoordinator?.stop();
  close();
  log.info('stopped');
}

process.stdout.on('error', () => undefined);
try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : errorText(error));
  process.exit(1);
}
