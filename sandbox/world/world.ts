import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';
import { type Comment, drawComments } from './comments.ts';
import { drawCrowd } from './crowd.ts';
import { gamesOf, type OwnedGame } from './games.ts';
import { drawGroups, type Group } from './groups.ts';
import { drawMatches, type PlayedMatch } from './matches.ts';
import { namedPerson } from './named-person.ts';
import { NAMED_PEOPLE, ROLES, type Role } from './people.ts';
import type { BanEvent, Person } from './person.ts';
import { type Coplay, drawCoplay, drawFriendships, type Friend } from './ties.ts';

export interface WorldOptions {
  seed: number;
  /** Size of the crowd; the named people come on top. */
  people: number;
  /** When the world starts, ms. */
  now: number;
  /** How many matches the viewer has played; 64 by default. */
  matches?: number;
}

/** The viewer's sign-in at Steam: `expired` is renewed by itself when asked, `signed-out` is not. */
type SignIn = 'signed-in' | 'expired' | 'signed-out';

/** The sandbox's people and what ties them together. The same options give the same world, down to the last comment. */
export interface World {
  readonly seed: number;
  /** The moment the world is shown at, ms; starts at the option `now`, moved by `travelTo`. */
  readonly now: number;
  readonly people: readonly Person[];
  named(role: Role): Person;
  /** Anybody, deleted people too. */
  find(steamId: string): Person | undefined;
  /** By vanity name, whatever its case; deleted people have given theirs up. */
  findByVanity(name: string): Person | undefined;
  /** People whose name or vanity contains the text, whatever its case. */
  search(text: string): Person[];
  friendsOf(person: Person): readonly Friend[];
  coplayOf(person: Person): readonly Coplay[];
  commentsOn(person: Person): readonly Comment[];
  gamesOf(person: Person): readonly OwnedGame[];
  readonly groups: readonly Group[];
  /** The viewer's, newest first. */
  readonly matches: readonly PlayedMatch[];
  /** Whether the viewer's browser is signed in at Steam. */
  signIn: SignIn;
  /** Moves the clock; bans and name changes due by then have then happened. */
  travelTo(now: number): void;
  /** Bans somebody at the world's present moment. */
  ban(steamId: SteamId, kind: BanEvent['kind']): void;
  rename(steamId: SteamId, name: string): void;
  /** Undoes `travelTo`, `ban` and `rename`, and signs the viewer in. */
  reset(): void;
}

/** Computes a value once, when first asked. */
function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export function createWorld(options: WorldOptions): World {
  const { seed, now: start } = options;
  let now = start;
  const named = new Map(ROLES.map((role) => [role, namedPerson(role, start)]));
  const taken = new Set(ROLES.map((role) => NAMED_PEOPLE[role].accountId));
  const people = [...named.values(), ...drawCrowd(seed, options.people, start, taken)];
  const byId = new Map(people.map((person) => [person.steamId, person]));
  const byVanity = new Map(
    people.flatMap((person) =>
      person.vanity !== undefined && !person.deleted ? [[person.vanity.toLowerCase(), person]] : [],
    ),
  );
  const friends = lazily(() => drawFriendships(seed, people, start));
  const groups = lazily(() => drawGroups(seed, people));
  const matches = lazily(() => {
    const viewer = named.get('viewer');
    const known = (viewer && friends().get(viewer)) ?? [];
    return viewer
      ? drawMatches(
          seed,
          viewer,
          known.map(({ person }) => person),
          people,
          start,
          options.matches ?? 64,
        )
      : [];
  });
  const changed = new Map<Person, Pick<Person, 'bans' | 'names'>>();

  const find = (steamId: string): Person | undefined => (isSteamId(steamId) ? byId.get(steamId) : undefined);
  const toChange = (steamId: SteamId): Person => {
    const person = find(steamId);
    if (!person) throw new Error(`nobody has the SteamID ${steamId}`);
    if (!changed.has(person)) changed.set(person, { bans: [...person.bans], names: [...person.names] });
    return person;
  };

  return {
    seed,
    get now() {
      return now;
    },
    people,
    named(role) {
      const person = named.get(role);
      if (!person) throw new Error(`no person has the role ${role}`);
      return person;
    },
    find,
    findByVanity: (name) => byVanity.get(name.toLowerCase()),
    search(text) {
      const needle = text.toLowerCase();
      return people.filter(
        (person) =>
          !person.deleted &&
          ((person.names.at(-1)?.value ?? '').toLowerCase().includes(needle) || person.vanity?.includes(needle)),
      );
    },
    friendsOf: (person) => friends().get(person) ?? [],
    coplayOf: (person) => drawCoplay(seed, person, people, start),
    commentsOn: (person) => drawComments(seed, person, people, start),
    gamesOf: (person) => gamesOf(seed, person),
    get groups() {
      return groups();
    },
    get matches() {
      return matches();
    },
    signIn: 'signed-in',
    travelTo(time) {
      now = time;
    },
    ban(steamId, kind) {
      toChange(steamId).bans.push({ kind, at: now });
    },
    rename(steamId, name) {
      toChange(steamId).names.push({ value: name, since: now });
    },
    reset() {
      now = start;
      this.signIn = 'signed-in';
      for (const [person, before] of changed) Object.assign(person, before);
      changed.clear();
    },
  };
}
