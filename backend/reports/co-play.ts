import type { SteamId } from '#shared/steam/steam-id.ts';

/** What reports need to know of matches. People within sets are named by their 32-bit account ID. */
export interface CoPlay {
  /** Everybody each of these people met. */
  met(people: readonly SteamId[]): Promise<Map<number, Set<number>>>;
  /** How many users (people who could report) met each of these players. */
  counts(players: readonly SteamId[]): Promise<Map<number, number>>;
  /** Users who met this player. */
  present(player: SteamId): Promise<SteamId[]>;
  /** Whether there is such a match. */
  hasMatch(matchId: string): Promise<boolean>;
}
