import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '#backend/platform/database.ts';
import { type Evidence, evidenceSchema } from '#shared/score/evidence.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** Newest demos weighed for one player. */
const WEIGHED = 30;

interface Row {
  steam_id: string;
  demo_id: string;
  evidence: string;
  source: string;
  /** Our match, where the demo is of one that is held. */
  match_id: string | null;
  played_at: number;
  /** Households that brought this file. */
  origins: number;
}

const listSchema = z.array(z.unknown());

/**
 * What demos say of players. One fetched from Valve counts as it is; a file that people brought counts when two independent
 * households brought the very same. A demo of a match that is held goes by that match, so that both count once.
 */
export async function demoEvidenceOf(
  database: Database,
  steamIds: readonly SteamId[],
): Promise<Map<SteamId, Evidence[]>> {
  const rows = await database.query.all<Row>(
    sql`SELECT e.steam_id, e.demo_id, e.evidence, d.source, coalesce(d.match_id, m.id) AS match_id,
        coalesce(m.played_at, d.played_at, d.requested_at) AS played_at,
        (SELECT count(DISTINCT r.origin) FROM demo_request AS r WHERE r.demo_id = d.id) AS origins
      FROM json_each(${JSON.stringify(steamIds)}) AS j
        CROSS JOIN demo_evidence AS e ON e.steam_id = j.value
        JOIN demo AS d ON d.id = e.demo_id
        LEFT JOIN match AS m ON m.id = coalesce(d.match_id, (SELECT own.match_id FROM match_player AS own
          JOIN match AS x ON x.id = own.match_id
          WHERE own.steam_id = e.steam_id AND x.reservation_id = d.reservation_id LIMIT 1))
      ORDER BY played_at DESC`,
  );
  const found = new Map<SteamId, Evidence[]>();
  const counted = new Map<string, number>();
  for (const row of rows) {
    const { steam_id: steamId } = row;
    const count = counted.get(steamId) ?? 0;
    if (!isSteamId(steamId) || count >= WEIGHED) continue;
    counted.set(steamId, count + 1);
    found.set(steamId, [...(found.get(steamId) ?? []), ...evidenceOf(row)]);
  }
  return found;
}

function evidenceOf(row: Row): Evidence[] {
  const origin = {
    source: row.match_id ?? `demo:${row.demo_id}`,
    observedAt: row.played_at,
    provenance: row.source === 'upload' ? 'client' : 'demo',
    confirmations: row.source === 'upload' ? row.origins : 0,
  };
  const items = listSchema.safeParse(JSON.parse(row.evidence)).data ?? [];
  // What an older version wrote and this one cannot read says nothing.
  return items.flatMap((item) => {
    const read = evidenceSchema.safeParse({ ...(typeof item === 'object' ? item : {}), ...origin });
    return read.success ? [read.data] : [];
  });
}
