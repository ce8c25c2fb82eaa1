import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { startBackend } from '#backend/node.ts';
import { type Clock, systemClock } from '#backend/platform/clock.ts';
import { ConfigError, readConfig } from '#backend/platform/config.ts';
import { DatabaseUnavailableError } from '#backend/platform/database.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { readyResponseSchema } from '#shared/api/operations.ts';
import { bucketResponseSchema } from '#shared/api/players.ts';
import { call, lookup, post, problem, read } from '#tests/api/client.ts';
import { node, type Target, temporaryFolder } from '#tests/api/targets.ts';

const TABLES = ['player', 'player_source', 'player_history', 'assessment', 'score'];

describe('the database file', () => {
  let target: Target;
  beforeEach(async () => {
    target = await node.start();
  });
  afterEach(() => target.stop());

  const path = () => target.databaseUrl.replace('file:', '');
  const counts = async () =>
    Promise.all(
      TABLES.map(async (table) => (await target.sql.execute(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.['n']),
    );

  it('locked by another process: what is known is answered, what must be stored is 503, and nothing is half-written', async () => {
    const known = target.steam.add();
    const first = await lookup(target.url, [known]);
    const before = await counts();
    const other = new Libsql(path());
    other.exec('BEGIN IMMEDIATE');
    try {
      expect(await lookup(target.url, [known])).toEqual(first);
      const stranger = target.steam.add();
      const refused = await call(`${target.url}/v1/players/lookup`, post({ steamIds: [known, stranger] }));
      problem(refused, 'unavailable', 503);
      expect(refused.headers.get('retry-after')).toBe('2');
      problem(await call(`${target.url}/v1/players/${known}/analyze`, { method: 'POST' }), 'unavailable', 503);
      expect(read(await call(`${target.url}/v1/scores/abcd`), bucketResponseSchema).prefix).toBe('abcd');
      expect(await counts()).toEqual(before);
    } finally {
      other.exec('ROLLBACK');
      other.close();
    }
    const after = await lookup(target.url, [target.steam.add()]);
    expect(after.players[0]?.state).toBe('scored');
  });
});

describe('a lock that ends', () => {
  it('is waited for, and leaves the connection as good as before', async () => {
    const folder = temporaryFolder();
    const path = join(folder.path, 'busy.db');
    const other = new Libsql(path);
    let waits = 0;
    const clock: Clock = {
      now: () => waits,
      async sleep() {
        if (++waits === 3) other.exec('ROLLBACK');
      },
    };
    const database = await openDatabase({ DATABASE_URL: `file:${path}` }, clock);
    await migrateDatabase(database);
    const insert = (name: string) => [
      { sql: 'INSERT INTO vanity (name, checked_at) VALUES (?, 1) RETURNING name', args: [name] },
    ];
    for (const name of ['first', 'second']) {
      waits = 0;
      other.exec('BEGIN IMMEDIATE');
      const [result] = await database.write(insert(name));
      expect(result?.rows[0]?.['name']).toBe(name);
      expect(waits).toBe(3);
    }
    const [kept] = await database.write([{ sql: 'SELECT count(*) AS n FROM vanity', args: [] }]);
    expect(kept?.rows[0]?.['n']).toBe(2);
    database.close();
    other.close();
    folder.remove();
  });
});

describe('a full database', () => {
  const folder = temporaryFolder();
  afterEach(() => folder.remove());

  it('refuses a write as a whole and says so; reading goes on', async () => {
    const path = join(folder.path, 'full.db');
    const database = await openDatabase({ DATABASE_URL: `file:${path}` }, systemClock);
    await migrateDatabase(database);
    const client = createClient({ url: `file:${path}`, concurrency: 1 });
    const pages = Number((await client.execute('PRAGMA page_count')).rows[0]?.[0]);
    // The limit is a connection's own, so it is set through the one that writes.
    await database.write([{ sql: `PRAGMA max_page_count = ${pages + 2}`, args: [] }]);
    const insert = (id: string, size: number) => ({
      sql: 'INSERT INTO vanity (name, steam_id, checked_at) VALUES (?, ?, 1)',
      args: [id + 'x'.repeat(size), null],
    });
    const write = database.write([insert('small', 1), insert('large', 100_000)]);
    await expect(write).rejects.toBeInstanceOf(DatabaseUnavailableError);
    expect((await client.execute('SELECT count(*) AS n FROM vanity')).rows[0]?.['n']).toBe(0);
    await database.check();
    await database.write([insert('small', 1)]);
    expect((await client.execute('SELECT count(*) AS n FROM vanity')).rows[0]?.['n']).toBe(1);
    database.close();
    client.close();
  });
});

describe('the schema', () => {
  it('keeps scores in the order of their buckets, one range per prefix', async () => {
    const target = await node.start();
    try {
      const plan = await target.sql.execute(
        'EXPLAIN QUERY PLAN SELECT entry FROM score WHERE bucket >= 1 AND bucket < 2',
      );
      expect(String(plan.rows[0]?.['detail'])).toBe('SEARCH score USING PRIMARY KEY (bucket>? AND bucket<?)');
      const [table] = (await target.sql.execute(`SELECT sql FROM sqlite_master WHERE name = 'score'`)).rows;
      expect(String(table?.['sql'])).toMatch(/WITHOUT ROWID$/);
    } finally {
      await target.stop();
    }
  });

  it('is migrated once, also by starting again on the same file', async () => {
    const folder = temporaryFolder();
    const config = readConfig({
      DATABASE_URL: `file:${join(folder.path, 'deep', 'er', 'x.db')}`,
      PORT: '0',
      LOG_LEVEL: 'silent',
      STEAM_API_URL: 'http://127.0.0.1:9',
    });
    try {
      for (let start = 0; start < 2; start++) {
        const backend = await startBackend(config);
        expect(read(await call(`${backend.url}/ready`), readyResponseSchema).status).toBe('ready');
        await backend.stop();
      }
      const database = await openDatabase(config, systemClock);
      await migrateDatabase(database);
      database.close();
      // Only the owner reads what is in there; the key made at the first start stays.
      const inFolder = (name: string) => join(folder.path, 'deep', 'er', name);
      expect(statSync(inFolder('x.db')).mode & 0o077).toBe(0);
      expect(statSync(inFolder('hash.key')).mode & 0o077).toBe(0);
      expect(readFileSync(inFolder('hash.key'), 'utf8')).toMatch(/^[\w-]{43}$/);
    } finally {
      folder.remove();
    }
  });
});

describe('a bad start', () => {
  it('names the variable and leaves nothing behind', () => {
    const folder = temporaryFolder();
    const started = spawnSync(process.execPath, ['backend/node.ts'], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        PORT: 'http',
        STEAM_DAILY_CALLS: '-1',
        DATABASE_URL: `file:${folder.path}/x.db`,
      },
    });
    expect(started.status).toBe(1);
    expect(started.stderr).toContain('PORT: must be a whole number');
    expect(started.stderr).toContain('STEAM_DAILY_CALLS: must be a whole number');
    expect(existsSync(join(folder.path, 'x.db'))).toBe(false);
    folder.remove();
  });

  it('wants a hash key where the database is shared', async () => {
    const config = readConfig({ DATABASE_URL: 'http://127.0.0.1:9', PORT: '0', LOG_LEVEL: 'silent' });
    await expect(startBackend(config)).rejects.toThrow(ConfigError);
  });

  it('ends when the port is taken', async () => {
    const target = await node.start();
    const folder = temporaryFolder();
    try {
      const config = readConfig({
        DATABASE_URL: `file:${join(folder.path, 'x.db')}`,
        PORT: new URL(target.url).port,
        LOG_LEVEL: 'silent',
      });
      await expect(startBackend(config)).rejects.toThrow('EADDRINUSE');
    } finally {
      await target.stop();
      folder.remove();
    }
  });
});
