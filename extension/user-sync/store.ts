import { openNotes } from '#extension/notes/database.ts';
import { changedFields, NO_VALUES, NOTE_FIELDS, valuesOf } from '#extension/notes/fields.ts';
import { noteSchema } from '#extension/notes/note.ts';
import { changesOf, type Held, keyOf, merged, type NoteChange, type NoteEntry } from '#extension/user-sync/merge.ts';
import type { SyncedRow, SyncState } from '#extension/user-sync/rows.ts';
import type { SyncResponse } from '#shared/api/user-sync.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const STATE = 'state';

/** Everything a note can hold can be sent, but for text that is not Unicode: it stays here. */
const isSendable = ({ value }: NoteChange) =>
  [value].flat().every((part) => typeof part !== 'string' || part.isWellFormed());

/** A note with texts of other browsers beside its own. */
export interface Unsettled {
  steamId: SteamId;
  name: string | null;
}

export interface UserSyncStore {
  state(): Promise<SyncState | undefined>;
  putState(change: Partial<SyncState>): Promise<void>;
  /** From now on with this account: everything here is to be sent, everything there to be read. */
  begin(owner: string): Promise<void>;
  /** Reads everything of the account anew. */
  again(): Promise<void>;
  /** Forgets the account; notes stay. */
  forget(): Promise<void>;
  pending(): Promise<NoteChange[]>;
  /** Takes an answer in and moves the cursor; true when a note here was changed by it. */
  take(answer: SyncResponse, sent: readonly NoteChange[]): Promise<boolean>;
  /** Everything was read: what was not seen is not in the account, and is to be sent to it. */
  readWhole(): Promise<void>;
  others(steamId: SteamId): Promise<{ version: number; others: SyncedRow['others'] }>;
  unsettled(): Promise<{ notes: Unsettled[]; full: number }>;
  settle(steamId: SteamId, version: number, at: number): Promise<void>;
}

/** In the notes' own database (`name`): a note and what the account knows of it change together or not at all. */
export function createUserSyncStore(name: string): UserSyncStore {
  const { database, tables } = openNotes(name);
  const { notes, edits, synced, syncState } = tables;
  const all = [notes, edits, synced, syncState];
  const state = () => syncState.get(STATE);

  async function heldOf(steamIds: readonly SteamId[]): Promise<Held[]> {
    const keys = steamIds.flatMap((steamId) => NOTE_FIELDS.map((field) => keyOf(steamId, field)));
    const [noteRows, editRows, known] = await Promise.all([
      notes.bulkGet([...steamIds]),
      edits.bulkGet([...steamIds]),
      synced.bulkGet(keys),
    ]);
    const rows = new Map(known.flatMap((row) => (row ? [[row.key, row]] : [])));
    return steamIds.map((steamId, index) => ({
      steamId,
      note: noteSchema.safeParse(noteRows[index]).data,
      edits: editRows[index]?.at ?? {},
      rows: Object.fromEntries(
        NOTE_FIELDS.flatMap((field) => {
          const row = rows.get(keyOf(steamId, field));
          return row ? [[field, row]] : [];
        }),
      ),
    }));
  }

  async function keep({ steamId, note, edits: at, rows }: Held, before: Held): Promise<void> {
    if (note) await notes.put(note);
    // One that could not be read is left where it is.
    else if (before.note) await notes.delete(steamId);
    if (Object.keys(at).length > 0) await edits.put({ steamId, at });
    else await edits.delete(steamId);
    await synced.bulkPut(Object.values(rows));
  }

  /** Everything here that the account is not known to have is to be sent. */
  async function enlist(): Promise<void> {
    for (const row of await notes.toArray()) {
      const note = noteSchema.safeParse(row).data;
      if (!note) continue;
      const [held] = await heldOf([note.steamId]);
      if (!held) continue;
      const unknown = changedFields(NO_VALUES, valuesOf(note)).filter((field) => !held.rows[field]);
      if (unknown.length === 0) continue;
      const at = Object.fromEntries(unknown.map((field) => [field, note.updatedAt]));
      await edits.put({ steamId: note.steamId, at: { ...at, ...held.edits } });
    }
  }

  const fresh = (owner: string): SyncState => ({ owner, cursor: 0, pass: 1, whole: true, failures: 0 });

  return {
    state,
    putState: (change) =>
      database.transaction('rw', syncState, async () => {
        const now = await state();
        if (!now) return;
        const { retryAt: _, ...rest } = now;
        await syncState.put({ ...rest, ...change }, STATE);
      }),
    begin: (owner) =>
      database.transaction('rw', all, async () => {
        await synced.clear();
        await syncState.put(fresh(owner), STATE);
        await enlist();
      }),
    again: () =>
      database.transaction('rw', syncState, async () => {
        const now = await state();
        if (now) await syncState.put({ ...now, cursor: 0, pass: now.pass + 1, whole: true }, STATE);
      }),
    forget: () =>
      database.transaction('rw', synced, syncState, async () => {
        await synced.clear();
        await syncState.clear();
      }),

    pending: () =>
      database.transaction('r', all, async () => {
        const open = await edits.toArray();
        return (await heldOf(open.map(({ steamId }) => steamId))).flatMap(changesOf).filter(isSendable);
      }),

    take: (answer, sent) =>
      database.transaction('rw', all, async () => {
        const now = await state();
        if (!now) return false;
        const byPlayer = new Map<SteamId, { sent: Parameters<typeof merged>[1][number][]; entries: NoteEntry[] }>();
        const of = (steamId: SteamId) => {
          const found = byPlayer.get(steamId) ?? { sent: [], entries: [] };
          byPlayer.set(steamId, found);
          return found;
        };
        sent.forEach((change, index) => {
          const result = answer.results[index];
          if (result) of(change.steamId).sent.push({ change, result });
        });
        for (const entry of answer.entries) if (entry.field !== 'setting') of(entry.steamId).entries.push(entry);
        let changed = false;
        for (const held of await heldOf([...byPlayer.keys()])) {
          const news = of(held.steamId);
          const after = merged(held, news.sent, news.entries, now.pass);
          if (changedFields(valuesOf(held.note), valuesOf(after.note)).length > 0) changed = true;
          await keep(after, held);
        }
        await syncState.put({ ...now, cursor: Math.max(now.cursor, answer.cursor) }, STATE);
        return changed;
      }),

    readWhole: () =>
      database.transaction('rw', all, async () => {
        const now = await state();
        if (!now?.whole) return;
        await synced.filter(({ pass }) => pass !== now.pass).delete();
        await enlist();
        await syncState.put({ ...now, whole: false }, STATE);
      }),

    async others(steamId) {
      const row = await synced.get(keyOf(steamId, 'text'));
      const note = noteSchema.safeParse(await notes.get(steamId)).data;
      if (!row || row.settles === row.version) return { version: 0, others: [] };
      return { version: row.version, others: row.others.filter(({ text }) => text !== note?.text) };
    },

    async unsettled() {
      const rows = await synced.filter(({ others, full }) => others.length > 0 || full === true).toArray();
      const open = rows.filter((row) => row.others.length > 0 && row.settles !== row.version);
      const players = await notes.bulkGet(open.map(({ steamId }) => steamId));
      return {
        notes: open.map(({ steamId }, index) => {
          return { steamId, name: noteSchema.safeParse(players[index]).data?.name ?? null };
        }),
        full: rows.filter(({ full }) => full).length,
      };
    },

    settle: (steamId, version, at) =>
      database.transaction('rw', all, async () => {
        const [held] = await heldOf([steamId]);
        const row = held?.rows.text;
        if (!held || row?.version !== version) return;
        const settled = { ...held, rows: { ...held.rows, text: { ...row, settles: version } } };
        await keep({ ...settled, edits: { text: at, ...held.edits } }, held);
      }),
  };
}
