import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Accounts, createAccounts } from '#backend/accounts/accounts.ts';
import { createBearers } from '#backend/accounts/bearer.ts';
import { migrateDatabase } from '#backend/database/migrate.ts';
import type { Identity } from '#backend/platform/access.ts';
import { DAY, SECOND, systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import type { Database } from '#backend/platform/database.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { createLog } from '#backend/platform/log.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import { MIN_STEAM_ID } from '#shared/steam/steam-id.ts';

/** Checks that may stand for some seconds, on a clock that stands still unless it is told otherwise. */

const KEY = 'a key for these tests';
const ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
const START = 1_790_000_000_000;

const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-sessions-'));
let database: Database;
let accounts: Accounts;
let now = START;
let bearer = '';
const behind: Promise<unknown>[] = [];

beforeAll(async () => {
  const config = readConfig({ DATABASE_URL: `file:${join(folder, 'test.db')}` });
  database = await openDatabase(config, systemClock);
  await migrateDatabase(database);
  accounts = createAccounts({
    config,
    key: KEY,
    database,
    clock: { ...systemClock, now: () => now },
    log: createLog('silent'),
    fetch: () => Promise.reject(new Error('there is no network here')),
    background: (work) => void behind.push(work),
    about: async () => ({ name: null, assessment: null, sources: [], counts: {} }),
    onSignIn: () => undefined,
    personal: [],
  });
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  now = START;
  const minted = createBearers(KEY).mint();
  bearer = minted.bearer;
  await database.write([
    { sql: 'DELETE FROM user', args: [] },
    { sql: 'DELETE FROM session', args: [] },
    {
      sql: `INSERT INTO user (id, name, email, email_verified, created_at, updated_at, steam_id) VALUES ('u', 'n', 'e', 0, 1, 1, ?)`,
      args: [MIN_STEAM_ID],
    },
    {
      sql: `INSERT INTO session (id, token, user_id, expires_at, created_at, updated_at, last_used_at)
        VALUES ('s', ?1, 'u', ?3, ?2, ?2, ?2)`,
      args: [minted.hash, START, START + DAY],
    },
  ]);
});

/** A check as a route makes it: who it is, or the problem's code. */
async function check(cached: boolean, headers: Record<string, string> = {}): Promise<Identity | string> {
  let result: Identity | string = '';
  const app = new Hono();
  app.get('/', async (c) => {
    result = await accounts.sessions
      .authenticate(c, { cached })
      .catch((error: unknown) => (error instanceof ProblemError ? error.code : String(error)));
    return c.body(null);
  });
  await app.request('/', { headers: { authorization: `Bearer ${bearer}`, origin: ORIGIN, ...headers } });
  return result;
}
const identity: Identity = { userId: 'u', steamId: MIN_STEAM_ID, role: 'user', state: 'active', sessionId: 's' };
/** What another process on the same database does. */
const elsewhere = (sql: string) => database.write([{ sql, args: [] }]);

describe('a check that may stand', () => {
  it('stands for five seconds, and one that may not is made anew', async () => {
    expect(await check(true)).toEqual(identity);
    await elsewhere('DELETE FROM session');
    expect(await check(true)).toEqual(identity);
    expect(await check(false)).toBe('unauthorized');
    now += 5 * SECOND;
    expect(await check(true)).toBe('unauthorized');
  });

  it('falls at once with what is done here: ending the session, blocking, a role', async () => {
    expect(await check(true)).toEqual(identity);
    await accounts.setState(MIN_STEAM_ID, 'blocked', { actorId: null, reason: 'test' });
    expect(await check(true)).toEqual({ ...identity, state: 'blocked' });
    await accounts.setState(MIN_STEAM_ID, 'active', { actorId: null, reason: 'test' });
    await accounts.setRole({ ...identity, userId: 'admin' }, MIN_STEAM_ID, 'moderator', 'client');
    expect(await check(true)).toEqual({ ...identity, role: 'moderator' });
    expect(await accounts.sessions.end(identity, 's', 'client')).toBe(true);
    expect(await check(true)).toBe('unauthorized');
  });

  it('is for one origin', async () => {
    expect(await check(true)).toEqual(identity);
    expect(await check(true, { origin: 'https://evil.example' })).toBe('forbidden');
    expect(await check(true)).toEqual(identity);
  });

  it('does not help a token that differs in anything', async () => {
    expect(await check(true)).toEqual(identity);
    expect(await check(true, { authorization: `Bearer ${bearer.slice(0, -2)}AA` })).toBe('unauthorized');
    expect(await check(true, { authorization: bearer })).toBe('unauthorized');
    expect(await check(true, { authorization: '' })).toBe('unauthorized');
  });
});

describe('"last used"', () => {
  const lastUsed = async () => {
    await Promise.all(behind);
    return Number((await database.query.$client.execute('SELECT last_used_at FROM session')).rows[0]?.[0]);
  };

  it('is written every five minutes, not with every request', async () => {
    now += 60 * SECOND;
    await check(false);
    expect(await lastUsed()).toBe(START);
    now += 5 * 60 * SECOND;
    await check(false);
    expect(await lastUsed()).toBe(now);
  });
});
