import {
  NO_VALUES,
  NOTE_FIELDS,
  type NoteField,
  type NoteValue,
  type NoteValues,
  noteWith,
  sameValue,
  valuesOf,
} from '#extension/notes/fields.ts';
import { isEmptyNote, MAX_TAGS, type Note } from '#extension/notes/note.ts';
import type { SyncedRow } from '#extension/user-sync/rows.ts';
import type { SyncChange, SyncEntry, SyncResult } from '#shared/api/user-sync.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** One player: the note here, which of its fields were edited here and when, and what the account is known to hold. */
export interface Held {
  steamId: SteamId;
  note: Note | undefined;
  edits: Partial<Record<NoteField, number>>;
  rows: Partial<Record<NoteField, SyncedRow>>;
}

export type NoteEntry = Exclude<SyncEntry, { field: 'setting' }>;
export type NoteChange = Exclude<SyncChange, { field: 'setting' }>;

const knownOf = ({ rows }: Held, field: NoteField): NoteValue => rows[field]?.value ?? null;

/** A note that is gone without anybody having deleted it was lost, and comes back from the account. */
function localValues(held: Held): NoteValues {
  if (held.note) return valuesOf(held.note);
  const values: NoteValues = { ...NO_VALUES };
  for (const field of NOTE_FIELDS) {
    if (held.edits[field] === undefined) Object.assign(values, { [field]: knownOf(held, field) });
  }
  return values;
}

/** An edit the account does not have yet. */
const isOpen = (held: Held, values: NoteValues, field: NoteField) =>
  held.edits[field] !== undefined && !sameValue(values[field], knownOf(held, field));

/** The person has chosen among the texts of just this version. */
const isSettled = (row: SyncedRow | undefined) => row?.settles !== undefined && row.settles === row.version;

/** What is to be sent of a player. */
export function changesOf(held: Held): NoteChange[] {
  const { steamId } = held;
  const values = localValues(held);
  return NOTE_FIELDS.flatMap((field): NoteChange[] => {
    const at = held.edits[field];
    const row = held.rows[field];
    const settles = isSettled(row);
    if (at === undefined || !(isOpen(held, values, field) || settles)) return [];
    const made = { steamId, base: row?.version ?? 0, at: Math.max(0, Math.round(at)), ...(settles && { settles }) };
    switch (field) {
      case 'watched':
      case 'trusted':
        return [{ field, value: values[field], ...made }];
      case 'tags':
        return [{ field, value: values.tags, ...made }];
      default:
        return [{ field, value: values[field], ...made }];
    }
  });
}

/** As it can be kept here: null for what says nothing, and no more tags than a note has. */
function keptValue({ value }: NoteEntry | NoteChange): NoteValue {
  if (Array.isArray(value)) return value.length === 0 ? null : value.slice(0, MAX_TAGS);
  return value === false || value === '' ? null : value;
}

const othersOf = (entry: NoteEntry) => (entry.field === 'text' ? entry.others : []);

/**
 * The same player after an answer: what was sent with what became of it, then entries of the account. An edit made here
 * since stays, and is sent from the version it was made from, so that the backend sees the conflict.
 */
export function merged(
  before: Held,
  sent: readonly { change: NoteChange; result: SyncResult }[],
  entries: readonly NoteEntry[],
  pass: number,
): Held {
  const held: Held = { ...before, edits: { ...before.edits }, rows: { ...before.rows } };
  const values: NoteValues = { ...localValues(before) };
  let updatedAt = before.note?.updatedAt ?? 0;
  const take = (field: NoteField, value: NoteValue, at: number) => {
    if (sameValue(values[field], value)) return;
    Object.assign(values, { [field]: value });
    updatedAt = Math.max(updatedAt, at);
  };

  for (const { change, result } of sent) {
    const { field } = change;
    const row = held.rows[field];
    if (result === 'full') {
      held.rows[field] = { ...(row ?? emptyRow(before.steamId, field, pass)), full: true };
      continue;
    }
    const value = keptValue(change);
    const { remote, settles, full: _, ...rest } = row ?? emptyRow(before.steamId, field, pass);
    const lost = remote && result !== 'taken';
    const done = change.settles === true && settles === change.base;
    if (lost && sameValue(values[field], value)) take(field, remote.value, remote.at);
    if (lost) held.rows[field] = { ...rest, ...remote };
    else held.rows[field] = { ...rest, value, ...(done && { others: [] }) };
  }

  for (const entry of entries) {
    const { field, version, at } = entry;
    const row = held.rows[field] ?? emptyRow(before.steamId, field, pass);
    const value = keptValue(entry);
    const known = { version, value, at, others: othersOf(entry) };
    if (version <= row.version) {
      held.rows[field] = { ...row, pass };
      continue;
    }
    const open = isOpen(held, values, field);
    if (open && !sameValue(value, row.value) && !sameValue(value, values[field])) {
      held.rows[field] = { ...row, pass, remote: known };
      continue;
    }
    if (!open) take(field, value, at);
    held.rows[field] = { key: row.key, steamId: row.steamId, field, pass, ...known };
  }

  // Deleted in one browser and edited in another: the text stays.
  const text = held.rows.text;
  const survivor = text?.value === null && values.text === null ? text.others.at(-1) : undefined;
  if (text && survivor) {
    values.text = survivor.text;
    held.edits.text = survivor.at;
    updatedAt = Math.max(updatedAt, survivor.at);
    if (text.others.length === 1) held.rows.text = { ...text, settles: text.version };
  }

  for (const field of NOTE_FIELDS) {
    const row = held.rows[field];
    if (!isOpen(held, values, field) && !isSettled(row)) delete held.edits[field];
  }
  const note = noteWith(before.steamId, values, updatedAt);
  held.note = isEmptyNote(note) ? undefined : note;
  return held;
}

export const keyOf = (steamId: SteamId, field: NoteField) => `${steamId} ${field}`;

function emptyRow(steamId: SteamId, field: NoteField, pass: number): SyncedRow {
  return { key: keyOf(steamId, field), steamId, field, version: 0, value: null, at: 0, others: [], pass };
}
