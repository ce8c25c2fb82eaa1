import { useCallback, useEffect, useState } from 'preact/hooks';
import { createGathering, type KnownPlayer, withNote } from '#extension/app/players/known-player.ts';
import { breathe, eachRow, localDatabase, PORTION } from '#extension/app/players/local-data.ts';
import { recentRowSchema, scoreRowSchema } from '#extension/cache/rows.ts';
import type { Note } from '#extension/notes/note.ts';
import { banMetSchema, personRowSchema } from '#extension/sync/rows.ts';
import { send } from '#extension/ui/send.ts';
import type { ReadFailure } from '#extension/ui/states.tsx';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** The background did not answer: nothing is wrong with the storage. */
class Unanswered extends Error {}

/** Everybody this browser knows: scores held, people met, notes, bans, lookups. Rejects when the storage cannot be read. */
async function readKnown(gone: () => boolean): Promise<{ players: KnownPlayer[]; notes: Note[] }> {
  const { scores, people, bansMet, recent } = localDatabase();
  const gathering = createGathering();
  const readRows = async () => {
    await eachRow(people, personRowSchema, gathering.person, gone);
    await eachRow(scores, scoreRowSchema, gathering.score, gone);
    await eachRow(bansMet, banMetSchema, gathering.banSince, gone);
    await eachRow(recent, recentRowSchema, gathering.recent, gone);
  };
  const askNotes = () =>
    send('notes', {}).catch((error: unknown) => {
      throw new Unanswered(error instanceof Error ? error.message : String(error));
    });
  const [notes] = await Promise.all([askNotes(), readRows()]);
  for (const note of notes) gathering.note(note);
  const players: KnownPlayer[] = [];
  for (const player of gathering.players()) {
    players.push(player);
    if (players.length % PORTION === 0) await breathe();
  }
  return { players, notes };
}

function failureOf(error: unknown): ReadFailure {
  const why = error instanceof Error ? error.message : String(error);
  return error instanceof Unanswered ? { of: 'background' } : { of: 'storage', why };
}

export interface Known {
  /** Absent while they are read. */
  players: readonly KnownPlayer[] | undefined;
  notes: ReadonlyMap<SteamId, Note>;
  /** Why they could not be read. */
  failed: ReadFailure | undefined;
  reload(): void;
  /** The notes are these now. */
  setNotes(notes: readonly Note[]): void;
}

const byId = (notes: readonly Note[]) => new Map(notes.map((note) => [note.steamId, note]));

/** Players with these notes; the same object where nothing changed, so that nothing of it is drawn anew. */
export function renote(
  players: readonly KnownPlayer[],
  before: ReadonlyMap<SteamId, Note>,
  notes: ReadonlyMap<SteamId, Note>,
): readonly KnownPlayer[] {
  const same = (steamId: SteamId) => before.get(steamId)?.updatedAt === notes.get(steamId)?.updatedAt;
  const known = new Set(players.map(({ steamId }) => steamId));
  const gathering = createGathering();
  for (const note of notes.values()) if (!known.has(note.steamId)) gathering.note(note);
  return [
    ...players.map((player) => (same(player.steamId) ? player : withNote(player, notes.get(player.steamId)))),
    ...gathering.players(),
  ];
}

const NOTHING_YET = { players: undefined, notes: new Map<SteamId, Note>(), failed: undefined };
/** As last read on this page: who comes back from a player finds the list at once, where they left it, and it is read anew behind. */
let last: Pick<Known, 'players' | 'notes' | 'failed'> = NOTHING_YET;

/** Everybody known in this browser, and how reading them went. */
export function useKnown(): Known {
  const [state, setState] = useState(last);
  last = state;
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let gone = false;
    readKnown(() => gone).then(
      ({ players, notes }) => !gone && setState({ players, notes: byId(notes), failed: undefined }),
      (error: unknown) => {
        console.error('the players known here could not be read', error);
        if (!gone) setState((old) => ({ ...old, failed: failureOf(error) }));
      },
    );
    return () => {
      gone = true;
    };
  }, [turn]);
  const reload = useCallback(() => {
    setState((old) => ({ ...old, failed: undefined }));
    setTurn((old) => old + 1);
  }, []);
  const setNotes = useCallback((all: readonly Note[]) => {
    const notes = byId(all);
    setState((old) => ({
      ...old,
      notes,
      players: old.players && renote(old.players, old.notes, notes),
    }));
  }, []);
  return { ...state, reload, setNotes };
}
