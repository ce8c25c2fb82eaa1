import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { AccountState, Role } from '#shared/api/accounts.ts';
import type { REPORT_OUTCOMES, ReportRequest } from '#shared/api/reports.ts';
import type { EVENT_SOURCES, Measure, ModerationEvent } from '#shared/moderation/events.ts';
import type { CaseStatus } from '#shared/moderation/status.ts';
import type { ReportState } from '#shared/reports/evidence.ts';
import type { Source, SourceState } from '#shared/score/facts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/**
 * Every table. Times are ms since 1970, Steam IDs text (they do not fit a JavaScript number), JSON columns text that is
 * read by a schema again. Change this file, then `npm run db:generate`; migrations only go forward.
 */

/** Everybody Steam was ever asked about. `missing`: Steam knows no such account. */
export const player = sqliteTable(
  'player',
  {
    steamId: text('steam_id').primaryKey(),
    /** As in `score`: where this player's score is. */
    bucket: integer('bucket').notNull(),
    firstSeenAt: integer('first_seen_at').notNull(),
    /** Last time somebody's request made us look; retention counts from here. */
    askedAt: integer('asked_at').notNull(),
    /** When the last look at Steam ended, and until when its answer counts as fresh. */
    checkedAt: integer('checked_at').notNull(),
    freshUntil: integer('fresh_until').notNull(),
    bansCheckedAt: integer('bans_checked_at').notNull().default(0),
    missing: integer('missing', { mode: 'boolean' }).notNull(),
    /** The current assessment, whole, as JSON; null until there is one. */
    assessment: text('assessment'),
  },
  (table) => [index('player_asked_at').on(table.askedAt)],
);

/** Per source of a player: how the last look ended, and the facts last seen there (JSON, without `observedAt`). */
export const playerSource = sqliteTable(
  'player_source',
  {
    steamId: text('steam_id').notNull(),
    source: text('source').$type<Source>().notNull(),
    state: text('state').$type<SourceState>().notNull(),
    checkedAt: integer('checked_at').notNull(),
    observedAt: integer('observed_at'),
    facts: text('facts'),
  },
  (table) => [primaryKey({ columns: [table.steamId, table.source] })],
);

/** What changed while we looked: a row per run of the same value; a new one only when the value differs from the last. */
export const playerHistory = sqliteTable(
  'player_history',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    steamId: text('steam_id').notNull(),
    kind: text('kind').$type<'name' | 'country' | 'bans'>().notNull(),
    value: text('value').notNull(),
    firstSeenAt: integer('first_seen_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
  },
  (table) => [index('player_history_run').on(table.steamId, table.kind, table.id)],
);

/** Past assessments: one row each time the outcome (`outcome`: score, band, confidence, reasons, engine) changed. */
export const assessment = sqliteTable(
  'assessment',
  {
    steamId: text('steam_id').notNull(),
    assessedAt: integer('assessed_at').notNull(),
    outcome: text('outcome').notNull(),
    detail: text('detail').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.steamId, table.assessedAt] }),
    index('assessment_assessed_at').on(table.assessedAt),
  ],
);

/**
 * Current scores in the order of their hash bucket, so that a prefix is one contiguous range. The migration makes it
 * WITHOUT ROWID (drizzle cannot say so): with a separate index every row of a bucket would be a random read.
 */
export const score = sqliteTable(
  'score',
  {
    /** First 24 bits of SHA-256 of the Steam ID: the six hex digits a prefix can have. */
    bucket: integer('bucket').notNull(),
    steamId: text('steam_id').notNull(),
    /** The `ScoreEntry` as JSON, exactly as it is sent. */
    entry: text('entry').notNull(),
    /** Grows with every change of any score, never repeats, and is at least the time of the change in ms. */
    revision: integer('revision').notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.steamId] }), uniqueIndex('score_revision').on(table.revision)],
);

/** Who is being fetched from Steam right now, and by which process: across processes, one set of calls per player. */
export const refreshClaim = sqliteTable('refresh_claim', {
  steamId: text('steam_id').primaryKey(),
  owner: text('owner').notNull(),
  until: integer('until').notNull(),
});

/** Vanity names as last resolved; null when Steam knew none. */
export const vanity = sqliteTable('vanity', {
  name: text('name').primaryKey(),
  steamId: text('steam_id'),
  checkedAt: integer('checked_at').notNull(),
});

/** Work that outlives a process. `leaseUntil` in the past means nobody is at it, whatever `leaseOwner` says. */
export const job = sqliteTable(
  'job',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    payload: text('payload').notNull().default('{}'),
    runAt: integer('run_at').notNull(),
    /** Attempts since the last success or progress. */
    attempts: integer('attempts').notNull().default(0),
    leaseOwner: text('lease_owner'),
    leaseUntil: integer('lease_until').notNull().default(0),
    lastError: text('last_error'),
    finishedAt: integer('finished_at'),
  },
  (table) => [index('job_run_at').on(table.runAt)],
);

/** Calls reserved of a service's daily allowance; `day` is the UTC date. */
export const quota = sqliteTable(
  'quota',
  {
    service: text('service').notNull(),
    day: text('day').notNull(),
    used: integer('used').notNull().default(sql`0`),
  },
  (table) => [primaryKey({ columns: [table.service, table.day] })],
);

/**
 * People with an account here. The first seven columns are better-auth's; `email` is a made-up address that nothing is
 * ever sent to, because better-auth wants one and Steam gives none.
 */
export const user = sqliteTable('user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: integer('email_verified', { mode: 'boolean' }).notNull(),
  image: text('image'),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
  steamId: text('steam_id').notNull().unique(),
  role: text('role').$type<Role>().notNull().default('user'),
  state: text('state').$type<AccountState>().notNull().default('active'),
});

/** Who is signed in where. Neither token nor address nor user agent in clear: a copy of this table opens nothing. */
export const session = sqliteTable(
  'session',
  {
    id: text('id').primaryKey(),
    /** SHA-256 of the token, base64url. */
    token: text('token').notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
    /** better-auth's, always empty here. */
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    /** In a word each: "Firefox", "Windows". */
    browser: text('browser').notNull().default(''),
    system: text('system').notNull().default(''),
    /** Hash of the token before the last rotation, and when that was. */
    previousToken: text('previous_token'),
    rotatedAt: integer('rotated_at'),
    lastUsedAt: integer('last_used_at').notNull().default(0),
  },
  (table) => [index('session_user').on(table.userId), index('session_previous_token').on(table.previousToken)],
);

/** better-auth's link from a user to the provider's account; Steam gives no tokens, so those columns stay empty. */
export const account = sqliteTable(
  'account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: integer('access_token_expires_at', { mode: 'timestamp_ms' }),
    refreshTokenExpiresAt: integer('refresh_token_expires_at', { mode: 'timestamp_ms' }),
    scope: text('scope'),
    password: text('password'),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [
    index('account_user').on(table.userId),
    uniqueIndex('account_provider').on(table.providerId, table.accountId),
  ],
);

/** What may be used once: sign-in states, Steam's nonces, codes for the extension; `identifier` is a hash. */
export const verification = sqliteTable(
  'verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [
    index('verification_identifier').on(table.identifier),
    index('verification_expires_at').on(table.expiresAt),
  ],
);

/** A person's settings, the same in all their browsers. `version` grows by one with each change. */
export const userSettings = sqliteTable('user_settings', {
  userId: text('user_id').primaryKey(),
  version: integer('version').notNull(),
  settings: text('settings').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

/** What happened to accounts, append-only until it is too old. `address` is a hash whose key changes every month. */
export const audit = sqliteTable(
  'audit',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    at: integer('at').notNull(),
    action: text('action').notNull(),
    /** Who did it, and to whom; null for nobody known, or somebody who deleted their account. */
    actorId: text('actor_id'),
    subjectId: text('subject_id'),
    address: text('address'),
    detail: text('detail').notNull().default('{}'),
  },
  (table) => [
    index('audit_at').on(table.at),
    index('audit_subject').on(table.subjectId),
    index('audit_actor').on(table.actorId),
  ],
);

/** That somebody who deleted their account was blocked or banned: a keyed hash of the Steam ID, and until when it is kept. */
export const accountMemory = sqliteTable('account_memory', {
  steamHash: text('steam_hash').primaryKey(),
  state: text('state').$type<AccountState>().notNull(),
  until: integer('until').notNull(),
});

/**
 * The one report of somebody on somebody. A withdrawn one keeps its row without its words, because an outcome stays, and
 * because what was sent before must not come back when it arrives late.
 */
export const report = sqliteTable(
  'report',
  {
    reporter: text('reporter').$type<SteamId>().notNull(),
    target: text('target').$type<SteamId>().notNull(),
    category: text('category').$type<ReportRequest['category']>().notNull(),
    matchId: text('match_id'),
    playedAt: integer('played_at'),
    /** JSON. */
    evidence: text('evidence').notNull().default('[]'),
    words: text('words').notNull().default(''),
    reportedAt: integer('reported_at').notNull(),
    editedAt: integer('edited_at'),
    outcome: text('outcome').$type<(typeof REPORT_OUTCOMES)[number]>().notNull().default('open'),
    outcomeAt: integer('outcome_at'),
    withdrawnAt: integer('withdrawn_at'),
    /** As of the last weighing. */
    playedTogether: integer('played_together', { mode: 'boolean' }).notNull().default(false),
    /** Keyed hashes, of the device and address it came from; the key changes every month, and they are dropped in time. */
    device: text('device'),
    address: text('address'),
  },
  (table) => [
    primaryKey({ columns: [table.reporter, table.target] }),
    // Everything the weighing asks of a player's reports to know what changed: a thousand rows are not looked up for it.
    index('report_target').on(
      table.target,
      table.withdrawnAt,
      table.outcome,
      table.outcomeAt,
      table.reportedAt,
      table.editedAt,
      table.reporter,
    ),
    index('report_outcome_at').on(table.outcomeAt),
    index('report_mine').on(table.reporter, table.reportedAt),
  ],
);

/** What reporters asked for already, by their own idempotency keys. `claim` is the request that came first. */
export const reportKey = sqliteTable(
  'report_key',
  {
    reporter: text('reporter').$type<SteamId>().notNull(),
    key: text('key').notNull(),
    /** Of player and body: the same key for something else is refused. */
    fingerprint: text('fingerprint').notNull(),
    claim: text('claim').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.reporter, table.key] }), index('report_key_at').on(table.at)],
);

/** Reports made by a reporter, from a device or from an address, in an hour or a day; `until` is its end, ms. */
export const reportQuota = sqliteTable(
  'report_quota',
  {
    who: text('who').notNull(),
    until: integer('until').notNull(),
    used: integer('used').notNull(),
  },
  (table) => [primaryKey({ columns: [table.who, table.until] }), index('report_quota_until').on(table.until)],
);

/** What the reports on a player amount to. `dueSince` is set while something changed that is not weighed yet. */
export const reportWeight = sqliteTable(
  'report_weight',
  {
    steamId: text('steam_id').$type<SteamId>().primaryKey(),
    dueSince: integer('due_since'),
    computedAt: integer('computed_at').notNull().default(0),
    state: text('state').$type<ReportState>().notNull().default('none'),
    reports: integer('reports').notNull().default(0),
    independent: real('independent').notNull().default(0),
    silent: integer('silent').notNull().default(0),
    nats: real('nats').notNull().default(0),
    share: real('share').notNull().default(0),
  },
  (table) => [index('report_weight_due').on(table.dueSince)],
);

/** The log of every case; nothing in it is ever changed or removed. `body` is the event as JSON, whole. */
export const moderationEvent = sqliteTable(
  'moderation_event',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    steamId: text('steam_id').$type<SteamId>().notNull(),
    sequence: integer('sequence').notNull(),
    at: integer('at').notNull(),
    type: text('type').$type<ModerationEvent['type']>().notNull(),
    source: text('source').$type<(typeof EVENT_SOURCES)[number]>().notNull(),
    body: text('body').notNull(),
  },
  (table) => [uniqueIndex('moderation_event_place').on(table.steamId, table.sequence)],
);

/** What the events of a case come to; replaying them gives the same. */
export const moderationCase = sqliteTable(
  'moderation_case',
  {
    steamId: text('steam_id').$type<SteamId>().primaryKey(),
    sequence: integer('sequence').notNull(),
    version: integer('version').notNull(),
    state: text('state').$type<CaseStatus['state']>().notNull(),
    appealed: integer('appealed', { mode: 'boolean' }).notNull(),
    measure: text('measure').$type<Measure>().notNull(),
    expiresAt: integer('expires_at'),
    measureBy: integer('measure_by'),
    reports: text('reports').$type<CaseStatus['reports']>().notNull(),
    decidedAt: integer('decided_at'),
    lastEventAt: integer('last_event_at').notNull(),
    /** How strong the evidence of the reports was when it was last weighed, 0–1: the order of the queue. */
    strength: real('strength').notNull().default(0),
  },
  (table) => [
    index('moderation_case_queue').on(table.appealed, table.strength, table.steamId),
    index('moderation_case_expires_at').on(table.expiresAt),
  ],
);
