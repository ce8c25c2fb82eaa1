import { isEmptyNote, MAX_TAGS, type Note } from '#extension/notes/note.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** What a note consists of, each changed by itself. */
export const NOTE_FIELDS = ['watched', 'trusted', 'text', 'tags', 'name'] as const;
export type NoteField = (typeof NOTE_FIELDS)[number];

/** The fields of a note; null for what says nothing. */
export interface NoteValues {
  watched: true | null;
  trusted: true | null;
  text: string | null;
  tags: string[] | null;
  name: string | null;
}
export type NoteValue = NoteValues[NoteField];

export const NO_VALUES: NoteValues = { watched: null, trusted: null, text: null, tags: null, name: null };

export const sameValue = (a: NoteValue, b: NoteValue): boolean => JSON.stringify(a) === JSON.stringify(b);

/** An empty note has no fields at all, not even a name: it is not kept. */
export function valuesOf(note: Omit<Note, 'updatedAt'> | undefined): NoteValues {
  if (!note || isEmptyNote(note)) return NO_VALUES;
  return {
    watched: note.watched || null,
    trusted: note.trusted || null,
    text: note.text === '' ? null : note.text,
    tags: note.tags.length === 0 ? null : note.tags,
    name: note.name ?? null,
  };
}

/** The note with these fields; it may be an empty one. Of tags joined from two browsers the first ten. */
export function noteWith(steamId: SteamId, values: NoteValues, updatedAt: number): Note {
  const { watched, trusted, text, tags, name } = values;
  return {
    steamId,
    ...(name !== null && { name }),
    watched: watched === true,
    trusted: trusted === true,
    text: text ?? '',
    tags: (tags ?? []).slice(0, MAX_TAGS),
    updatedAt,
  };
}

/** Fields that differ. */
export function changedFields(before: NoteValues, after: NoteValues): NoteField[] {
  return NOTE_FIELDS.filter((field) => !sameValue(before[field], after[field]));
}
