import { sql } from 'drizzle-orm';
import type { Database } from '#backend/platform/database.ts';
import type { Log } from '#backend/platform/log.ts';
import type { PersonalData } from '#backend/platform/personal-data.ts';
import type { Seal } from '#backend/platform/seal.ts';
import { createEntryCodec } from '#backend/user-sync/codec.ts';
import { entriesSince } from '#backend/user-sync/store.ts';

/** Entries read at a time for an export. */
const PAGE = 500;

/** What somebody keeps about others, in clear in their export. About others only how many watch or noted somebody is told. */
export function userSyncPersonalData(database: Database, seal: Seal, log: Log): PersonalData {
  const codec = createEntryCodec(seal, log);
  return {
    name: 'notes',

    async *entries({ userId }) {
      for (let after = 0; ; ) {
        const rows = await entriesSince(database, userId, after, PAGE);
        for (const row of rows) {
          const held = await codec.read(userId, row);
          if (held) yield held.entry;
        }
        const last = rows.at(-1);
        if (!last) return;
        after = last.version;
      }
    },

    deletion: ({ userId }) =>
      ['user_sync_entry', 'user_sync'].map((table) => ({
        sql: `DELETE FROM ${table} WHERE user_id = ?`,
        args: [userId],
      })),

    async counts(steamId) {
      const [row] = await database.query.all<{ watching: number; notes: number }>(
        sql`SELECT count(*) FILTER (WHERE field = 'watched' AND value = 'true') AS watching,
            count(*) FILTER (WHERE field = 'text') AS notes
          FROM user_sync_entry WHERE subject = ${steamId}`,
      );
      return { watching: row?.watching ?? 0, notes: row?.notes ?? 0 };
    },
  };
}
