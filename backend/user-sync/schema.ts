import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { SyncEntry } from '#shared/api/user-sync.ts';

/** Tables of the sync of one's own data; part of the schema described in `backend/database/schema.ts`. */

/** Where the versions of one person's entries stand. `claim` is the request that came last: two at once cannot both have it. */
export const userSync = sqliteTable('user_sync', {
  userId: text('user_id').primaryKey(),
  sequence: integer('sequence').notNull(),
  claim: text('claim').notNull(),
});

/** One field of one player, or one setting, as it was last changed. Entries that were removed stay, so that others learn of it. */
export const userSyncEntry = sqliteTable(
  'user_sync_entry',
  {
    userId: text('user_id').notNull(),
    field: text('field').$type<SyncEntry['field']>().notNull(),
    /** Steam ID, or name of the setting. */
    subject: text('subject').notNull(),
    /** The person's `sequence` when it was changed. */
    version: integer('version').notNull(),
    at: integer('at').notNull(),
    /** JSON; of all but flags sealed, as people write what is nobody else's concern. */
    value: text('value').notNull(),
    /** Texts that lost to this one, sealed; null for none. */
    others: text('others'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.field, table.subject] }),
    index('user_sync_entry_version').on(table.userId, table.version),
    index('user_sync_entry_subject').on(table.subject, table.field),
  ],
);
