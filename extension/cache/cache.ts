import type { Dexie, Table } from 'dexie';
import type { z } from 'zod';
import type { Tables } from '#extension/cache/database.ts';
import {
  type DetailsRow,
  detailsRowSchema,
  type RecentRow,
  recentRowSchema,
  type ScoreRow,
  scoreRowSchema,
  type VanityRow,
  vanityRowSchema,
} from '#extension/cache/rows.ts';
import { KEEP_STALE, MAX_ROWS } from '#extension/cache/ttl.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** The local cache. It may fail at any time (disk full, database damaged): reads then find nothing, writes are dropped, both logged. */
export interface Cache {
  scores(steamIds: readonly SteamId[]): Promise<Map<SteamId, ScoreRow>>;
  putScores(rows: readonly ScoreRow[]): Promise<void>;
  countScores(): Promise<number>;
  details(steamId: SteamId): Promise<DetailsRow | undefined>;
  putDetails(row: DetailsRow): Promise<void>;
  vanity(vanity: string): Promise<VanityRow | undefined>;
  putVanity(row: VanityRow): Promise<void>;
  /** Newest first. */
  recent(): Promise<RecentRow[]>;
  putRecent(rows: readonly RecentRow[]): Promise<void>;
  forgetRecent(): Promise<void>;
  /** Everything but the recent lookups, which have their own button. */
  clear(): Promise<void>;
  /** Drops what is long stale, then the oldest above the row caps. */
  evict(now: number): Promise<void>;
}

type Report = (what: string, error: unknown) => void;

export function createCache(database: Dexie & Tables, report: Report): Cache {
  const guarded = async <T>(what: string, fallback: T, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      report(`the cache could not ${what}`, error);
      return fallback;
    }
  };

  /** Rows that the schema accepts; the others are deleted, so that they are fetched anew. */
  const readRows = async <S extends z.ZodType>(table: Table<unknown, string>, keys: readonly string[], schema: S) => {
    const rows: z.infer<S>[] = [];
    const broken: string[] = [];
    const stored = await table.bulkGet([...keys]);
    for (const [index, row] of stored.entries()) {
      if (row === undefined) continue;
      const read = schema.safeParse(row);
      if (read.success) rows.push(read.data);
      else broken.push(keys[index] ?? '');
    }
    if (broken.length) {
      report(`${broken.length} rows of "${table.name}" were unreadable and are dropped`, undefined);
      await table.bulkDelete(broken);
    }
    return rows;
  };

  const one = async <S extends z.ZodType>(table: Table<unknown, string>, key: string, schema: S) =>
    (await readRows(table, [key], schema))[0];

  return {
    scores: (steamIds) =>
      guarded('read scores', new Map(), async () => {
        const rows = await readRows(database.scores, steamIds, scoreRowSchema);
        return new Map(rows.map((row) => [row.steamId, row]));
      }),
    putScores: (rows) => guarded('keep scores', undefined, async () => void (await database.scores.bulkPut([...rows]))),
    countScores: () => guarded('count scores', 0, () => database.scores.count()),
    details: (steamId) => guarded('read details', undefined, () => one(database.details, steamId, detailsRowSchema)),
    putDetails: (row) => guarded('keep details', undefined, async () => void (await database.details.put(row))),
    vanity: (vanity) => guarded('read a custom URL', undefined, () => one(database.vanities, vanity, vanityRowSchema)),
    putVanity: (row) => guarded('keep a custom URL', undefined, async () => void (await database.vanities.put(row))),
    recent: () =>
      guarded('read recent lookups', [], async () => {
        const keys = await database.recent.orderBy('at').reverse().limit(MAX_ROWS.recent).primaryKeys();
        return readRows(database.recent, keys, recentRowSchema);
      }),
    putRecent: (rows) =>
      guarded('keep recent lookups', undefined, async () => void (await database.recent.bulkPut([...rows]))),
    forgetRecent: () => guarded('forget recent lookups', undefined, () => database.recent.clear()),
    clear: () =>
      guarded('be emptied', undefined, async () => {
        await Promise.all([database.scores.clear(), database.details.clear(), database.vanities.clear()]);
      }),
    evict: (now) =>
      guarded('be tidied', undefined, async () => {
        for (const name of ['scores', 'details', 'vanities', 'recent'] as const) {
          const table = database[name];
          const by = name === 'recent' ? 'at' : 'expiresAt';
          if (name !== 'recent')
            await table
              .where(by)
              .below(now - KEEP_STALE)
              .delete();
          const excess = (await table.count()) - MAX_ROWS[name];
          if (excess > 0) await table.bulkDelete(await table.orderBy(by).limit(excess).primaryKeys());
        }
      }),
  };
}
