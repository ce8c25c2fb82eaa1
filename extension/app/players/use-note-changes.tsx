import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { draftOf, type NoteDraft } from '#extension/app/players/note-changes.ts';
import type { Note } from '#extension/notes/note.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** How long a change can be undone with one press, ms. */
const UNDO_MS = 10_000;

/** What was done, for the words that say it. */
export type Change = 'watched' | 'unwatched' | 'trusted' | 'untrusted' | 'tagged' | 'untagged' | 'noted';

interface Said {
  what: Change | 'failed' | 'undone';
  count: number;
  /** The notes as they were. */
  before: NoteDraft[];
}

export interface NoteChanges {
  /** Keeps these notes in place of what is there, and says so with a way back. */
  save(drafts: readonly NoteDraft[], what: Change): void;
  /** To be put into the page. */
  notice: ComponentChildren;
}

/** Changes of notes, one or many, each of which can be undone. */
export function useNoteChanges({
  notes,
  setNotes,
}: {
  notes: ReadonlyMap<SteamId, Note>;
  setNotes: (all: readonly Note[]) => void;
}): NoteChanges {
  const words = useWords();
  const [said, setSaid] = useState<Said>();
  const held = useRef(notes);
  held.current = notes;
  const put = useCallback(
    (drafts: readonly NoteDraft[], then: Said) => {
      send('setNotes', { notes: [...drafts] }).then(
        (all) => {
          setNotes(all);
          setSaid(then);
        },
        (error: unknown) => {
          console.error('notes could not be kept', error);
          setSaid({ ...then, what: 'failed', before: [] });
        },
      );
    },
    [setNotes],
  );
  const save = useCallback(
    (drafts: readonly NoteDraft[], what: Change) => {
      const before = drafts.map(({ steamId, name }) =>
        draftOf({ steamId, name: name ?? '', note: held.current.get(steamId) }),
      );
      put(drafts, { what, count: drafts.length, before });
    },
    [put],
  );
  useEffect(() => {
    if (!said || said.what === 'failed') return;
    const timer = setTimeout(() => setSaid(undefined), UNDO_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const notice = (
    <div class="undo-bar" data-shown={said !== undefined} data-tone={said?.what === 'failed' ? 'bad' : 'plain'}>
      <p role="status">{said && words.t(`players.said.${said.what}`, { count: said.count })}</p>
      {said && said.before.length > 0 && (
        <button type="button" onClick={() => put(said.before, { what: 'undone', count: said.count, before: [] })}>
          {words.t('players.undo')}
        </button>
      )}
    </div>
  );
  return { save, notice };
}
