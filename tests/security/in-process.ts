import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { createBearers } from '#backend/accounts/bearer.ts';
import { compose } from '#backend/compose.ts';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { DAY, systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import type { Database } from '#backend/platform/database.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { createLog } from '#backend/platform/log.ts';
import { createRateLimiter } from '#backend/platform/rate-limit.ts';
import { createBreaker } from '#backend/steam/breaker.ts';
import type { AccountState, Role } from '#shared/api/accounts.ts';
import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

const KEY = 'a key for security tests';

/** The whole backend on a real database, without a port: requests go to `app.request`. There is no network behind it. */
export interface InProcess {
  app: Hono;
  database: Database;
  /** The database's file. */
  path: string;
  /** A new person with a session; `token` says what is wrong with theirs, if anything. */
  person(how?: { role?: Role; state?: AccountState; token?: 'none' | 'expired' | 'tampered' | 'foreign' }): Promise<{
    userId: string;
    steamId: SteamId;
    sessionId: string;
    token: string;
  }>;
  stop(): void;
}

export async function startInProcess(): Promise<InProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-security-'));
  const path = join(folder, 'test.db');
  const config = readConfig({ DATABASE_URL: `file:${path}`, HASH_KEY: KEY, LOOKUP_WAIT_MS: '0' });
  const database = await openDatabase(config, systemClock);
  await migrateDatabase(database);
  const { app } = compose({
    config,
    hashKey: KEY,
    database,
    clock: systemClock,
    log: createLog('silent'),
    limiter: createRateLimiter(systemClock, 1000),
    breaker: createBreaker(systemClock),
    addressOf: () => '192.0.2.1',
    background: (work) => void work,
    fetch: () => Promise.reject(new Error('there is no network here')),
    quotaBlock: 1,
    post: () => Promise.reject(new Error('there is no network here')),
  });
  let people = 0;
  return {
    app,
    database,
    path,
    async person({ role = 'user', state = 'active', token } = {}) {
      const userId = `user-${++people}-${crypto.randomUUID()}`;
      const steamId = steamIdFromAccountId(1000 + people);
      if (!steamId) throw new Error('not an account');
      const sessionId = `session-${people}`;
      const { bearer, hash } = createBearers(token === 'foreign' ? 'the key of another backend' : KEY).mint();
      const now = Date.now();
      await database.write([
        {
          sql: `INSERT INTO user (id, name, email, email_verified, created_at, updated_at, steam_id, role, state)
            VALUES (?1, ?2, ?2, 0, ?3, ?3, ?2, ?4, ?5)`,
          args: [userId, steamId, now, role, state],
        },
        {
          sql: `INSERT INTO session (id, token, user_id, expires_at, created_at, updated_at, last_used_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?5)`,
          args: [sessionId, hash, userId, token === 'expired' ? now - 1 : now + DAY, now],
        },
      ]);
      const tampered = `${bearer.slice(0, 3)}${bearer[3] === 'A' ? 'B' : 'A'}${bearer.slice(4)}`;
      return { userId, steamId, sessionId, token: token === 'tampered' ? tampered : bearer };
    },
    stop() {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
