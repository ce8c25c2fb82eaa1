import type { Client, InArgs, InStatement, ResultSet } from '@libsql/client';
import { LibsqlError } from '@libsql/client/web';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/libsql/web';
import type { Clock } from '#backend/platform/clock.ts';

/** One statement with its arguments, as `write` takes it. */
export interface Statement {
  sql: string;
  args: InArgs;
}

/** What one statement of a `write` did: the rows of its RETURNING, and how many it changed (0 where it returns rows). */
export type WriteResult = Pick<ResultSet, 'rows' | 'rowsAffected'>;

/** Runs statements in one write transaction, or none; throws what the driver throws. */
export type Writer = (statements: readonly Statement[]) => WriteResult[] | Promise<WriteResult[]>;

/** The scores of one hash bucket, ready to be sent: `entries` is the inside of a JSON array. */
export interface Bucket {
  entries: string;
  count: number;
  /** The newest revision among them; 0 for an empty bucket. With `count` it changes whenever the bucket does. */
  revision: number;
}

/** The hot path, read its own way on each platform: buckets `from` to below `to` of the 2^24. */
export interface ScoreReader {
  read(from: number, to: number): Bucket | Promise<Bucket>;
}

export const BUCKET_SQL =
  'SELECT group_concat(entry) AS entries, count(*) AS count, max(revision) AS revision FROM score WHERE bucket >= ? AND bucket < ?';

/** What every feature gets of the database. Reads are typed queries; everything that changes goes through `write`. */
export interface Database {
  readonly query: ReturnType<typeof drizzle>;
  readonly scores: ScoreReader;
  /**
   * Runs all statements in one write transaction, or none. Waits a little for another process that is writing.
   * @throws DatabaseUnavailableError when the database stays locked, is full, or cannot be reached.
   */
  write(statements: readonly Statement[]): Promise<WriteResult[]>;
  /** Resolves when the database answers and its schema is there. */
  check(): Promise<void>;
  close(): void;
}

/** The database is locked, full, read-only, broken or out of reach: the caller may try again later. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
}

/** SQLite's result codes that say "not now" or "not here", as opposed to a mistake in our own SQL. */
const UNAVAILABLE =
  /^(SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PROTOCOL|NOMEM|CORRUPT|NOTADB)|HRANA_|SERVER_ERROR|CLIENT_CLOSED)/;

/** How long, in ms, `write` goes on trying while somebody else holds the write lock, and how long between tries. */
const LOCK_WAIT = 2000;
const LOCK_PAUSE = 50;

/** SQLite's code of an error, whichever driver threw it. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof LibsqlError) return error.code;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

function translated(error: unknown): unknown {
  const code = codeOf(error);
  if (code !== undefined) {
    return UNAVAILABLE.test(code)
      ? new DatabaseUnavailableError(`the database refused: ${code}`, { cause: error })
      : error;
  }
  // Anything else a client throws comes from the network below it (fetch failed, connection reset).
  return new DatabaseUnavailableError('the database did not answer', { cause: error });
}

function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error) ?? '');
}

/** Whether the database was what failed, however deep below `error` that is. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof DatabaseUnavailableError) return true;
  }
  return false;
}

/** The client with its failures told apart; what drizzle and everything else runs on. */
function guarded(client: Client): Client {
  const guard =
    <A extends unknown[], R>(run: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        return await run(...args);
      } catch (error) {
        throw translated(error);
      }
    };
  return new Proxy(client, {
    get(target, property) {
      if (property === 'execute') {
        return guard((statement: InStatement | string, args?: InArgs) =>
          typeof statement === 'string' ? target.execute(statement, args) : target.execute(statement),
        );
      }
      if (property === 'migrate') return guard((statements: InStatement[]) => target.migrate(statements));
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Where a local file has a better way than the client. */
interface LocalParts {
  write: Writer;
  scores: ScoreReader;
  close: () => void;
}

/** A database over any libSQL client, local or remote. */
export function createDatabase(client: Client, clock: Clock, local?: LocalParts): Database {
  const scores = local?.scores ?? clientScoreReader(client);
  const write: Writer = local?.write ?? ((statements) => client.batch([...statements], 'write'));
  const query = drizzle({ client: guarded(client) });
  return {
    query,
    scores,
    async write(statements) {
      const deadline = clock.now() + LOCK_WAIT;
      for (;;) {
        try {
          return await write(statements);
        } catch (error) {
          if (!isBusy(error) || clock.now() >= deadline) throw translated(error);
          await clock.sleep(LOCK_PAUSE);
        }
      }
    },
    async check() {
      await query.run(sql`SELECT 1 FROM score LIMIT 1`);
    },
    close() {
      local?.close();
      client.close();
    },
  };
}

/** Reads buckets through the client: right where every query is a request to a server anyway. */
function clientScoreReader(client: Client): ScoreReader {
  return {
    async read(from, to) {
      let row: ResultSet['rows'][number] | undefined;
      try {
        row = (await client.execute({ sql: BUCKET_SQL, args: [from, to] })).rows[0];
      } catch (error) {
        throw translated(error);
      }
      return {
        entries: String(row?.['entries'] ?? ''),
        count: Number(row?.['count']),
        revision: Number(row?.['revision']),
      };
    },
  };
}
