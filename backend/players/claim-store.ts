import { and, gt, inArray } from 'drizzle-orm';
import { refreshClaim } from '#backend/database/schema.ts';
import type { Database, Statement } from '#backend/platform/database.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const CLAIM = `
  INSERT INTO refresh_claim (steam_id, owner, until) SELECT value, ?2, ?3 FROM json_each(?1) WHERE true
  ON CONFLICT (steam_id) DO UPDATE SET owner = excluded.owner, until = excluded.until WHERE refresh_claim.until <= ?4
  RETURNING steam_id`;

/** Claims players for one refresher until `until`; returns those that nobody else holds now. */
export async function claimPlayers(
  database: Database,
  steamIds: readonly SteamId[],
  claim: { owner: string; until: number; now: number },
): Promise<Set<string>> {
  const [result] = await database.write([
    { sql: CLAIM, args: [JSON.stringify(steamIds), claim.owner, claim.until, claim.now] },
  ]);
  return new Set(result?.rows.map((row) => String(row['steam_id'])));
}

export function releaseStatement(steamIds: readonly SteamId[], owner: string): Statement {
  return {
    sql: 'DELETE FROM refresh_claim WHERE owner = ?2 AND steam_id IN (SELECT value FROM json_each(?1))',
    args: [JSON.stringify(steamIds), owner],
  };
}

/** Those of `steamIds` that somebody holds at `now`. */
export async function heldPlayers(database: Database, steamIds: readonly SteamId[], now: number): Promise<Set<string>> {
  const rows = await database.query
    .select({ steamId: refreshClaim.steamId })
    .from(refreshClaim)
    .where(and(inArray(refreshClaim.steamId, [...steamIds]), gt(refreshClaim.until, now)));
  return new Set(rows.map((row) => row.steamId));
}
