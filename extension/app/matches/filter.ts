import type { MatchItem } from '#extension/app/matches/match-item.ts';
import { searchedId } from '#extension/app/players/filter.ts';
import { foldName } from '#extension/app/players/known-player.ts';
import { MATCH_MODES } from '#shared/match-history/match.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const DAY = 86_400_000;

export const WHEN = ['any', 'week', 'month', 'quarter', 'year'] as const;
const DAYS = { week: 7, month: 30, quarter: 90, year: 365 } as const;
export const MODE_CHOICES = ['all', ...MATCH_MODES] as const;
export const RESULTS = ['any', 'won', 'lost', 'tied'] as const;
export const LISTS = ['here', 'backend'] as const;

export interface MatchesFilter {
  list: (typeof LISTS)[number];
  /** Somebody in the match, by name or ID. */
  q: string;
  /** As the page writes it; empty for all. */
  map: string;
  mode: (typeof MODE_CHOICES)[number];
  result: (typeof RESULTS)[number];
  when: (typeof WHEN)[number];
  /** Somebody has at least this number; 0 for all. */
  score: number;
  /** Somebody was banned since. */
  banned: boolean;
}

const oneOf = <T extends string>(values: readonly T[], text: string | null, without: T): T =>
  values.find((value) => value === text) ?? without;

/** Reads the filter of an address; what it does not know is as if it were not there. */
export function readMatchesFilter(query: URLSearchParams): MatchesFilter {
  const score = query.get('score') ?? '';
  return {
    list: oneOf(LISTS, query.get('list'), 'here'),
    q: (query.get('q') ?? '').slice(0, 200),
    map: (query.get('map') ?? '').slice(0, 40),
    mode: oneOf(MODE_CHOICES, query.get('mode'), 'all'),
    result: oneOf(RESULTS, query.get('result'), 'any'),
    when: oneOf(WHEN, query.get('when'), 'any'),
    score: /^\d{1,3}$/.test(score) ? Math.min(100, Number(score)) : 0,
    banned: query.get('banned') === 'yes',
  };
}

/** The filter as it stands in an address: only what differs from none. */
export function writeMatchesFilter({
  list,
  q,
  map,
  mode,
  result,
  when,
  score,
  banned,
}: MatchesFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (list !== 'here') query.set('list', list);
  if (q !== '') query.set('q', q);
  if (map !== '') query.set('map', map);
  if (mode !== 'all') query.set('mode', mode);
  if (result !== 'any') query.set('result', result);
  if (when !== 'any') query.set('when', when);
  if (score > 0) query.set('score', String(score));
  if (banned) query.set('banned', 'yes');
  return query;
}

/** How many filters are set; list and search are none. */
export const countMatchFilters = (filter: MatchesFilter): number =>
  [...writeMatchesFilter({ ...filter, list: 'here', q: '' }).keys()].length;

/** The matches a filter leaves, in the order they had. */
export function matchesFitting(
  matches: readonly MatchItem[],
  filter: MatchesFilter,
  scores: ReadonlyMap<SteamId, { score: number | null }>,
  banned: ReadonlySet<SteamId>,
  now: number,
): MatchItem[] {
  const { map, mode, result, when } = filter;
  const since = when === 'any' ? 0 : now - DAYS[when] * DAY;
  const wanted = foldName(filter.q).trim();
  const id = searchedId(filter.q);
  return matches.filter(
    (match) =>
      match.playedAt >= since &&
      (map === '' || match.map === map) &&
      (mode === 'all' || match.mode === mode) &&
      (result === 'any' || match.result === result) &&
      (filter.score === 0 || match.others.some(({ steamId }) => (scores.get(steamId)?.score ?? -1) >= filter.score)) &&
      (!filter.banned || match.others.some(({ steamId }) => banned.has(steamId))) &&
      (wanted === '' ||
        match.others.some(
          ({ steamId, name }) => steamId === id || steamId.includes(wanted) || foldName(name).includes(wanted),
        )),
  );
}
