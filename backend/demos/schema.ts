import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { DemoReason, DemoSourceKind, DemoState, WebhookEvent } from '#shared/api/demos.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/**
 * Tables of demos; part of the schema described in `backend/database/schema.ts`. While there is work on a demo it has a row
 * in `job` (`demo:<id>`), whose lease says who is at it.
 */

export const demo = sqliteTable(
  'demo',
  {
    id: text('id').primaryKey(),
    /** What makes two requests one: `reservation:<number>`, `file:<sha256>`, or `upload:<id>` while bytes are coming. */
    key: text('key').notNull(),
    source: text('source').$type<DemoSourceKind>().notNull(),
    state: text('state').$type<DemoState>().notNull(),
    reason: text('reason').$type<DemoReason>(),
    detail: text('detail'),
    /** Of the present state. */
    bytes: integer('bytes').notNull().default(0),
    total: integer('total'),
    percent: integer('percent'),
    /** Forgotten as soon as the replay is found. */
    shareCode: text('share_code'),
    replayUrl: text('replay_url'),
    reservationId: text('reservation_id'),
    /** Ours, where the match is held. */
    matchId: text('match_id'),
    /** Players of the match asked for, and its map: JSON. */
    expected: text('expected').notNull().default('{}'),
    playedAt: integer('played_at'),
    map: text('map'),
    uploadName: text('upload_name'),
    uploadSize: integer('upload_size'),
    /** What the uploader says it is. */
    uploadSha256: text('upload_sha256'),
    fileBytes: integer('file_bytes'),
    fileSha256: text('file_sha256'),
    /** Of the demo as it was unpacked. */
    contentSha256: text('content_sha256'),
    /** The highest score among its players when it was asked for, 0–100: who goes first. */
    priority: integer('priority').notNull().default(0),
    requestedAt: integer('requested_at').notNull(),
    changedAt: integer('changed_at').notNull(),
    finishedAt: integer('finished_at'),
    scoredAt: integer('scored_at'),
    /** `DemoReport` as JSON. */
    report: text('report'),
  },
  (table) => [
    uniqueIndex('demo_key').on(table.key),
    index('demo_state').on(table.state, table.finishedAt),
    index('demo_requested_at').on(table.requestedAt),
  ],
);

/** Who asked for a demo. `origin`: hash of the address with a key of this demo alone, for telling households apart. */
export const demoRequest = sqliteTable(
  'demo_request',
  {
    demoId: text('demo_id').notNull(),
    userId: text('user_id').notNull(),
    origin: text('origin').notNull(),
    requestedAt: integer('requested_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.demoId, table.userId] }),
    index('demo_request_user').on(table.userId, table.requestedAt),
  ],
);

/** What demos say of players: `Evidence[]` as JSON, its source and confirmations to be filled in when it is read. */
export const demoEvidence = sqliteTable(
  'demo_evidence',
  {
    steamId: text('steam_id').$type<SteamId>().notNull(),
    demoId: text('demo_id').notNull(),
    evidence: text('evidence').notNull(),
  },
  (table) => [primaryKey({ columns: [table.steamId, table.demoId] }), index('demo_evidence_demo').on(table.demoId)],
);

/** Where people want to be told of their demos. The secret is made of the operator's key and the ID, and is kept nowhere. */
export const demoWebhook = sqliteTable(
  'demo_webhook',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    url: text('url').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('demo_webhook_user').on(table.userId)],
);

/** Messages to webhooks. Made in the transaction that ends a demo, so none is forgotten and none is made twice. */
export const demoDelivery = sqliteTable(
  'demo_delivery',
  {
    id: text('id').primaryKey(),
    webhookId: text('webhook_id').notNull(),
    userId: text('user_id').notNull(),
    demoId: text('demo_id').notNull(),
    event: text('event').$type<WebhookEvent>().notNull(),
    /** When the demo ended. */
    endedAt: integer('ended_at').notNull(),
    state: text('state').$type<'waiting' | 'delivered' | 'gave-up'>().notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    status: integer('status'),
    error: text('error'),
    createdAt: integer('created_at').notNull(),
    lastAt: integer('last_at'),
    nextAt: integer('next_at').notNull(),
  },
  (table) => [
    uniqueIndex('demo_delivery_once').on(table.webhookId, table.demoId, table.endedAt),
    index('demo_delivery_due').on(table.state, table.nextAt),
    index('demo_delivery_user').on(table.userId),
  ],
);

/** Workers that asked for work, and when they last did. */
export const demoWorker = sqliteTable('demo_worker', {
  name: text('name').primaryKey(),
  locates: integer('locates', { mode: 'boolean' }).notNull(),
  seenAt: integer('seen_at').notNull(),
});
