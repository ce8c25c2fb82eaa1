import { Dexie, type Table } from 'dexie';
import type { NoteField } from '#extension/notes/fields.ts';
import type { SyncedRow, SyncState } from '#extension/user-sync/rows.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Fields of a note that were changed here and may not be in the account yet, with when, ms. Also of notes deleted since. */
interface EditRow {
  steamId: SteamId;
  at: Partial<Record<NoteField, number>>;
}

/** Notes, what was changed in them, and what the account is known to hold: in one place, so that one transaction sees all. */
export interface NoteTables {
  notes: Table<unknown, string>;
  edits: Table<EditRow, string>;
  /** Entries of the account as last seen. */
  synced: Table<SyncedRow, string>;
  syncState: Table<SyncState, string>;
}

export function openNotes(name: string): { database: Dexie; tables: NoteTables } {
  const database = new Dexie(name);
  database.version(1).stores({ notes: 'steamId, updatedAt' });
  database.version(2).stores({ edits: 'steamId', synced: 'key', syncState: '' });
  const [notes, edits, synced, syncState] = [
    database.table<unknown, string>('notes'),
    database.table<EditRow, string>('edits'),
    database.table<SyncedRow, string>('synced'),
    database.table<SyncState, string>('syncState'),
  ];
  return { database, tables: { notes, edits, synced, syncState } };
}
