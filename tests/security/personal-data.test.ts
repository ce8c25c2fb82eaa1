import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditStatement } from '#backend/accounts/audit.ts';
import { createOwnData, type OwnData } from '#backend/accounts/own-data.ts';
import { migrateDatabase } from '#backend/database/migrate.ts';
import type { Identity } from '#backend/platform/access.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import type { Database } from '#backend/platform/database.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import type { PersonalData } from '#backend/platform/personal-data.ts';
import { MIN_STEAM_ID } from '#shared/steam/steam-id.ts';

/** Nothing that a feature holds about a person may be forgotten by export or deletion. */

const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-personal-'));
let database: Database;
let ownData: OwnData;
const identity: Identity = { userId: 'u', steamId: MIN_STEAM_ID, role: 'user', state: 'active', sessionId: 's' };

/** A feature as others write them: notes of a person, and counts about them. */
const notes: PersonalData = {
  name: 'notes',
  async *entries({ userId }) {
    yield { text: `first of ${userId}` };
    yield { text: 'second' };
  },
  deletion: ({ userId }) => [
    { sql: 'DELETE FROM test_note WHERE user_id = ?', args: [userId] },
    { sql: 'UPDATE test_shared SET author = NULL WHERE author = ?', args: [userId] },
  ],
  counts: async () => ({ notes: 2 }),
};

beforeAll(async () => {
  const config = readConfig({ DATABASE_URL: `file:${join(folder, 'test.db')}` });
  database = await openDatabase(config, systemClock);
  await migrateDatabase(database);
  await database.write([
    { sql: 'CREATE TABLE test_note (user_id TEXT, text TEXT)', args: [] },
    { sql: 'CREATE TABLE test_shared (author TEXT, text TEXT)', args: [] },
    { sql: `INSERT INTO test_note VALUES ('u', 'a'), ('u', 'b'), ('other', 'c')`, args: [] },
    { sql: `INSERT INTO test_shared VALUES ('u', 'a'), ('other', 'c')`, args: [] },
  ]);
  ownData = createOwnData({
    database,
    clock: systemClock,
    key: 'a key for these tests',
    audit: createAuditStatement('a key for these tests', Date.now),
    sessions: {
      authenticate: () => Promise.reject(new Error('not asked')),
      refresh: () => Promise.reject(new Error('not asked')),
      list: async () => [],
      end: async () => false,
      endOthers: async () => 0,
      begun: async () => undefined,
      forget: () => undefined,
      issued: (token) => ({ token, expiresInMs: 0, refreshInMs: 0 }),
    },
    about: async () => ({ name: null, assessment: null, sources: [], counts: { analyses: 1 } }),
    auditRetention: 1000,
    personal: [notes],
  });
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('what a feature holds', () => {
  it('is counted, exported and deleted with the account, and nobody else’s is', async () => {
    expect((await ownData.held(identity)).counts).toEqual({ analyses: 1, notes: 2 });
    const exported: unknown = await new Response(await ownData.export(identity, 'client')).json();
    expect(exported).toMatchObject({ notes: [{ text: 'first of u' }, { text: 'second' }] });
    const { deleted } = await ownData.delete(identity);
    expect(deleted['notes']).toBe(3);
    const { rows } = await database.query.$client.execute('SELECT user_id FROM test_note');
    expect(rows.map((row) => row[0])).toEqual(['other']);
    const shared = await database.query.$client.execute('SELECT author FROM test_shared');
    expect(shared.rows.map((row) => row[0])).toEqual([null, 'other']);
  });
});
