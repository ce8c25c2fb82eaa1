import { createClient } from '@libsql/client/web';
import type { Context } from 'hono';
import { compose } from '#backend/compose.ts';
import { createFetchPost } from '#backend/demos/post-fetch.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { type Config, ConfigError, readConfig } from '#backend/platform/config.ts';
import { createDatabase, type Database } from '#backend/platform/database.ts';
import { createLog, errorText, type Log } from '#backend/platform/log.ts';
import { problemResponse } from '#backend/platform/problem.ts';
import { createRateLimiter, type RateLimiter } from '#backend/platform/rate-limit.ts';
import { type Breaker, createBreaker } from '#backend/steam/breaker.ts';

/**
 * Entry on Cloudflare: the same app over a libSQL server. A database client must not outlive its request there, so all is
 * put together anew for each one; only plain data (limits, circuit) is kept by the isolate.
 */

/** The part of Cloudflare's execution context used here. */
interface Execution {
  waitUntil(work: Promise<unknown>): void;
}

interface Isolate {
  config: Config;
  hashKey: string;
  log: Log;
  limiter: RateLimiter;
  breaker: Breaker;
}

/** A request on the edge makes few calls: a block of 50 would mostly be forfeited. */
const QUOTA_BLOCK = 10;
/** A cron run must end before the platform ends it; what is left goes on at the next one, ms. */
const CRON_TIME = 25_000;

let isolate: Isolate | undefined;

/** Throws a `ConfigError` naming the bad variable; tried again with the next request. */
function isolateOf(env: Readonly<Record<string, unknown>>): Isolate {
  if (isolate) return isolate;
  const config = readConfig(env);
  if (config.DATABASE_URL.startsWith('file:')) {
    throw new ConfigError('bad configuration:\n  DATABASE_URL: must be the address of a libSQL server');
  }
  if (config.HASH_KEY === undefined) throw new ConfigError('bad configuration:\n  HASH_KEY: must be set');
  isolate = {
    config,
    hashKey: config.HASH_KEY,
    log: createLog(config.LOG_LEVEL),
    limiter: createRateLimiter(systemClock, config.RATE_LIMIT_FACTOR),
    breaker: createBreaker(systemClock),
  };
  return isolate;
}

function start(env: Readonly<Record<string, unknown>>, execution: Execution) {
  const { config, ...kept } = isolateOf(env);
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = config;
  const database: Database = createDatabase(createClient(authToken ? { url, authToken } : { url }), systemClock);
  return compose({
    ...kept,
    config,
    database,
    clock: systemClock,
    addressOf: (c: Context) => c.req.header('cf-connecting-ip') ?? '',
    background: (work) => execution.waitUntil(work),
    // Called as a plain function: workerd refuses a fetch with another `this`.
    fetch: (input, init) => fetch(input, init),
    quotaBlock: QUOTA_BLOCK,
    post: createFetchPost((input, init) => fetch(input, init)),
  });
}

export default {
  async fetch(request: Request, env: Readonly<Record<string, unknown>>, execution: Execution): Promise<Response> {
    try {
      return await start(env, execution).app.fetch(request, env);
    } catch (error) {
      console.error(errorText(error));
      return problemResponse('unavailable', crypto.randomUUID(), { detail: 'The service is not configured.' });
    }
  },

  /** Cron: runs what is due of the daily jobs, as far as the time goes. */
  async scheduled(_event: unknown, env: Readonly<Record<string, unknown>>, execution: Execution): Promise<void> {
    const { jobs } = start(env, execution);
    const signal = AbortSignal.timeout(CRON_TIME);
    await jobs.prepare();
    await jobs.runDue(signal);
  },
};
