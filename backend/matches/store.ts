import { sql } from 'drizzle-orm';
import type { MatchSource, MergedMatch } from '#backend/matches/merge.ts';
import { type SourcedMatch, sourcedMatchSchema, TIME_WINDOW } from '#backend/matches/sourced.ts';
import type { Database, Statement } from '#backend/platform/database.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** A match with everything its sources say. */
export interface HeldMatch {
  id: string;
  revision: number;
  sources: MatchSource[];
}

/** Matches of a player around given times, and those with given IDs; by ID. */
export async function loadCandidates(
  database: Database,
  steamId: SteamId,
  times: readonly number[],
  ids: readonly string[],
): Promise<Map<string, HeldMatch>> {
  const found = await database.query.all<{ id: string }>(
    sql`SELECT DISTINCT p.match_id AS id FROM json_each(${JSON.stringify(times)}) AS t JOIN match_player AS p
        ON p.steam_id = ${steamId} AND p.played_at BETWEEN t.value - ${TIME_WINDOW} AND t.value + ${TIME_WINDOW}
      UNION SELECT value FROM json_each(${JSON.stringify(ids)})`,
  );
  return loadMatches(
    database,
    found.map(({ id }) => id),
  );
}

export async function loadMatches(database: Database, ids: readonly string[]): Promise<Map<string, HeldMatch>> {
  const held = new Map<string, HeldMatch>();
  if (ids.length === 0) return held;
  const rows = await database.query.all<Record<string, unknown>>(
    sql`SELECT m.id, m.revision, s.kind, s.uploader, s.origin, s.content, s.received_at
      FROM json_each(${JSON.stringify(ids)}) AS j JOIN match AS m ON m.id = j.value
        JOIN match_source AS s ON s.match_id = m.id`,
  );
  for (const row of rows) {
    const id = String(row['id']);
    const content = sourcedMatchSchema.safeParse(JSON.parse(String(row['content'])));
    // What an older version wrote and this one cannot read is as good as not there.
    if (!content.success) continue;
    let match = held.get(id);
    if (!match) {
      match = { id, revision: Number(row['revision']), sources: [] };
      held.set(id, match);
    }
    const kind = String(row['kind']);
    match.sources.push({
      kind: kind === 'steam' || kind === 'leetify' ? kind : 'upload',
      uploader: String(row['uploader']),
      origin: String(row['origin']),
      receivedAt: Number(row['received_at']),
      content: content.data,
    });
  }
  return held;
}

/** A source to be kept with a match, which is made if it is not there. */
export interface NewSource extends Omit<MatchSource, 'content'> {
  matchId: string;
  content: SourcedMatch;
}

/** Keeps sources, each over what the same one said before, and marks their matches as changed. */
export async function saveSources(database: Database, sources: readonly NewSource[], now: number): Promise<void> {
  const rows = JSON.stringify(
    sources.map(({ content, ...source }) => ({ ...source, content: JSON.stringify(content), ...headOf(content) })),
  );
  await database.write([
    {
      sql: `INSERT INTO match (id, played_at, map, revision, added_at, changed_at)
        SELECT value ->> 'matchId', value ->> 'playedAt', value ->> 'map', 1, ?2, ?2 FROM json_each(?1) WHERE true
        ON CONFLICT (id) DO UPDATE SET revision = revision + 1, changed_at = excluded.changed_at`,
      args: [rows, now],
    },
    {
      sql: `INSERT INTO match_source (match_id, kind, uploader, origin, content, received_at)
        SELECT value ->> 'matchId', value ->> 'kind', value ->> 'uploader', value ->> 'origin', value ->> 'content',
          value ->> 'receivedAt' FROM json_each(?1) WHERE true
        ON CONFLICT (match_id, kind, uploader) DO UPDATE SET origin = excluded.origin, content = excluded.content`,
      args: [rows],
    },
  ]);
}

const headOf = ({ playedAt, map }: SourcedMatch) => ({ playedAt, map });

/** The statements that write merged matches, each only if nobody has changed a source since `revision` was read. */
function mergeStatements(merged: readonly { id: string; revision: number; match: MergedMatch }[]): Statement[] {
  const matches = JSON.stringify(
    merged.map(({ id, revision, match: { players, conflicts, rounds, ...match } }) => ({
      ...match,
      id,
      revision,
      rounds0: rounds?.[0] ?? null,
      rounds1: rounds?.[1] ?? null,
      disagreements: conflicts.length,
      steamIds: players.map(({ steamId }) => steamId),
    })),
  );
  const lines = JSON.stringify(
    merged.flatMap(({ id, revision, match: { players, playedAt } }) =>
      players.map((line) => ({ ...line, id, revision, playedAt })),
    ),
  );
  const current = `JOIN match AS m ON m.id = j.value ->> 'id' AND m.revision = j.value ->> 'revision'`;
  return [
    {
      sql: `UPDATE match SET played_at = j.value ->> 'playedAt', mode = j.value ->> 'mode', map = j.value ->> 'map',
          map_code = j.value ->> 'mapCode', rounds_0 = j.value ->> 'rounds0', rounds_1 = j.value ->> 'rounds1',
          duration_seconds = j.value ->> 'durationSeconds', reservation_id = j.value ->> 'reservationId',
          uploads = j.value ->> 'uploads', disagreements = j.value ->> 'disagreements'
        FROM json_each(?) AS j WHERE match.id = j.value ->> 'id' AND match.revision = j.value ->> 'revision'
        RETURNING id`,
      args: [matches],
    },
    {
      sql: `DELETE FROM match_player WHERE (match_id, steam_id) IN (SELECT p.match_id, p.steam_id
        FROM json_each(?) AS j ${current} JOIN match_player AS p ON p.match_id = m.id
        WHERE p.steam_id NOT IN (SELECT value FROM json_each(j.value -> 'steamIds')))`,
      args: [matches],
    },
    {
      sql: `INSERT INTO match_player (match_id, steam_id, played_at, name, team, kills, assists, deaths, mvps,
          headshot_percent, score, provenance, confirmations)
        SELECT m.id, j.value ->> 'steamId', j.value ->> 'playedAt', j.value ->> 'name', j.value ->> 'team',
          j.value ->> 'kills', j.value ->> 'assists', j.value ->> 'deaths', j.value ->> 'mvps',
          j.value ->> 'headshotPercent', j.value ->> 'score', j.value ->> 'provenance', j.value ->> 'confirmations'
        FROM json_each(?) AS j ${current} WHERE true
        ON CONFLICT (match_id, steam_id) DO UPDATE SET played_at = excluded.played_at, name = excluded.name,
          team = excluded.team, kills = excluded.kills, assists = excluded.assists, deaths = excluded.deaths,
          mvps = excluded.mvps, headshot_percent = excluded.headshot_percent, score = excluded.score,
          provenance = excluded.provenance, confirmations = excluded.confirmations`,
      args: [lines],
    },
  ];
}

/** Writes merged matches; returns the IDs of those that were still as they had been read. */
export async function saveMerged(
  database: Database,
  merged: readonly { id: string; revision: number; match: MergedMatch }[],
): Promise<Set<string>> {
  const [written] = await database.write(mergeStatements(merged));
  return new Set((written?.rows ?? []).map((row) => String(row['id'])));
}
