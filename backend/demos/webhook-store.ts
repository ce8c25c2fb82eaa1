import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '#backend/platform/database.ts';
import type { deliveriesResponseSchema, WebhookEvent } from '#shared/api/demos.ts';

export interface Webhook {
  id: string;
  url: string;
  createdAt: number;
}

export async function listWebhooks(database: Database, userId: string): Promise<Webhook[]> {
  return database.query.all<Webhook>(
    sql`SELECT id, url, created_at AS createdAt FROM demo_webhook WHERE user_id = ${userId} ORDER BY created_at, id`,
  );
}

/** Adds a webhook unless there are `most` already. False: there are. */
export async function addWebhook(
  database: Database,
  webhook: Webhook & { userId: string },
  most: number,
): Promise<boolean> {
  const [added] = await database.write([
    {
      sql: `INSERT INTO demo_webhook (id, user_id, url, created_at) SELECT ?1, ?2, ?3, ?4
        WHERE (SELECT count(*) FROM demo_webhook WHERE user_id = ?2) < ?5`,
      args: [webhook.id, webhook.userId, webhook.url, webhook.createdAt, most],
    },
  ]);
  return (added?.rowsAffected ?? 0) > 0;
}

export async function removeWebhook(database: Database, userId: string, id: string): Promise<boolean> {
  const mine = 'SELECT id FROM demo_webhook WHERE id = ?1 AND user_id = ?2';
  const results = await database.write([
    { sql: `DELETE FROM demo_delivery WHERE webhook_id IN (${mine})`, args: [id, userId] },
    { sql: 'DELETE FROM demo_webhook WHERE id = ?1 AND user_id = ?2', args: [id, userId] },
  ]);
  return (results.at(-1)?.rowsAffected ?? 0) > 0;
}

export type Delivery = z.infer<typeof deliveriesResponseSchema>['items'][number];

export async function listDeliveries(database: Database, webhookId: string, limit: number): Promise<Delivery[]> {
  return database.query.all<Delivery>(
    sql`SELECT id, demo_id AS demoId, event, state, attempts, status, error, created_at AS createdAt, last_at AS lastAt,
        CASE WHEN state = 'waiting' THEN next_at END AS nextAt
      FROM demo_delivery WHERE webhook_id = ${webhookId} ORDER BY created_at DESC, id LIMIT ${limit}`,
  );
}

export interface DueDelivery {
  id: string;
  webhookId: string;
  demoId: string;
  event: WebhookEvent;
  endedAt: number;
  url: string;
  attempts: number;
}

/**
 * Takes messages that are due, at most `limit`: until `until` nobody else does. Counted as an attempt before it is made, so
 * that a receiver that takes the process down with it is not tried for ever.
 */
export async function takeDue(
  database: Database,
  { now, until, limit }: { now: number; until: number; limit: number },
): Promise<DueDelivery[]> {
  const due = await database.query.all(
    sql`SELECT 1 FROM demo_delivery WHERE state = 'waiting' AND next_at <= ${now} LIMIT 1`,
  );
  if (due.length === 0) return [];
  const [taken] = await database.write([
    {
      sql: `UPDATE demo_delivery SET next_at = ?2, attempts = attempts + 1, last_at = ?1 WHERE id IN (
          SELECT id FROM demo_delivery WHERE state = 'waiting' AND next_at <= ?1 ORDER BY next_at LIMIT ?3)
        RETURNING id, webhook_id, demo_id, event, ended_at, attempts,
          (SELECT url FROM demo_webhook AS w WHERE w.id = webhook_id) AS url`,
      args: [now, until, limit],
    },
  ]);
  return (taken?.rows ?? []).map((row) => ({
    id: String(row['id']),
    webhookId: String(row['webhook_id']),
    demoId: String(row['demo_id']),
    event: row['event'] === 'demo.done' ? 'demo.done' : 'demo.failed',
    endedAt: Number(row['ended_at']),
    url: String(row['url'] ?? ''),
    attempts: Number(row['attempts']),
  }));
}

export async function saveDelivery(
  database: Database,
  id: string,
  end: { state: Delivery['state']; status: number | null; error: string | null; nextAt: number },
): Promise<void> {
  await database.write([
    {
      sql: 'UPDATE demo_delivery SET state = ?2, status = ?3, error = ?4, next_at = ?5 WHERE id = ?1',
      args: [id, end.state, end.status, end.error, end.nextAt],
    },
  ]);
}
