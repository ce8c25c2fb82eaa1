import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createClient, type InValue, type Row } from '@libsql/client';
import Libsql from 'libsql';
import type { Clock } from '#backend/platform/clock.ts';
import {
  BUCKET_SQL,
  type Bucket,
  createDatabase,
  type Database,
  DatabaseUnavailableError,
  type ScoreReader,
  type WriteResult,
  type Writer,
} from '#backend/platform/database.ts';

/**
 * How long SQLite itself waits for a lock, in ms. The local client is synchronous, so this stops the whole process:
 * short, because `Database.write` goes on waiting without blocking.
 */
const BUSY_TIMEOUT = 20;

/** Page cache of the connection that reads buckets: the inner pages of millions of scores, and many leaves. */
const BUCKET_CACHE_KIB = 32 * 1024;

/** The path of a `file:` address. */
export function databasePath(url: string): string {
  return url.replace(/^file:(\/\/(?=\/))?/, '');
}

/**
 * Opens the database of the configuration on Node: a local file in WAL mode with one connection that writes, one that only
 * reads buckets and the client's for everything else, or a libSQL server.
 */
export async function openDatabase(
  config: { DATABASE_URL: string; DATABASE_AUTH_TOKEN?: string | undefined },
  clock: Clock,
): Promise<Database> {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = config;
  if (!url.startsWith('file:')) return createDatabase(createClient(authToken ? { url, authToken } : { url }), clock);
  const path = databasePath(url);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // One connection: the client would otherwise open more, whose writes then lock each other out.
  const client = createClient({ url: `file:${path}`, concurrency: 1, timeout: BUSY_TIMEOUT });
  await client.execute('PRAGMA journal_mode = WAL');
  chmodSync(path, 0o600);
  const writing = new Libsql(path, { timeout: BUSY_TIMEOUT });
  // An answer is given only after its commit is on the disk.
  writing.exec('PRAGMA synchronous = FULL');
  // What is deleted is overwritten: a deleted account must not be readable in the file's free space.
  writing.exec('PRAGMA secure_delete = ON');
  const reading = new Libsql(path, { timeout: BUSY_TIMEOUT });
  reading.exec('PRAGMA query_only = 1');
  reading.exec(`PRAGMA cache_size = -${BUCKET_CACHE_KIB}`);
  return createDatabase(client, clock, {
    write: fileWriter(writing),
    scores: fileScoreReader(reading),
    close() {
      reading.close();
      writing.close();
    },
  });
}

/**
 * Writes without the client, whose connection is of no use after a refused BEGIN: it leaves the statement unfinished
 * until the garbage collector comes, and until then every COMMIT fails ("SQL statements in progress"). `exec` finishes.
 */
function fileWriter(writing: Libsql.Database): Writer {
  return (statements) => {
    writing.exec('BEGIN IMMEDIATE');
    // Writes of many requests that go together are the same few statements with other values.
    const prepared = new Map<string, Libsql.Statement>();
    try {
      const results = statements.map(({ sql, args }): WriteResult => {
        const statement = prepared.get(sql) ?? writing.prepare(sql);
        prepared.set(sql, statement);
        const values = Array.isArray(args)
          ? args.map(bound)
          : [Object.fromEntries(Object.entries(args).map(([name, value]) => [name, bound(value)]))];
        if (!statement.reader) return { rows: [], rowsAffected: statement.run(...values).changes };
        const names = statement.columns().map(({ name }) => name);
        const rows = statement.raw().all(...values);
        return { rows: rows.map((row) => rowOf(names, row)), rowsAffected: 0 };
      });
      writing.exec('COMMIT');
      return results;
    } catch (error) {
      // SQLite has rolled back by itself where the disk was full.
      if (writing.inTransaction) writing.exec('ROLLBACK');
      throw error;
    }
  };
}

/** A value as SQLite takes it: it knows no booleans. */
function bound(value: InValue) {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** A row as the client makes it: by name, and by position like an array. */
function rowOf(names: readonly string[], values: unknown): Row {
  if (!Array.isArray(values)) throw new TypeError('a raw row is an array');
  const row: Row = { length: 0 };
  Object.defineProperty(row, 'length', { value: values.length });
  for (const [index, value] of values.entries()) {
    Object.defineProperty(row, index, { value });
    const name = names[index];
    if (name !== undefined) row[name] = value;
  }
  return row;
}

/** The same query as a prepared statement on a connection of its own: several times as fast as through the client. */
function fileScoreReader(reading: Libsql.Database): ScoreReader {
  // Prepared on first use: the table is there only after the migrations.
  let statement: Libsql.Statement | undefined;
  return {
    read(from, to): Bucket {
      try {
        statement ??= reading.prepare(BUCKET_SQL).raw();
        const row: unknown = statement.get(from, to);
        if (!Array.isArray(row)) throw new TypeError('an aggregate without a row');
        return { entries: String(row[0] ?? ''), count: Number(row[1]), revision: Number(row[2] ?? 0) };
      } catch (error) {
        statement = undefined;
        throw new DatabaseUnavailableError('the score table could not be read', { cause: error });
      }
    },
  };
}
