import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';
import type { BanEvent, Cohort, Person } from './person.ts';

/** How a named person differs from an ordinary public one. Days are counted back from the world's start; negative ones lie ahead. */
export interface NamedSpec {
  /** What tests use this person for. */
  purpose: string;
  name: string;
  steamId: SteamId;
  accountId: number;
  cohort?: Cohort;
  vanity?: string;
  ageDays?: number;
  hours?: number;
  recentHours?: number;
  kd?: number;
  headshots?: number;
  accuracy?: number;
  noStats?: boolean;
  games?: number;
  level?: number;
  country?: string;
  bans?: { kind: BanEvent['kind']; daysAgo: number }[];
  earlierNames?: { value: string; daysAgo: number }[];
  earlierCountries?: { value: string; daysAgo: number }[];
  nextName?: { value: string; inDays: number };
  nextCountry?: { value: string; inDays: number };
  online?: Person['online'];
  flags?: Partial<
    Pick<Person, 'visibility' | 'gamesHidden' | 'unconfigured' | 'limited' | 'deleted' | 'realName' | 'summary'>
  >;
}

/** SteamID and account ID of somebody, checked to be in range. */
export function account(accountId: number): { steamId: SteamId; accountId: number } {
  const steamId = steamIdFromAccountId(accountId);
  if (steamId === undefined) throw new RangeError(`account ID ${accountId} is out of range`);
  return { steamId, accountId };
}
