import type { Person } from '../world/person.ts';
import { DAY } from '../world/person.ts';
import { randomFor } from '../world/random.ts';
import { nameAt } from '../world/view.ts';
import type { World } from '../world/world.ts';
import { figuresOf, uuidFor } from './members.ts';

/** Matches Leetify has of each member. */
const PER_MEMBER = 12;
const TEAM = 5;
const MAPS = ['de_ancient', 'de_anubis', 'de_dust2', 'de_inferno', 'de_mirage', 'de_nuke', 'de_train'] as const;

export interface Played {
  person: Person;
  /** 2 for terrorists, 3 for counter-terrorists at the start. */
  team: 2 | 3;
  kills: number;
  deaths: number;
  assists: number;
  headshots: number;
  damage: number;
  /** Leetify's rating of the match, around 0. */
  rating: number;
  /** Share 0–1, seconds, degrees. */
  head: number;
  spotted: number;
  spray: number;
  reaction: number;
  preaim: number;
}

export interface Match {
  id: string;
  /** When it ended, ms. */
  finishedAt: number;
  map: string;
  /** Rounds of team 2 and of team 3. */
  score: [number, number];
  players: Played[];
}

/** ID of a member's match: it names the member and the number, so that any match can be made again from its ID. */
function matchId(seed: number, owner: Person, index: number): string {
  const tail = uuidFor(seed, `leetify match ${owner.steamId} ${index}`).slice(14);
  return `${owner.accountId.toString(16).padStart(8, '0')}-${index.toString(16).padStart(4, '0')}-${tail}`;
}

/** The matches of a member, newest first. The other players' own lists do not hold them: each has a list of their own. */
export function matchesOf(owner: Person, world: World): Match[] {
  return Array.from({ length: PER_MEMBER }, (_, index) => makeMatch(owner, index, world));
}

export function findMatch(id: string, world: World): Match | undefined {
  const parts = /^([\da-f]{8})-([\da-f]{4})-/.exec(id);
  const accountId = Number.parseInt(parts?.[1] ?? '', 16);
  const index = Number.parseInt(parts?.[2] ?? '', 16);
  const owner = world.people.find((person) => person.accountId === accountId);
  if (!owner || !(index < PER_MEMBER) || matchId(world.seed, owner, index) !== id) return undefined;
  return makeMatch(owner, index, world);
}

function makeMatch(owner: Person, index: number, world: World): Match {
  const random = randomFor(world.seed, `leetify match ${owner.steamId} ${index}`);
  const people = new Set([owner]);
  // The named people meet each other, so that a match page shows more than one kind of player.
  const named = world.people.filter((person) => person.role !== undefined && !person.deleted);
  const crowd = world.people.filter((person) => person.role === undefined);
  const others = owner.role === undefined || crowd.length === 0 ? world.people : named;
  while (people.size < TEAM) people.add(random.pick(others));
  while (people.size < 2 * TEAM) people.add(random.pick(crowd.length > 20 ? crowd : world.people));
  const lost = random.int(1, 11);
  const won = random.chance(0.5);
  const score: [number, number] = won ? [13, lost] : [lost, 13];
  const rounds = 13 + lost;
  return {
    id: matchId(world.seed, owner, index),
    finishedAt: world.now - (index + 1) * 1.7 * DAY,
    map: random.pick(MAPS),
    score,
    players: [...people].map((person, seat) => {
      const figures = figuresOf(person, world);
      const form = 1 + 0.2 * random.normal();
      const kills = Math.max(1, Math.round(rounds * (0.4 + figures.aim / 200) * form));
      const share = (percent: number) => Math.round(Math.min(1, Math.max(0, (percent / 100) * form)) * 10_000) / 10_000;
      return {
        person,
        team: seat < TEAM ? 2 : 3,
        kills,
        deaths: random.int(4, rounds - 1),
        assists: random.int(0, 8),
        headshots: Math.min(kills, Math.round(kills * (0.3 + figures.head / 100))),
        damage: Math.round(kills * 105 + random.int(0, 400)),
        rating: Math.round((figures.aim - 50) * 0.2 * form * 100) / 10_000,
        head: share(figures.head),
        spotted: share(figures.spotted),
        spray: share(figures.spray),
        reaction: Math.round((figures.reactionMs / form) * 10) / 10_000,
        preaim: Math.round((figures.preaim / form) * 10_000) / 10_000,
      };
    }),
  };
}

export const playerName = (person: Person, world: World): string => nameAt(person, world.now);
