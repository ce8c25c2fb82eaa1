import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS, type RouteName, type Who } from '#backend/platform/access.ts';
import { type AccountState, ROLES, type Role } from '#shared/api/accounts.ts';
import { type InProcess, startInProcess } from '#tests/security/in-process.ts';

/**
 * Every route there is, called by everybody there is. The routes come from the running app, the rules from the table in
 * `backend/platform/access.ts`; a route that the table does not name fails here.
 */

const ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';

/** Who calls. `token` says what is wrong with theirs, if anything. */
interface Caller {
  role?: Role;
  state?: AccountState;
  token?: 'none' | 'expired' | 'tampered' | 'foreign';
}

const CALLERS = {
  anonymous: { token: 'none' },
  owner: {},
  'other user': {},
  blocked: { state: 'blocked' },
  'blocked admin': { state: 'blocked', role: 'admin' },
  banned: { state: 'banned' },
  moderator: { role: 'moderator' },
  admin: { role: 'admin' },
  'somebody with an expired token': { token: 'expired' },
  'somebody with a tampered token': { token: 'tampered' },
  'somebody with a token of another backend': { token: 'foreign' },
} as const satisfies Record<string, Caller>;
type CallerName = keyof typeof CALLERS;

/** What each rule lets through, written out a second time: the code under test must agree with it. */
const ADMITTED: Record<Who, (caller: Required<Pick<Caller, 'role' | 'state'>>) => boolean> = {
  anyone: () => true,
  holder: () => true,
  settled: ({ state }) => state !== 'banned',
  member: ({ state }) => state === 'active',
  moderator: ({ state, role }) => state === 'active' && role !== 'user',
  admin: ({ state, role }) => state === 'active' && role === 'admin',
  worker: () => false,
};

/** Bodies of the routes that want one. */
const BODIES: Partial<Record<RouteName, unknown>> = {
  'POST /v1/players/lookup': { steamIds: ['76561197960287930'] },
  'POST /v1/players/bans': { steamIds: ['76561197960287930'] },
  'POST /v1/auth/token': { code: 'x'.repeat(43), verifier: 'x'.repeat(43), redirectUri: 'https://x.example/' },
  'PATCH /v1/me': { version: 0, settings: {} },
  'PUT /v1/admin/users/:steamId/role': { role: 'user' },
  'PUT /v1/reports/:steamId': { category: 'aim' },
  'POST /v1/moderation/cases/:steamId/events': { type: 'note', text: 'seen' },
  'POST /v1/me/appeal': { text: 'I disagree' },
  'POST /v1/demos/webhooks': { url: 'https://example.org/hook' },
};

/** Routes whose path names something that belongs to somebody: to others it does not exist. */
const OWNED: ReadonlySet<RouteName> = new Set<RouteName>(['DELETE /v1/me/sessions/:sessionId']);

/** Routes that are about others: nobody decides their own case. */
const ABOUT_OTHERS: ReadonlySet<RouteName> = new Set<RouteName>(['POST /v1/moderation/cases/:steamId/events']);

const isRouteName = (name: string): name is RouteName => Object.hasOwn(ACCESS, name);
const routesOf = (app: Hono) => [...new Set(app.routes.map(({ method, path }) => `${method} ${path}`))];
/** What the table and the app disagree on. */
function disagreement(app: Hono) {
  const routes = routesOf(app);
  return {
    unnamed: routes.filter((name) => !isRouteName(name)),
    gone: Object.keys(ACCESS).filter((name) => !routes.includes(name)),
  };
}

let backend: InProcess | undefined;
const running = (): InProcess => {
  if (!backend) throw new Error('not started');
  return backend;
};
const app = (): Hono => running().app;

beforeAll(async () => {
  backend = await startInProcess();
});
afterAll(() => backend?.stop());

async function callAs(route: RouteName, name: CallerName) {
  const caller: Caller = CALLERS[name];
  // Nobody is used twice, since some routes end sessions and accounts.
  const me = await running().person(caller);
  // Something that belongs to the caller, except for the other user, who tries what is not theirs.
  const owner = name === 'other user' || ABOUT_OTHERS.has(route) ? await running().person() : me;
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern
    .replace(':steamId', owner.steamId)
    .replace(':sessionId', owner.sessionId)
    .replace(':prefix', 'abcd');
  const body = BODIES[route];
  return app().request(`http://127.0.0.1${path}`, {
    method,
    headers: {
      origin: ORIGIN,
      ...(caller.token !== 'none' && { authorization: `Bearer ${me.token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

describe('the access matrix', () => {
  it('names every route, and no route that does not exist', () => {
    expect(disagreement(app())).toEqual({ unnamed: [], gone: [] });
  });

  it('would notice a route that it does not name', () => {
    const other = app().basePath('/');
    other.get('/v1/forgotten', (c) => c.text('anybody may read this'));
    expect(disagreement(other).unnamed).toEqual(['GET /v1/forgotten']);
  });

  const names = Object.keys(CALLERS).filter((name): name is CallerName => name in CALLERS);
  for (const [route, who] of Object.entries(ACCESS)) {
    if (!isRouteName(route)) continue;
    it.each(names)(`${route}, for ${who}: %s`, async (name) => {
      const { role = ROLES[0], state = 'active', token }: Caller = CALLERS[name];
      const response = await callAs(route, name);
      const text = await response.text();
      if (who === 'anyone') {
        expect([401, 403], text).not.toContain(response.status);
      } else if (token !== undefined) {
        expect(response.status, text).toBe(401);
        expect(text).not.toContain('steamId');
      } else if (!ADMITTED[who]({ role, state })) {
        expect(response.status, text).toBe(403);
      } else if (OWNED.has(route) && name === 'other user') {
        expect(response.status, text).toBe(404);
      } else {
        // Let in: what the route then makes of a made-up request is for its own tests.
        expect([401, 403], text).not.toContain(response.status);
      }
    });
  }
});
