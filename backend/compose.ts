import type { Context, Hono } from 'hono';
import { type Accounts, createAccounts } from '#backend/accounts/accounts.ts';
import { accountJobs } from '#backend/accounts/jobs.ts';
import { createApp } from '#backend/app.ts';
import { createJobs, type Jobs } from '#backend/jobs/jobs.ts';
import { createMatches, matchEvidenceOf } from '#backend/matches/matches.ts';
import { matchesPersonalData } from '#backend/matches/personal.ts';
import { createAddressHash } from '#backend/platform/address.ts';
import { type Clock, DAY, HOUR } from '#backend/platform/clock.ts';
import { type Config, steamKeyOf } from '#backend/platform/config.ts';
import type { Database } from '#backend/platform/database.ts';
import { errorText, type Log } from '#backend/platform/log.ts';
import type { RateLimiter } from '#backend/platform/rate-limit.ts';
import { playerJobs } from '#backend/players/jobs.ts';
import { createPlayers } from '#backend/players/players.ts';
import { createRefresher } from '#backend/players/refresh.ts';
import type { Breaker } from '#backend/steam/breaker.ts';
import { createNoSteamClient, createSteamClient } from '#backend/steam/client.ts';
import { createQuota } from '#backend/steam/quota.ts';
import manifest from '../package.json' with { type: 'json' };

/** What the place it runs in brings along. */
export interface Platform {
  config: Config;
  hashKey: string;
  database: Database;
  clock: Clock;
  log: Log;
  /** State that outlives a request: on Cloudflare the database does not, these two do. */
  limiter: RateLimiter;
  breaker: Breaker;
  /** Address of the client, as the platform knows it. */
  addressOf: (c: Context) => string;
  background: (work: Promise<unknown>) => void;
  fetch: typeof fetch;
  /** Steam calls reserved at a time. */
  quotaBlock: number;
}

/** Puts the backend together: the only place that knows which part needs which. */
export function compose(platform: Platform): { app: Hono; jobs: Jobs; accounts: Accounts } {
  const { config, database, clock, log, breaker } = platform;
  const key = steamKeyOf(config);
  const owner = crypto.randomUUID();
  const random = Math.random;
  const steam =
    key === undefined
      ? createNoSteamClient()
      : createSteamClient({
          fetch: platform.fetch,
          clock,
          log,
          breaker,
          random,
          url: config.STEAM_API_URL,
          key,
          quota: createQuota(database, clock, {
            service: 'steam',
            perDay: config.STEAM_DAILY_CALLS,
            block: platform.quotaBlock,
          }),
        });
  const refresher = createRefresher({
    ...{ database, steam, clock, log, owner },
    ttl: config.SCORE_TTL_HOURS * HOUR,
    evidence: [(steamIds) => matchEvidenceOf(database, steamIds)],
  });
  const players = createPlayers({
    database,
    steam,
    refresher,
    clock,
    wait: config.LOOKUP_WAIT_MS,
    background: platform.background,
  });
  const accounts = createAccounts({
    config,
    key: platform.hashKey,
    database,
    clock,
    log,
    fetch: platform.fetch,
    background: platform.background,
    about: players.about,
    // Every feature with a table that names users adds its own.
    personal: [matchesPersonalData(database, platform.hashKey)],
    // So that their name and score are there when they look; whether Steam answers is not their concern now.
    onSignIn: (steamId) =>
      platform.background(
        players.lookup([steamId]).catch((error: unknown) => log.warn('sign-in.lookup', { error: errorText(error) })),
      ),
  });
  const matches = createMatches({ database, clock, key: platform.hashKey, players });
  const hash = createAddressHash(platform.hashKey);
  const app = createApp({
    database,
    players,
    accounts,
    matches,
    publicUrl: config.PUBLIC_URL,
    clock,
    log,
    limiter: platform.limiter,
    clientOf: (c) => hash(platform.addressOf(c)),
    origins: config.CORS_ORIGINS,
    version: manifest.version,
    steamState: () => (key === undefined ? 'no-key' : breaker.state === 'closed' ? 'ok' : 'degraded'),
  });
  const jobs = createJobs({
    database,
    clock,
    log,
    owner,
    random,
    kinds: [
      ...playerJobs({
        database,
        steam,
        refresher,
        clock,
        keepAnalysis: config.ANALYSIS_RETENTION_DAYS * DAY,
        keepPlayers: config.PLAYER_RETENTION_DAYS * DAY,
      }),
      ...accountJobs({ database, clock, keepAudit: config.AUDIT_RETENTION_DAYS * DAY }),
    ],
  });
  return { app, jobs, accounts };
}
