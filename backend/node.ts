import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { serve } from '@hono/node-server';
import type { Context } from 'hono';
import { compose } from '#backend/compose.ts';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { openConfiguredFiles, runConfiguredWorker } from '#backend/demos/node.ts';
import { createPost } from '#backend/demos/post-node.ts';
import { idleDemos } from '#backend/demos/queue-store.ts';
import type { GameCoordinator } from '#backend/gc/gc.ts';
import { clientAddress } from '#backend/platform/address.ts';
import { type Clock, SECOND, systemClock } from '#backend/platform/clock.ts';
import { type Config, ConfigError, readConfig, steamKeyOf } from '#backend/platform/config.ts';
import { databasePath, openDatabase } from '#backend/platform/database-node.ts';
import { createLog, errorText, type Log } from '#backend/platform/log.ts';
import { problemResponse } from '#backend/platform/problem.ts';
import { createRateLimiter } from '#backend/platform/rate-limit.ts';
import { createBreaker } from '#backend/steam/breaker.ts';

/** A backend that is up. `stop` lets requests and work under way end, then closes everything. */
export interface RunningBackend {
  url: string;
  /** Runs the jobs that are due now, without waiting for the next round. */
  runJobs(): Promise<void>;
  stop(): Promise<void>;
}

/** How often due jobs are looked for, how long `stop` waits for work under way, ms; and the largest headers, bytes. */
const JOB_ROUND = 15 * SECOND;
const STOP_WAIT = 10 * SECOND;
const MAX_HEADERS = 8 * 1024;
const QUOTA_BLOCK = 50;

/**
 * Starts the backend in this process: database opened and migrated, jobs running, HTTP listening. `outside` replaces what
 * the configuration would connect to.
 */
export async function startBackend(
  config: Config,
  outside: { gameCoordinator?: GameCoordinator } = {},
): Promise<RunningBackend> {
  const log = createLog(config.LOG_LEVEL);
  const clock = systemClock;
  const hashKey = hashKeyOf(config);
  const database = await openDatabase(config, clock);
  try {
    await migrateDatabase(database);
  } catch (error) {
    database.close();
    throw error;
  }
  if (steamKeyOf(config) === undefined) {
    log.warn('steam.no-key', { hint: 'STEAM_API_KEY is not set: only players already known can be answered' });
  }
  const work = new Set<Promise<unknown>>();
  const background = (promise: Promise<unknown>) => {
    work.add(promise);
    void promise.finally(() => work.delete(promise));
  };
  const breaker = createBreaker(clock);
  const stopping = new AbortController();
  const gameCoordinator = outside.gameCoordinator ?? (await gameCoordinatorOf(config, clock, log));
  const demoFiles = await openConfiguredFiles(config);
  const { app, jobs, demoQueue } = compose({
    config,
    hashKey,
    database,
    clock,
    log,
    breaker,
    limiter: createRateLimiter(clock, config.RATE_LIMIT_FACTOR),
    addressOf: (c) => clientAddress(peerOf(c), c.req.header('x-forwarded-for') ?? null, config.TRUST_PROXY),
    background,
    fetch: globalThis.fetch,
    quotaBlock: QUOTA_BLOCK,
    stopping: stopping.signal,
    gameCoordinator,
    demoFiles,
    post: createPost(),
  });
  await jobs.prepare();

  const round = () => {
    background(jobs.runDue(stopping.signal).catch((error: unknown) => log.error('jobs', { error: errorText(error) })));
  };
  const timer = setInterval(round, JOB_ROUND);
  timer.unref();
  round();

  background(
    runConfiguredWorker(
      config,
      {
        ...{ clock, log, gameCoordinator, queue: demoQueue, files: demoFiles, keepFiles: true },
        idle: (ids) => idleDemos(database, ids),
      },
      stopping.signal,
    ).catch((error: unknown) => log.error('demo.worker', { error: errorText(error) })),
  );

  const server = await listen(app.fetch, config);
  const address = server.address() as AddressInfo;
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const url = `http://${host}:${address.port}`;
  log.info('listening', { url });

  return {
    url,
    runJobs: () => jobs.runDue(stopping.signal),
    async stop() {
      clearInterval(timer);
      stopping.abort(new Error('the process is stopping'));
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), STOP_WAIT);
      await closed;
      clearTimeout(late);
      gameCoordinator?.stop();
      await Promise.race([Promise.allSettled([...work]), systemClock.sleep(STOP_WAIT)]);
      database.close();
      log.info('stopped');
    },
  };
}

/** Loaded only where there is an account for it: the packages are large, and nothing else needs them. */
async function gameCoordinatorOf(config: Config, clock: Clock, log: Log): Promise<GameCoordinator | undefined> {
  const token = config.STEAM_GC_REFRESH_TOKEN;
  if (token === undefined) return undefined;
  const { connectGameCoordinator } = await import('#backend/gc/steam.ts');
  return connectGameCoordinator(token, clock, log);
}

function listen(
  fetch: (request: Request, env: object) => Response | Promise<Response>,
  config: Config,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch,
        hostname: config.HOST,
        port: config.PORT,
        serverOptions: { maxHeaderSize: MAX_HEADERS, requestTimeout: 30 * SECOND, headersTimeout: 10 * SECOND },
      },
      () => resolve(server),
    ) as Server;
    server.on('error', reject);
    server.on('clientError', answerClientError);
  });
}

/** What Node's parser refuses never reaches the app: answered here in the same form. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'headers-too-large' : 'bad-request';
  const problem = problemResponse(code, crypto.randomUUID());
  void problem.text().then((body) => {
    socket.end(
      `HTTP/1.1 ${problem.status} Refused\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
}

function peerOf(c: Context): string {
  const env: { incoming?: IncomingMessage } = c.env;
  return env.incoming?.socket.remoteAddress ?? '';
}

/** The configured key, or one made at the first start and kept beside the database, readable by its owner only. */
function hashKeyOf(config: Config): string {
  if (config.HASH_KEY !== undefined) return config.HASH_KEY;
  if (!config.DATABASE_URL.startsWith('file:')) {
    throw new ConfigError('bad configuration:\n  HASH_KEY: must be set when the database is on a server');
  }
  const path = join(dirname(databasePath(config.DATABASE_URL)), 'hash.key');
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(path, 'utf8').trim();
}

if (import.meta.main) {
  // Whoever read the log may go away; the service stays.
  process.stdout.on('error', () => undefined);
  try {
    const backend = await startBackend(readConfig(process.env));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void backend.stop().then(() => process.exit(0)));
    }
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : errorText(error));
    process.exitCode = 1;
  }
}
