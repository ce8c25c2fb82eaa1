import { isEmptyNote, type Note } from '#extension/notes/note.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** What an import would do: who is new, whose note gives way to a newer one, and whose stays as it is. */
export interface ImportPreview {
  added: Note[];
  replaced: Note[];
  /** Of the same time or newer here, or saying nothing. */
  kept: number;
}

export function previewOf(notes: readonly Note[], held: ReadonlyMap<SteamId, Note>): ImportPreview {
  const added: Note[] = [];
  const replaced: Note[] = [];
  for (const note of notes) {
    if (isEmptyNote(note)) continue;
    const before = held.get(note.steamId);
    if (!before) added.push(note);
    else if (before.updatedAt < note.updatedAt) replaced.push(note);
  }
  return { added, replaced, kept: notes.length - added.length - replaced.length };
}
