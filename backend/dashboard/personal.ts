import { sql } from 'drizzle-orm';
import type { Database } from '#backend/platform/database.ts';
import type { PersonalData } from '#backend/platform/personal-data.ts';

/** When somebody last looked, and figures computed for them, which follow from their matches. */
export function dashboardPersonalData(database: Database): PersonalData {
  return {
    name: 'dashboard',
    async *entries({ userId }) {
      yield* await database.query.all(
        sql`SELECT 'seen' AS what, seen_at AS at FROM dashboard_seen WHERE user_id = ${userId}`,
      );
      yield* await database.query.all(
        sql`SELECT 'statistics' AS what, query, computed_at AS at FROM statistics WHERE owner = ${userId}`,
      );
    },
    deletion: ({ userId }) => [
      { sql: 'DELETE FROM dashboard_seen WHERE user_id = ?', args: [userId] },
      { sql: 'DELETE FROM statistics WHERE owner = ?', args: [userId] },
    ],
  };
}
