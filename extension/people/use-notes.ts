import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Note } from '#extension/notes/note.ts';
import { send } from '#extension/ui/send.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

type Draft = Omit<Note, 'updatedAt'>;

export interface Notes {
  /** As the person wants them: also those that are being kept, or could not be. */
  byId: ReadonlyMap<SteamId, Note>;
  trusted: ReadonlySet<SteamId>;
  /** They could not be read. */
  failed: boolean;
  /** Some could not be kept: only this page has them. */
  unkept: boolean;
  /** Whether they were read: before that, a note that is kept would take the place of one nobody has seen. */
  known: boolean;
  keep(note: Draft): void;
  /** Sends what could not be kept once more. */
  keepAgain(): void;
  reload(): void;
}

const NONE: readonly Note[] = [];
/** The last draft of each player, until it is kept. */
type Drafts = ReadonlyMap<SteamId, { draft: Draft; failed: boolean }>;
const NO_DRAFTS: Drafts = new Map();

/** What the person keeps about players. */
export function useNotes(): Notes {
  const [read, setNotes] = useState<readonly Note[]>();
  const [failed, setFailed] = useState(false);
  const [drafts, setDrafts] = useState(NO_DRAFTS);
  const take = (all: readonly Note[]) => {
    setNotes(all);
    setFailed(false);
  };
  const reload = () => {
    send('notes', {}).then(take, () => setFailed(true));
  };
  useEffect(reload, []);
  const keep = (draft: Draft) => {
    const { steamId } = draft;
    // How one ends that a later one took the place of changes nothing.
    const end = (ended: 'kept' | 'failed') =>
      setDrafts((old) => {
        if (old.get(steamId)?.draft !== draft) return old;
        const now = new Map(old);
        if (ended === 'kept') now.delete(steamId);
        else now.set(steamId, { draft, failed: true });
        return now;
      });
    setDrafts((old) => new Map(old).set(steamId, { draft, failed: false }));
    send('setNote', { note: draft }).then(
      (all) => {
        take(all);
        end('kept');
      },
      (error: unknown) => {
        console.error('a note could not be kept', error);
        end('failed');
      },
    );
  };
  const byId = useMemo(() => {
    const notes = new Map((read ?? NONE).map((note) => [note.steamId, note]));
    for (const [steamId, { draft }] of drafts) {
      notes.set(steamId, { ...draft, updatedAt: notes.get(steamId)?.updatedAt ?? 0 });
    }
    return notes;
  }, [read, drafts]);
  const trusted = useMemo(
    () => new Set([...byId.values()].filter((note) => note.trusted).map(({ steamId }) => steamId)),
    [byId],
  );
  const unkept = [...drafts.values()].filter((each) => each.failed);
  return {
    byId,
    trusted,
    failed,
    unkept: unkept.length > 0,
    known: read !== undefined,
    keep,
    keepAgain: () => {
      for (const { draft } of unkept) keep(draft);
    },
    reload,
  };
}
