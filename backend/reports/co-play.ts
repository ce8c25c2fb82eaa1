import type { Meetings } from '#shared/reports/report-book.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Who met whom around one player, from matches. */
interface CoPlayView {
  /** Of these reporters, and of the players they report. */
  meetings: Meetings;
  /** Users who met the player, could have reported and are not among the reporters. */
  silent: readonly SteamId[];
  /** The same for those who queued together when they met the player; undefined when alone or unknown. */
  partyOf(reporter: SteamId): string | undefined;
}

/** What reports need to know of matches. */
export interface CoPlay {
  /** `targets`: whom these reporters report beside `target`. */
  around(target: SteamId, reporters: readonly SteamId[], targets: readonly SteamId[]): Promise<CoPlayView>;
  /** Whether there is such a match. */
  hasMatch(matchId: string): Promise<boolean>;
}
