import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '#backend/platform/database.ts';
import { type MatchSummary, matchResponseSchema } from '#shared/api/matches.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** What people are shown of matches, read with one query each. */

/** Who looks: by Steam ID, and by the hash their own uploads are kept under. */
export interface Viewer {
  steamId: SteamId;
  uploader: string;
}

/**
 * A match is shown to those in it when Steam or Leetify told of it, two independent uploads did, or they uploaded it
 * themselves: nobody can put a match that never was into somebody else's list. `p` is the viewer's line, `m` the match.
 */
export const shownTo = ({ steamId, uploader }: Viewer): SQL => sql`p.steam_id = ${steamId}
  AND (p.provenance <> 'client' OR m.uploads >= 2 OR EXISTS (SELECT 1 FROM match_source AS s
    WHERE s.match_id = m.id AND s.kind = 'upload' AND s.uploader = ${uploader}))`;

const HEAD = sql`m.id, m.played_at, m.mode, m.map, m.map_code, m.rounds_0, m.rounds_1, m.duration_seconds, m.uploads,
  m.disagreements`;
const LINE = sql`p.steam_id, p.name, p.team, p.kills, p.assists, p.deaths, p.mvps, p.headshot_percent, p.score,
  p.provenance, p.confirmations`;

type Row = Record<string, unknown>;

const lineSchema = matchResponseSchema.shape.players.element.omit({ entry: true });
export type Line = z.infer<typeof lineSchema>;

function lineOf(row: Row): Line {
  return lineSchema.parse({ ...row, steamId: row['steam_id'], headshotPercent: row['headshot_percent'] });
}

const headSchema = z.object({
  id: z.string(),
  played_at: z.int(),
  mode: matchResponseSchema.shape.mode,
  map: z.string(),
  map_code: z.string().nullable(),
  rounds_0: z.int().nullable(),
  rounds_1: z.int().nullable(),
  duration_seconds: z.int().nullable(),
  uploads: z.int(),
  disagreements: z.int(),
});

function summaryOf(row: Row): MatchSummary {
  const head = headSchema.parse(row);
  const own = lineOf(row);
  const rounds: MatchSummary['rounds'] =
    head.rounds_0 === null || head.rounds_1 === null ? null : [head.rounds_0, head.rounds_1];
  const { id, mode, map, uploads, disagreements } = head;
  return {
    ...{ id, mode, map, uploads, disagreements, rounds, own },
    playedAt: head.played_at,
    mapCode: head.map_code,
    durationSeconds: head.duration_seconds,
    result: resultOf(rounds, own.team),
  };
}

function resultOf(rounds: MatchSummary['rounds'], team: 0 | 1 | null): MatchSummary['result'] {
  if (!rounds || team === null) return null;
  const difference = rounds[team] - rounds[team === 0 ? 1 : 0];
  return difference === 0 ? 'tied' : difference > 0 ? 'won' : 'lost';
}

export interface MatchFilter {
  mode?: string | undefined;
  map?: string | undefined;
  from?: number | undefined;
  until?: number | undefined;
  with?: SteamId | undefined;
}

/** A place in a list: a time, and what tells apart what has the same. */
export interface Place {
  at: number;
  id: string;
}

export async function listMatches(
  database: Database,
  viewer: Viewer,
  filter: MatchFilter,
  page: { after: Place | undefined; limit: number },
): Promise<MatchSummary[]> {
  const conditions = [shownTo(viewer)];
  if (filter.mode !== undefined) conditions.push(sql`m.mode = ${filter.mode}`);
  if (filter.map !== undefined) conditions.push(sql`(m.map_code = ${filter.map} OR m.map = ${filter.map})`);
  if (filter.from !== undefined) conditions.push(sql`p.played_at >= ${filter.from}`);
  if (filter.until !== undefined) conditions.push(sql`p.played_at < ${filter.until}`);
  if (filter.with !== undefined) {
    conditions.push(
      sql`EXISTS (SELECT 1 FROM match_player AS o WHERE o.match_id = m.id AND o.steam_id = ${filter.with})`,
    );
  }
  if (page.after) conditions.push(sql`(p.played_at, p.match_id) < (${page.after.at}, ${page.after.id})`);
  const rows = await database.query.all<Row>(
    sql`SELECT ${HEAD}, ${LINE} FROM match_player AS p JOIN match AS m ON m.id = p.match_id
      WHERE ${sql.join(conditions, sql` AND `)} ORDER BY p.played_at DESC, p.match_id DESC LIMIT ${page.limit}`,
  );
  return rows.map(summaryOf);
}

/** A match the viewer may see, with all its lines, teams together; undefined when there is none. */
export async function loadMatchView(
  database: Database,
  viewer: Viewer,
  id: string,
): Promise<{ summary: MatchSummary; lines: Line[] } | undefined> {
  const [head] = await database.query.all<Row>(
    sql`SELECT ${HEAD}, ${LINE} FROM match AS m JOIN match_player AS p ON p.match_id = m.id
      WHERE m.id = ${id} AND ${shownTo(viewer)}`,
  );
  if (!head) return undefined;
  const rows = await database.query.all<Row>(
    sql`SELECT ${LINE} FROM match_player AS p WHERE p.match_id = ${id} ORDER BY p.team, p.score DESC, p.steam_id`,
  );
  return { summary: summaryOf(head), lines: rows.map(lineOf) };
}

export interface MetRow {
  steamId: SteamId;
  name: string;
  with: Tally;
  against: Tally;
  matches: number;
  firstMetAt: number;
  lastMetAt: number;
  lastMatchId: string;
}
interface Tally {
  matches: number;
  won: number;
  lost: number;
  tied: number;
}

/** Whom the viewer met, latest first. */
export async function listMet(
  database: Database,
  viewer: Viewer,
  filter: { side?: 'with' | 'against' | undefined; since?: number | undefined; least: number },
  page: { after: Place | undefined; limit: number },
): Promise<MetRow[]> {
  const side =
    filter.side === undefined ? sql`true` : filter.side === 'with' ? sql`o.team = own.team` : sql`o.team <> own.team`;
  const tally = (same: boolean, name: string) => {
    const stood = same ? sql`o.team = own.team` : sql`o.team <> own.team`;
    const column = (what: string) => sql.raw(`${name}_${what}`);
    return sql`count(*) FILTER (WHERE ${stood}) AS ${column('matches')},
      count(*) FILTER (WHERE ${stood} AND own.lead > 0) AS ${column('won')},
      count(*) FILTER (WHERE ${stood} AND own.lead < 0) AS ${column('lost')},
      count(*) FILTER (WHERE ${stood} AND own.lead = 0) AS ${column('tied')}`;
  };
  const after = page.after ? sql`AND (max(own.played_at), o.steam_id) < (${page.after.at}, ${page.after.id})` : sql``;
  const rows = await database.query.all<Row>(
    sql`WITH own AS (SELECT p.match_id, p.played_at, p.team,
          CASE p.team WHEN 0 THEN m.rounds_0 - m.rounds_1 WHEN 1 THEN m.rounds_1 - m.rounds_0 END AS lead
        FROM match_player AS p JOIN match AS m ON m.id = p.match_id
        WHERE ${shownTo(viewer)} AND p.played_at >= ${filter.since ?? 0}),
      met AS (SELECT o.steam_id, count(*) AS matches, min(own.played_at) AS first_at, max(own.played_at) AS last_at,
          max(printf('%015d', own.played_at) || o.match_id) AS latest, ${tally(true, 'with')}, ${tally(false, 'against')}
        FROM own CROSS JOIN match_player AS o ON o.match_id = own.match_id
        WHERE o.steam_id <> ${viewer.steamId} AND ${side} GROUP BY o.steam_id
        HAVING count(*) >= ${filter.least} ${after}
        ORDER BY last_at DESC, o.steam_id DESC LIMIT ${page.limit})
      SELECT met.*, n.name, n.match_id FROM met JOIN match_player AS n
        ON n.match_id = substr(met.latest, 16) AND n.steam_id = met.steam_id
      ORDER BY met.last_at DESC, met.steam_id DESC`,
  );
  return rows.flatMap((row) => {
    const steamId = row['steam_id'];
    return isSteamId(steamId) ? [metOf(row, steamId)] : [];
  });
}

function metOf(row: Row, steamId: SteamId): MetRow {
  const number = (name: string) => Number(row[name]);
  const tally = (name: 'with' | 'against'): Tally => ({
    matches: number(`${name}_matches`),
    won: number(`${name}_won`),
    lost: number(`${name}_lost`),
    tied: number(`${name}_tied`),
  });
  return {
    steamId,
    name: String(row['name']),
    with: tally('with'),
    against: tally('against'),
    matches: number('matches'),
    firstMetAt: number('first_at'),
    lastMetAt: number('last_at'),
    lastMatchId: String(row['match_id']),
  };
}
