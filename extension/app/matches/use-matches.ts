import { useCallback, useEffect, useState } from 'preact/hooks';
import { itemOfRow, itemOfSummary, type MatchItem } from '#extension/app/matches/match-item.ts';
import { breathe, eachRow, localDatabase } from '#extension/app/players/local-data.ts';
import { type ScoreRow, scoreRowSchema } from '#extension/cache/rows.ts';
import { type BanMet, banMetSchema, matchRowSchema } from '#extension/sync/rows.ts';
import { send } from '#extension/ui/send.ts';
import type { ReadFailure } from '#extension/ui/states.tsx';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** A match has ten players to check; as many as these take a few milliseconds. */
const PORTION = 150;
const SCORES_PORTION = 500;

export type Entry = NonNullable<ScoreRow['entry']>;

export interface LocalMatches {
  /** Newest first; absent while they are read. */
  matches: readonly MatchItem[] | undefined;
  /** Scores kept here of whoever is in them; they come after the matches. */
  scores: ReadonlyMap<SteamId, Entry>;
  bans: ReadonlyMap<SteamId, BanMet>;
  /** Why they could not be read. */
  failed: ReadFailure | undefined;
  reload(): void;
}

const NOTHING = { matches: undefined, scores: new Map(), bans: new Map(), failed: undefined };

/** The scores kept here of these players, portion by portion. */
async function readScores(steamIds: readonly SteamId[], gone: () => boolean): Promise<Map<SteamId, Entry>> {
  const found = new Map<SteamId, Entry>();
  for (let from = 0; from < steamIds.length && !gone(); from += SCORES_PORTION) {
    for (const row of await localDatabase().scores.bulkGet(steamIds.slice(from, from + SCORES_PORTION))) {
      const read = scoreRowSchema.safeParse(row).data;
      if (read?.entry) found.set(read.steamId, read.entry);
    }
    await breathe();
  }
  return found;
}

/** The matches kept in this browser, with what is known of who played in them. */
export function useLocalMatches(): LocalMatches {
  const [state, setState] = useState<Omit<LocalMatches, 'reload'>>(NOTHING);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let over = false;
    const gone = () => over;
    const read = async () => {
      const { matches, bansMet } = localDatabase();
      const found: MatchItem[] = [];
      await eachRow(matches, matchRowSchema, (row) => found.push(itemOfRow(row)), gone, PORTION);
      found.sort((a, b) => b.playedAt - a.playedAt);
      const bans = new Map<SteamId, BanMet>();
      await eachRow(bansMet, banMetSchema, (ban) => bans.set(ban.steamId, ban), gone);
      if (over) return;
      setState((old) => ({ ...old, matches: found, bans, failed: undefined }));
      const players = new Set(found.flatMap(({ others }) => others.map(({ steamId }) => steamId)));
      const scores = await readScores([...players], gone);
      if (!over) setState((old) => ({ ...old, scores }));
    };
    read().catch((error: unknown) => {
      console.error('the matches could not be read', error);
      if (!over)
        setState((old) => ({
          ...old,
          failed: { of: 'storage', why: error instanceof Error ? error.message : String(error) },
        }));
    });
    return () => {
      over = true;
    };
  }, [turn]);
  const reload = useCallback(() => {
    setState((old) => ({ ...old, failed: undefined }));
    setTurn((old) => old + 1);
  }, []);
  return { ...state, reload };
}

export interface RemoteMatches {
  matches: readonly MatchItem[] | undefined;
  more: boolean;
  failed: 'expired' | 'unreachable' | 'refused' | undefined;
  loadMore(): void;
  retry(): void;
}

interface Read {
  items: readonly MatchItem[];
  next: string | null;
  state: 'loading' | 'ok' | Exclude<RemoteMatches['failed'], undefined>;
}

/** One's own matches as the backend has them, page by page; none while `wanted` is false. */
export function useRemoteMatches(wanted: boolean): RemoteMatches {
  const [read, setRead] = useState<Read>();
  const [turn, setTurn] = useState(0);
  const ask = useCallback(async (before: readonly MatchItem[], cursor: string | null): Promise<Read> => {
    const query: Record<string, string> = { limit: '100', ...(cursor !== null && { cursor }) };
    const answer = await send('listMatches', { query }).catch((error: unknown) => {
      console.warn('the list of matches could not be had', error);
      return { state: 'unreachable' as const };
    });
    if (answer.state !== 'ok') return { items: before, next: cursor, state: answer.state };
    const seen = new Set(before.map(({ id }) => id));
    const fresh = answer.value.items.filter(({ id }) => !seen.has(id)).map(itemOfSummary);
    return { items: [...before, ...fresh], next: answer.value.next, state: 'ok' };
  }, []);
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    setRead(undefined);
    void ask([], null).then((first) => !gone && setRead(first));
    return () => {
      gone = true;
    };
  }, [wanted, turn, ask]);
  const failed = read?.state === 'ok' || read?.state === 'loading' ? undefined : read?.state;
  return {
    matches: failed !== undefined && read?.items.length === 0 ? undefined : read?.items,
    more: (read?.next ?? null) !== null,
    failed,
    loadMore: () => {
      if (!read || read.next === null || read.state !== 'ok') return;
      setRead({ ...read, state: 'loading' });
      void ask(read.items, read.next).then(setRead);
    },
    retry: () => setTurn((old) => old + 1),
  };
}
