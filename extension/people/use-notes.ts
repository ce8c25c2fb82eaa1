import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Note } from '#extension/notes/note.ts';
import { send } from '#extension/ui/send.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface Notes {
  byId: ReadonlyMap<SteamId, Note>;
  trusted: ReadonlySet<SteamId>;
  failed: boolean;
  /** Whether they were read: before that, a note that is kept would take the place of one nobody has seen. */
  known: boolean;
  keep(note: Omit<Note, 'updatedAt'>): void;
  reload(): void;
}

const NONE: readonly Note[] = [];

/** What the person keeps about players. */
export function useNotes(): Notes {
  const [read, setNotes] = useState<readonly Note[]>();
  const notes = read ?? NONE;
  const [failed, setFailed] = useState(false);
  const take = (answer: Promise<Note[]>) => {
    answer.then(
      (all) => {
        setNotes(all);
        setFailed(false);
      },
      () => setFailed(true),
    );
  };
  useEffect(() => take(send('notes', {})), []);
  const byId = useMemo(() => new Map(notes.map((note) => [note.steamId, note])), [notes]);
  const trusted = useMemo(() => new Set(notes.filter((note) => note.trusted).map(({ steamId }) => steamId)), [notes]);
  return {
    byId,
    trusted,
    failed,
    known: read !== undefined,
    keep: (note) => take(send('setNote', { note })),
    reload: () => take(send('notes', {})),
  };
}
