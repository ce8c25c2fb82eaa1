import { DAY, type Person } from './person.ts';
import { randomFor } from './random.ts';

/** A friendship as one side sees it. */
export interface Friend {
  person: Person;
  /** ms. */
  since: number;
}

/** Most friends the one person with very many has. */
const MANY_FRIENDS = 2050;

/**
 * Who is friends with whom: a ring where everybody knows some neighbours, with some of the ties rewired anywhere (a
 * small world), and ties set by hand for the named people. Symmetric; deleted people have none.
 */
export function drawFriendships(seed: number, people: readonly Person[], now: number): Map<Person, Friend[]> {
  const ties = new Map<Person, Map<Person, number>>();
  const random = randomFor(seed, 'friendships');
  const tie = (a: Person | undefined, b: Person | undefined): void => {
    if (!a || !b || a === b || a.deleted || b.deleted) return;
    const since = Math.max(a.createdAt, b.createdAt) + random.next() * (now - Math.max(a.createdAt, b.createdAt));
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const of = ties.get(from) ?? new Map<Person, number>();
      if (!of.has(to)) of.set(to, Math.floor(since));
      ties.set(from, of);
    }
  };
  const role = (name: string): Person | undefined => people.find((person) => person.role === name);
  const crowd = people.filter((person) => person.role === undefined);
  crowd.forEach((person, i) => {
    for (let step = random.int(1, 9); step > 0; step--) {
      tie(person, random.chance(0.15) ? random.pick(crowd) : crowd[(i + step) % crowd.length]);
    }
  });
  const viewer = role('viewer');
  const many = role('manyFriends');
  for (const person of people) {
    if (person.role === undefined || person.role === 'noFriends') continue;
    tie(viewer, person);
    if (person.role !== 'viewer' && crowd.length > 0)
      for (let i = random.int(2, 8); i > 0; i--) tie(person, random.pick(crowd));
  }
  for (let i = 0; i < 60 && crowd.length > 0; i++) tie(viewer, random.pick(crowd));
  const stride = crowd.length / Math.min(MANY_FRIENDS, crowd.length);
  const size = () => ties.get(many ?? ({} as Person))?.size ?? 0;
  for (let i = 0; many && i < crowd.length && size() < MANY_FRIENDS; i++)
    tie(many, crowd[Math.floor(i * stride) % crowd.length]);
  for (let i = 0; many && i < crowd.length && size() < MANY_FRIENDS; i++) tie(many, crowd[i]);
  return new Map(
    [...ties].map(([person, of]) => [person, [...of].map(([friend, since]) => ({ person: friend, since }))]),
  );
}

/** People met in one sitting of one game. */
export interface Coplay {
  appid: number;
  game: string;
  /** ms. */
  at: number;
  people: Person[];
}

/** Whom a person recently played with, newest sitting first; the viewer met most named people. */
export function drawCoplay(seed: number, person: Person, people: readonly Person[], now: number): Coplay[] {
  const random = randomFor(seed, `coplay ${person.accountId}`);
  const named = people.filter((other) => other.role !== undefined && other !== person && !other.deleted);
  const pool = people.filter((other) => other !== person && !other.deleted);
  const sittings: Coplay[] = [];
  for (let i = 0; i < 8 && pool.length > 0; i++) {
    const met = new Set<Person>(person.role === 'viewer' ? named.slice(i * 5, i * 5 + 5) : []);
    while (met.size < Math.min(9, pool.length)) met.add(random.pick(pool));
    sittings.push({
      appid: 730,
      game: 'Counter-Strike 2',
      at: Math.floor(now - (i * 1.3 + random.next()) * DAY),
      people: [...met],
    });
  }
  return sittings;
}
