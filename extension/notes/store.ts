import { openNotes } from '#extension/notes/database.ts';
import { changedFields, valuesOf } from '#extension/notes/fields.ts';
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
  /** After each change. `own`: made here, not taken from the account. */
  onChange(listener: (own: boolean) => void): void;
  /** Notes were changed past this store, from the account. */
  renewed(): void;
}

/**
 * The notes' place: a database of their own, since what a person wrote cannot be fetched again as the cache can, which is
 * thrown away when it is damaged.
 */
export function createNoteStore(name: string, report: (what: string, error: unknown) => void): NoteStore {
  const { database, tables } = openNotes(name);
  const { notes: table, edits } = tables;
  const listeners: ((own: boolean) => void)[] = [];
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
  const changed = (own: boolean) => {
    trusted = undefined;
    for (const listener of listeners) listener(own);
  };
  /** Inside a transaction: which fields these notes change, each with when, for whoever syncs them. */
  const noteEdits = async (notes: readonly Note[]) => {
    const ids = notes.map(({ steamId }) => steamId);
    const [held, known] = await Promise.all([table.bulkGet(ids), edits.bulkGet(ids)]);
    const rows = notes.flatMap((note, index) => {
      const fields = changedFields(valuesOf(noteSchema.safeParse(held[index]).data), valuesOf(note));
      if (fields.length === 0) return [];
      const at = Object.fromEntries(fields.map((field) => [field, note.updatedAt]));
      return [{ steamId: note.steamId, at: { ...known[index]?.at, ...at } }];
    });
    await edits.bulkPut(rows);
  };
  const putAll = async (notes: readonly Note[]) => {
    await database.transaction('rw', table, edits, async () => {
      await noteEdits(notes);
      await table.bulkDelete(notes.filter(isEmptyNote).map(({ steamId }) => steamId));
      await table.bulkPut(notes.filter((note) => !isEmptyNote(note)));
    });
    changed(true);
  };
  return {
    all,
    put: (note) => putAll([note]),
    putAll,
    async merge(notes) {
      const taken = await database.transaction('rw', table, edits, async () => {
        const held = await table.bulkGet(notes.map(({ steamId }) => steamId));
        const newer = notes.filter((note, index) => {
          const before = noteSchema.safeParse(held[index]).data;
          return !isEmptyNote(note) && (!before || before.updatedAt < note.updatedAt);
        });
        await noteEdits(newer);
        await table.bulkPut(newer);
        return newer.length;
      });
      changed(true);
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
    renewed: () => changed(false),
  };
}
