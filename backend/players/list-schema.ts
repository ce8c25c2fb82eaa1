import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Tables of the list of players; part of the schema described in `backend/database/schema.ts`. */

/**
 * What the list filters and sorts by, one row for everybody Steam knows, written together with what it is made from
 * (`player`, `player_source`, `score`). The migration adds `known_player_name`, an FTS5 index of `name_key` kept by triggers.
 */
export const knownPlayer = sqliteTable(
  'known_player',
  {
    /** Names a row for the name index: a rowid of its own would not survive VACUUM. */
    id: integer('id').primaryKey({ autoIncrement: true }),
    steamId: text('steam_id').$type<SteamId>().notNull().unique(),
    name: text('name'),
    /** The name in lower case without accents (`nameKey`); empty for none. */
    nameKey: text('name_key').notNull().default(''),
    avatarUrl: text('avatar_url'),
    score: integer('score'),
    /** Place in `BANDS`; null without an assessment. */
    band: integer('band'),
    confidence: integer('confidence'),
    assessedAt: integer('assessed_at'),
    /** Null until Steam told of bans. */
    vac: integer('vac'),
    game: integer('game'),
    community: integer('community', { mode: 'boolean' }),
    economy: text('economy').$type<'none' | 'probation' | 'banned'>(),
    lastBanAt: integer('last_ban_at'),
    /** When as many VAC and game bans as now were first seen; null when they were there at the first look. */
    banNoticedAt: integer('ban_noticed_at'),
    /** Bit n: source n of `SOURCES` was shown to us. */
    sources: integer('sources').notNull().default(0),
    /** Keys of the reasons that count against the player, JSON. */
    reasons: text('reasons').notNull().default('[]'),
  },
  (table) => [
    index('known_player_score').on(table.score, table.steamId),
    index('known_player_confidence').on(table.confidence, table.steamId),
    index('known_player_name_key').on(table.nameKey, table.steamId),
    index('known_player_assessed_at').on(table.assessedAt, table.steamId),
    index('known_player_last_ban_at').on(table.lastBanAt, table.steamId),
  ],
);

/** News of players, appended with the look that brought them: more VAC or game bans than before, a score in a higher band. */
export const playerChange = sqliteTable(
  'player_change',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    steamId: text('steam_id').$type<SteamId>().notNull(),
    at: integer('at').notNull(),
    kind: text('kind').$type<'ban' | 'score'>().notNull(),
    /** Of a ban: counts after it. */
    vac: integer('vac'),
    game: integer('game'),
    /** Of a score: before (null for none) and after, and the place of the band in `BANDS`. */
    scoreFrom: integer('score_from'),
    scoreTo: integer('score_to'),
    band: integer('band'),
  },
  (table) => [
    index('player_change_at').on(table.at, table.id),
    index('player_change_player').on(table.steamId, table.kind, table.at),
  ],
);
