import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PlayersFilter } from '#extension/app/players/filter.ts';
import { type KnownPlayer, listedPlayer } from '#extension/app/players/known-player.ts';
import type { Note } from '#extension/notes/note.ts';
import { send } from '#extension/ui/send.ts';
import type { ListedPlayer } from '#shared/api/players-list.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const DAY = 86_400_000;
/** Meeting times are asked for by the day, so that a list has the same address all day. */
const MET_DAYS = { week: 7, month: 30, year: 365 } as const;
const PAGE = '100';
/** After the last key, before the backend is asked, ms. */
const PAUSE_MS = 250;

/** A filter as the query of `GET /v1/players`. What only this browser knows (notes, tags, where from) is left out. */
export function listQuery(filter: PlayersFilter, now: number): Record<string, string> {
  const { list, q, min, max, confidence, bands, ban, met, sort, order } = filter;
  const days = met === 'week' || met === 'month' || met === 'year' ? MET_DAYS[met] : undefined;
  const today = now - (now % DAY);
  return {
    among: list === 'here' ? 'known' : list,
    ...(q.trim() !== '' && { q: q.trim() }),
    ...(min !== undefined && { minScore: String(min) }),
    ...(max !== undefined && { maxScore: String(max) }),
    ...(confidence > 0 && { minConfidence: String(confidence) }),
    ...(bands.length > 0 && { band: bands.join(',') }),
    ...((ban === 'banned' || ban === 'none') && { ban }),
    ...(ban === 'since' && { ban: 'since-met' }),
    ...(days !== undefined && { metFrom: String(today - days * DAY) }),
    sort,
    order,
    limit: PAGE,
  };
}

export interface Listed {
  /** Those read so far; absent while the first are on their way. */
  players: readonly KnownPlayer[] | undefined;
  more: boolean;
  /** Why there are none, or no more. */
  failed: 'expired' | 'unreachable' | 'refused' | undefined;
  loadMore(): void;
  retry(): void;
}

interface Read {
  query: string;
  items: readonly ListedPlayer[];
  next: string | null;
  state: 'loading' | 'ok' | Exclude<Listed['failed'], undefined>;
}

/** Players of the backend's list, page by page; none while `filter` names the list of this browser, or nobody is signed in. */
export function useListed(filter: PlayersFilter, notes: ReadonlyMap<SteamId, Note>, signedIn: boolean): Listed {
  const [read, setRead] = useState<Read>();
  const [turn, setTurn] = useState(0);
  const wanted = filter.list === 'here' || !signedIn ? undefined : JSON.stringify(listQuery(filter, Date.now()));
  const latest = useRef(wanted);
  latest.current = wanted;

  const ask = useCallback(async (query: string, before: readonly ListedPlayer[], cursor: string | null) => {
    const asked: Record<string, string> = { ...JSON.parse(query), ...(cursor !== null && { cursor }) };
    const answer = await send('listPlayers', { query: asked }).catch((error: unknown) => {
      console.warn('the list of players could not be had', error);
      return { state: 'unreachable' as const };
    });
    if (latest.current !== query) return;
    if (answer.state !== 'ok') return setRead({ query, items: before, next: cursor, state: answer.state });
    // A player whose place changed between two pages may come twice.
    const seen = new Set(before.map(({ steamId }) => steamId));
    const fresh = answer.value.items.filter(({ steamId }) => !seen.has(steamId));
    setRead({ query, items: [...before, ...fresh], next: answer.value.next, state: 'ok' });
  }, []);

  useEffect(() => {
    if (wanted === undefined) return;
    setRead((old) => (old?.query === wanted && turn === 0 ? old : undefined));
    const timer = setTimeout(() => void ask(wanted, [], null), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted, turn, ask]);

  const current = read?.query === wanted ? read : undefined;
  const players = useMemo(
    () => current?.items.map((item) => listedPlayer(item, notes.get(item.steamId))),
    [current?.items, notes],
  );
  const loadMore = useCallback(() => {
    if (!current || current.next === null || current.state !== 'ok') return;
    setRead({ ...current, state: 'loading' });
    void ask(current.query, current.items, current.next);
  }, [current, ask]);
  const failed = current?.state === 'ok' || current?.state === 'loading' ? undefined : current?.state;
  return {
    players: failed !== undefined && players?.length === 0 ? undefined : players,
    more: (current?.next ?? null) !== null,
    failed,
    loadMore,
    retry: () => setTurn((old) => old + 1),
  };
}
