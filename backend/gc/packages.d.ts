/** The parts of two packages without types that are used here. */

declare module 'steam-user' {
  import type { EventEmitter } from 'node:events';

  export default class SteamUser extends EventEmitter {
    constructor(options: { autoRelogin: boolean; renewRefreshTokens: boolean; dataDirectory: string | null });
    logOn(details: { refreshToken: string }): void;
    logOff(): void;
    gamesPlayed(apps: number[]): void;
  }
}

declare module 'globaloffensive' {
  import { EventEmitter } from 'node:events';

  export default class GlobalOffensive extends EventEmitter {
    /** Takes a connected `steam-user`, or whatever behaves like one. */
    constructor(steam: EventEmitter);
    readonly haveGCSession: boolean;
    requestGame(shareCode: string): void;
  }
}
