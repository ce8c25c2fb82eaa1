import GlobalOffensive from 'globaloffensive';
import SteamUser from 'steam-user';
import { createGameCoordinator } from '#backend/gc/coordinator.ts';
import type { GameCoordinator } from '#backend/gc/gc.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { Log } from '#backend/platform/log.ts';

/**
 * The real Game Coordinator, as the account `refreshToken` belongs to: one of the operator's own, with Counter-Strike 2 in
 * its library and nobody playing on it. Nothing is connected before the first question.
 */
export function connectGameCoordinator(refreshToken: string, clock: Clock, log: Log): GameCoordinator {
  // Without a folder of its own: nothing about the account is written to the disk.
  const steam = new SteamUser({ autoRelogin: true, renewRefreshTokens: false, dataDirectory: null });
  return createGameCoordinator({ steam, game: new GlobalOffensive(steam), refreshToken, clock, log });
}
