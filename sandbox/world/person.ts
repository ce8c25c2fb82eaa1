import type { SteamId } from '#shared/steam/steam-id.ts';

/** Milliseconds in a day. */
export const DAY = 86_400_000;

export const LEGIT_COHORTS = ['regular', 'newbie', 'smurf', 'highskill'] as const;
export const CHEATER_COHORTS = ['rage', 'aim', 'wallhack', 'toggler'] as const;
export type Cohort = (typeof LEGIT_COHORTS)[number] | (typeof CHEATER_COHORTS)[number];

/** Lifetime CS:GO and CS2 totals. */
export interface LifetimeStats {
  kills: number;
  deaths: number;
  headshotKills: number;
  shots: number;
  hits: number;
  rounds: number;
  /** Seconds. */
  timePlayed: number;
  wins: number;
  mvps: number;
}

/** A ban at a time, ms; one in the future has not happened yet. Community and economy bans carry no public date. */
export interface BanEvent {
  kind: 'vac' | 'game' | 'community' | 'economy';
  at: number;
}

/** Something that was so from a time on, ms, until the next entry. */
export interface Since<T> {
  value: T;
  since: number;
}

/** One inhabitant of the sandbox. Times in ms. What Steam shows of a person at a moment: see `view.ts`. */
export interface Person {
  steamId: SteamId;
  /** 32-bit account ID, the `data-miniprofile` of pages. */
  accountId: number;
  /** Name of the fixed role in tests, for the people of `people.ts`. */
  role?: string;
  cohort: Cohort;
  /** True for the cheater cohorts: the truth that a score is measured against, shown nowhere in the served pages. */
  cheats: boolean;
  /** No such profile any more. */
  deleted: boolean;
  vanity?: string;
  visibility: 'public' | 'friends' | 'private';
  /** Game details hidden although the profile is public. */
  gamesHidden: boolean;
  /** Never set the profile up. */
  unconfigured: boolean;
  limited: boolean;
  createdAt: number;
  /** In order of time; the last one due is current. */
  names: Since<string>[];
  countries: Since<string>[];
  realName?: string;
  summary: string;
  online: 'online' | 'in-game' | 'offline';
  lastSeenAt: number;
  /** 40 hex digits; few different ones, as most people share a default picture. */
  avatarHash: string;
  level: number;
  /** Games owned, CS2 included when it was played. */
  gamesOwned: number;
  /** Minutes in CS2; 0 when never played. */
  cs2Minutes: number;
  cs2RecentMinutes: number;
  stats?: LifetimeStats;
  bans: BanEvent[];
}
