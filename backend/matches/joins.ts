import { type SQL, sql } from 'drizzle-orm';
import { createUploaderHash } from '#backend/matches/intake.ts';
import { shownTo } from '#backend/matches/views-store.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Queries of matches for other features to join theirs with, so that all agree on which matches somebody may see. */
export interface MatchJoins {
  /**
   * The viewer's own matches since `since` (ms), a row each: `match_id`, `played_at`, `added_at`, `team`, `map` (its code where
   * known), `mode`, `rounds_0`, `rounds_1`, and `lead`, rounds won more than lost (null without a result).
   */
  own(viewer: SteamId, since?: number): SQL;
  /**
   * People the viewer met, a row each: `steam_id`, `name` in the latest match, `first_at`, `last_at`, `matches`. With `only`
   * of these alone, which costs as much as they have matches, not as much as the viewer has.
   */
  met(viewer: SteamId, only?: readonly SteamId[]): SQL;
  /** The same without names and numbers, for whoever counts: `steam_id`, `first_at`, `last_at`, in matches since `since`. */
  people(viewer: SteamId, since?: number): SQL;
}

export function createMatchJoins(key: string): MatchJoins {
  const uploaderHash = createUploaderHash(key);
  const shown = (steamId: SteamId) => shownTo({ steamId, uploader: uploaderHash(steamId) });
  const FIGURES = sql`o.steam_id, substr(max(printf('%015d', p.played_at) || o.name), 16) AS name,
    min(p.played_at) AS first_at, max(p.played_at) AS last_at, count(*) AS matches`;

  return {
    own: (viewer, since = 0) =>
      sql`SELECT p.match_id, p.played_at, m.added_at, p.team, coalesce(m.map_code, m.map) AS map, m.mode, m.rounds_0, m.rounds_1,
          CASE p.team WHEN 0 THEN m.rounds_0 - m.rounds_1 WHEN 1 THEN m.rounds_1 - m.rounds_0 END AS lead
        FROM match_player AS p JOIN match AS m ON m.id = p.match_id
        WHERE ${shown(viewer)} AND p.played_at >= ${since}`,

    people: (viewer, since = 0) =>
      sql`SELECT o.steam_id, min(p.played_at) AS first_at, max(p.played_at) AS last_at
        FROM match_player AS p CROSS JOIN match AS m ON m.id = p.match_id
        CROSS JOIN match_player AS o ON o.match_id = p.match_id
        WHERE ${shown(viewer)} AND p.played_at >= ${since} AND o.steam_id <> ${viewer} GROUP BY o.steam_id`,

    met: (viewer, only) =>
      only === undefined
        ? sql`SELECT ${FIGURES} FROM match_player AS p CROSS JOIN match AS m ON m.id = p.match_id
            CROSS JOIN match_player AS o ON o.match_id = p.match_id
            WHERE ${shown(viewer)} AND o.steam_id <> ${viewer} GROUP BY o.steam_id`
        : sql`SELECT ${FIGURES} FROM json_each(${JSON.stringify(only)}) AS i
            CROSS JOIN match_player AS o ON o.steam_id = i.value
            CROSS JOIN match_player AS p ON p.match_id = o.match_id AND p.steam_id = ${viewer}
            CROSS JOIN match AS m ON m.id = p.match_id
            WHERE ${shown(viewer)} AND o.steam_id <> ${viewer} GROUP BY o.steam_id`,
  };
}
