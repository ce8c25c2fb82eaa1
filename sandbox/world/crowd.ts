import { steamIdFromAccountId } from '#shared/steam/steam-id.ts';
import { avatarHashFor } from './avatars.ts';
import { COHORTS, cohortAt, drawLife, drawStats, isCheater } from './cohorts.ts';
import { drawCountry, drawName, vanityFor } from './names.ts';
import { type BanEvent, DAY, type Person } from './person.ts';
import { type Random, randomFor } from './random.ts';

/** Account ID by account age in days: accounts are numbered as they are made. Rough, and fixed to ages so that IDs do not depend on the clock. */
const ACCOUNT_AGES: readonly [number, number][] = [
  [8000, 1_000],
  [6000, 30_000_000],
  [4000, 200_000_000],
  [2900, 800_000_000],
  [1800, 1_200_000_000],
  [1100, 1_500_000_000],
  [0, 2_000_000_000],
];

function accountIdFor(ageDays: number, random: Random): number {
  for (let i = 1; i < ACCOUNT_AGES.length; i++) {
    const [oldAge, oldId] = ACCOUNT_AGES[i - 1] ?? [8000, 1_000];
    const [age, id] = ACCOUNT_AGES[i] ?? [0, 2_000_000_000];
    if (ageDays >= age)
      return Math.round(oldId + ((oldAge - ageDays) / (oldAge - age)) * (id - oldId)) + random.int(0, 200_000);
  }
  return random.int(1_000, 2_000_000_000);
}

function drawBans(random: Random, cheats: boolean, banned: number, ageDays: number, now: number): BanEvent[] {
  const bans: BanEvent[] = [];
  if (random.chance(banned)) {
    // Cheaters' bans are recent, other people's lie years back and often in another game.
    const daysAgo = Math.min(ageDays, cheats ? random.logNormal(60, 1.2) : random.logNormal(1800, 0.6));
    bans.push({ kind: random.chance(cheats ? 0.8 : 0.6) ? 'vac' : 'game', at: Math.floor(now - daysAgo * DAY) });
  } else if (cheats && random.chance(0.35)) {
    bans.push({ kind: 'vac', at: Math.floor(now + random.next() * 60 * DAY) });
  }
  if (random.chance(0.004)) bans.push({ kind: 'community', at: Math.floor(now - random.next() * ageDays * DAY) });
  if (random.chance(0.006)) bans.push({ kind: 'economy', at: Math.floor(now - random.next() * ageDays * DAY) });
  return bans;
}

function drawPast(
  random: Random,
  current: string,
  next: () => string,
  changes: number,
  createdAt: number,
  now: number,
) {
  const times = Array.from({ length: changes }, () => Math.floor(createdAt + random.next() * (now - createdAt))).sort(
    (a, b) => a - b,
  );
  return [createdAt, ...times].map((since, i) => ({ value: i === changes ? current : next(), since }));
}

function drawPerson(seed: number, index: number, total: number, now: number, taken: Set<number>): Person {
  const random = randomFor(seed, `person ${index}`);
  const cohort = cohortAt(index, total);
  const shape = COHORTS[cohort];
  const cheats = isCheater(cohort);
  const life = drawLife(random, cohort);
  let accountId = accountIdFor(life.ageDays, random);
  while (taken.has(accountId)) accountId++;
  taken.add(accountId);
  const steamId = steamIdFromAccountId(accountId);
  if (steamId === undefined) throw new RangeError(`account ID ${accountId} is out of range`);
  const createdAt = Math.floor(now - life.ageDays * DAY);
  const home = drawCountry(random);
  const isPrivate = random.chance(shape.privateShare);
  const years = life.ageDays / 365;
  const restless = cheats ? 2 : 0.5;
  const nameChanges = Math.min(12, Math.floor(years * restless * random.next()));
  return {
    steamId,
    accountId,
    cohort,
    cheats,
    deleted: random.chance(0.004),
    ...(random.chance(0.35) ? { vanity: vanityFor(random, index) } : {}),
    visibility: isPrivate ? (random.chance(0.25) ? 'friends' : 'private') : 'public',
    gamesHidden: random.chance(0.3),
    unconfigured: isPrivate && random.chance(0.1),
    limited: random.chance(life.ageDays < 365 ? 0.4 : 0.05),
    createdAt,
    names: drawPast(random, drawName(random, home), () => drawName(random, home), nameChanges, createdAt, now),
    countries: random.chance(0.7)
      ? drawPast(random, home, () => drawCountry(random), random.chance(0.05) ? 1 : 0, createdAt, now)
      : [],
    summary: random.chance(0.7) ? 'No information given.' : 'aim, miss, repeat',
    online: random.pick(['online', 'in-game', 'offline', 'offline', 'offline'] as const),
    lastSeenAt: Math.max(createdAt, Math.floor(now - random.logNormal(3, 1.5) * DAY)),
    avatarHash: avatarHashFor(random.int(0, 1_000_000)),
    level: Math.min(200, Math.floor(random.logNormal(2 + years * 2.2, 0.7))),
    gamesOwned: Math.max(1, Math.floor(random.logNormal(2 + years * 9, 0.9))),
    cs2Minutes: Math.round(life.hours * 60),
    cs2RecentMinutes: Math.round(Math.min(life.hours, random.logNormal(9, 0.9)) * 60),
    stats: drawStats(random, cohort, life),
    bans: drawBans(random, cheats, shape.banned, life.ageDays, now),
  };
}

/** `total` people in the shares of the cohorts, none with an account ID of `taken`. */
export function drawCrowd(seed: number, total: number, now: number, taken: Set<number>): Person[] {
  const used = new Set(taken);
  return Array.from({ length: total }, (_, index) => drawPerson(seed, index, total, now, used));
}
