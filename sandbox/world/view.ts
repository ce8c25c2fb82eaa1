import { DAY, type Person, type Since } from './person.ts';

/** What holds at `now`: the last entry due, or the first when none is. */
function current<T>(entries: Since<T>[], now: number): T | undefined {
  return (entries.findLast((entry) => entry.since <= now) ?? entries[0])?.value;
}

export function nameAt(person: Person, now: number): string {
  return current(person.names, now) ?? '';
}

/** ISO 3166 alpha-2, if one is set. */
export function countryAt(person: Person, now: number): string | undefined {
  return current(person.countries, now);
}

/** Earlier names, newest first, with the time each was taken up. */
export function earlierNames(person: Person, now: number): Since<string>[] {
  return person.names
    .filter((entry) => entry.since <= now)
    .slice(0, -1)
    .reverse();
}

export interface BanState {
  vac: number;
  game: number;
  community: boolean;
  economy: 'none' | 'banned';
  /** Whole days since the last VAC or game ban; 0 without one, as Steam has it. */
  daysSinceLast: number;
}

/** The bans that have happened by `now`. */
export function bansAt(person: Person, now: number): BanState {
  const past = person.bans.filter((ban) => ban.at <= now);
  const count = (kind: string): number => past.filter((ban) => ban.kind === kind).length;
  const dated = past.filter((ban) => ban.kind === 'vac' || ban.kind === 'game').map((ban) => ban.at);
  return {
    vac: count('vac'),
    game: count('game'),
    community: count('community') > 0,
    economy: count('economy') > 0 ? 'banned' : 'none',
    daysSinceLast: dated.length === 0 ? 0 : Math.floor((now - Math.max(...dated)) / DAY),
  };
}

/** Whether strangers see the games and play time. */
export function gamesVisible(person: Person): boolean {
  return person.visibility === 'public' && !person.gamesHidden;
}

/** `/id/<vanity>` when there is one, `/profiles/<id>` otherwise; no slash at the end. */
export function profilePath(person: Person): string {
  return person.vanity === undefined ? `/profiles/${person.steamId}` : `/id/${person.vanity}`;
}

export function profileUrl(person: Person): string {
  return `https://steamcommunity.com${profilePath(person)}`;
}

/** Address of the picture: 32, 64 or 184 pixels square. */
export function avatarUrl(person: Person, size: 'small' | 'medium' | 'full'): string {
  const suffix = size === 'small' ? '' : `_${size}`;
  return `https://avatars.steamstatic.com/${person.avatarHash}${suffix}.jpg`;
}
