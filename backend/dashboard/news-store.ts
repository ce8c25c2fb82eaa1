import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '#backend/platform/database.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import { MODES } from '#shared/api/matches.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** What became known of people somebody met or watches, and what they played. */

/** A place in the stream of what happened: all before it has been shown. `key` tells apart what has the same time. */
export interface NewsPlace {
  at: number;
  key: string;
}

const changeSchema = z.object({
  id: z.number(),
  steamId: steamIdSchema,
  at: z.number(),
  kind: z.enum(['ban', 'score']),
  vac: z.number().nullable(),
  game: z.number().nullable(),
  scoreFrom: z.number().nullable(),
  scoreTo: z.number().nullable(),
  lastMetAt: z.number().nullable(),
});
export type PlayerNews = z.infer<typeof changeSchema>;

const totalsSchema = z.object({
  people: z.number(),
  scored: z.number(),
  banned: z.number(),
  bannedSinceMet: z.number(),
  bands: z.array(z.tuple([z.number(), z.number()])),
});

export interface PeopleTotals {
  people: number;
  scored: number;
  banned: number;
  bannedSinceMet: number;
  /** Place in `BANDS` (null: never scored) and how many people have it. */
  bands: readonly (readonly [number | null, number])[];
}

/** The people of a person: met (with `last_at`), and watched alone. */
const circleOf = (people: SQL, watched: SQL): SQL =>
  sql`SELECT steam_id, first_at, last_at FROM (${people})
    UNION ALL SELECT w.steam_id, NULL, NULL FROM (${watched}) AS w
      WHERE NOT EXISTS (SELECT 1 FROM met WHERE met.steam_id = w.steam_id)`;

const CHANGE = sql`c.id, c.steam_id AS steamId, c.at, c.kind, c.vac, c.game, c.score_from AS scoreFrom, c.score_to AS scoreTo,
  circle.last_at AS lastMetAt`;

/** News of somebody's people after `since` (ms), newest first, at most `most`; and what is known of those met in all. */
export async function newsAndTotals(
  database: Database,
  { people, watched }: { people: SQL; watched: SQL },
  { since, most }: { since: number; most: number },
): Promise<{ news: PlayerNews[]; totals: PeopleTotals }> {
  // One query, so that whom somebody met is worked out once.
  const rows = await database.query.all<{ what: string; body: string }>(
    sql`WITH met AS MATERIALIZED (${people}),
      circle AS MATERIALIZED (${circleOf(sql`SELECT * FROM met`, watched)}),
      known AS MATERIALIZED (
        SELECT k.band, k.score, k.vac + k.game > 0 AS banned,
          k.vac + k.game > 0 AND max(coalesce(k.ban_noticed_at, 0), coalesce(k.last_ban_at, 0)) > met.first_at AS since
        FROM met LEFT JOIN known_player AS k ON k.steam_id = met.steam_id)
      SELECT 'totals' AS what, json_object('people', count(*), 'scored', count(score), 'banned', coalesce(sum(banned), 0),
        'bannedSinceMet', coalesce(sum(since), 0),
        'bands', (SELECT json_group_array(json_array(coalesce(band, -1), n)) FROM
          (SELECT band, count(*) AS n FROM known GROUP BY band))) AS body FROM known
      UNION ALL SELECT 'news', body FROM (
        SELECT json_object('id', n.id, 'steamId', n.steamId, 'at', n.at, 'kind', n.kind, 'vac', n.vac, 'game', n.game,
          'scoreFrom', n.scoreFrom, 'scoreTo', n.scoreTo, 'lastMetAt', n.lastMetAt) AS body
        FROM (SELECT ${CHANGE} FROM circle CROSS JOIN player_change AS c ON c.steam_id = circle.steam_id
          WHERE c.at > ${since} ORDER BY c.at DESC, c.id DESC LIMIT ${most}) AS n)`,
  );
  const bodies = (what: string) => rows.flatMap((row) => (row.what === what ? [JSON.parse(row.body)] : []));
  const { bands, ...totals } = totalsSchema.parse(bodies('totals')[0]);
  return {
    news: z.array(changeSchema).parse(bodies('news')),
    totals: { ...totals, bands: bands.map(([band, n]) => [band < 0 ? null : band, n] as const) },
  };
}

/** News of somebody's people before a place, newest first. */
export async function newsBefore(
  database: Database,
  { people, watched }: { people: SQL; watched: SQL },
  { before, limit }: { before: NewsPlace | undefined; limit: number },
): Promise<PlayerNews[]> {
  const place = before
    ? sql`WHERE c.at <= ${before.at} AND (c.at, 'c' || c.id) < (${before.at}, ${before.key})`
    : sql``;
  const rows = await database.query.all(
    sql`WITH met AS MATERIALIZED (${people}), circle AS MATERIALIZED (${circleOf(sql`SELECT * FROM met`, watched)})
      SELECT ${CHANGE} FROM circle CROSS JOIN player_change AS c ON c.steam_id = circle.steam_id ${place}
      ORDER BY c.at DESC, 'c' || c.id DESC LIMIT ${limit}`,
  );
  return z.array(changeSchema).parse(rows);
}

const playedSchema = z.object({
  id: z.string(),
  at: z.number(),
  map: z.string(),
  mode: z.enum(MODES).nullable().catch(null),
  rounds0: z.number().nullable(),
  rounds1: z.number().nullable(),
  lead: z.number().nullable(),
  highest: steamIdSchema.nullable(),
});
export type PlayedMatch = z.infer<typeof playedSchema>;

/** Own matches before a place, newest first, each with whoever has the highest score of the others in it. */
export async function playedBefore(
  database: Database,
  own: SQL,
  viewer: SteamId,
  { before, limit }: { before: NewsPlace | undefined; limit: number },
): Promise<PlayedMatch[]> {
  const place = before
    ? sql`WHERE played_at <= ${before.at} AND (played_at, 'm' || match_id) < (${before.at}, ${before.key})`
    : sql``;
  const rows = await database.query.all(
    sql`SELECT match_id AS id, played_at AS at, map, mode, rounds_0 AS rounds0, rounds_1 AS rounds1, lead,
        (SELECT k.steam_id FROM match_player AS o JOIN known_player AS k ON k.steam_id = o.steam_id
          WHERE o.match_id = page.match_id AND o.steam_id <> ${viewer} AND k.score IS NOT NULL
          ORDER BY k.score DESC, k.steam_id LIMIT 1) AS highest
      FROM (SELECT * FROM (${own}) ${place} ORDER BY played_at DESC, match_id DESC LIMIT ${limit}) AS page
      ORDER BY played_at DESC, match_id DESC`,
  );
  return z.array(playedSchema).parse(rows);
}

/** How many matches somebody has, how they ended, and how many of them came here after `since`, ms. */
export async function matchTotals(database: Database, own: SQL, since: number) {
  const [row] = await database.query.all<{ matches: number; won: number; lost: number; tied: number; fresh: number }>(
    sql`SELECT count(*) AS matches, count(*) FILTER (WHERE lead > 0) AS won, count(*) FILTER (WHERE lead < 0) AS lost,
        count(*) FILTER (WHERE lead = 0) AS tied, count(*) FILTER (WHERE added_at > ${since}) AS fresh FROM (${own})`,
  );
  return row ?? { matches: 0, won: 0, lost: 0, tied: 0, fresh: 0 };
}

export async function countOf(database: Database, rows: SQL): Promise<number> {
  const [row] = await database.query.all<{ n: number }>(sql`SELECT count(*) AS n FROM (${rows})`);
  return row?.n ?? 0;
}

export async function loadSeen(database: Database, userId: string): Promise<number | undefined> {
  const [row] = await database.query.all<{ at: number }>(
    sql`SELECT seen_at AS at FROM dashboard_seen WHERE user_id = ${userId}`,
  );
  return row?.at;
}

export async function saveSeen(database: Database, userId: string, at: number): Promise<number> {
  const [result] = await database.write([
    {
      sql: `INSERT INTO dashboard_seen (user_id, seen_at) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM user WHERE id = ?1)
        ON CONFLICT (user_id) DO UPDATE SET seen_at = max(seen_at, excluded.seen_at) RETURNING seen_at`,
      args: [userId, at],
    },
  ]);
  return Number(result?.rows[0]?.['seen_at'] ?? at);
}
