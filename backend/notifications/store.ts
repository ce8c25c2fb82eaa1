import { type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from '#backend/platform/database.ts';
import {
  type Notification,
  type NotificationKind,
  type NotificationSettings,
  notificationSchema,
  notificationSettingsSchema,
} from '#shared/api/notifications.ts';

/** A notification as it is to be kept: of the same `key` one person gets one, ever. */
export interface NewNotification {
  userId: string;
  kind: NotificationKind;
  key: string;
  steamId: string;
  at: number;
  /** What the kind has beside the fields of all. */
  body: Readonly<Record<string, unknown>>;
}

interface Row {
  id: number;
  kind: string;
  steamId: string;
  at: number;
  readAt: number | null;
  body: string;
}

const COLUMNS = sql`id, kind, steam_id AS steamId, at, read_at AS readAt, body`;

/** What a later version wrote and this one does not know is left out, not fatal. */
export function readNotification({ body, ...row }: Row): Notification | undefined {
  const rest: unknown = JSON.parse(body);
  return notificationSchema.safeParse({ ...(typeof rest === 'object' ? rest : {}), ...row }).data;
}

export async function listNotifications(
  database: Database,
  userId: string,
  page: { kind?: string | undefined; unread?: boolean | undefined; before: number | undefined; limit: number },
): Promise<{ id: number; notification: Notification | undefined }[]> {
  const conditions: SQL[] = [sql`user_id = ${userId}`];
  if (page.kind !== undefined) conditions.push(sql`kind = ${page.kind}`);
  if (page.unread !== undefined) conditions.push(page.unread ? sql`read_at IS NULL` : sql`read_at IS NOT NULL`);
  if (page.before !== undefined) conditions.push(sql`id < ${page.before}`);
  const rows = await database.query.all<Row>(
    sql`SELECT ${COLUMNS} FROM notification WHERE ${sql.join(conditions, sql` AND `)} ORDER BY id DESC LIMIT ${page.limit}`,
  );
  return rows.map((row) => ({ id: row.id, notification: readNotification(row) }));
}

export async function countUnread(database: Database, userId: string): Promise<number> {
  const [row] = await database.query.all<{ n: number }>(
    sql`SELECT count(*) AS n FROM notification WHERE user_id = ${userId} AND read_at IS NULL`,
  );
  return row?.n ?? 0;
}

/** The newest notification of anybody; 0 for none. */
export async function newestId(database: Database): Promise<number> {
  const [row] = await database.query.all<{ id: number | null }>(sql`SELECT max(id) AS id FROM notification`);
  return row?.id ?? 0;
}

export function markStatement(
  userId: string,
  which: { ids: readonly number[] } | { until: number },
  at: number | null,
) {
  const some = 'ids' in which;
  return {
    sql: `UPDATE notification SET read_at = ?3 WHERE user_id = ?1 AND (read_at IS NULL) = (?3 IS NOT NULL)
      AND ${some ? 'id IN (SELECT value FROM json_each(?2))' : 'id <= ?2'}`,
    args: [userId, some ? JSON.stringify(which.ids) : which.until, at],
  };
}

/**
 * Keeps notifications, each once, and what is to be sent of them. `after`: the newest there was before, so that what is found
 * a second time is not sent again. Only one process makes notifications at a time.
 */
export function addStatements(
  all: readonly NewNotification[],
  sent: readonly { userId: string; key: string }[],
  { after, now }: { after: number; now: number },
): Statement[] {
  if (all.length === 0) return [];
  const statements: Statement[] = [
    {
      sql: `INSERT INTO notification (user_id, kind, key, steam_id, at, body)
        SELECT value->>'userId', value->>'kind', value->>'key', value->>'steamId', value->>'at', value->>'body'
        FROM json_each(?) WHERE EXISTS (SELECT 1 FROM user WHERE id = value->>'userId')
        ON CONFLICT (user_id, key) DO NOTHING`,
      args: [JSON.stringify(all.map((each) => ({ ...each, body: JSON.stringify(each.body) })))],
    },
  ];
  if (sent.length > 0) {
    statements.push({
      sql: `INSERT INTO notification_delivery (user_id, notification_id, run_at, created_at)
        SELECT n.user_id, n.id, ?3, ?3 FROM json_each(?1) AS j
          JOIN notification AS n ON n.user_id = j.value->>'userId' AND n.key = j.value->>'key'
        WHERE n.id > ?2 ON CONFLICT DO NOTHING`,
      args: [JSON.stringify(sent), after, now],
    });
  }
  return statements;
}

const ALL_KINDS: NotificationSettings = {
  kinds: ['ban', 'score', 'report', 'appeal', 'case', 'appeal-waiting'],
  minScore: 61,
};

/** What people want to be told of; everything, where they said nothing. */
export async function loadSettings(
  database: Database,
  userIds: readonly string[],
): Promise<(userId: string) => NotificationSettings> {
  const rows = await database.query.all<{ userId: string; kinds: string; minScore: number }>(
    sql`SELECT user_id AS userId, kinds, min_score AS minScore FROM notification_settings
      WHERE user_id IN (SELECT value FROM json_each(${JSON.stringify(userIds)}))`,
  );
  const held = new Map(
    rows.map(({ userId, kinds, minScore }) => {
      const parsed: unknown = JSON.parse(kinds);
      return [userId, notificationSettingsSchema.safeParse({ kinds: parsed, minScore }).data ?? ALL_KINDS];
    }),
  );
  return (userId) => held.get(userId) ?? ALL_KINDS;
}

export function saveSettingsStatement(userId: string, { kinds, minScore }: NotificationSettings): Statement {
  return {
    sql: `INSERT INTO notification_settings (user_id, kinds, min_score)
      SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM user WHERE id = ?1)
      ON CONFLICT (user_id) DO UPDATE SET kinds = excluded.kinds, min_score = excluded.min_score`,
    args: [userId, JSON.stringify([...new Set(kinds)]), minScore],
  };
}

export async function loadPosition(database: Database, feed: string): Promise<number | undefined> {
  const [row] = await database.query.all<{ position: number }>(
    sql`SELECT position FROM notification_feed WHERE feed = ${feed}`,
  );
  return row?.position;
}

export function positionStatement(feed: string, position: number): Statement {
  return {
    sql: `INSERT INTO notification_feed (feed, position) VALUES (?, ?)
      ON CONFLICT (feed) DO UPDATE SET position = excluded.position`,
    args: [feed, position],
  };
}

/** One step of the clean-up. */
export function cleanStatement(before: number): Statement {
  return {
    sql: `DELETE FROM notification WHERE id IN (SELECT id FROM notification WHERE at < ? ORDER BY at LIMIT 500)`,
    args: [before],
  };
}
