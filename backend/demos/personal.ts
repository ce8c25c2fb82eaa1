import { sql } from 'drizzle-orm';
import type { Database } from '#backend/platform/database.ts';
import type { PersonalData } from '#backend/platform/personal-data.ts';

/**
 * Which demos somebody asked for, and where they want to be told. A deletion takes along what they alone brought; the file of
 * it goes with the next clean-up. A replay of Valve is nobody's and stays.
 */
export function demosPersonalData(database: Database): PersonalData {
  return {
    name: 'demos',

    async *entries({ userId }) {
      yield* await database.query.all(
        sql`SELECT r.demo_id AS demoId, r.requested_at AS requestedAt, d.source, d.state, d.upload_name AS name
          FROM demo_request AS r JOIN demo AS d ON d.id = r.demo_id WHERE r.user_id = ${userId} ORDER BY r.requested_at`,
      );
      yield* await database.query.all(
        sql`SELECT url AS webhook, created_at AS createdAt FROM demo_webhook WHERE user_id = ${userId}`,
      );
    },

    deletion({ userId }) {
      const alone = `SELECT d.id FROM demo AS d JOIN demo_request AS r ON r.demo_id = d.id AND r.user_id = ?1
        WHERE d.source = 'upload' AND NOT EXISTS
          (SELECT 1 FROM demo_request AS o WHERE o.demo_id = d.id AND o.user_id <> ?1)`;
      const args = [userId];
      return [
        { sql: `DELETE FROM demo_evidence WHERE demo_id IN (${alone})`, args },
        { sql: `DELETE FROM job WHERE kind = 'demo' AND substr(id, 6) IN (${alone})`, args },
        { sql: `DELETE FROM demo WHERE id IN (${alone})`, args },
        ...['demo_request', 'demo_webhook', 'demo_delivery'].map((table) => ({
          sql: `DELETE FROM ${table} WHERE user_id = ?1`,
          args,
        })),
      ];
    },

    async counts(steamId) {
      const [row] = await database.query.all<{ n: number }>(
        sql`SELECT count(*) AS n FROM demo_evidence WHERE steam_id = ${steamId}`,
      );
      return { demos: row?.n ?? 0 };
    },
  };
}
