import Dexie, { type Table } from 'dexie';

/** Rows are `unknown` until a schema has read them. */
export interface Tables {
  scores: Table<unknown, string>;
  details: Table<unknown, string>;
  vanities: Table<unknown, string>;
  recent: Table<unknown, string>;
  matches: Table<unknown, string>;
  people: Table<unknown, string>;
  bansMet: Table<unknown, string>;
  uploads: Table<unknown, string>;
}

/**
 * The indexes of every version there ever was, oldest first. A change is a new version at the end, with an `upgrade` where
 * rows must change; what is here is never edited, since browsers in the field have it.
 */
export const VERSIONS: readonly { stores: Record<string, string> }[] = [
  {
    stores: {
      scores: 'steamId, expiresAt',
      details: 'steamId, expiresAt',
      vanities: 'vanity, expiresAt',
      recent: 'steamId, at',
    },
  },
  // The matches of the user's own history, whom they met there, and who of these was banned since.
  {
    stores: {
      matches: 'id, playedAt, *playerIds',
      people: 'steamId, lastMetAt, bansCheckedAt',
      bansMet: 'id, noticedAt',
    },
  },
  // Which matches the backend has, by account.
  { stores: { uploads: 'id, [account+state], [account+flawed+playedAt]' } },
];

/** Not yet opened: its first use does that. Only the background and extension pages may. */
export function createDatabase(name: string): Dexie & Tables {
  const database = new Dexie(name);
  VERSIONS.forEach(({ stores }, index) => {
    database.version(index + 1).stores(stores);
  });
  // Dexie makes the tables of the last version as properties of the instance.
  return database as Dexie & Tables;
}

/**
 * Opens the database. One that cannot be opened is damaged and holds nothing that could not be fetched again: it is deleted
 * and made anew, once. Where the browser allows no database at all, the cache says so at every use and nothing else breaks.
 */
export async function openDatabase(database: Dexie, report: (what: string, error: unknown) => void): Promise<void> {
  try {
    await database.open();
  } catch (error) {
    report('the cache is damaged and starts anew', error);
    try {
      await database.delete({ disableAutoOpen: false });
    } catch (reason) {
      report('there is no cache', reason);
    }
  }
}
