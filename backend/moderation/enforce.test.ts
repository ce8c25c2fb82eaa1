import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { createModeration } from '#backend/moderation/moderation.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import type { AccountState } from '#shared/api/accounts.ts';
import { MIN_STEAM_ID } from '#shared/steam/steam-id.ts';

let now = 1_000_000;
const clock: Clock = { now: () => now, sleep: async () => undefined };
const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-moderation-'));
let database: Database;

beforeAll(async () => {
  database = await openDatabase({ DATABASE_URL: `file:${join(folder, 'test.db')}` }, clock);
  await migrateDatabase(database);
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

it('asks for the state of the case when somebody signs in for the first time after it was decided, until it ends', async () => {
  const asked: AccountState[] = [];
  let signedIn = false;
  const notHere = () => Promise.reject(new Error('not asked here'));
  const moderation = createModeration({
    database,
    clock,
    accounts: {
      people: async () => new Map(),
      async stateChange(_steamId, state) {
        if (!signedIn) return undefined;
        asked.push(state);
        return { statements: [], done: () => undefined };
      },
    },
    reports: {
      decision: () => [],
      hasReported: async () => false,
      on: notHere,
      summaries: notHere,
      weigh: notHere,
    },
    matches: async () => [],
    names: notHere,
  });
  await moderation.enforce(MIN_STEAM_ID);
  const common = { at: now, actor: 'system', source: 'device', reason: 'one device, many accounts' } as const;
  expect(await moderation.system(MIN_STEAM_ID, { type: 'block', ...common, expiresAt: now + 1000 })).toBe(true);
  // The product never bans by itself.
  expect(await moderation.system(MIN_STEAM_ID, { type: 'ban', ...common, expiresAt: null })).toBe(false);
  expect(asked).toEqual([]);
  signedIn = true;
  await moderation.enforce(MIN_STEAM_ID);
  expect(asked).toEqual(['blocked']);
  now += 1000;
  await moderation.enforce(MIN_STEAM_ID);
  expect(asked).toEqual(['blocked']);
});
