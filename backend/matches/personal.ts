import { sql } from 'drizzle-orm';
import { createUploaderHash } from '#backend/matches/intake.ts';
import type { Database } from '#backend/platform/database.ts';
import type { PersonalData } from '#backend/platform/personal-data.ts';

/** Uploads read at a time for an export. */
const PAGE = 100;

/**
 * The matches somebody uploaded, and how their sync stands. The export says that codes of Steam are held, and never which.
 * A deletion takes the uploads along; what other sources say of the same matches stays, and counts for less.
 */
export function matchesPersonalData(database: Database, key: string): PersonalData {
  const uploaderHash = createUploaderHash(key);
  return {
    name: 'matches',

    async *entries({ userId, steamId }) {
      yield* await database.query.all(
        sql`SELECT source, state, reason, finished_at AS finishedAt, active_at AS activeAt FROM match_sync
          WHERE user_id = ${userId}`,
      );
      yield* await database.query.all(
        sql`SELECT 'share codes' AS given, updated_at AS updatedAt FROM share_code_access WHERE user_id = ${userId}`,
      );
      for (let after = 0; ; ) {
        const rows = await database.query.all<{ id: number; matchId: string; receivedAt: number; content: string }>(
          sql`SELECT rowid AS id, match_id AS matchId, received_at AS receivedAt, content FROM match_source
            WHERE kind = 'upload' AND uploader = ${uploaderHash(steamId)} AND rowid > ${after} ORDER BY rowid LIMIT ${PAGE}`,
        );
        for (const { matchId, receivedAt, content } of rows) {
          const match: unknown = JSON.parse(content);
          yield { matchId, receivedAt, match };
        }
        const last = rows.at(-1);
        if (!last) return;
        after = last.id;
      }
    },

    deletion({ userId, steamId }) {
      const args = [uploaderHash(steamId)];
      const mine = `SELECT match_id FROM match_source WHERE kind = 'upload' AND uploader = ?1`;
      const others = `SELECT 1 FROM match_source AS s WHERE s.match_id = %.match_id AND (s.kind, s.uploader) <> ('upload', ?1)`;
      const orphan = (table: string) => `match_id IN (${mine}) AND NOT EXISTS (${others.replace('%', table)})`;
      return [
        ...['match_sync', 'share_code_access', 'pending_share_code'].map((table) => ({
          sql: `DELETE FROM ${table} WHERE user_id = ?`,
          args: [userId],
        })),
        { sql: `DELETE FROM match_player WHERE ${orphan('match_player')}`, args },
        {
          sql: `DELETE FROM match WHERE id IN (SELECT o.match_id FROM match_source AS o WHERE o.kind = 'upload'
            AND o.uploader = ?1 AND NOT EXISTS (${others.replace('%', 'o')}))`,
          args,
        },
        // Until the next source comes nobody counts anew: no line may claim more uploads than there are.
        {
          sql: `UPDATE match_player SET confirmations = min(confirmations, (SELECT count(DISTINCT s.origin)
              FROM match_source AS s WHERE s.match_id = match_player.match_id AND s.kind = 'upload' AND s.uploader <> ?1))
            WHERE match_id IN (${mine})`,
          args,
        },
        {
          sql: `UPDATE match SET revision = revision + 1, uploads = (SELECT count(DISTINCT s.origin) FROM match_source AS s
              WHERE s.match_id = match.id AND s.kind = 'upload' AND s.uploader <> ?1) WHERE id IN (${mine})`,
          args,
        },
        {
          sql: `DELETE FROM match_source WHERE rowid IN (SELECT rowid FROM match_source
            WHERE kind = 'upload' AND uploader = ?1)`,
          args,
        },
      ];
    },

    async counts(steamId) {
      const [row] = await database.query.all<{ n: number }>(
        sql`SELECT count(*) AS n FROM match_player WHERE steam_id = ${steamId}`,
      );
      return { matches: row?.n ?? 0 };
    },
  };
}
