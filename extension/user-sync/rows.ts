import type { NoteField, NoteValue } from '#extension/notes/fields.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** An entry of the account as this browser last saw it. */
interface Seen {
  version: number;
  value: NoteValue;
  at: number;
  others: { text: string; at: number }[];
}

export interface SyncedRow extends Seen {
  /** Steam ID and field. */
  key: string;
  steamId: SteamId;
  field: NoteField;
  /** The reading of everything in which it was last seen; what was not seen in the latest one is not in the account. */
  pass: number;
  /** Came while an edit made here from `version` waits to be sent. */
  remote?: Seen;
  /** The version whose `others` the person has dealt with. */
  settles?: number;
  /** The backend had no room for it. */
  full?: boolean;
}

export interface SyncState {
  /** Origin and Steam ID of the account these notes are synced with. */
  owner: string;
  cursor: number;
  pass: number;
  /** Everything is being read, from the beginning. */
  whole: boolean;
  /** Last time all went well, ms. */
  lastAt?: number;
  failures: number;
  /** Not before, ms. */
  retryAt?: number;
}
