import type { z } from 'zod';
import {
  countOf,
  loadSeen,
  matchTotals,
  type NewsPlace,
  newsAndTotals,
  newsBefore,
  type PlayerNews,
  playedBefore,
  saveSeen,
} from '#backend/dashboard/news-store.ts';
import { createStatistics } from '#backend/dashboard/statistics.ts';
import type { MatchJoins } from '#backend/matches/matches.ts';
import { type Clock, DAY } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { PlayerSets, Players } from '#backend/players/players.ts';
import type { Reports } from '#backend/reports/reports.ts';
import {
  type Activity,
  DASHBOARD_ITEMS,
  type DashboardSummary,
  type recentResponseSchema,
  type Statistics,
  type statisticsQuerySchema,
} from '#shared/api/dashboard.ts';
import { BANDS } from '#shared/score/assessment.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export { dashboardPersonalData } from '#backend/dashboard/personal.ts';

export interface DashboardDeps {
  database: Database;
  clock: Clock;
  joins: MatchJoins;
  sets: Pick<PlayerSets, 'watched' | 'reported'>;
  players: Pick<Players, 'briefs'>;
  reports: Pick<Reports, 'outcomesOf' | 'madeBy' | 'totals'>;
  /** Notifications somebody has not read. */
  unread(userId: string): Promise<number>;
}

/** Who looks. */
interface Viewer {
  userId: string;
  steamId: SteamId;
}

/** What the dashboard shows one person. */
export interface Dashboard {
  summary(viewer: Viewer, since: number | undefined): Promise<DashboardSummary>;
  /** Moves forward up to when the summary was looked at; answers with where it is. */
  seen(userId: string, until: number): Promise<number>;
  recent(viewer: Viewer, limit: number, cursor: string | undefined): Promise<z.infer<typeof recentResponseSchema>>;
  statistics(viewer: Viewer, query: z.infer<typeof statisticsQuerySchema>): Promise<Statistics>;
}

/** Looked back at the first time, ms; and most news counted in a summary. */
const FIRST_LOOK = 7 * DAY;
const MOST_NEWS = 2_000;

type Stamped = { place: NewsPlace; item: Activity };

const newestFirst = (a: Stamped, b: Stamped) =>
  b.place.at - a.place.at || (b.place.key > a.place.key ? 1 : b.place.key < a.place.key ? -1 : 0);

function readCursor(cursor: string | undefined): NewsPlace | undefined {
  if (cursor === undefined) return undefined;
  const [, time = '', key = ''] = /^([0-9a-z]{1,11})\.([mcro][A-Za-z0-9_-]{1,60})$/.exec(cursor) ?? [];
  const at = Number.parseInt(time, 36);
  if (Number.isSafeInteger(at)) return { at, key };
  throw new ProblemError('bad-request', {
    detail: 'The cursor is not one we gave.',
    errors: [{ path: 'cursor', message: 'not a cursor' }],
  });
}

/** Own rounds first; null where nobody knows whose they are. */
function roundsOf(a: number | null, b: number | null, lead: number | null): [number, number] | null {
  if (a === null || b === null || lead === null) return null;
  return lead > 0 ? [Math.max(a, b), Math.min(a, b)] : [Math.min(a, b), Math.max(a, b)];
}

export function createDashboard(deps: DashboardDeps): Dashboard {
  const { database, clock, joins, sets, players, reports } = deps;
  const circle = (viewer: Viewer) => ({ people: joins.people(viewer.steamId), watched: sets.watched(viewer) });

  /** Names and scores of those named in news. */
  async function persons(steamIds: readonly SteamId[]) {
    const briefs = await players.briefs([...new Set(steamIds)]);
    return (steamId: SteamId) => {
      const { name = null, entry = null } = briefs.get(steamId) ?? {};
      return { steamId, name, entry };
    };
  }
  type PersonOf = Awaited<ReturnType<typeof persons>>;

  const banOf = (news: PlayerNews, person: PersonOf) => ({
    ...person(news.steamId),
    ...{ at: news.at, vac: news.vac ?? 0, game: news.game ?? 0, lastMetAt: news.lastMetAt },
  });
  const scoreOf = (news: PlayerNews, person: PersonOf) => ({
    ...person(news.steamId),
    ...{ at: news.at, from: news.scoreFrom, to: news.scoreTo ?? 0, lastMetAt: news.lastMetAt },
  });

  return {
    statistics: createStatistics(deps),
    seen: (userId, until) => saveSeen(database, userId, Math.min(until, clock.now())),

    async summary(viewer, asked) {
      const { userId, steamId } = viewer;
      const until = clock.now();
      const since = asked ?? (await loadSeen(database, userId)) ?? Math.max(0, until - FIRST_LOOK);
      const own = joins.own(steamId);
      const { news, totals } = await newsAndTotals(database, circle(viewer), { since, most: MOST_NEWS });
      const outcomes = await reports.outcomesOf(steamId, { since, limit: MOST_NEWS });
      const { fresh, ...played } = await matchTotals(database, own, since);
      const [bans, scores] = [news.filter(({ kind }) => kind === 'ban'), news.filter(({ kind }) => kind === 'score')];
      const first = <T>(all: readonly T[]) => all.slice(0, DASHBOARD_ITEMS);
      const shown = [...first(bans), ...first(scores)].map((each) => each.steamId);
      const person = await persons([...shown, ...first(outcomes).map(({ target }) => target)]);
      const bands = Object.fromEntries(BANDS.map((band) => [band, 0]));
      for (const [place, n] of totals.bands) {
        // Somebody never scored is somebody of whom not enough is known.
        const band = (place === null ? undefined : BANDS[place]) ?? 'not-enough-data';
        bands[band] = (bands[band] ?? 0) + n;
      }
      return {
        since,
        until,
        changes: {
          bans: { count: bans.length, items: first(bans).map((each) => banOf(each, person)) },
          scores: { count: scores.length, items: first(scores).map((each) => scoreOf(each, person)) },
          outcomes: {
            count: outcomes.length,
            items: first(outcomes).map(({ target, at, outcome }) => ({ ...person(target), at, outcome })),
          },
          matches: fresh,
        },
        totals: {
          ...played,
          ...{ people: totals.people, scored: totals.scored, bands: bandsOf(bands) },
          ...{ banned: totals.banned, bannedSinceMet: totals.bannedSinceMet },
          watched: await countOf(database, sets.watched(viewer)),
          ...(await reports.totals(steamId)),
        },
        unread: await deps.unread(userId),
      };
    },

    async recent(viewer, limit, cursor) {
      const { steamId } = viewer;
      const before = readCursor(cursor);
      const page = { before, limit: limit + 1 };
      const played = await playedBefore(database, joins.own(steamId), steamId, page);
      const news = await newsBefore(database, circle(viewer), page);
      const made = await reports.madeBy(steamId, page);
      const decided = await reports.outcomesOf(steamId, { since: -1, ...page });
      const person = await persons([
        ...played.flatMap(({ highest }) => highest ?? []),
        ...news.map((each) => each.steamId),
        ...[...made, ...decided].map(({ target }) => target),
      ]);
      const all: Stamped[] = [
        ...played.map(({ id, at, map, mode, rounds0, rounds1, lead, highest }): Stamped => {
          const result = lead === null ? null : lead > 0 ? 'won' : lead < 0 ? 'lost' : 'tied';
          const rounds = roundsOf(rounds0, rounds1, lead);
          const whom = highest && person(highest);
          return {
            place: { at, key: `m${id}` },
            item: { kind: 'match', at, id, map, mode, result, rounds, highest: whom },
          };
        }),
        ...news.map((each): Stamped => {
          const place = { at: each.at, key: `c${each.id}` };
          if (each.kind === 'ban') return { place, item: { kind: 'ban', ...banOf(each, person) } };
          return { place, item: { kind: 'score', ...scoreOf(each, person) } };
        }),
        ...made.map(({ target, at }): Stamped => {
          return { place: { at, key: `r${target}` }, item: { kind: 'report', ...person(target), at } };
        }),
        ...decided.map(({ target, at, outcome }): Stamped => {
          return { place: { at, key: `o${target}` }, item: { kind: 'outcome', ...person(target), at, outcome } };
        }),
      ].sort(newestFirst);
      const shown = all.slice(0, limit);
      const last = shown.at(-1)?.place;
      return {
        items: shown.map(({ item }) => item),
        next: all.length > limit && last ? `${last.at.toString(36)}.${last.key}` : null,
      };
    },
  };
}

type Bands = DashboardSummary['totals']['bands'];
function bandsOf(counts: Readonly<Record<string, number>>): Bands {
  const of = (band: keyof Bands) => counts[band] ?? 0;
  return {
    unlikely: of('unlikely'),
    suspicious: of('suspicious'),
    'highly-suspicious': of('highly-suspicious'),
    'near-certain': of('near-certain'),
    'not-enough-data': of('not-enough-data'),
  };
}
