import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createClient } from '@libsql/client';
import Libsql from 'libsql';
import type { Clock } from '#backend/platform/clock.ts';
import {
  BUCKET_SQL,
  type Bucket,
  createDatabase,
  type Database,
  DatabaseUnavailableError,
  type ScoreReader,
} from '#backend/platform/database.ts';

/**
 * How long SQLite itself waits for a lock, in ms. The local client is synchronous, so this stops the whole process:
 * short, because `Database.write` goes on waiting without blocking.
 */
const BUSY_TIMEOUT = 20;

/** The path of a `file:` address. */
export function databasePath(url: string): string {
  return url.replace(/^file:(\/\/(?=\/))?/, '');
}

/**
 * Opens the database of the configuration on Node: a local file in WAL mode with one connection that writes and one
 * that only reads buckets, or a libSQL server.
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
  // An answer is given only after its commit is on the disk.
  await client.execute('PRAGMA synchronous = FULL');
  chmodSync(path, 0o600);
  const reading = new Libsql(path, { timeout: BUSY_TIMEOUT });
  reading.exec('PRAGMA query_only = 1');
  return createDatabase(client, clock, fileScoreReader(reading), () => reading.close());
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
