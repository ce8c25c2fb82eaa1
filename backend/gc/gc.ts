import type { Outcome } from '#backend/steam/http.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** A player's line of a match as the Game Coordinator tells it: whole match, cumulative. */
export interface GcLine {
  steamId: SteamId;
  /** The side of the list: the first half of it, or the second. */
  team: 0 | 1;
  kills: number;
  assists: number;
  deaths: number;
  mvps: number;
  /** Kills by headshot. */
  headshots: number;
  score: number;
}

/** What the Game Coordinator knows of a match. */
export interface GcMatch {
  /** ms. */
  playedAt: number;
  reservationId: string | null;
  durationSeconds: number | null;
  rounds: [number, number] | null;
  players: GcLine[];
  /** Where the demo is for about a month. */
  demoUrl: string | null;
}

/** The Game Coordinator of Counter-Strike 2, asked one match at a time. Never throws for what Steam does. */
export interface GameCoordinator {
  /** `not-found`: it knows no such match, or not any more. */
  match(shareCode: string): Promise<Outcome<GcMatch>>;
  stop(): void;
}
