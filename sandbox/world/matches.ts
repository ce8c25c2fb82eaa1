import { DAY, type Person } from './person.ts';
import { type Random, randomFor } from './random.ts';

/** The lists of Steam's match history; each has a tab. */
export type MatchList = 'premier' | 'competitive' | 'competitivepermap' | 'scrimmage' | 'wingman';

interface Line {
  person: Person;
  ping: number;
  kills: number;
  assists: number;
  deaths: number;
  mvps: number;
  headshotPercent: number;
  score: number;
}

/** A match the viewer played. */
export interface PlayedMatch {
  list: MatchList;
  map: string;
  /** ms. */
  at: number;
  ranked: boolean;
  waitSeconds: number;
  durationSeconds: number;
  rounds: [number, number];
  teams: [Line[], Line[]];
  /** Host number, match and reservation as in replay links; the replay itself is gone after 30 days. */
  replay: { host: number; match: string; reservation: string };
}

/** How the viewer's matches spread over the lists. */
const SHARES: readonly [MatchList, number][] = [
  ['premier', 0.4],
  ['competitivepermap', 0.3],
  ['wingman', 0.15],
  ['competitive', 0.1],
  ['scrimmage', 0.05],
];
const MAPS = ['Mirage', 'Nuke', 'Inferno', 'Ancient', 'Anubis', 'Dust II', 'Train'] as const;
const WINGMAN_MAPS = ['Inferno', 'Nuke', 'Vertigo', 'Overpass'] as const;

function drawLine(person: Person, rounds: number, random: Random): Line {
  const kd = person.stats ? person.stats.kills / Math.max(1, person.stats.deaths) : 1;
  const share = person.stats ? person.stats.headshotKills / Math.max(1, person.stats.kills) : 0.45;
  const deaths = Math.max(1, Math.round(rounds * (0.68 + 0.1 * random.normal())));
  const kills = Math.max(0, Math.round(deaths * kd * (1 + 0.2 * random.normal())));
  const assists = random.int(0, Math.ceil(rounds / 4));
  const headshots = Math.min(kills, Math.max(0, Math.round(kills * (share + 0.08 * random.normal()))));
  return {
    person,
    ping: random.int(5, 90),
    kills,
    assists,
    deaths,
    mvps: Math.min(random.int(0, 5), kills),
    headshotPercent: kills === 0 ? 0 : Math.round((100 * headshots) / kills),
    score: 2 * kills + assists,
  };
}

/** Rounds of the two teams: one has won, or both have half. */
function drawRounds(short: boolean, random: Random): [number, number] {
  const toWin = short ? 9 : 13;
  const least = toWin - 1;
  const rounds: [number, number] = random.chance(0.06) ? [least, least] : [toWin, random.int(1, least - 1)];
  return random.chance(0.5) ? rounds : [rounds[1], rounds[0]];
}

/**
 * The viewer's matches, newest first, `count` of them, in the time before `start`. Named people come again and again, some
 * friends play along, the rest are strangers; nobody deleted. Whoever is banned before a match is not in it.
 */
export function drawMatches(
  seed: number,
  viewer: Person,
  friends: readonly Person[],
  people: readonly Person[],
  start: number,
  count: number,
): PlayedMatch[] {
  const random = randomFor(seed, 'matches');
  const there = (person: Person, at: number) =>
    person !== viewer &&
    !person.deleted &&
    person.createdAt < at &&
    person.bans.every((ban) => ban.at > at || (ban.kind !== 'vac' && ban.kind !== 'game'));
  const named = people.filter((person) => person.role !== undefined && person !== viewer);
  const matches: PlayedMatch[] = [];
  let at = start - 2 * 3_600_000;
  for (let index = 0; index < count; index += 1) {
    const lot = random.next();
    let sum = 0;
    const list = SHARES.find(([, share]) => {
      sum += share;
      return lot < sum;
    })?.[0];
    const short = list === 'wingman';
    const size = short ? 2 : 5;
    const chosen = new Set<Person>();
    const take = (from: readonly Person[], wanted: number) => {
      for (let tries = 0; tries < 60 && chosen.size < wanted; tries += 1) {
        const person = from.length > 0 ? random.pick(from) : undefined;
        if (person && there(person, at)) chosen.add(person);
      }
    };
    take(friends, random.int(0, size - 1));
    take(named, chosen.size + (short ? 1 : 2));
    take(people, 2 * size - 1);
    const rounds = drawRounds(short, random);
    const total = rounds[0] + rounds[1];
    const all = [...chosen].map((person) => drawLine(person, total, random));
    const own = [drawLine(viewer, total, random), ...all.slice(0, size - 1)];
    const others = all.slice(size - 1);
    const order = (team: Line[]) => team.sort((a, b) => b.score - a.score);
    const teams: [Line[], Line[]] = random.chance(0.5) ? [order(own), order(others)] : [order(others), order(own)];
    matches.push({
      list: list ?? 'premier',
      map: random.pick(short ? WINGMAN_MAPS : MAPS),
      // Steam tells whole seconds.
      at: Math.floor(at / 1000) * 1000,
      ranked: list !== 'scrimmage',
      waitSeconds: random.int(5, 240),
      durationSeconds: total * random.int(75, 105),
      rounds,
      teams,
      replay: {
        host: random.int(100, 400),
        match: `00${3_600_000_000_000_000_000n + BigInt(Math.floor(at)) * 1_000_000n}`,
        reservation: String(random.int(0, 1_999_999_999)).padStart(10, '0'),
      },
    });
    at -= (0.05 + random.next()) * DAY * 0.9;
  }
  return matches;
}
