import type { Hono } from 'hono';
import { z } from 'zod';
import type { Secured } from '#backend/platform/access.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { Budget, Http } from '#backend/platform/http.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import { readBody, readParams, readQuery } from '#backend/platform/validate.ts';
import { createOriginHash, deviceOf } from '#backend/reports/origins.ts';
import type { Reports } from '#backend/reports/reports.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import { idempotencyKeySchema, myReportsQuerySchema, reportRequestSchema } from '#shared/api/reports.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface ReportRoutesDeps {
  reports: Reports;
  secured: Secured;
  clock: Clock;
  /** The operator's `HASH_KEY`. */
  hashKey: string;
  /** Whether Steam knows this account; throws when that cannot be said just now. */
  playerExists(steamId: SteamId, looks: Budget): Promise<boolean>;
}

const readPlayer = readParams(z.object({ steamId: steamIdSchema }), 'The path names no player.');
const readReport = readBody(reportRequestSchema, 'The body is no report.');
const readPage = readQuery(myReportsQuerySchema, 'The query is not valid.');

export function reportRoutes(app: Hono, http: Http, deps: ReportRoutesDeps): void {
  const { reports, secured, clock } = deps;
  const originOf = createOriginHash(deps.hashKey);

  // Blocking and banning make every check in this process look again, and the write itself looks in any case.
  secured.add(
    'PUT /v1/reports/:steamId',
    'reports',
    async ({ c, json, client, looks }, { steamId: reporter }) => {
      const { steamId: target } = await readPlayer(c);
      const key = idempotencyKeySchema.safeParse(c.req.header('idempotency-key'));
      if (!key.success) {
        const errors = [{ path: 'idempotency-key', message: 'not a UUID' }];
        throw new ProblemError('bad-request', { detail: 'A report needs an Idempotency-Key.', errors });
      }
      const request = await readReport(c);
      const origin = originOf(client, deviceOf(c), clock.now());
      const exists = () => deps.playerExists(target, looks);
      return json(await reports.submit({ reporter, target, key: key.data, request, origin, exists }));
    },
    { cached: true },
  );

  secured.add('DELETE /v1/reports/:steamId', 'account', async ({ c, json }, { steamId: reporter }) => {
    const { steamId } = await readPlayer(c);
    return json({ withdrawn: await reports.withdraw(reporter, steamId) });
  });

  secured.add('GET /v1/reports', 'account', async ({ c, json }, { steamId }) => {
    return json(await reports.mine(steamId, await readPage(c)));
  });

  app.get(
    '/v1/players/:steamId/reports',
    http.route('player', async ({ c, json }) => {
      const { steamId } = await readPlayer(c);
      return json(await reports.summary(steamId));
    }),
  );
}
