import { sql } from 'drizzle-orm';
import type { MatchJoins } from '#backend/matches/joins.ts';
import type { Database } from '#backend/platform/database.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** A user who met a player, and when last, ms. */
export interface MetBy {
  steamId: SteamId;
  userId: string;
  lastMetAt: number;
}

/** Users who met these players in matches they may see. Costs as much as the players have matches here. */
export async function metBy(database: Database, joins: MatchJoins, steamIds: readonly SteamId[]): Promise<MetBy[]> {
  const pairs = await database.query.all<{ userId: string; viewer: string; steamId: string }>(
    sql`SELECT DISTINCT u.id AS userId, u.steam_id AS viewer, o.steam_id AS steamId
      FROM json_each(${JSON.stringify(steamIds)}) AS i CROSS JOIN match_player AS o ON o.steam_id = i.value
      CROSS JOIN match_player AS p ON p.match_id = o.match_id AND p.steam_id <> o.steam_id
      CROSS JOIN user AS u ON u.steam_id = p.steam_id`,
  );
  const found: MetBy[] = [];
  for (const [viewer, met] of Map.groupBy(pairs, (pair) => pair.viewer)) {
    const [first] = met;
    if (!isSteamId(viewer) || !first) continue;
    const only = met.map(({ steamId }) => steamId).filter(isSteamId);
    // Those they may see: others can claim anything of a match in which somebody was.
    const rows = await database.query.all<{ steamId: string; lastMetAt: number }>(
      sql`SELECT steam_id AS steamId, last_at AS lastMetAt FROM (${joins.met(viewer, only)})`,
    );
    for (const { steamId, lastMetAt } of rows) {
      if (isSteamId(steamId)) found.push({ steamId, userId: first.userId, lastMetAt });
    }
  }
  return found;
}
