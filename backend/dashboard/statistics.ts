import { z } from 'zod';
import { figuresSince, keepStatement, loadKept } from '#backend/dashboard/figures-store.ts';
import { type OwnMatch, ownMatches, ownPeople } from '#backend/dashboard/own-figures.ts';
import {
  distribution,
  newsByWeek,
  type PeopleFigures,
  peopleFiguresSchema,
} from '#backend/dashboard/people-figures.ts';
import { beginningOf, hourIn, startOf, weekOf } from '#backend/dashboard/weeks.ts';
import type { MatchJoins } from '#backend/matches/matches.ts';
import { type Clock, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { type Statistics, type statisticsQuerySchema, statisticsResponseSchema } from '#shared/api/dashboard.ts';
import { MODES } from '#shared/api/matches.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface StatisticsDeps {
  database: Database;
  clock: Clock;
  joins: MatchJoins;
}

/** How long statistics stand before they are computed anew, ms. */
const STANDS = { mine: 5 * MINUTE, all: 5 * MINUTE } as const;
const MOST_MAPS = 20;
/** Owner of what is everybody's, and the name under which the job keeps the figures of players. */
export const EVERYBODY = 'all';
export const PEOPLE = 'people';

type Results = NonNullable<Statistics['results']>;
type Mode = (typeof MODES)[number];
const modeSchema = z.enum(MODES).nullable().catch(null);

/** Matches counted by one thing, with how they ended. */
class Tallies<K> {
  readonly #counts = new Map<K, { matches: number; results: Results }>();

  add(key: K, lead: number | null): void {
    const held = this.#counts.get(key) ?? { matches: 0, results: { won: 0, lost: 0, tied: 0 } };
    held.matches += 1;
    if (lead !== null) held.results[lead > 0 ? 'won' : lead < 0 ? 'lost' : 'tied'] += 1;
    this.#counts.set(key, held);
  }

  get(key: K): { matches: number; results: Results } {
    return this.#counts.get(key) ?? { matches: 0, results: { won: 0, lost: 0, tied: 0 } };
  }

  /** Most played first. */
  sorted(): { key: K; matches: number; results: Results }[] {
    return [...this.#counts].map(([key, held]) => ({ key, ...held })).sort((a, b) => b.matches - a.matches);
  }
}

function tally(matches: readonly OwnMatch[], hourOf: (at: number) => number) {
  const all = new Tallies<'all'>();
  const weeks = new Tallies<number>();
  const maps = new Tallies<string>();
  const modes = new Tallies<Mode | null>();
  const hours = Array.from({ length: 24 }, () => 0);
  for (const { playedAt, map, mode, lead } of matches) {
    all.add('all', lead);
    weeks.add(weekOf(playedAt), lead);
    maps.add(map, lead);
    modes.add(modeSchema.parse(mode), lead);
    const hour = hourOf(playedAt);
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  return { all: all.get('all'), weeks, maps, modes, hours };
}

const weeksFrom = (begin: number, now: number): number[] => {
  const first = weekOf(begin);
  return Array.from({ length: weekOf(now) - first + 1 }, (_, index) => first + index);
};

export function createStatistics({ database, clock, joins }: StatisticsDeps) {
  async function mine(steamId: SteamId, weeks: number, zone: string): Promise<Statistics> {
    const now = clock.now();
    const begin = beginningOf(weeks, now);
    const counted = tally(await ownMatches(database, joins.own(steamId, begin)), hourIn(zone));
    const people = await ownPeople(database, joins.people(steamId, begin), begin);
    return {
      ...{ scope: 'mine', computedAt: now, zone, hours: counted.hours },
      ...counted.all,
      weeks: weeksFrom(begin, now).map((week) => ({
        start: Math.max(0, startOf(week)),
        ...counted.weeks.get(week),
        ...(people.weeks.get(week) ?? { people: 0, bans: 0, highScores: 0 }),
      })),
      ...{ scores: people.scores, bands: people.bands, reasons: people.reasons },
      maps: counted.maps
        .sorted()
        .slice(0, MOST_MAPS)
        .map(({ key, ...rest }) => ({ map: key, ...rest })),
      modes: counted.modes.sorted().map(({ key, ...rest }) => ({ mode: key, ...rest })),
    };
  }

  /** As the job left them; nobody known before it ran. */
  async function everybody(): Promise<PeopleFigures> {
    const kept = await loadKept(database, EVERYBODY, PEOPLE);
    const read = kept && peopleFiguresSchema.safeParse(JSON.parse(kept.body)).data;
    return read ?? { ...distribution([]), reasons: [] };
  }

  async function all(weeks: number): Promise<Statistics> {
    const now = clock.now();
    const begin = beginningOf(weeks, now);
    const rows = await figuresSince(database, weekOf(begin));
    const sums = { map: new Map<string, number>(), mode: new Map<string, number>() };
    const byWeek = new Map<number, number>();
    const hours = Array.from({ length: 24 }, () => 0);
    let matches = 0;
    for (const { week, kind, key, matches: n } of rows) {
      if (kind === 'all') {
        matches += n;
        byWeek.set(week, n);
      } else if (kind === 'hour') hours[Number(key)] = (hours[Number(key)] ?? 0) + n;
      else sums[kind].set(key, (sums[kind].get(key) ?? 0) + n);
    }
    const news = new Map<string, number>();
    for (const { week, kind, players } of await newsByWeek(database, begin)) news.set(`${kind} ${week}`, players);
    const sorted = (counts: ReadonlyMap<string, number>) => [...counts].sort(([, a], [, b]) => b - a);
    return {
      ...{ scope: 'all', computedAt: now, zone: 'UTC', matches, results: null, hours },
      weeks: weeksFrom(begin, now).map((week) => ({
        ...{ start: Math.max(0, startOf(week)), matches: byWeek.get(week) ?? 0, results: null, people: null },
        ...{ bans: news.get(`ban ${week}`) ?? 0, highScores: news.get(`score ${week}`) ?? 0 },
      })),
      ...(await everybody()),
      maps: sorted(sums.map)
        .slice(0, MOST_MAPS)
        .map(([map, n]) => ({ map, matches: n, results: null })),
      modes: sorted(sums.mode).map(([mode, n]) => ({ mode: modeSchema.parse(mode), matches: n, results: null })),
    };
  }

  /** The statistics as JSON, as computed a few minutes ago at most. */
  return async function statistics(
    viewer: { userId: string; steamId: SteamId },
    { scope, weeks, zone }: z.infer<typeof statisticsQuerySchema>,
  ): Promise<Statistics> {
    const owner = scope === 'all' ? EVERYBODY : viewer.userId;
    const query = scope === 'all' ? `weeks ${weeks}` : `weeks ${weeks} ${zone}`;
    const kept = await loadKept(database, owner, query);
    if (kept && kept.computedAt + STANDS[scope] > clock.now()) {
      const read = statisticsResponseSchema.safeParse(JSON.parse(kept.body)).data;
      if (read) return read;
    }
    // Read by the schema like what was kept, so that both are the same text and have the same tag.
    const made = statisticsResponseSchema.parse(
      scope === 'all' ? await all(weeks) : await mine(viewer.steamId, weeks, zone),
    );
    await database.write([keepStatement(owner, query, made.computedAt, made)]);
    return made;
  };
}
