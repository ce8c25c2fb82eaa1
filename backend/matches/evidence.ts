import { sql } from 'drizzle-orm';
import type { Database } from '#backend/platform/database.ts';
import { scoreboardMetrics } from '#shared/match/scoreboard.ts';
import type { Evidence } from '#shared/score/evidence.ts';
import { matchEvidence } from '#shared/score/match-evidence.ts';
import { MATCH_PARAMETERS } from '#shared/score/models/parameters.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Newest matches weighed for one player: as many as confidence asks for. */
const WEIGHED = 30;
/** The parameters are of matches five against five; a lobby of four (wingman) says nothing by them. */
const LEAST_PLAYERS = 8;

interface Row {
  wanted: string;
  match_id: string;
  played_at: number;
  rounds: number | null;
  steam_id: string;
  kills: number;
  assists: number | null;
  deaths: number;
  headshot_percent: number | null;
  provenance: 'steam' | 'server' | 'client';
  confirmations: number;
}

/**
 * What stored matches say of players: of each the newest whose figures Steam, Leetify or two independent uploads vouch
 * for. Judged when asked, so that new parameters count at once; most players have no match, and cost one look into the index.
 */
export async function matchEvidenceOf(
  database: Database,
  steamIds: readonly SteamId[],
): Promise<Map<SteamId, Evidence[]>> {
  const rows = await database.query.all<Row>(
    sql`SELECT j.value AS wanted, q.match_id, q.played_at, m.rounds_0 + m.rounds_1 AS rounds, q.steam_id, q.kills,
        q.assists, q.deaths, q.headshot_percent, q.provenance, q.confirmations
      FROM json_each(${JSON.stringify(steamIds)}) AS j
        CROSS JOIN match_player AS own ON own.steam_id = j.value AND own.match_id IN (
          SELECT x.match_id FROM match_player AS x JOIN match AS xm ON xm.id = x.match_id
          WHERE x.steam_id = j.value AND (x.provenance <> 'client' OR x.confirmations >= 2)
            AND x.kills IS NOT NULL AND x.deaths IS NOT NULL AND coalesce(xm.mode, '') <> 'wingman'
          ORDER BY x.played_at DESC LIMIT ${WEIGHED})
        CROSS JOIN match AS m ON m.id = own.match_id
        CROSS JOIN match_player AS q ON q.match_id = own.match_id AND q.kills IS NOT NULL AND q.deaths IS NOT NULL`,
  );
  const lobbies = new Map<string, Map<string, Row[]>>();
  for (const row of rows) {
    let matches = lobbies.get(row.wanted);
    if (!matches) {
      matches = new Map();
      lobbies.set(row.wanted, matches);
    }
    const lines = matches.get(row.match_id);
    if (lines) lines.push(row);
    else matches.set(row.match_id, [row]);
  }
  const found = new Map<SteamId, Evidence[]>();
  for (const steamId of steamIds) {
    const matches = lobbies.get(steamId);
    if (!matches) continue;
    found.set(
      steamId,
      [...matches.values()].flatMap((lines) => evidenceOf(steamId, lines) ?? []),
    );
  }
  return found;
}

function evidenceOf(steamId: SteamId, lines: readonly Row[]): Evidence | undefined {
  const own = lines.find((line) => line.steam_id === steamId);
  if (!own || lines.length < LEAST_PLAYERS) return undefined;
  const players = lines.map((line) =>
    scoreboardMetrics({
      id: line.steam_id,
      kills: line.kills,
      assists: line.assists ?? 0,
      deaths: line.deaths,
      ...(line.headshot_percent !== null && { headshotShare: line.headshot_percent / 100 }),
      ...(line.rounds !== null && { rounds: line.rounds }),
    }),
  );
  const { match_id: source, played_at: observedAt, provenance, confirmations } = own;
  const origin = { source, observedAt, provenance, confirmations };
  return matchEvidence(players, 'scoreboard', origin, MATCH_PARAMETERS).get(steamId);
}
