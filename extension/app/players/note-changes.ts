import type { KnownPlayer } from '#extension/app/players/known-player.ts';
import { MAX_TAGS, type Note } from '#extension/notes/note.ts';

export type NoteDraft = Omit<Note, 'updatedAt'>;

/** Most players one action changes: above it a slip of the hand is dear, and watching that many is no watchlist. */
export const MAX_CHANGED = 1_000;

/** The note of a player as it stands, or an empty one. */
export function draftOf({ steamId, name, note }: Pick<KnownPlayer, 'steamId' | 'name' | 'note'>): NoteDraft {
  if (note) {
    const { updatedAt: _, ...draft } = note;
    return draft;
  }
  return { steamId, ...(name !== '' && { name }), watched: false, trusted: false, text: '', tags: [] };
}

/** `on` for watch and trust, `tags` for the other two. */
export type NoteAction =
  | { kind: 'watch'; on: boolean }
  | { kind: 'trust'; on: boolean }
  | { kind: 'tag'; tags: readonly string[] }
  | { kind: 'untag'; tags: readonly string[] };

/** The notes that an action changes, as they are afterwards; those it leaves as they are left out. */
export function changedNotes(players: readonly KnownPlayer[], action: NoteAction): NoteDraft[] {
  return players.flatMap((player) => {
    const draft = draftOf(player);
    if (action.kind === 'watch') return draft.watched === action.on ? [] : [{ ...draft, watched: action.on }];
    if (action.kind === 'trust') return draft.trusted === action.on ? [] : [{ ...draft, trusted: action.on }];
    const has = new Set(draft.tags);
    const tags =
      action.kind === 'tag'
        ? [...draft.tags, ...action.tags.filter((tag) => !has.has(tag))].slice(0, MAX_TAGS)
        : draft.tags.filter((tag) => !action.tags.includes(tag));
    return tags.length === draft.tags.length ? [] : [{ ...draft, tags }];
  });
}
