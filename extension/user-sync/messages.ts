import type { Unsettled } from '#extension/user-sync/store.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** How the sync of one's own watchlist and notes stands. */
export interface OwnSyncStatus {
  /** `waiting` not everything is sent and read yet · `failed` the last try had no answer, and another will be made. */
  state: 'off' | 'signed-out' | 'waiting' | 'done' | 'failed';
  /** Last time all went well, ms. */
  lastAt?: number;
  /** Notes with more than one text to choose from. */
  unsettled: Unsettled[];
  /** Fields the account had no room for. */
  full: number;
}

export interface OwnSyncRequests {
  ownSync: { in: Record<never, never>; out: OwnSyncStatus };
  /** Texts of other browsers beside the note's own, oldest first; `version` is what settles them. */
  noteTexts: { in: { steamId: SteamId }; out: { version: number; others: { text: string; at: number }[] } };
  /** The person has chosen: the note's own text is what stays of those of `version`. */
  settleNote: { in: { steamId: SteamId; version: number }; out: Record<never, never> };
}
