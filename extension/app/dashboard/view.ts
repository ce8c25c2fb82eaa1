import type { ScoreEntry } from '#shared/api/players.ts';
import type { MyReport } from '#shared/api/reports.ts';
import type { BansSince } from '#shared/match-history/bans-since.ts';
import type { MatchMode, MatchResult } from '#shared/match-history/match.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** What the dashboard shows, wherever it comes from: this browser or the backend. */

export interface Person {
  steamId: SteamId;
  name: string | null;
  entry: Omit<ScoreEntry, 'steamId'> | null;
}

export type NewBan = Person & {
  at: number;
  kinds: BansSince['kinds'];
  /** False: on the day of the meeting or around it, perhaps before. */
  certain: boolean;
  /** The latest match together; null for somebody only watched. */
  lastMetAt: number | null;
};
export type NewScore = Person & { at: number; from: number | null; to: number; lastMetAt: number | null };
export type Outcome = Person & { at: number; outcome: Exclude<MyReport['outcome'], 'open'> };

export type Happening =
  | {
      kind: 'match';
      at: number;
      id: string;
      map: string;
      mode: MatchMode | null;
      result: MatchResult | null;
      /** One's own first. */
      rounds: readonly [number, number] | null;
      highest: Person | null;
    }
  | ({ kind: 'ban' } & NewBan)
  | ({ kind: 'score' } & NewScore)
  | ({ kind: 'report'; at: number } & Person)
  | ({ kind: 'outcome' } & Outcome);

/** `count` of all, `items` the newest of them. */
interface Changes<T> {
  count: number;
  items: readonly T[];
}

export interface Summary {
  /** Since when the changes are counted, ms. */
  since: number;
  changes: { bans: Changes<NewBan>; scores: Changes<NewScore>; outcomes: Changes<Outcome>; matches: number };
  totals: {
    matches: number;
    won: number;
    lost: number;
    tied: number;
    people: number;
    scored: number;
    banned: number;
    watched: number;
    /** Own reports; null where they are not known. */
    reports: number | null;
    borneOut: number | null;
  };
}
