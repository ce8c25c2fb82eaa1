import type { Context, Hono } from 'hono';
import type { Exchange, Http } from '#backend/platform/http.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { LimitName } from '#backend/platform/rate-limit.ts';
import type { AccountState, Role } from '#shared/api/accounts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/**
 * Who may call a route.
 * `anyone` needs no account · `holder` whoever is signed in, blocked and banned people too: the rights over one's own data
 * end with nothing · `settled` signed in and not banned · `member` signed in, neither blocked nor banned · `moderator`
 * and `admin` members with at least that role · `worker` a demo worker of the operator, by a token of its own: no person.
 */
export type Who = 'anyone' | 'holder' | 'settled' | 'member' | 'moderator' | 'admin' | 'worker';

/**
 * The one table of who may call what, by method and path as the router knows them. A route that is not named here does
 * not start when it needs an account, and fails the test of the matrix in any case.
 */
export const ACCESS = {
  'GET /v1/scores/:prefix': 'anyone',
  'POST /v1/players/lookup': 'anyone',
  'POST /v1/players/bans': 'anyone',
  'GET /v1/players': 'member',
  'GET /v1/players/:steamId': 'anyone',
  'GET /v1/players/:steamId/analysis': 'anyone',
  'POST /v1/players/:steamId/analyze': 'anyone',
  'POST /v1/players/:steamId/update': 'anyone',
  'GET /v1/resolve': 'anyone',
  'GET /health': 'anyone',
  'GET /ready': 'anyone',
  'GET /openapi.json': 'anyone',
  'GET /docs': 'anyone',
  'GET /v1/auth/steam/start': 'anyone',
  'GET /v1/auth/steam/callback': 'anyone',
  'POST /v1/auth/token': 'anyone',
  'POST /v1/auth/refresh': 'holder',
  'POST /v1/auth/sign-out': 'holder',
  'GET /v1/me': 'holder',
  'PATCH /v1/me': 'settled',
  'DELETE /v1/me': 'holder',
  'GET /v1/me/export': 'holder',
  'GET /v1/me/held': 'holder',
  'GET /v1/me/sessions': 'holder',
  'DELETE /v1/me/sessions': 'holder',
  'DELETE /v1/me/sessions/:sessionId': 'holder',
  'GET /v1/me/teammates': 'holder',
  'GET /v1/dashboard/summary': 'holder',
  'POST /v1/dashboard/seen': 'holder',
  'GET /v1/dashboard/recent': 'holder',
  'GET /v1/dashboard/statistics': 'holder',
  'GET /v1/notifications': 'holder',
  'POST /v1/notifications/read': 'holder',
  'GET /v1/notifications/settings': 'holder',
  'PUT /v1/notifications/settings': 'settled',
  'GET /v1/notifications/webhook': 'holder',
  'PUT /v1/notifications/webhook': 'member',
  'DELETE /v1/notifications/webhook': 'holder',
  'POST /v1/notifications/webhook/test': 'member',
  'GET /v1/me/sync': 'holder',
  'POST /v1/me/sync': 'settled',
  'GET /v1/matches/sync/status': 'member',
  'POST /v1/matches/sync': 'member',
  'PUT /v1/matches/sync/share-codes': 'member',
  'DELETE /v1/matches/sync/share-codes': 'holder',
  'POST /v1/matches': 'member',
  'GET /v1/matches': 'holder',
  'GET /v1/matches/:matchId': 'holder',
  'POST /v1/demos': 'member',
  'GET /v1/demos': 'holder',
  'GET /v1/demos/stats': 'member',
  'POST /v1/demos/webhooks': 'member',
  'GET /v1/demos/webhooks': 'holder',
  'DELETE /v1/demos/webhooks/:webhookId': 'holder',
  'GET /v1/demos/webhooks/:webhookId/deliveries': 'holder',
  'GET /v1/demos/:demoId': 'holder',
  'DELETE /v1/demos/:demoId': 'holder',
  'GET /v1/demos/:demoId/findings': 'holder',
  'GET /v1/demos/:demoId/file': 'holder',
  'PUT /v1/demos/:demoId/upload': 'member',
  'POST /v1/demos/:demoId/upload/complete': 'member',
  'POST /v1/demo-worker/claim': 'worker',
  'POST /v1/demo-worker/demos/:demoId/prolong': 'worker',
  'POST /v1/demo-worker/demos/:demoId/progress': 'worker',
  'POST /v1/demo-worker/demos/:demoId/end': 'worker',
  'GET /v1/demo-worker/demos/:demoId/file': 'worker',
  'POST /v1/me/appeal': 'holder',
  'PUT /v1/reports/:steamId': 'member',
  'DELETE /v1/reports/:steamId': 'holder',
  'GET /v1/reports': 'holder',
  'GET /v1/players/:steamId/reports': 'anyone',
  'GET /v1/moderation/cases': 'moderator',
  'GET /v1/moderation/cases/:steamId': 'moderator',
  'POST /v1/moderation/cases/:steamId/events': 'moderator',
  'GET /v1/moderation/log': 'moderator',
  'GET /v1/admin/audit': 'admin',
  'PUT /v1/admin/users/:steamId/role': 'admin',
} as const satisfies Record<string, Who>;
export type RouteName = keyof typeof ACCESS;

/** Who is signed in, as far as any feature needs to know. */
export interface Identity {
  userId: string;
  steamId: SteamId;
  role: Role;
  state: AccountState;
  sessionId: string;
}

/** Finds out who asks; throws the 401 or 403 that explains why nobody may be believed. */
export type Authenticate = (c: Context, options: { cached: boolean }) => Promise<Identity>;

const RANK: Readonly<Record<Role, number>> = { user: 0, moderator: 1, admin: 2 };

/** Throws the 403 that says why somebody signed in may not. */
function admit(identity: Identity, who: Who): void {
  if (who === 'anyone' || who === 'holder') return;
  if (identity.state === 'banned' || (identity.state === 'blocked' && who !== 'settled')) {
    throw new ProblemError('account-blocked', { detail: `This account is ${identity.state}.` });
  }
  if (who === 'settled' || who === 'member') return;
  if (who === 'worker' || RANK[identity.role] < RANK[who])
    throw new ProblemError('forbidden', { detail: `Only for: ${who}.` });
}

type SignedInHandler = (exchange: Exchange, identity: Identity) => Response | Promise<Response>;

export interface Secured {
  /**
   * Adds a route that needs somebody signed in, as the table says. `cached` lets a check of the last seconds stand: for
   * routes called so often that the look into the database would be felt. Never for what changes or shows an account.
   */
  add(name: RouteName, limit: LimitName, handler: SignedInHandler, options?: { cached?: boolean }): void;
}

export function createSecured(app: Hono, http: Http, authenticate: Authenticate): Secured {
  return {
    add(name, limit, handler, { cached = false } = {}) {
      const who = ACCESS[name];
      const [method = '', path = ''] = name.split(' ');
      app.on(
        method,
        path,
        http.route(limit, async (exchange) => {
          const identity = await authenticate(exchange.c, { cached });
          admit(identity, who);
          return handler(exchange, identity);
        }),
      );
    },
  };
}
