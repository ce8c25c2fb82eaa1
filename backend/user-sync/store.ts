import { sql } from 'drizzle-orm';
import type { Database, Statement } from '#backend/platform/database.ts';
import type { SyncEntry } from '#shared/api/user-sync.ts';

/** An entry as its row has it: value and others are JSON, of most fields sealed. */
export interface EntryRow {
  field: SyncEntry['field'];
  subject: string;
  version: number;
  at: number;
  value: string;
  others: string | null;
}

export interface EntryKey {
  field: SyncEntry['field'];
  subject: string;
}

/** The version given last; 0 when nothing was ever changed. */
export async function loadSequence(database: Database, userId: string): Promise<number> {
  const [row] = await database.query.all<{ sequence: number }>(
    sql`SELECT sequence FROM user_sync WHERE user_id = ${userId}`,
  );
  return row?.sequence ?? 0;
}

export async function loadEntries(
  database: Database,
  userId: string,
  keys: readonly EntryKey[],
): Promise<readonly EntryRow[]> {
  return database.query.all<EntryRow>(
    sql`SELECT e.field, e.subject, e.version, e.at, e.value, e.others FROM json_each(${JSON.stringify(keys)}) AS k
      CROSS JOIN user_sync_entry AS e
        ON e.user_id = ${userId} AND e.field = k.value->>'field' AND e.subject = k.value->>'subject'`,
  );
}

/** Entries changed since, in the order of their versions. */
export async function entriesSince(
  database: Database,
  userId: string,
  since: number,
  limit: number,
): Promise<readonly EntryRow[]> {
  return database.query.all<EntryRow>(
    sql`SELECT field, subject, version, at, value, others FROM user_sync_entry
      WHERE user_id = ${userId} AND version > ${since} ORDER BY version LIMIT ${limit}`,
  );
}

/** How many entries somebody has, and about how many players and settings they are. */
export async function countEntries(database: Database, userId: string) {
  const [row] = await database.query.all<{ players: number; settings: number }>(
    sql`SELECT count(DISTINCT CASE WHEN field <> 'setting' THEN subject END) AS players,
        count(*) FILTER (WHERE field = 'setting') AS settings
      FROM user_sync_entry WHERE user_id = ${userId}`,
  );
  return row ?? { players: 0, settings: 0 };
}

/** Takes the versions up to `to`, if `from` is still the last one; all that follows happens only where it is this claim that did. */
const CLAIM = `
  INSERT INTO user_sync (user_id, sequence, claim) SELECT ?1, ?3, ?4 WHERE EXISTS (SELECT 1 FROM user WHERE id = ?1)
  ON CONFLICT (user_id) DO UPDATE SET sequence = excluded.sequence, claim = excluded.claim WHERE sequence = ?2`;

const SAVE = `
  INSERT INTO user_sync_entry (user_id, field, subject, version, at, value, others)
  SELECT ?1, value->>'field', value->>'subject', value->>'version', value->>'at', value->>'value', value->>'others'
  FROM json_each(?2) WHERE EXISTS (SELECT 1 FROM user_sync WHERE user_id = ?1 AND claim = ?3)
  ON CONFLICT (user_id, field, subject) DO UPDATE SET
    version = excluded.version, at = excluded.at, value = excluded.value, others = excluded.others`;

/** False when somebody else changed an entry of this person since `from` was read; nothing is stored then. */
export async function saveEntries(
  database: Database,
  userId: string,
  change: { from: number; to: number; rows: readonly EntryRow[] },
): Promise<boolean> {
  const claim = crypto.randomUUID();
  const statements: Statement[] = [
    { sql: CLAIM, args: [userId, change.from, change.to, claim] },
    { sql: SAVE, args: [userId, JSON.stringify(change.rows), claim] },
  ];
  const [claimed] = await database.write(statements);
  return (claimed?.rowsAffected ?? 0) > 0;
}
