import type { Statement } from '#backend/platform/database.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Somebody with an account. */
interface Person {
  userId: string;
  steamId: SteamId;
}

/**
 * What a feature holds about people with an account, for the rights over one's own data. Every feature with a table that
 * names users hands one of these to the accounts at composition; a test fails for a table that nobody deletes from.
 */
export interface PersonalData {
  /** Its part of the export, and its count on the receipt of a deletion. */
  name: string;
  /** Everything held, entry by entry, for the export; nothing in it may open anything. */
  entries(person: Person): AsyncIterable<unknown>;
  /** Deletes what is the person's and takes them out of what must stay; runs in the one transaction of the deletion. */
  deletion(person: Person): Statement[];
  /** How many records of each kind are held about somebody as a player; never who made them. */
  counts?(steamId: SteamId): Promise<Record<string, number>>;
}
