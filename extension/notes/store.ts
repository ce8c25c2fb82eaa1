import { Dexie, type Table } from 'dexie';
import { isEmptyNote, type Note, noteSchema } from '#extension/notes/note.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface NoteStore {
  /** Last changed first. */
  all(): Promise<Note[]>;
  /** Keeps a note; an empty one is deleted. */
  put(note: Note): Promise<void>;
  /** Keeps all of these or none; empty ones are deleted. */
  putAll(notes: readonly Note[]): Promise<void>;
  /** Adds these; of two notes on a player the newer one stands. How many were taken. */
  merge(notes: readonly Note[]): Promise<number>;
  /** Whom the person trusts; read once and kept up to date. */
  trusted(): Promise<ReadonlySet<SteamId>>;
  /** After each change. */
  onChange(listener: () => void): void;
}

/**
 * The notes' place: a database of their own, since what a person wrote cannot be fetched again as the cache can, which is
 * thrown away when it is damaged.
 */
export function createNoteStore(name: string, report: (what: string, error: unknown) => void): NoteStore {
  const database = new Dexie(name);
  database.version(1).stores({ notes: 'steamId, updatedAt' });
  const table: Table<unknown, string> = database.table('notes');
  const listeners: (() => void)[] = [];
  let trusted: Promise<ReadonlySet<SteamId>> | undefined;
  const all = async () => {
    const notes: Note[] = [];
    for (const row of await table.orderBy('updatedAt').reverse().toArray()) {
      const read = noteSchema.safeParse(row);
      if (read.success) notes.push(read.data);
      else report('a note is unreadable and left where it is', read.error);
    }
    return notes;
  };
  const changed = () => {
    trusted = undefined;
    for (const listener of listeners) listener();
  };
  return {
    all,
    put: async (note) => {
      if (isEmptyNote(note)) await table.delete(note.steamId);
      else await table.put(note);
      changed();
    },
    async putAll(notes) {
      await database.transaction('rw', table, async () => {
        await table.bulkDelete(notes.filter(isEmptyNote).map(({ steamId }) => steamId));
        await table.bulkPut(notes.filter((note) => !isEmptyNote(note)));
      });
      changed();
    },
    async merge(notes) {
      const taken = await database.transaction('rw', table, async () => {
        const held = await table.bulkGet(notes.map(({ steamId }) => steamId));
        const newer = notes.filter((note, index) => {
          const before = noteSchema.safeParse(held[index]).data;
          return !isEmptyNote(note) && (!before || before.updatedAt < note.updatedAt);
        });
        await table.bulkPut(newer);
        return newer.length;
      });
      changed();
      return taken;
    },
    trusted() {
      trusted ??= all().then((notes) => new Set(notes.filter((note) => note.trusted).map(({ steamId }) => steamId)));
      // One that could not be read is read again the next time.
      trusted.catch(() => {
        trusted = undefined;
      });
      return trusted;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
