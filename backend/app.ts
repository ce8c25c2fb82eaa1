import { Hono } from 'hono';
import type { Accounts } from '#backend/accounts/accounts.ts';
import { accountEndpoints } from '#backend/accounts/endpoints.ts';
import { accountRoutes } from '#backend/accounts/routes.ts';
import type { Dashboard } from '#backend/dashboard/dashboard.ts';
import { dashboardEndpoints } from '#backend/dashboard/endpoints.ts';
import { dashboardRoutes } from '#backend/dashboard/routes.ts';
import type { Demos } from '#backend/demos/demos.ts';
import { demoEndpoints } from '#backend/demos/endpoints.ts';
import { demoRoutes } from '#backend/demos/routes.ts';
import type { Webhooks } from '#backend/demos/webhooks.ts';
import { demoWorkerRoutes, type WorkerRoutesDeps } from '#backend/demos/worker-routes.ts';
import { matchEndpoints } from '#backend/matches/endpoints.ts';
import type { Matches } from '#backend/matches/matches.ts';
import { matchRoutes } from '#backend/matches/routes.ts';
import type { MatchSync } from '#backend/matches/sync.ts';
import { moderationEndpoints } from '#backend/moderation/endpoints.ts';
import type { Moderation } from '#backend/moderation/moderation.ts';
import { moderationRoutes } from '#backend/moderation/routes.ts';
import { notificationEndpoints } from '#backend/notifications/endpoints.ts';
import type { Notifications } from '#backend/notifications/notifications.ts';
import { notificationRoutes } from '#backend/notifications/routes.ts';
import { operationsEndpoints } from '#backend/operations/endpoints.ts';
import { type OperationsDeps, operationsRoutes } from '#backend/operations/routes.ts';
import { createSecured } from '#backend/platform/access.ts';
import type { Database } from '#backend/platform/database.ts';
import { createHttp, type HttpDeps } from '#backend/platform/http.ts';
import { playerEndpoints } from '#backend/players/endpoints.ts';
import type { PlayerList } from '#backend/players/list.ts';
import type { Players } from '#backend/players/players.ts';
import { playerListRoutes, playerRoutes } from '#backend/players/routes.ts';
import { reportEndpoints } from '#backend/reports/endpoints.ts';
import { type ReportRoutesDeps, reportRoutes } from '#backend/reports/routes.ts';

import { userSyncEndpoints } from '#backend/user-sync/endpoints.ts';
import { userSyncRoutes } from '#backend/user-sync/routes.ts';
import type { UserSync } from '#backend/user-sync/user-sync.ts';

export interface AppDeps extends HttpDeps, Omit<OperationsDeps, 'database' | 'log' | 'endpoints'> {
  database: Database;
  players: Players;
  playerList: PlayerList;
  userSync: UserSync;
  dashboard: Dashboard;
  notifications: Notifications;
  accounts: Accounts;
  matches: Matches;
  sync: MatchSync;
  demos: Demos;
  demoWebhooks: Webhooks;
  demoWorkers: Omit<WorkerRoutesDeps, 'authenticate'>;
  reports: Omit<ReportRoutesDeps, 'secured' | 'clock'>;
  moderation: Moderation;
  /** Where browsers reach this backend, if configured. */
  publicUrl: string | undefined;
}

/** Every endpoint, described; a test compares it with the routes. */
export const ENDPOINTS = [
  ...playerEndpoints,
  ...accountEndpoints,
  ...userSyncEndpoints,
  ...dashboardEndpoints,
  ...notificationEndpoints,
  ...matchEndpoints,
  ...demoEndpoints,
  ...reportEndpoints,
  ...moderationEndpoints,
  ...operationsEndpoints,
];

/** The whole HTTP API; where it runs is the caller's business (`node.ts`, `worker.ts`). One line per feature. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono();
  const http = createHttp(deps);
  playerRoutes(app, http, { players: deps.players, scores: deps.database.scores });
  const secured = createSecured(app, http, deps.accounts.sessions.authenticate);
  playerListRoutes({ secured, list: deps.playerList });
  notificationRoutes({ secured, notifications: deps.notifications });
  dashboardRoutes({ secured, dashboard: deps.dashboard });
  userSyncRoutes({ secured, userSync: deps.userSync });
  accountRoutes(app, http, { accounts: deps.accounts, secured, publicUrl: deps.publicUrl });
  matchRoutes({ secured, matches: deps.matches, sync: deps.sync });
  demoRoutes({ secured, demos: deps.demos, webhooks: deps.demoWebhooks });
  demoWorkerRoutes(app, http, { ...deps.demoWorkers, authenticate: deps.accounts.sessions.authenticate });
  reportRoutes(app, http, { ...deps.reports, secured, clock: deps.clock });
  moderationRoutes({ secured, moderation: deps.moderation });
  operationsRoutes(app, http, { ...deps, endpoints: ENDPOINTS });
  http.fallback(app);
  return app;
}
