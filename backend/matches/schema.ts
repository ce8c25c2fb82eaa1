import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { SyncReason, SyncSource, SyncState } from '#shared/api/matches.ts';
import type { MatchMode } from '#shared/match-history/match.ts';

/**
 * Tables of matches and their sync; part of the schema described in `backend/database/schema.ts`. Nothing here can be
 * joined to an account without the operator's key: uploaders and addresses are keyed hashes.
 */

/** A match as its sources say together. Made anew from `match_source` whenever one of them changes. */
export const match = sqliteTable(
  'match',
  {
    /** Made of what the first source said of time, map and players: two who bring the same match at once make one row. */
    id: text('id').primaryKey(),
    playedAt: integer('played_at').notNull(),
    mode: text('mode').$type<MatchMode>(),
    map: text('map').notNull(),
    mapCode: text('map_code'),
    /** Rounds won by team 0 and team 1. */
    rounds0: integer('rounds_0'),
    rounds1: integer('rounds_1'),
    durationSeconds: integer('duration_seconds'),
    /** Valve's number of the reservation, from a share code or a replay link. */
    reservationId: text('reservation_id'),
    /** Independent uploads; and how many values the sources do not agree on. */
    uploads: integer('uploads').notNull().default(0),
    disagreements: integer('disagreements').notNull().default(0),
    /** Grows with every change of a source: who merged meanwhile does it again. */
    revision: integer('revision').notNull(),
    addedAt: integer('added_at').notNull(),
    /** Last time a source changed. */
    changedAt: integer('changed_at').notNull(),
  },
  // For the dashboard's figures by week.
  (table) => [index('match_played_at').on(table.playedAt), index('match_changed_at').on(table.changedAt)],
);

/** A line of a match's scoreboard as merged; null: no source says. The migration makes it WITHOUT ROWID, as `score`. */
export const matchPlayer = sqliteTable(
  'match_player',
  {
    matchId: text('match_id').notNull(),
    steamId: text('steam_id').notNull(),
    /** That of the match, so that one index finds a player's matches in their order. */
    playedAt: integer('played_at').notNull(),
    name: text('name').notNull(),
    team: integer('team').$type<0 | 1>(),
    kills: integer('kills'),
    assists: integer('assists'),
    deaths: integer('deaths'),
    mvps: integer('mvps'),
    headshotPercent: integer('headshot_percent'),
    score: integer('score'),
    /** Who vouches for the figures: Steam, Leetify asked by us, or that many independent uploads that agree on them. */
    provenance: text('provenance').$type<'steam' | 'server' | 'client'>().notNull(),
    confirmations: integer('confirmations').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.matchId, table.steamId] }),
    index('match_player_history').on(table.steamId, table.playedAt, table.matchId),
  ],
);

/** What each source says of a match, kept as it came: confirmations and disagreements are read from here. */
export const matchSource = sqliteTable(
  'match_source',
  {
    matchId: text('match_id').notNull(),
    kind: text('kind').$type<'upload' | 'steam' | 'leetify'>().notNull(),
    /** Keyed hash of the uploader's Steam ID; empty for a source that is asked by the backend itself. */
    uploader: text('uploader').notNull(),
    /** Hash of the uploader's address with a key of this match alone: tells households apart, and links nothing. */
    origin: text('origin').notNull(),
    /** The match as this source has it (`SourcedMatch`), JSON. */
    content: text('content').notNull(),
    receivedAt: integer('received_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.matchId, table.kind, table.uploader] })],
);

/** How the sync of one user from one source stands. `leaseUntil` in the past: nobody is at it. */
export const matchSync = sqliteTable(
  'match_sync',
  {
    userId: text('user_id').notNull(),
    steamId: text('steam_id').notNull(),
    source: text('source').$type<SyncSource>().notNull(),
    state: text('state').$type<SyncState>().notNull(),
    /** n of m of the present or last run; `total` 0 while it is unknown. */
    done: integer('done').notNull().default(0),
    total: integer('total').notNull().default(0),
    /** Why it failed: a code the client words. */
    reason: text('reason').$type<SyncReason>(),
    /** Where a run that was interrupted goes on; null at the beginning. */
    cursor: text('cursor'),
    attempts: integer('attempts').notNull().default(0),
    nextRunAt: integer('next_run_at').notNull(),
    finishedAt: integer('finished_at'),
    changedAt: integer('changed_at').notNull(),
    /** When the user was last seen here: nobody is synced who stays away. */
    activeAt: integer('active_at').notNull(),
    leaseOwner: text('lease_owner'),
    leaseUntil: integer('lease_until').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.source] }),
    index('match_sync_due').on(table.source, table.nextRunAt),
  ],
);

/** What Steam wants before it tells the next share code; both sealed with a key derived from the operator's. */
export const shareCodeAccess = sqliteTable('share_code_access', {
  userId: text('user_id').primaryKey(),
  authCode: text('auth_code').notNull(),
  /** The newest code known: the chain goes on behind it. */
  knownCode: text('known_code').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

/** Share codes of the chain whose match the Game Coordinator has not been asked for yet, or did not know. */
export const pendingShareCode = sqliteTable(
  'pending_share_code',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    userId: text('user_id').notNull(),
    /** Keyed hash of the code: each once. */
    digest: text('digest').notNull(),
    /** Sealed, as in `share_code_access`. */
    code: text('code').notNull(),
    attempts: integer('attempts').notNull().default(0),
    retryAt: integer('retry_at').notNull().default(0),
  },
  (table) => [uniqueIndex('pending_share_code_digest').on(table.userId, table.digest)],
);
