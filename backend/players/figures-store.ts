import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '#backend/platform/database.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const number = z.number().nullable().catch(null);
const factsSchema = z.object({ createdAt: number, cs2Minutes: number, level: number });
/** What shows how established an account is; null where it is not known. */
export type AccountFacts = z.infer<typeof factsSchema>;

/** Of those of these players that Steam was ever asked about. Reads three numbers each, not whole records: reporters come by the thousand. */
export async function loadFigures(
  database: Database,
  steamIds: readonly SteamId[],
): Promise<Map<SteamId, AccountFacts>> {
  const rows = await database.query.all<{ steamId: SteamId }>(
    sql`SELECT p.steam_id AS steamId, a.facts->>'createdAt' AS createdAt, g.facts->>'cs2Minutes' AS cs2Minutes,
        l.facts->>'level' AS level
      FROM json_each(${JSON.stringify(steamIds)}) AS i CROSS JOIN player AS p ON p.steam_id = i.value
      LEFT JOIN player_source AS a ON a.steam_id = p.steam_id AND a.source = 'profile'
      LEFT JOIN player_source AS g ON g.steam_id = p.steam_id AND g.source = 'games'
      LEFT JOIN player_source AS l ON l.steam_id = p.steam_id AND l.source = 'level'`,
  );
  return new Map(rows.map((row) => [row.steamId, factsSchema.parse(row)]));
}
