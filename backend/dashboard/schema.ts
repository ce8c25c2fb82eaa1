import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Tables of the dashboard; part of the schema described in `backend/database/schema.ts`. */

/** Matches of each week (number of weeks since Monday, 29 December 1969) by what is charted; made anew from `match` week by week. */
export const matchFigure = sqliteTable(
  'match_figure',
  {
    week: integer('week').notNull(),
    /** `all` has one row, its key empty; the hour is that of the day in UTC. */
    kind: text('kind').$type<'all' | 'map' | 'mode' | 'hour'>().notNull(),
    key: text('key').notNull(),
    matches: integer('matches').notNull(),
  },
  (table) => [primaryKey({ columns: [table.week, table.kind, table.key] })],
);

/** Statistics as they were last computed, by whose they are (a user's ID, or `all`) and what was asked for. */
export const statistics = sqliteTable(
  'statistics',
  {
    owner: text('owner').notNull(),
    query: text('query').notNull(),
    computedAt: integer('computed_at').notNull(),
    /** The `Statistics` as JSON, as it is sent. */
    body: text('body').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.query] })],
);

/** Up to when somebody has looked at what changed, ms. */
export const dashboardSeen = sqliteTable('dashboard_seen', {
  userId: text('user_id').primaryKey(),
  seenAt: integer('seen_at').notNull(),
});
