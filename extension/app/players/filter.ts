import { type KnownPlayer, ORIGINS, type Origin } from '#extension/app/players/known-player.ts';
import type { Settings } from '#extension/settings.ts';
import { bandOf } from '#extension/ui/band.tsx';
import { PLAYER_SETS } from '#shared/api/players-list.ts';
import { BANDS, type Band } from '#shared/score/assessment.ts';
import { parsePlayerReference } from '#shared/steam/references.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const DAY = 86_400_000;

/** `banned` by VAC or a game, `since` after a meeting, `none` looked at and found without, `unknown` not looked at. */
export const BAN_CHOICES = ['any', 'banned', 'since', 'none', 'unknown'] as const;
type BanChoice = (typeof BAN_CHOICES)[number];
export const MET_CHOICES = ['any', 'week', 'month', 'year', 'met', 'never'] as const;
type MetChoice = (typeof MET_CHOICES)[number];
/** What one has said of them oneself. */
export const MARK_CHOICES = ['any', 'watched', 'trusted', 'noted', 'none'] as const;
type MarkChoice = (typeof MARK_CHOICES)[number];
export const SORTS = ['score', 'confidence', 'name', 'ban', 'met', 'assessed'] as const;
export type SortKey = (typeof SORTS)[number];

/** The list: what this browser knows, or one of the backend's. */
export const LISTS = ['here', ...PLAYER_SETS] as const;
type ListName = (typeof LISTS)[number];

export interface PlayersFilter {
  list: ListName;
  /** Name or ID, as typed. */
  q: string;
  /** Of the number that is shown; players without one are left out when either is given. */
  min: number | undefined;
  max: number | undefined;
  /** Least confidence, 0–100. */
  confidence: number;
  /** Empty for all. */
  bands: readonly Band[];
  ban: BanChoice;
  met: MetChoice;
  mark: MarkChoice;
  /** Empty for all. */
  tag: string;
  source: Origin | 'any';
  sort: SortKey;
  order: 'asc' | 'desc';
}

export const NO_FILTER: PlayersFilter = {
  list: 'here',
  q: '',
  min: undefined,
  max: undefined,
  confidence: 0,
  bands: [],
  ban: 'any',
  met: 'any',
  mark: 'any',
  tag: '',
  source: 'any',
  sort: 'score',
  order: 'desc',
};

/** What a column is first sorted by when its header is pressed: names from A, everything else from the most. */
export const firstOrder = (sort: SortKey): 'asc' | 'desc' => (sort === 'name' ? 'asc' : 'desc');

const oneOf = <T extends string>(values: readonly T[], text: string | null): T | undefined =>
  values.find((value) => value === text);

function percent(text: string | null): number | undefined {
  if (text === null || !/^\d{1,3}$/.test(text)) return undefined;
  return Math.min(100, Number(text));
}

/** Reads the filter of an address; what it does not know is as if it were not there. */
export function readFilter(query: URLSearchParams): PlayersFilter {
  const sort = oneOf(SORTS, query.get('sort')) ?? NO_FILTER.sort;
  const bands = (query.get('band') ?? '').split(',');
  return {
    list: oneOf(LISTS, query.get('list')) ?? 'here',
    q: (query.get('q') ?? '').slice(0, 200),
    min: percent(query.get('min')),
    max: percent(query.get('max')),
    confidence: percent(query.get('confidence')) ?? 0,
    bands: BANDS.filter((band) => bands.includes(band)),
    ban: oneOf(BAN_CHOICES, query.get('ban')) ?? 'any',
    met: oneOf(MET_CHOICES, query.get('met')) ?? 'any',
    mark: oneOf(MARK_CHOICES, query.get('mark')) ?? 'any',
    tag: (query.get('tag') ?? '').slice(0, 32),
    source: oneOf(ORIGINS, query.get('source')) ?? 'any',
    sort,
    order: oneOf(['asc', 'desc'], query.get('order')) ?? firstOrder(sort),
  };
}

/** The filter as it stands in an address: only what differs from none. */
export function writeFilter(filter: PlayersFilter): URLSearchParams {
  const query = new URLSearchParams();
  const put = (name: string, value: string, without: string) => {
    if (value !== without) query.set(name, value);
  };
  put('list', filter.list, 'here');
  put('q', filter.q, '');
  put('min', String(filter.min ?? ''), '');
  put('max', String(filter.max ?? ''), '');
  put('confidence', String(filter.confidence), '0');
  put('band', filter.bands.join(','), '');
  put('ban', filter.ban, 'any');
  put('met', filter.met, 'any');
  put('mark', filter.mark, 'any');
  put('tag', filter.tag, '');
  put('source', filter.source, 'any');
  put('sort', filter.sort, NO_FILTER.sort);
  put('order', filter.order, firstOrder(filter.sort));
  return query;
}

/** How many filters are set; list, search and order are none. */
export function countFilters(filter: PlayersFilter): number {
  const { list, q, sort, order } = NO_FILTER;
  return [...writeFilter({ ...filter, list, q, sort, order }).keys()].length;
}

export type Headline = Settings['headline'];

/** The number shown of a player: calibrated, or the rubric's points for those who chose them; null for none. */
export function figureOf({ band, score, rubric }: KnownPlayer, headline: Headline): number | null {
  if (band === undefined) return null;
  return headline === 'rubric' && band !== 'not-enough-data' ? rubric : score;
}

/** The band that goes with the number shown. */
export function shownBand({ band, rubric }: KnownPlayer, headline: Headline): Band | undefined {
  return headline === 'rubric' && band !== undefined && band !== 'not-enough-data' ? bandOf(rubric) : band;
}

/** The player a search names by ID or link; a bare word or a custom URL names none here. */
export function searchedId(q: string): SteamId | undefined {
  const reference = parsePlayerReference(q);
  return reference?.kind === 'id' ? reference.steamId : undefined;
}

/** The custom URL that a search names by a whole link, which only Steam can resolve. */
export function searchedVanity(q: string): string | undefined {
  if (!q.includes('/')) return undefined;
  const reference = parsePlayerReference(q);
  return reference?.kind === 'vanity' ? reference.name.toLowerCase() : undefined;
}

const isBanned = ({ bans }: KnownPlayer) => bans !== undefined && bans.vac + (bans.game ?? 0) > 0;

const BAN_TESTS: Record<Exclude<BanChoice, 'any'>, (player: KnownPlayer) => boolean> = {
  banned: (player) => isBanned(player) || player.banSince !== undefined,
  since: (player) => player.banSince !== undefined,
  none: (player) => player.bans !== undefined && !isBanned(player) && player.banSince === undefined,
  unknown: (player) => player.bans === undefined && player.banSince === undefined,
};
const MET_DAYS = { week: 7, month: 30, year: 365 } as const;
const MARK_TESTS: Record<Exclude<MarkChoice, 'any'>, (player: KnownPlayer) => boolean> = {
  watched: ({ note }) => note?.watched === true,
  trusted: ({ note }) => note?.trusted === true,
  noted: ({ note }) => note !== undefined && (note.text !== '' || note.tags.length > 0),
  none: ({ note }) => note === undefined,
};

/**
 * Everything a filter asks but the search, which looks through all names at once: see `createListing`. Tests that ask
 * nothing are left out, so that 50 000 players take milliseconds.
 */
export function testsOf(filter: PlayersFilter, headline: Headline, now: number): ((player: KnownPlayer) => boolean)[] {
  const tests: ((player: KnownPlayer) => boolean)[] = [];
  const { min, max, confidence, bands, ban, met, mark, tag, source } = filter;
  if (min !== undefined || max !== undefined) {
    const [low, high] = [min ?? 0, max ?? 100];
    tests.push((player) => {
      const figure = figureOf(player, headline);
      return figure !== null && figure >= low && figure <= high;
    });
  }
  if (confidence > 0) tests.push((player) => player.band !== undefined && player.confidence >= confidence);
  if (bands.length > 0) {
    const wanted = new Set<Band | undefined>(bands);
    tests.push((player) => wanted.has(shownBand(player, headline)));
  }
  if (ban !== 'any') tests.push(BAN_TESTS[ban]);
  if (met === 'met') tests.push(({ metAt }) => metAt > 0);
  else if (met === 'never') tests.push(({ metAt }) => metAt === 0);
  else if (met !== 'any') {
    const since = now - MET_DAYS[met] * DAY;
    tests.push(({ metAt }) => metAt >= since);
  }
  if (mark !== 'any') tests.push(MARK_TESTS[mark]);
  if (tag !== '') tests.push(({ note }) => note?.tags.includes(tag) === true);
  if (source !== 'any') tests.push(({ origins }) => origins.has(source));
  return tests;
}
