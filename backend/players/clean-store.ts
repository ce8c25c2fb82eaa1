import type { Database } from '#backend/platform/database.ts';

/** At most this many rows go in one clean-up statement, so that no other write waits long. */
const CLEAN_BATCH = 1000;

/** One step of the clean-up: deletes up to a batch of what is too old. Repeat while it reports anything. */
export async function cleanStep(
  database: Database,
  cutoff: { analysis: number; players: number; now: number },
): Promise<number> {
  const doomed = `SELECT steam_id FROM player WHERE asked_at < ?1 ORDER BY asked_at LIMIT ${CLEAN_BATCH / 10}`;
  const results = await database.write([
    // The newest assessment of a player stays, however old: it is the one the present score came from.
    {
      sql: `DELETE FROM assessment WHERE rowid IN (SELECT a.rowid FROM assessment AS a WHERE a.assessed_at < ?1
        AND EXISTS (SELECT 1 FROM assessment AS b WHERE b.steam_id = a.steam_id AND b.assessed_at > a.assessed_at)
        LIMIT ${CLEAN_BATCH})`,
      args: [cutoff.analysis],
    },
    ...['assessment', 'player_source', 'player_history', 'known_player', 'player_change'].map((table) => ({
      sql: `DELETE FROM ${table} WHERE steam_id IN (${doomed})`,
      args: [cutoff.players],
    })),
    {
      sql: `DELETE FROM score WHERE (bucket, steam_id) IN (SELECT bucket, steam_id FROM player WHERE steam_id IN (${doomed}))`,
      args: [cutoff.players],
    },
    {
      sql: `DELETE FROM player_change WHERE id IN (SELECT id FROM player_change WHERE at < ?1 ORDER BY at LIMIT ${CLEAN_BATCH})`,
      args: [cutoff.analysis],
    },
    { sql: 'DELETE FROM refresh_claim WHERE until <= ?1', args: [cutoff.now] },
    { sql: `DELETE FROM vanity WHERE checked_at < ?1`, args: [cutoff.players] },
    { sql: `DELETE FROM quota WHERE day < ?1`, args: [new Date(cutoff.players).toISOString().slice(0, 10)] },
    { sql: `DELETE FROM player WHERE steam_id IN (${doomed})`, args: [cutoff.players] },
  ]);
  return results.reduce((sum, { rowsAffected }) => sum + rowsAffected, 0);
}
