import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Note } from '#extension/notes/note.ts';
import { send } from '#extension/ui/send.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface Notes {
  byId: ReadonlyMap<SteamId, Note>;
  trusted: ReadonlySet<SteamId>;
  failed: boolean;
  keep(note: Omit<Note, 'updatedAt'>): void;
  reload(): void;
}

/** What the person keeps about players. */
export function useNotes(): Notes {
  const [notes, setNotes] = useState<readonly Note[]>([]);
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
    keep: (note) => take(send('setNote', { note })),
    reload: () => take(send('notes', {})),
  };
}
