import { Dexie, type Table } from 'dexie';
import { type Rise, riseSchema } from '#extension/notifications/rise.ts';

/** Name of the database in the browser. */
export const NOTICES = 'cstatsentry-notices';

/** More than these are more than anybody looks at: the oldest go. */
const MAX_RISES = 1_000;

/** Scores that rose, in a database of their own: unlike the cache it holds what cannot be fetched again. */
export interface RiseStore {
  /** Newest first. */
  all(): Promise<Rise[]>;
  /** Adds, or changes those of the same ID. */
  put(rises: readonly Rise[]): Promise<void>;
  clear(): Promise<void>;
}

export function createRiseStore(name: string, report: (what: string, error: unknown) => void): RiseStore {
  const database = new Dexie(name);
  database.version(1).stores({ rises: 'id, at' });
  const table: Table<unknown, string> = database.table('rises');
  return {
    async all() {
      const rises: Rise[] = [];
      for (const row of await table.orderBy('at').reverse().toArray()) {
        const read = riseSchema.safeParse(row);
        if (read.success) rises.push(read.data);
        else report('a notice is unreadable and left out', read.error);
      }
      return rises;
    },
    put: (rises) =>
      database.transaction('rw', table, async () => {
        await table.bulkPut([...rises]);
        const excess = (await table.count()) - MAX_RISES;
        if (excess > 0) await table.bulkDelete(await table.orderBy('at').limit(excess).primaryKeys());
      }),
    clear: () => table.clear(),
  };
}
