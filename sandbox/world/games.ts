import type { Person } from './person.ts';
import { randomFor } from './random.ts';

/** A game in somebody's library; minutes. */
export interface OwnedGame {
  appid: number;
  name: string;
  minutes: number;
  recentMinutes: number;
}

const CS2 = { appid: 730, name: 'Counter-Strike 2' } as const;
const WORDS = [
  'Castle',
  'Harvest',
  'Orbit',
  'Shadow',
  'Rails',
  'Tavern',
  'Reef',
  'Summit',
  'Signal',
  'Thicket',
] as const;

/** Everything a person owns, CS2 first when it was played. All others are invented games. */
export function gamesOf(seed: number, person: Person): OwnedGame[] {
  const random = randomFor(seed, `games ${person.accountId}`);
  const games: OwnedGame[] =
    person.cs2Minutes > 0 ? [{ ...CS2, minutes: person.cs2Minutes, recentMinutes: person.cs2RecentMinutes }] : [];
  while (games.length < person.gamesOwned) {
    const minutes = random.chance(0.45) ? 0 : Math.round(random.logNormal(240, 1.4));
    games.push({
      appid: 2_000_000 + games.length * 10,
      name: `${random.pick(WORDS)} ${random.pick(WORDS)}`,
      minutes,
      recentMinutes: minutes > 60 && random.chance(0.02) ? Math.min(minutes, random.int(20, 600)) : 0,
    });
  }
  return games;
}
