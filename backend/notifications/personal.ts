import { sql } from 'drizzle-orm';
import type { Database } from '#backend/platform/database.ts';
import type { PersonalData } from '#backend/platform/personal-data.ts';

/** Notifications read at a time for an export. */
const PAGE = 500;

/** What somebody was told, and where it is sent to: of a webhook its number, never its address. */
export function notificationsPersonalData(database: Database): PersonalData {
  return {
    name: 'notifications',

    async *entries({ userId }) {
      yield* await database.query.all(
        sql`SELECT 'settings' AS what, kinds, min_score AS minScore FROM notification_settings WHERE user_id = ${userId}`,
      );
      yield* await database.query.all(
        sql`SELECT 'webhook' AS what, webhook_id AS id, kinds, language, set_at AS setAt, delivered_at AS deliveredAt, trouble
          FROM notification_webhook WHERE user_id = ${userId}`,
      );
      for (let after = 0; ; ) {
        const rows = await database.query.all<{ id: number; body: string }>(
          sql`SELECT id, kind, steam_id AS steamId, at, read_at AS readAt, body FROM notification
            WHERE user_id = ${userId} AND id > ${after} ORDER BY id LIMIT ${PAGE}`,
        );
        for (const row of rows) {
          const body: unknown = JSON.parse(row.body);
          yield { ...row, body };
        }
        const last = rows.at(-1);
        if (!last) return;
        after = last.id;
      }
    },

    deletion: ({ userId }) =>
      ['notification_delivery', 'notification_webhook', 'notification_settings', 'notification'].map((table) => ({
        sql: `DELETE FROM ${table} WHERE user_id = ?`,
        args: [userId],
      })),
  };
}
