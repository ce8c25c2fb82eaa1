import { Hono } from 'hono';
import { type OperationsDeps, operationsRoutes } from '#backend/operations/routes.ts';
import type { Database } from '#backend/platform/database.ts';
import { createHttp, type HttpDeps } from '#backend/platform/http.ts';
import type { Players } from '#backend/players/players.ts';
import { playerRoutes } from '#backend/players/routes.ts';

export interface AppDeps extends HttpDeps, Omit<OperationsDeps, 'database' | 'log'> {
  database: Database;
  players: Players;
}

/** The whole HTTP API; where it runs is the caller's business (`node.ts`, `worker.ts`). One line per feature. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono();
  const http = createHttp(deps);
  playerRoutes(app, http, { players: deps.players, scores: deps.database.scores });
  operationsRoutes(app, http, deps);
  http.fallback(app);
  return app;
}
