import { sql } from 'drizzle-orm';
import type { Database } from '#backend/platform/database.ts';
import { type ScoreEntry, scoreEntrySchema } from '#shared/api/players.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** What is held of a player, in a line. */
export interface PlayerBrief {
  /** As last seen at Steam. */
  name: string | null;
  entry: ScoreEntry | null;
  /** VAC and game bans; null until Steam told of them. `noticedAt` as in the list of players. */
  bans: { vac: number; game: number; lastBanAt: number | null; noticedAt: number | null } | null;
}

interface Row {
  steamId: string;
  name: string | null;
  entry: string | null;
  vac: number | null;
  game: number | null;
  lastBanAt: number | null;
  noticedAt: number | null;
}

/** Of those of these players that are known. */
export async function loadBriefs(database: Database, steamIds: readonly SteamId[]): Promise<Map<SteamId, PlayerBrief>> {
  if (steamIds.length === 0) return new Map();
  const rows = await database.query.all<Row>(
    sql`SELECT k.steam_id AS steamId, k.name, s.entry, k.vac, k.game, k.last_ban_at AS lastBanAt,
        k.ban_noticed_at AS noticedAt
      FROM json_each(${JSON.stringify(steamIds)}) AS i CROSS JOIN known_player AS k ON k.steam_id = i.value
      LEFT JOIN player AS p ON p.steam_id = k.steam_id
      LEFT JOIN score AS s ON s.bucket = p.bucket AND s.steam_id = k.steam_id`,
  );
  return new Map(
    rows.flatMap(({ steamId, name, entry, vac, game, lastBanAt, noticedAt }) => {
      if (!isSteamId(steamId)) return [];
      const bans = vac === null || game === null ? null : { vac, game, lastBanAt, noticedAt };
      const parsed: unknown = entry === null ? null : JSON.parse(entry);
      return [[steamId, { name, entry: scoreEntrySchema.safeParse(parsed).data ?? null, bans }] as const];
    }),
  );
}
