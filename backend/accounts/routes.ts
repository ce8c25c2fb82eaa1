import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { Accounts } from '#backend/accounts/accounts.ts';
import { lostPage } from '#backend/accounts/pages.ts';
import type { Secured } from '#backend/platform/access.ts';
import type { Http } from '#backend/platform/http.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import { readBody, readParams, readQuery } from '#backend/platform/validate.ts';
import { patchMeSchema, setRoleSchema, signInStartSchema, tokenRequestSchema } from '#shared/api/accounts.ts';
import { auditQuerySchema } from '#shared/api/admin.ts';
import { steamIdSchema } from '#shared/api/common.ts';

export interface AccountRoutesDeps {
  accounts: Accounts;
  secured: Secured;
  /** `PUBLIC_URL`, if set. */
  publicUrl: string | undefined;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const CALLBACK = '/v1/auth/steam/callback';
const readPlayer = readParams(z.object({ steamId: steamIdSchema }), 'The path names no player.');
const readStart = readQuery(signInStartSchema, 'A sign-in cannot begin like this.');
const readExchange = readBody(tokenRequestSchema, 'The body is no exchange of a code.');
const readChange = readBody(patchMeSchema, 'The body is no change of settings.');
const readAudit = readQuery(auditQuerySchema, 'The query is not valid.');
const readRole = readBody(setRoleSchema, 'The body names no role.');

/**
 * Where browsers reach us. Never taken from the request beyond this machine: whoever could choose it could have people
 * sign in "to us" at an address of their own, and use Steam's answer here.
 */
function baseUrl(c: Context, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl;
  const { origin, hostname } = new URL(c.req.url);
  if (LOOPBACK.has(hostname)) return origin;
  throw new ProblemError('unavailable', { detail: 'Signing in is not set up here: PUBLIC_URL is missing.' });
}

export function accountRoutes(app: Hono, http: Http, { accounts, secured, publicUrl }: AccountRoutesDeps): void {
  const { signIn, sessions, ownData } = accounts;

  app.get(
    '/v1/auth/steam/start',
    http.route('auth', async ({ c, send }) => {
      const query = await readStart(c);
      const request = { redirectUri: query.redirect_uri, challenge: query.challenge, clientState: query.state };
      const location = await signIn.start(request, `${baseUrl(c, publicUrl)}${CALLBACK}`);
      return send(null, { location, 'cache-control': 'no-store' }, 302);
    }),
  );

  app.get(
    CALLBACK,
    http.route('auth', async ({ c, send, client }) => {
      const result = await signIn.callback(new URL(c.req.url).search.slice(1), client);
      if (result.kind !== 'unknown') return send(null, { location: result.location, 'cache-control': 'no-store' }, 302);
      const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
      return send(lostPage(c.req.header('accept-language') ?? ''), headers, 400);
    }),
  );

  app.post(
    '/v1/auth/token',
    http.route('auth', async ({ c, json, client }) => {
      const request = await readExchange(c);
      const from = { origin: c.req.header('origin'), userAgent: c.req.header('user-agent') ?? '', client };
      const result = await signIn.redeem(request, from);
      if (result.state === 'limit') return json({ ...result, limit: accounts.sessionLimit });
      return json({ state: 'signed-in', bearer: result.bearer, me: await accounts.me(result.userId) });
    }),
  );

  secured.add('POST /v1/auth/refresh', 'account', async ({ c, json }, identity) =>
    json(await sessions.refresh(c, identity)),
  );

  secured.add('POST /v1/auth/sign-out', 'account', async ({ json, client }, identity) => {
    await sessions.end(identity, identity.sessionId, client);
    return json({ ended: 1 });
  });

  secured.add('GET /v1/me', 'account', async ({ json }, { userId }) => json(await accounts.me(userId)));

  secured.add('PATCH /v1/me', 'account', async ({ c, json }, { userId }) => {
    const { version, settings } = await readChange(c);
    return json(await accounts.saveSettings(userId, version, settings));
  });

  secured.add('DELETE /v1/me', 'account', async ({ json }, identity) => json(await ownData.delete(identity)));

  secured.add('GET /v1/me/export', 'export', async ({ send, client }, identity) =>
    send(await ownData.export(identity, client), {
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename="cstatsentry-export.json"',
      'cache-control': 'no-store',
    }),
  );

  secured.add('GET /v1/me/held', 'account', async ({ json }, identity) => json(await ownData.held(identity)));

  secured.add('GET /v1/me/sessions', 'account', async ({ json }, { userId, sessionId }) =>
    json({ sessions: await sessions.list(userId, sessionId), limit: accounts.sessionLimit }),
  );

  secured.add('DELETE /v1/me/sessions', 'account', async ({ json, client }, identity) =>
    json({ ended: await sessions.endOthers(identity, client) }),
  );

  secured.add('DELETE /v1/me/sessions/:sessionId', 'account', async ({ c, json, client }, identity) => {
    if (await sessions.end(identity, c.req.param('sessionId') ?? '', client)) return json({ ended: 1 });
    throw new ProblemError('not-found', { detail: 'You have no such session.' });
  });

  secured.add('GET /v1/admin/audit', 'account', async ({ c, json }) =>
    json(await accounts.auditLog(await readAudit(c))),
  );

  secured.add('PUT /v1/admin/users/:steamId/role', 'account', async ({ c, json, client }, identity) => {
    const { steamId } = await readPlayer(c);
    const { role } = await readRole(c);
    await accounts.setRole(identity, steamId, role, client);
    return json({ steamId, role });
  });
}
