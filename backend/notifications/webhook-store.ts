import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type NewNotification, readNotification } from '#backend/notifications/store.ts';
import type { Database, Statement } from '#backend/platform/database.ts';
import {
  NOTIFICATION_KINDS,
  type Notification,
  type WebhookTrouble,
  webhookTroubleSchema,
} from '#shared/api/notifications.ts';
import { LANGUAGES } from '#shared/languages.ts';

const rowSchema = z.object({
  userId: z.string(),
  /** Sealed. */
  url: z.string(),
  webhookId: z.string(),
  kinds: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(z.enum(NOTIFICATION_KINDS))),
  language: z.enum(LANGUAGES).catch('en'),
  setAt: z.number(),
  deliveredAt: z.number().nullable(),
  trouble: webhookTroubleSchema.nullable(),
  pausedUntil: z.number(),
  waiting: z.number(),
});
export type WebhookRow = z.infer<typeof rowSchema>;

const COLUMNS = sql`w.user_id AS userId, w.url, w.webhook_id AS webhookId, w.kinds, w.language, w.set_at AS setAt,
  w.delivered_at AS deliveredAt, w.trouble, w.paused_until AS pausedUntil,
  (SELECT count(*) FROM notification_delivery AS d WHERE d.user_id = w.user_id) AS waiting`;

export async function findWebhook(database: Database, userId: string): Promise<WebhookRow | undefined> {
  const [row] = await database.query.all(
    sql`SELECT ${COLUMNS} FROM notification_webhook AS w WHERE w.user_id = ${userId}`,
  );
  return row === undefined ? undefined : rowSchema.parse(row);
}

export function putWebhookStatements(
  userId: string,
  webhook: { url: string; webhookId: string; kinds: readonly string[]; language: string },
  now: number,
): Statement[] {
  return [
    {
      sql: `INSERT INTO notification_webhook (user_id, url, webhook_id, kinds, language, set_at)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM user WHERE id = ?1)
        ON CONFLICT (user_id) DO UPDATE SET url = excluded.url, webhook_id = excluded.webhook_id, kinds = excluded.kinds,
          language = excluded.language, set_at = excluded.set_at, trouble = NULL, paused_until = 0`,
      args: [userId, webhook.url, webhook.webhookId, JSON.stringify(webhook.kinds), webhook.language, now],
    },
    { sql: 'DELETE FROM notification_delivery WHERE user_id = ?', args: [userId] },
  ];
}

export function removeWebhookStatements(userId: string): Statement[] {
  return [
    { sql: 'DELETE FROM notification_delivery WHERE user_id = ?', args: [userId] },
    { sql: 'DELETE FROM notification_webhook WHERE user_id = ?', args: [userId] },
  ];
}

/** Those of these notifications whose people want them sent, too. */
export async function wantedByWebhook(
  database: Database,
  all: readonly NewNotification[],
): Promise<{ userId: string; key: string }[]> {
  const userIds = JSON.stringify([...new Set(all.map(({ userId }) => userId))]);
  const rows = await database.query.all<{ userId: string; kinds: string }>(
    sql`SELECT user_id AS userId, kinds FROM notification_webhook
      WHERE trouble IS NULL AND user_id IN (SELECT value FROM json_each(${userIds}))`,
  );
  const kinds = new Map(rows.map((row) => [row.userId, row.kinds]));
  return all.flatMap(({ userId, kind, key }) => (kinds.get(userId)?.includes(`"${kind}"`) ? [{ userId, key }] : []));
}

/** People with messages that are due, the longest waiting first. */
export async function dueUsers(database: Database, now: number, limit: number): Promise<string[]> {
  const rows = await database.query.all<{ userId: string }>(
    sql`SELECT d.user_id AS userId FROM notification_delivery AS d JOIN notification_webhook AS w ON w.user_id = d.user_id
      WHERE d.run_at <= ${now} AND w.paused_until <= ${now} AND w.trouble IS NULL
      GROUP BY d.user_id ORDER BY min(d.run_at) LIMIT ${limit}`,
  );
  return rows.map(({ userId }) => userId);
}

export interface DueMessage {
  notificationId: number;
  attempts: number;
  createdAt: number;
  /** Undefined for one that is gone or can no longer be read. */
  notification: Notification | undefined;
}

/** What is due to one person, oldest first. */
export async function dueMessages(
  database: Database,
  userId: string,
  now: number,
  limit: number,
): Promise<DueMessage[]> {
  const rows = await database.query.all<{
    notificationId: number;
    attempts: number;
    createdAt: number;
    id: number | null;
    kind: string;
    steamId: string;
    at: number;
    readAt: number | null;
    body: string;
  }>(
    sql`SELECT d.notification_id AS notificationId, d.attempts, d.created_at AS createdAt, n.id, n.kind,
        n.steam_id AS steamId, n.at, n.read_at AS readAt, n.body
      FROM notification_delivery AS d LEFT JOIN notification AS n ON n.id = d.notification_id
      WHERE d.user_id = ${userId} AND d.run_at <= ${now} ORDER BY d.notification_id LIMIT ${limit}`,
  );
  return rows.map(({ notificationId, attempts, createdAt, id, ...row }) => ({
    ...{ notificationId, attempts, createdAt },
    notification: id === null ? undefined : readNotification({ id, ...row }),
  }));
}

const ids = (messages: readonly DueMessage[]) => JSON.stringify(messages.map(({ notificationId }) => notificationId));
const THESE = 'user_id = ?1 AND notification_id IN (SELECT value FROM json_each(?2))';

export function deliveredStatements(userId: string, messages: readonly DueMessage[], now: number): Statement[] {
  return [
    { sql: `DELETE FROM notification_delivery WHERE ${THESE}`, args: [userId, ids(messages)] },
    { sql: 'UPDATE notification_webhook SET delivered_at = ?2 WHERE user_id = ?1', args: [userId, now] },
  ];
}

/** Messages that are tried again at `runAt`; all others of the person wait until `pausedUntil`, when given. */
export function laterStatements(
  userId: string,
  messages: readonly DueMessage[],
  { runAt, pausedUntil, counts }: { runAt: number; pausedUntil: number; counts: boolean },
): Statement[] {
  return [
    {
      sql: `UPDATE notification_delivery SET run_at = ?3, attempts = attempts + ?4 WHERE ${THESE}`,
      args: [userId, ids(messages), runAt, Number(counts)],
    },
    {
      sql: 'UPDATE notification_webhook SET paused_until = max(paused_until, ?2) WHERE user_id = ?1',
      args: [userId, pausedUntil],
    },
  ];
}

/** Switches a webhook off, whatever waits for it goes; unless it was put anew meanwhile. */
export function troubleStatements(userId: string, setAt: number, trouble: WebhookTrouble): Statement[] {
  return [
    {
      sql: 'UPDATE notification_webhook SET trouble = ?3 WHERE user_id = ?1 AND set_at = ?2',
      args: [userId, setAt, trouble],
    },
    {
      sql: `DELETE FROM notification_delivery WHERE user_id = ?1
        AND EXISTS (SELECT 1 FROM notification_webhook WHERE user_id = ?1 AND set_at = ?2)`,
      args: [userId, setAt],
    },
  ];
}
