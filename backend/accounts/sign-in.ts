import { createHmac, randomUUID } from 'node:crypto';
import type { AuditStatement } from '#backend/accounts/audit.ts';
import { type Auth, createAuth } from '#backend/accounts/auth.ts';
import type { Bearers } from '#backend/accounts/bearer.ts';
import { originOwnsRedirect, redirectTest } from '#backend/accounts/redirects.ts';
import type { Sessions } from '#backend/accounts/sessions.ts';
import type { SteamCheck } from '#backend/accounts/steam-check.ts';
import type { CallbackResult } from '#backend/accounts/steam-plugin.ts';
import { ensureUserStatements, findUser, setRoleStatement } from '#backend/accounts/store.ts';
import { describeUserAgent } from '#backend/accounts/user-agent.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { AccountSession, Bearer, Role } from '#shared/api/accounts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface SignInDeps {
  database: Database;
  clock: Clock;
  key: string;
  bearers: Bearers;
  audit: AuditStatement;
  sessions: Sessions;
  check: SteamCheck;
  redirects: readonly string[];
  originAllowed: (origin: string) => boolean;
  configuredRole: (steamId: SteamId) => Role | undefined;
  /** Of a session, ms. */
  lifetime: number;
  limit: number;
  /** Told of everybody who signs in, for whatever follows from it; must not throw. */
  onSignIn: (steamId: SteamId) => void;
}

/** What stands for a Steam ID where the account behind it is gone. */
export function steamHash(key: string, steamId: SteamId): string {
  return createHmac('sha256', key).update(`memory of ${steamId}`).digest('base64url');
}

export interface SignIn {
  /** The address at Steam to send the browser to. */
  start(request: { redirectUri: string; challenge: string; clientState: string }, callback: string): Promise<string>;
  callback(query: string, client: string): Promise<CallbackResult>;
  redeem(
    request: { code: string; verifier: string; redirectUri: string; replace: boolean },
    from: { origin: string | undefined; userAgent: string; client: string },
  ): Promise<
    | { state: 'signed-in'; bearer: Bearer; userId: string; sessionId: string }
    | { state: 'limit'; sessions: AccountSession[] }
  >;
}

export function createSignIn(deps: SignInDeps): SignIn {
  const { database, clock, audit, sessions } = deps;
  const redirectAllowed = redirectTest(deps.redirects);

  async function ensureUser(steamId: SteamId): Promise<string> {
    const now = clock.now();
    await database.write(ensureUserStatements(steamId, randomUUID(), now, steamHash(deps.key, steamId)));
    const user = await findUser(database, { steamId });
    if (!user) throw new Error('a user that was made is not there');
    const role = deps.configuredRole(steamId);
    if (role !== undefined && role !== user.role) {
      await database.write([
        setRoleStatement(user.id, role, now),
        audit({
          action: 'role-changed',
          actorId: null,
          subjectId: user.id,
          detail: { from: user.role, to: role, by: 'configuration' },
        }),
      ]);
    }
    deps.onSignIn(steamId);
    return user.id;
  }

  // Made when it is first needed: on the edge everything is put together anew for each request.
  let made: Auth | undefined;
  const auth = () => {
    made ??= createAuth({
      database,
      key: deps.key,
      check: deps.check,
      now: () => clock.now(),
      ensureUser,
      mint: deps.bearers.mint,
    });
    return made;
  };

  const invalidGrant = () =>
    new ProblemError('bad-request', {
      detail: 'This code was used before, is too old, or belongs to somebody else.',
      errors: [{ path: 'code', message: 'not valid' }],
    });

  return {
    async start(request, callback) {
      if (!redirectAllowed(request.redirectUri)) {
        throw new ProblemError('bad-request', {
          detail: 'A sign-in may not end at that address.',
          errors: [{ path: 'redirect_uri', message: 'not the address of an extension that may sign in here' }],
        });
      }
      return (await auth().api.steamStart({ body: { ...request, callback } })).location;
    },

    async callback(query, client) {
      const result = await auth().api.steamCallback({ body: { query } });
      if (result.kind === 'failed' && result.refusal !== 'cancelled') {
        const detail = { refusal: result.refusal };
        await database.write([audit({ action: 'sign-in-refused', actorId: null, subjectId: null, client, detail })]);
      }
      return result;
    },

    async redeem({ replace, ...request }, { origin, userAgent, client }) {
      if (origin === undefined || !deps.originAllowed(origin) || !originOwnsRedirect(origin, request.redirectUri)) {
        throw new ProblemError('forbidden', { detail: 'A code is exchanged by the extension that asked for it.' });
      }
      const grant = await auth().api.steamGrant({ body: request });
      if (!grant) throw invalidGrant();
      const others = await sessions.list(grant.userId);
      if (others.length >= deps.limit && !replace) return { state: 'limit', sessions: others };
      const redeemed = await auth().api.steamRedeem({
        body: { code: request.code, lifetime: deps.lifetime, ...describeUserAgent(userAgent) },
      });
      if (!redeemed) throw invalidGrant();
      const { bearer, userId, sessionId } = redeemed;
      const detail = describeUserAgent(userAgent);
      await sessions.begun(
        userId,
        sessionId,
        audit({ action: 'sign-in', actorId: userId, subjectId: userId, client, detail }),
      );
      return { state: 'signed-in', bearer: sessions.issued(bearer), userId, sessionId };
    },
  };
}
