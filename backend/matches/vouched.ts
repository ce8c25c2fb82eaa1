import { listMatches } from '#backend/matches/views-store.ts';
import type { Database } from '#backend/platform/database.ts';
import type { MatchSummary } from '#shared/api/matches.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** The hash of nobody: uploads alone show a match to their uploader only. */
const NOBODY = '';

/** A player's latest matches that Steam, Leetify or two independent uploads vouch for, as others may be shown them. */
export function createVouchedMatches(database: Database) {
  return (steamId: SteamId, limit: number): Promise<MatchSummary[]> =>
    listMatches(database, { steamId, uploader: NOBODY }, {}, { after: undefined, limit });
}
