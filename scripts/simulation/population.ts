import { type Random, randomFor } from '#sandbox/world/random.ts';
import { type Meetings, ReportBook } from '#shared/reports/report-book.ts';
import type { AccountTier } from '#shared/reports/reporter.ts';

/**
 * Who plays, whom the users meet in half a year, and whom honest users report. Nothing here is measured: the figures are
 * assumptions, chosen so that most cheaters are reported by a minority of those who meet them.
 */

export const PLAYERS = 60_000;
export const HONEST = 1_000;
const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** The half-year ends now. */
export const PERIOD = 26 * WEEK;
export const NOW = Date.UTC(2026, 0, 1);
export const SHAPES = ['sparse', 'dense'] as const;
/** `sparse`: everybody is drawn from everybody. `dense`: the users live in ten small pools and keep meeting the same people. */
export type Shape = (typeof SHAPES)[number];
const POOLS = 10;
const POOL_SIZE = 600;

type Kind = 'ordinary' | 'skilled' | 'subtle' | 'blatant';
/** Shares of players, the rest ordinary; how likely somebody who met one reports; and how many cheaters are banned meanwhile. */
const SHARES = { skilled: 0.05, subtle: 0.015, blatant: 0.015 };
const REPORTED_BY: Record<Kind, number> = { ordinary: 0.005, skilled: 0.04, subtle: 0.25, blatant: 0.5 };
const BANNED = 0.4;

/** Matches of a user in the half-year, log-normal, and the others in a match. */
const MATCHES = { median: 150, sigma: 0.6, min: 20, max: 600 };
const OTHERS = 9;
/** Users who have a friend to queue with, how often they do, and how often one's report makes the other report too. */
const PARTIES = { share: 0.3, together: 0.5, follow: 0.5 };
const TIERS: readonly AccountTier[] = ['new', 'middling', 'middling', 'established', 'established'];

export interface User {
  tier: AccountTier;
  origins: string[];
  /** Index of the user they queue with. */
  friend?: number;
  /** Multiplies how readily this one reports. */
  strictness: number;
  matches: number;
}

export interface Report {
  user: number;
  player: number;
  at: number;
  party?: string;
}

/** Room for users of attacks beside the honest ones. */
const MOST_USERS = HONEST + 450;
const WORDS = Math.ceil(MOST_USERS / 32);
const SAMPLED = 16;
const SAMPLE_WORDS = Math.ceil(PLAYERS / SAMPLED / 32);

function bitCount(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** A bit for every user and player. */
export class Encounters implements Meetings {
  readonly #bits: Int32Array;
  readonly #counts: Int32Array;
  /** The players each user met, a bit each, for one player in sixteen, as `MeetingSets` has them. */
  readonly #samples: Int32Array[];
  /** What `#commonShare` has found, −1 where it was not asked. */
  readonly #shares: Float32Array;

  constructor(from?: Encounters) {
    this.#bits = from ? from.#bits.slice() : new Int32Array(PLAYERS * WORDS);
    this.#counts = from ? from.#counts.slice() : new Int32Array(PLAYERS);
    this.#samples = from ? from.#samples.map((sample) => sample.slice()) : [];
    this.#shares = new Float32Array(MOST_USERS * MOST_USERS).fill(-1);
  }

  /** Users are named by their index, as reporters are in the book. */
  met(user: number, player: number): boolean {
    return ((this.#bits[player * WORDS + (user >> 5)] ?? 0) & (1 << (user & 31))) !== 0;
  }

  count(player: number): number {
    return this.#counts[player] ?? 0;
  }

  meet(user: number, player: number): void {
    if (this.met(user, player)) return;
    const at = player * WORDS + (user >> 5);
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (user & 31));
    this.#counts[player] = this.count(player) + 1;
    if (player % SAMPLED !== 0) return;
    let sample = this.#samples[user];
    if (sample === undefined) {
      sample = new Int32Array(SAMPLE_WORDS);
      this.#samples[user] = sample;
    }
    const bit = player / SAMPLED;
    sample[bit >> 5] = (sample[bit >> 5] ?? 0) | (1 << (bit & 31));
  }

  commonShares(a: number, b: number): readonly [number, number] {
    return [this.#commonShare(a, b), this.#commonShare(b, a)];
  }

  #commonShare(user: number, other: number): number {
    const key = user * MOST_USERS + other;
    const known = this.#shares[key] ?? -1;
    if (known >= 0) return known;
    const share = this.#countCommon(user, other);
    this.#shares[key] = share;
    return share;
  }

  #countCommon(user: number, other: number): number {
    const mine = this.#samples[user];
    const theirs = this.#samples[other];
    if (mine === undefined || theirs === undefined) return 0;
    let all = 0;
    let common = 0;
    for (let i = 0; i < SAMPLE_WORDS; i++) {
      const bits = mine[i] ?? 0;
      if (bits === 0) continue;
      all += bitCount(bits);
      common += bitCount(bits & (theirs[i] ?? 0));
    }
    return all === 0 ? 0 : common / all;
  }
}

export interface Population {
  kinds: readonly Kind[];
  banned: ReadonlySet<number>;
  users: User[];
  encounters: Encounters;
  reports: Report[];
  /** A player that a user of this index may meet. */
  opponent(random: Random, user: number): number;
}

export function populate(shape: Shape, seed: number): Population {
  const random = randomFor(seed, `population ${shape}`);
  const kinds = Array.from({ length: PLAYERS }, (): Kind => {
    const at = random.next();
    if (at < SHARES.blatant) return 'blatant';
    if (at < SHARES.blatant + SHARES.subtle) return 'subtle';
    return at < SHARES.blatant + SHARES.subtle + SHARES.skilled ? 'skilled' : 'ordinary';
  });
  const banned = new Set<number>();
  kinds.forEach((kind, player) => {
    if ((kind === 'subtle' || kind === 'blatant') && random.chance(BANNED)) banned.add(player);
  });
  const population: Population = {
    kinds,
    banned,
    users: [],
    encounters: new Encounters(),
    reports: [],
    opponent: (draw, user) =>
      shape === 'sparse' ? draw.int(0, PLAYERS - 1) : (user % POOLS) * POOL_SIZE + draw.int(0, POOL_SIZE - 1),
  };
  for (let user = 0; user < HONEST; user++) {
    // Friends are neighbours of the same pool.
    const friend = user % 20 < 10 ? user + POOLS : user - POOLS;
    addUser(population, random, {
      tier: random.pick(TIERS),
      origins: [`home ${user}`],
      ...(Math.floor(user / 20) % 100 < PARTIES.share * 50 ? { friend } : {}),
    });
  }
  for (let user = 0; user < HONEST; user++) playAndReport(population, random, user);
  return population;
}

/** Adds a user who has not played yet; returns the index. */
export function addUser(
  { users }: Pick<Population, 'users'>,
  random: Random,
  user: Omit<User, 'strictness' | 'matches'>,
): number {
  const matches = Math.round(
    Math.min(MATCHES.max, Math.max(MATCHES.min, random.logNormal(MATCHES.median, MATCHES.sigma))),
  );
  return users.push({ ...user, strictness: random.logNormal(1, 0.4), matches }) - 1;
}

/** Has a user play the half-year's matches and report as honest people do. */
export function playAndReport(population: Population, random: Random, index: number): void {
  const { users, encounters, kinds, reports } = population;
  const user = users[index];
  if (user === undefined) return;
  for (let match = 0; match < user.matches; match++) {
    // The one of two friends who comes first in the list brings the other along.
    const together = user.friend !== undefined && user.friend > index && random.chance(PARTIES.together);
    for (let i = 0; i < OTHERS; i++) {
      const player = population.opponent(random, index);
      if (encounters.met(index, player)) continue;
      encounters.meet(index, player);
      const chance = Math.min(0.9, REPORTED_BY[kinds[player] ?? 'ordinary'] * user.strictness);
      const reported = random.chance(chance);
      const at = NOW - random.next() * PERIOD;
      const party = together ? `party ${index}` : undefined;
      if (reported) reports.push({ user: index, player, at, ...(party ? { party } : {}) });
      if (together && user.friend !== undefined && !encounters.met(user.friend, player)) {
        encounters.meet(user.friend, player);
        if (random.chance(reported ? Math.max(chance, PARTIES.follow) : chance)) {
          reports.push({ user: user.friend, player, at, ...(party ? { party } : {}) });
        }
      }
    }
  }
}

/** The book of the unconfirmed: reports on those banned meanwhile are confirmed. */
export function openBook({ encounters, reports, banned }: Population): ReportBook {
  const book = new ReportBook(encounters);
  for (const { user, player } of reports) if (!banned.has(player)) book.open(user, player);
  return book;
}
