import type { Context, Hono } from 'hono';
import { type Accounts, createAccounts } from '#backend/accounts/accounts.ts';
import { accountJobs } from '#backend/accounts/jobs.ts';
import { createApp } from '#backend/app.ts';
import { createDashboard, dashboardPersonalData } from '#backend/dashboard/dashboard.ts';
import { dashboardJobs } from '#backend/dashboard/jobs.ts';
import { createDemos, demoEvidenceOf } from '#backend/demos/demos.ts';
import type { DemoFiles } from '#backend/demos/files.ts';
import { demoJobs } from '#backend/demos/jobs.ts';
import { demosPersonalData } from '#backend/demos/personal.ts';
import { createDemoQueue, type DemoQueue } from '#backend/demos/queue.ts';
import { createWebhooks, type Post } from '#backend/demos/webhooks.ts';
import type { GameCoordinator } from '#backend/gc/gc.ts';
import { createJobs, type Jobs } from '#backend/jobs/jobs.ts';
import { createLeetifyMatches } from '#backend/leetify/client.ts';
import { createCoPlay } from '#backend/matches/co-play.ts';
import { matchJobs } from '#backend/matches/jobs.ts';
import { createMatches, createMatchJoins, matchEvidenceOf } from '#backend/matches/matches.ts';
import { matchesPersonalData } from '#backend/matches/personal.ts';
import { createMatchSync } from '#backend/matches/sync.ts';
import { createSyncSources } from '#backend/matches/sync-sources.ts';
import { createVouchedMatches } from '#backend/matches/vouched.ts';
import { moderationJobs } from '#backend/moderation/jobs.ts';
import { createModeration, type Moderation, reportsUnderReview } from '#backend/moderation/moderation.ts';
import { createNewsSources } from '#backend/news-sources.ts';
import { notificationJobs } from '#backend/notifications/jobs.ts';
import { createNotifications, notificationsPersonalData } from '#backend/notifications/notifications.ts';
import { createAddressHash } from '#backend/platform/address.ts';
import { type Clock, DAY, HOUR } from '#backend/platform/clock.ts';
import { type Config, steamKeyOf } from '#backend/platform/config.ts';
import type { Database } from '#backend/platform/database.ts';
import { errorText, type Log } from '#backend/platform/log.ts';
import type { RateLimiter } from '#backend/platform/rate-limit.ts';
import { createSeal } from '#backend/platform/seal.ts';
import { playerJobs } from '#backend/players/jobs.ts';
import { createPlayerList, type PlayerSets } from '#backend/players/list.ts';
import { createPlayers } from '#backend/players/players.ts';
import { createRefresher } from '#backend/players/refresh.ts';
import { createStanding } from '#backend/players/standing.ts';
import { reportJobs } from '#backend/reports/jobs.ts';
import { reportsPersonalData } from '#backend/reports/personal.ts';
import { createReports, reportEvidenceOf, reportedBy } from '#backend/reports/reports.ts';
import type { Breaker } from '#backend/steam/breaker.ts';
import { createNoSteamClient, createSteamClient } from '#backend/steam/client.ts';
import { createQuota } from '#backend/steam/quota.ts';
import { createUserSync, userSyncPersonalData, watchedBy } from '#backend/user-sync/user-sync.ts';
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
  /** Aborted when the process is about to stop. */
  stopping?: AbortSignal;
  /** Where there is one: it needs a connection that lasts, and an account. */
  gameCoordinator?: GameCoordinator | undefined;
  /** Files of demos, where there is a disk. */
  demoFiles?: DemoFiles;
  /** Sends messages to webhooks, to the open internet only. */
  post: Post;
}

/** Puts the backend together: the only place that knows which part needs which. */
export function compose(platform: Platform): { app: Hono; jobs: Jobs; accounts: Accounts; demoQueue: DemoQueue } {
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
    evidence: [
      (steamIds) => matchEvidenceOf(database, steamIds),
      (steamIds) => reportEvidenceOf(database, steamIds),
      (steamIds) => demoEvidenceOf(database, steamIds),
    ],
  });
  const players = createPlayers({
    database,
    steam,
    refresher,
    clock,
    wait: config.LOOKUP_WAIT_MS,
    background: platform.background,
  });
  const notesSeal = createSeal(platform.hashKey, 'notes about players');
  const joins = createMatchJoins(platform.hashKey);
  const sets: PlayerSets = {
    met: ({ steamId }, only) => joins.met(steamId, only),
    watched: ({ userId }) => watchedBy(userId),
    reported: ({ steamId }) => reportedBy(steamId),
  };
  // Accounts are made before the cases that say what may be done with them, and ask for them only later.
  const moderationOf = (): Moderation => moderation;
  const accounts = createAccounts({
    config,
    key: platform.hashKey,
    database,
    clock,
    log,
    fetch: platform.fetch,
    background: platform.background,
    about: async (steamId) => {
      const moderation = await moderationOf().held(steamId);
      return { ...(await players.about(steamId)), ...(moderation && { moderation }) };
    },
    // Every feature with a table that names users adds its own.
    personal: [
      matchesPersonalData(database, platform.hashKey),
      reportsPersonalData(database, clock),
      demosPersonalData(database),
      userSyncPersonalData(database, notesSeal, log),
      dashboardPersonalData(database),
      notificationsPersonalData(database),
    ],
    // So that their name and score are there when they look; whether Steam answers is not their concern now.
    onSignIn: (steamId) => {
      const work = Promise.all([players.lookup([steamId]), moderationOf().enforce(steamId)]);
      platform.background(work.catch((error: unknown) => log.warn('sign-in.follow-up', { error: errorText(error) })));
    },
  });
  const matches = createMatches({ database, clock, key: platform.hashKey, players });
  const leetify = createLeetifyMatches({
    ...{ fetch: platform.fetch, clock, log },
    url: config.LEETIFY_API_URL,
    key: config.LEETIFY_API_KEY,
  });
  const seal = createSeal(platform.hashKey, 'secrets of match sync');
  const sync = createMatchSync({
    ...{ database, clock, log, owner, seal },
    background: platform.background,
    stopping: platform.stopping ?? new AbortController().signal,
    runners: createSyncSources({
      ...{ database, clock, key: platform.hashKey, seal, steam, players, intake: matches.take },
      hasSteamKey: key !== undefined,
      gameCoordinator: platform.gameCoordinator,
      leetify: config.LEETIFY_LICENSED ? leetify : undefined,
    }),
  });
  const demos = createDemos({
    ...{ database, clock, players },
    key: platform.hashKey,
    files: platform.demoFiles,
    locates: platform.gameCoordinator !== undefined,
    mostUploadBytes: config.DEMO_MAX_MB * 1024 * 1024,
  });
  const demoQueue = createDemoQueue({ database, clock });
  const demoWebhooks = createWebhooks({ database, clock, key: platform.hashKey, post: platform.post });
  const standing = createStanding({ database, clock, players });
  const reports = createReports({
    database,
    clock,
    coPlay: createCoPlay(database),
    quotaFactor: config.RATE_LIMIT_FACTOR,
    figuresOf: standing.figures,
    async aboutTargets(steamIds) {
      const [briefs, inReview] = [await players.briefs(steamIds), await reportsUnderReview(database, steamIds)];
      return new Map(
        steamIds.map((steamId) => {
          const { name = null, bans = null } = briefs.get(steamId) ?? {};
          return [steamId, { name, bans, inReview: inReview.has(steamId) }];
        }),
      );
    },
    stateChangedSince: (since) => accounts.stateChangedSince(since),
    async mutedAmong(steamIds) {
      const people = await accounts.people(steamIds);
      return new Set(steamIds.filter((steamId) => people.get(steamId)?.state !== 'active'));
    },
  });
  const moderation = createModeration({
    ...{ database, clock, accounts, reports },
    names: standing.names,
    matches: createVouchedMatches(database),
  });
  const hash = createAddressHash(platform.hashKey);
  const notifications = createNotifications({
    ...{ database, clock, log, random, fetch: platform.fetch },
    seal: createSeal(platform.hashKey, 'addresses of webhooks'),
    origin: config.DISCORD_URL,
    sources: createNewsSources({ database, accounts, players, joins }),
  });
  const app = createApp({
    database,
    players,
    notifications,
    playerList: createPlayerList({ database, sets }),
    dashboard: createDashboard({ database, clock, joins, sets, players, reports, unread: notifications.unread }),
    userSync: createUserSync({ database, clock, log, seal: notesSeal }),
    accounts,
    matches,
    sync,
    demos,
    demoWebhooks,
    demoWorkers: { queue: demoQueue, files: platform.demoFiles, token: config.DEMO_WORKER_TOKEN },
    reports: { reports, hashKey: platform.hashKey, playerExists: standing.exists },
    moderation,
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
      ...reportJobs({
        database,
        clock,
        reports,
        rescore: players.rescore,
        cleanUntil: standing.cleanUntil,
        onBanned: moderation.borneOut,
        onWeighed: (steamId, { evidence, reports: weighed }) =>
          moderation.weighed(steamId, {
            reportedAt: weighed.flatMap(({ standing, reportedAt }) => (standing.muted ? [] : reportedAt)),
            strong: evidence.state === 'strong',
            independent: evidence.independent,
            share: evidence.share,
          }),
      }),
      ...moderationJobs({ database, clock, moderation }),
      ...matchJobs(sync),
      ...demoJobs({
        ...{ database, clock, webhooks: demoWebhooks, files: platform.demoFiles },
        keepFiles: config.DEMO_KEEP_DAYS * DAY,
        async score(steamIds) {
          const known = await players.entries(steamIds);
          await players.rescore(steamIds.filter((steamId) => known.has(steamId)));
          const others = steamIds.filter((steamId) => !known.has(steamId));
          if (others.length > 0) await players.lookup(others);
        },
      }),
      ...dashboardJobs({ database, clock }),
      ...notificationJobs({ database, clock, notifications }),
      ...accountJobs({ database, clock, keepAudit: config.AUDIT_RETENTION_DAYS * DAY }),
    ],
  });
  return { app, jobs, accounts, demoQueue };
}
