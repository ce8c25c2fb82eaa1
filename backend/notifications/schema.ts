import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { NotificationKind, WebhookTrouble } from '#shared/api/notifications.ts';

/** Tables of notifications; part of the schema described in `backend/database/schema.ts`. */

export const notification = sqliteTable(
  'notification',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    userId: text('user_id').notNull(),
    kind: text('kind').$type<NotificationKind>().notNull(),
    /** What it tells of: the same news never comes twice, however often it is found. */
    key: text('key').notNull(),
    steamId: text('steam_id').notNull(),
    at: integer('at').notNull(),
    readAt: integer('read_at'),
    /** What the kind has beside these, JSON. */
    body: text('body').notNull(),
  },
  (table) => [
    uniqueIndex('notification_key').on(table.userId, table.key),
    index('notification_list').on(table.userId, table.id),
    index('notification_unread').on(table.userId, table.readAt),
    index('notification_at').on(table.at),
  ],
);

export const notificationSettings = sqliteTable('notification_settings', {
  userId: text('user_id').primaryKey(),
  /** JSON. */
  kinds: text('kinds').notNull(),
  minScore: integer('min_score').notNull(),
});

export const notificationWebhook = sqliteTable('notification_webhook', {
  userId: text('user_id').primaryKey(),
  /** Sealed: whoever has the address can write into the channel. */
  url: text('url').notNull(),
  /** Discord's number of the webhook, which opens nothing by itself. */
  webhookId: text('webhook_id').notNull(),
  /** JSON. */
  kinds: text('kinds').notNull(),
  language: text('language').notNull(),
  setAt: integer('set_at').notNull(),
  deliveredAt: integer('delivered_at'),
  trouble: text('trouble').$type<WebhookTrouble>(),
  /** Nothing is sent before this, ms: Discord asked us to wait. */
  pausedUntil: integer('paused_until').notNull().default(0),
});

/** Messages that are still to be sent. */
export const webhookDelivery = sqliteTable(
  'notification_delivery',
  {
    userId: text('user_id').notNull(),
    notificationId: integer('notification_id').notNull(),
    attempts: integer('attempts').notNull().default(0),
    runAt: integer('run_at').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.notificationId] }),
    index('notification_delivery_run_at').on(table.runAt),
  ],
);

/** How far each source of news has been read. */
export const notificationFeed = sqliteTable('notification_feed', {
  feed: text('feed').primaryKey(),
  position: integer('position').notNull(),
});
