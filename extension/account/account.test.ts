import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { describe, expect, it, vi } from 'vitest';
import { createAccount } from '#extension/account/account.ts';
import { challengeOf } from '#extension/account/pkce.ts';
import { createVault } from '#extension/account/vault.ts';
import { settingsSchema } from '#extension/settings.ts';
import type { AccountSettings } from '#shared/api/accounts.ts';
import { MIN_STEAM_ID } from '#shared/steam/steam-id.ts';

const BACKEND = 'https://sentry.example.org';
const REDIRECT = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';
const DAY = 86_400_000;
const me = {
  id: 'u1',
  steamId: MIN_STEAM_ID,
  name: 'Ada',
  role: 'user',
  state: 'active',
  createdAt: 1,
  settings: { version: 0, values: {} },
} as const;
const bearer = (token: string) => ({ token, expiresInMs: 30 * DAY, refreshInMs: DAY });

interface Seen {
  method: string;
  path: string;
  token: string | null;
  body: Record<string, unknown>;
}
type Answer = { status?: number; body?: unknown } | 'no network';

let created = 0;

/** The account with everything real but HTTP, the clock and the browser's window. */
function create() {
  const name = `account-${++created}`;
  const vault = createVault(name);
  const requests: Seen[] = [];
  const timers: (() => void)[] = [];
  const settings = { backendUrl: BACKEND, localOnly: false };
  let now = 1_000_000;
  let answer: (seen: Seen) => Answer | Promise<Answer> = () => ({ status: 404 });
  let visit: (url: URL) => Promise<string> = async (url) =>
    `${REDIRECT}?${new URLSearchParams({ code: 'c'.repeat(43), state: url.searchParams.get('state') ?? '' })}`;
  const applied: object[] = [];
  const make = () =>
    createAccount({
      identity: {
        getRedirectURL: () => REDIRECT,
        launchWebAuthFlow: ({ url }) => visit(new URL(url)),
      },
      vault,
      settings: async () => settings,
      applySettings: async (values) => applied.push(values),
      fetch: async (input, init) => {
        const url = new URL(String(input));
        const headers = new Headers(init?.headers);
        const seen: Seen = {
          method: init?.method ?? 'GET',
          path: url.pathname,
          token: headers.get('authorization'),
          body: typeof init?.body === 'string' ? JSON.parse(init.body) : {},
        };
        if (seen.path === '/health') return Response.json({ status: 'ok', version: '1' });
        requests.push(seen);
        const result = await answer(seen);
        if (result === 'no network') throw new TypeError('Failed to fetch');
        return Response.json(result.body ?? {}, { status: result.status ?? 200 });
      },
      now: () => now,
      setTimeout: (work) => void timers.push(work),
      report: vi.fn(),
    });
  return {
    account: make(),
    /** As after the worker was ended and started again. */
    restarted: make,
    name,
    applied,
    vault,
    requests,
    settings,
    advance: (ms: number) => {
      now += ms;
    },
    answers: (next: typeof answer) => {
      answer = next;
    },
    visits: (next: typeof visit) => {
      visit = next;
    },
    ring: () => {
      for (const work of timers.splice(0)) work();
    },
  };
}

/** A backend that knows one token. */
const honest = ({ path, body }: Seen): Answer => {
  if (path === '/v1/auth/token') return { body: { state: 'signed-in', bearer: bearer('first'), me } };
  if (path === '/v1/auth/refresh') return { body: bearer('second') };
  if (path === '/v1/auth/sign-out') return { body: { ended: 1 } };
  return path === '/v1/me' ? { body: me } : { status: 404, body };
};

describe('signing in', () => {
  it('sends the challenge ahead and the verifier with the code', async () => {
    const { account, answers, visits, requests } = create();
    answers(honest);
    let challenge = '';
    visits(async (url) => {
      expect(url.origin + url.pathname).toBe(`${BACKEND}/v1/auth/steam/start`);
      expect(url.searchParams.get('redirect_uri')).toBe(REDIRECT);
      challenge = url.searchParams.get('challenge') ?? '';
      return `${REDIRECT}?${new URLSearchParams({ code: 'c'.repeat(43), state: url.searchParams.get('state') ?? '' })}`;
    });
    expect(await account.signIn(false)).toEqual({ state: 'signed-in', me, fresh: true });
    const exchanged = requests.find(({ path }) => path === '/v1/auth/token');
    expect(exchanged?.body).toMatchObject({ code: 'c'.repeat(43), redirectUri: REDIRECT, replace: false });
    expect(await challengeOf(String(exchanged?.body['verifier']))).toBe(challenge);
  });

  it.each([
    ['another state', (state: string) => `${REDIRECT}?code=${'c'.repeat(43)}&state=${state}x`, 'refused'],
    ['no state', () => `${REDIRECT}?code=${'c'.repeat(43)}`, 'refused'],
    ['another address', (state: string) => `https://evil.example/?code=${'c'.repeat(43)}&state=${state}`, 'refused'],
    ['no code', (state: string) => `${REDIRECT}?state=${state}`, 'refused'],
    ['an error', (state: string) => `${REDIRECT}?error=clock&state=${state}`, 'clock'],
    ['an unknown error', (state: string) => `${REDIRECT}?error=%3Cb%3E&state=${state}`, 'refused'],
  ])('comes to nothing when what comes back has %s', async (_, end, failure) => {
    const { account, answers, visits, requests } = create();
    answers(honest);
    visits(async (url) => end(url.searchParams.get('state') ?? ''));
    expect(await account.signIn(false)).toEqual({ state: 'signed-out', failure });
    expect(requests).toEqual([]);
  });

  it('tells a window that was closed from one that could not be loaded', async () => {
    const { account, visits } = create();
    visits(() => Promise.reject(new Error('The user did not approve access.')));
    expect(await account.signIn(false)).toEqual({ state: 'signed-out', failure: 'cancelled' });
    visits(() => Promise.reject(new Error('Authorization page could not be loaded.')));
    expect(await account.signIn(false)).toEqual({ state: 'signed-out', failure: 'unreachable' });
  });

  it('ends after a while, and what comes back later counts for nothing', async () => {
    const { account, answers, visits, ring, requests } = create();
    answers(honest);
    let comeBack = (_url: string) => {};
    let state = '';
    visits((url) => {
      state = url.searchParams.get('state') ?? '';
      return new Promise((resolve) => {
        comeBack = resolve;
      });
    });
    const signingIn = account.signIn(false);
    await vi.waitFor(async () => expect(state).not.toBe(''));
    expect(await account.view()).toEqual({ state: 'signing-in' });
    ring();
    expect(await signingIn).toEqual({ state: 'signed-out', failure: 'timeout' });
    comeBack(`${REDIRECT}?code=${'c'.repeat(43)}&state=${state}`);
    expect(await account.view()).toEqual({ state: 'signed-out', failure: 'timeout' });
    expect(requests).toEqual([]);
  });

  it('asks before it takes the place of another browser, and goes on with the same code', async () => {
    const { account, answers, requests } = create();
    const session = {
      id: 's',
      browser: 'Firefox',
      system: '',
      createdAt: 1,
      lastUsedAt: 1,
      expiresAt: 2,
      current: false,
    };
    answers((seen) => {
      if (seen.path === '/v1/auth/token' && seen.body['replace'] !== true)
        return { body: { state: 'limit', limit: 1, sessions: [session] } };
      return honest(seen);
    });
    expect(await account.signIn(false)).toEqual({ state: 'limit', limit: 1, sessions: [session] });
    expect(await account.signIn(true)).toMatchObject({ state: 'signed-in' });
    const bodies = requests.filter(({ path }) => path === '/v1/auth/token').map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toEqual({ ...bodies[0], replace: true });
  });

  it('is not begun twice by somebody who is signed in', async () => {
    const { account, answers, visits } = create();
    answers(honest);
    await account.signIn(false);
    visits(() => Promise.reject(new Error('must not be asked')));
    expect(await account.signIn(false)).toMatchObject({ state: 'signed-in' });
  });

  it('is not there without a backend', async () => {
    const { account, settings } = create();
    settings.localOnly = true;
    expect(await account.signIn(false)).toEqual({ state: 'off' });
  });
});

describe('being signed in', () => {
  async function signedIn() {
    const scene = create();
    scene.answers(honest);
    await scene.account.signIn(false);
    scene.requests.length = 0;
    return scene;
  }

  it('outlives the worker', async () => {
    const { restarted } = await signedIn();
    expect(await restarted().view()).toMatchObject({ state: 'signed-in', me });
  });

  it('exchanges the token when its time has come, once for all who wait', async () => {
    const { account, advance, requests, vault } = await signedIn();
    advance(DAY);
    await Promise.all([account.view(), account.view(), account.view()]);
    expect(requests.filter(({ path }) => path === '/v1/auth/refresh').map(({ token }) => token)).toEqual([
      'Bearer first',
    ]);
    expect(requests.filter(({ path }) => path === '/v1/me').map(({ token }) => token)).toEqual(
      Array(3).fill('Bearer second'),
    );
    expect(await vault.load()).toMatchObject({ token: 'second', me });
  });

  it('goes on with the token it has when it cannot be exchanged just now', async () => {
    const { account, advance, answers, requests } = await signedIn();
    advance(DAY);
    answers((seen) => (seen.path === '/v1/auth/refresh' ? { status: 503 } : honest(seen)));
    expect(await account.view()).toMatchObject({ state: 'signed-in', fresh: true });
    expect(requests.at(-1)?.token).toBe('Bearer first');
  });

  it('ends when the backend says so, and the token is forgotten', async () => {
    const { account, answers, vault } = await signedIn();
    answers(() => ({ status: 401 }));
    expect(await account.view()).toEqual({ state: 'signed-out', failure: 'expired' });
    expect(await vault.load()).toBeUndefined();
  });

  it('does not end because the backend is away', async () => {
    const { account, answers, vault } = await signedIn();
    for (const answer of ['no network', { status: 500 }, { status: 429 }, { body: { not: 'an account' } }] as const) {
      answers(() => answer);
      expect(await account.view()).toEqual({ state: 'signed-in', me, fresh: false });
    }
    expect(await account.sessions()).toEqual({ state: 'unreachable' });
    expect(await vault.load()).toBeDefined();
  });

  it('never shows the token to another backend', async () => {
    const { account, settings, requests } = await signedIn();
    settings.backendUrl = 'https://other.example';
    expect(await account.view()).toEqual({ state: 'signed-out' });
    expect(await account.held()).toEqual({ state: 'expired' });
    expect(requests).toEqual([]);
    settings.backendUrl = BACKEND;
    expect(await account.view()).toMatchObject({ state: 'signed-in' });
  });

  it('ends here by signing out, whether the backend hears of it or not', async () => {
    const { account, answers, vault } = await signedIn();
    answers(() => 'no network');
    expect(await account.signOut()).toEqual({ state: 'signed-out' });
    expect(await vault.load()).toBeUndefined();
  });

  it('takes damaged storage for being signed out', async () => {
    const { account, vault, name } = await signedIn();
    const database = new Dexie(name);
    database.version(1).stores({ kept: '' });
    await database.table('kept').put({ token: 7 }, 'session');
    database.close();
    expect(await vault.load()).toBeUndefined();
    expect(await account.view()).toEqual({ state: 'signed-out' });
  });
});

describe('settings of the account', () => {
  const local = settingsSchema.parse({});
  const withSettings = (version: number, values: AccountSettings) => ({ ...me, settings: { version, values } });

  /** A backend that keeps settings, as the real one does. */
  async function signedIn(version: number, values: AccountSettings) {
    const scene = create();
    const held = { version, values };
    scene.answers((seen) => {
      const present = () => withSettings(held.version, held.values);
      if (seen.path === '/v1/auth/token') {
        return { body: { state: 'signed-in', bearer: bearer('first'), me: present() } };
      }
      if (seen.method === 'PATCH') {
        if (seen.body['version'] !== held.version) return { status: 409 };
        Object.assign(held, {
          version: held.version + 1,
          values: { ...held.values, ...Object(seen.body['settings']) },
        });
      }
      return { body: present() };
    });
    await scene.account.signIn(false);
    return { ...scene, held, patches: () => scene.requests.filter(({ method }) => method === 'PATCH') };
  }

  it('are taken over at sign-in, and when another browser changed them', async () => {
    const { account, applied, held } = await signedIn(3, { theme: 'light' });
    expect(applied).toEqual([{ theme: 'light' }]);
    await account.view();
    expect(applied).toHaveLength(1);
    Object.assign(held, { version: 4, values: { theme: 'dark' } });
    await account.view();
    expect(applied).toEqual([{ theme: 'light' }, { theme: 'dark' }]);
  });

  it('leave this browser alone while the account has none', async () => {
    const { applied } = await signedIn(0, {});
    expect(applied).toEqual([]);
  });

  it('are told what changed here, and only that', async () => {
    const { account, patches, held } = await signedIn(0, {});
    await account.settingsChanged({ ...local, theme: 'light', localOnly: false }, local);
    await account.settingsChanged({ ...local, theme: 'light', quietBelow: 20 }, { ...local, theme: 'light' });
    expect(patches().map(({ body }) => body)).toEqual([
      { version: 0, settings: { theme: 'light' } },
      { version: 1, settings: { quietBelow: 20 } },
    ]);
    expect(held.values).toEqual({ theme: 'light', quietBelow: 20 });
  });

  it('are not told what came from them', async () => {
    const { account, patches } = await signedIn(2, { theme: 'light' });
    await account.settingsChanged({ ...local, theme: 'light' }, local);
    expect(patches()).toEqual([]);
  });

  it('take the latest change when two browsers made one', async () => {
    const { account, held } = await signedIn(1, { theme: 'light' });
    Object.assign(held, { version: 5, values: { theme: 'light', headline: 'rubric' } });
    await account.settingsChanged({ ...local, theme: 'dark' }, { ...local, theme: 'light' });
    expect(held).toEqual({ version: 6, values: { theme: 'dark', headline: 'rubric' } });
  });

  it("are nobody's business when nobody is signed in", async () => {
    const { account, requests } = create();
    await account.settingsChanged({ ...local, theme: 'light' }, local);
    expect(requests).toEqual([]);
  });
});
