import { useCallback, useRef } from 'preact/hooks';
import { draftOf, type NoteDraft } from '#extension/app/players/note-changes.ts';
import type { Note } from '#extension/notes/note.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { useToast } from '#extension/ui/toast.tsx';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** How long a change can be undone with one press, ms. */
const UNDO_MS = 10_000;

/** What was done, for the words that say it. */
type Change = 'watched' | 'unwatched' | 'trusted' | 'untrusted' | 'tagged' | 'untagged' | 'noted';

/** Keeps these notes in place of what is there, and says so with a way back. Resolves with whether it did; if not, all is as it was. */
export type SaveNotes = (drafts: readonly NoteDraft[], what: Change) => Promise<boolean>;

/** Changes of notes, one or many, each of which can be undone. */
export function useNoteChanges({
  notes,
  setNotes,
}: {
  notes: ReadonlyMap<SteamId, Note>;
  setNotes: (all: readonly Note[]) => void;
}): SaveNotes {
  const words = useWords();
  const toast = useToast();
  const held = useRef(notes);
  held.current = notes;
  return useCallback<SaveNotes>(
    async (drafts, what) => {
      const put = async (wanted: readonly NoteDraft[], retry?: () => void): Promise<boolean> => {
        try {
          setNotes(await send('setNotes', { notes: [...wanted] }));
          return true;
        } catch (error) {
          console.error('notes could not be kept', error);
          toast({
            text: words.t('players.said.failed'),
            tone: 'warn',
            ...(retry && { action: { label: words.t('error.retry'), run: retry }, ms: UNDO_MS }),
          });
          return false;
        }
      };
      const before = drafts.map(({ steamId, name }) =>
        draftOf({ steamId, name: name ?? '', note: held.current.get(steamId) }),
      );
      const undo = async () => {
        // The way back was on the notice that is gone by now.
        if (await put(before, () => void undo())) toast({ text: words.t('players.said.undone') });
      };
      if (!(await put(drafts))) return false;
      const text = words.t(`players.said.${what}`, { count: drafts.length });
      toast(drafts.length === 0 ? { text } : { text, action: { run: () => void undo() }, ms: UNDO_MS });
      return true;
    },
    [words, toast, setNotes],
  );
}
