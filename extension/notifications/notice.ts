import type { MyReport } from '#shared/api/reports.ts';
import type { BansSince } from '#shared/match-history/bans-since.ts';
import type { Measure } from '#shared/moderation/events.ts';
import type { Band } from '#shared/score/assessment.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

interface Common {
  /** Begins with where it is kept: `ban:`, `rise:` in this browser, `account:` on the backend. */
  id: string;
  at: number;
  read: boolean;
  /** Whom it is about. */
  steamId: SteamId;
  /** As last known; empty where no name is. */
  name: string;
}

/** Something a person is told of, from this browser or from the account. */
export type Notice = Common &
  (
    | {
        kind: 'ban';
        kinds: BansSince['kinds'];
        /** False: on the day of the meeting or around it, perhaps before. */
        certain: boolean;
        /** Null for somebody only watched. */
        lastMetAt: number | null;
      }
    | { kind: 'score'; from: number | null; to: number; band: Band; watched: boolean }
    | { kind: 'report'; outcome: Exclude<MyReport['outcome'], 'open'> }
    /** `measure` that holds now; `reason` in a moderator's words. */
    | { kind: 'appeal' | 'case'; measure: Measure; reason: string }
    | { kind: 'appeal-waiting' }
  );

/** Newest first. */
export interface Notices {
  items: Notice[];
  /** Of all pages. */
  unread: number;
  /** How the account's part came: `none` nobody is signed in. */
  account: 'none' | 'ok' | 'expired' | 'unreachable' | 'refused';
  /** Cursor of the next page, or null. */
  next: string | null;
}
