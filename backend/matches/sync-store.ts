import { and, asc, count, eq, lte, sql } from 'drizzle-orm';
import { matchSync, pendingShareCode, shareCodeAccess } from '#backend/matches/schema.ts';
import type { Database } from '#backend/platform/database.ts';
import type { SyncReason, SyncSource, SyncState } from '#shared/api/matches.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** A time that never comes: the user must do something first. */
export const NEVER = 8_640_000_000_000_000;

export interface Person {
  userId: string;
  steamId: SteamId;
}

/** A source of a user this process holds the lease of. */
export interface LeasedSync extends Person {
  source: SyncSource;
  /** Where the run before this one stopped; null at the beginning. */
  cursor: string | null;
  attempts: number;
  finishedAt: number | null;
}

/** Rows for sources a user has none of yet, due at once; and that the user was here. */
export async function touchSync(
  database: Database,
  { userId, steamId }: Person,
  sources: readonly SyncSource[],
  now: number,
): Promise<void> {
  await database.write([
    {
      sql: `INSERT INTO match_sync (user_id, steam_id, source, state, next_run_at, changed_at, active_at)
        SELECT ?1, ?2, value, 'queued', ?4, ?4, ?4 FROM json_each(?3) WHERE EXISTS (SELECT 1 FROM user WHERE id = ?1)
        ON CONFLICT (user_id, source) DO UPDATE SET active_at = excluded.active_at`,
      args: [userId, steamId, JSON.stringify(sources), now],
    },
  ]);
}

/** Makes sources due now; those under way stay as they are. `cursor` kept: what was interrupted goes on. */
export async function queueSync(
  database: Database,
  userId: string,
  sources: readonly SyncSource[],
  now: number,
): Promise<void> {
  await database.write([
    {
      sql: `UPDATE match_sync SET state = 'queued', reason = NULL, next_run_at = ?3, changed_at = ?3, attempts = 0
        WHERE user_id = ?1 AND source IN (SELECT value FROM json_each(?2)) AND lease_until <= ?3`,
      args: [userId, JSON.stringify(sources), now],
    },
  ]);
}

/** Takes the lease of the source due longest, of one user or of anybody active since, unless blocked; undefined when none is due. */
export async function leaseSync(
  database: Database,
  source: SyncSource,
  lease: { owner: string; now: number; until: number; activeSince: number; userId?: string | undefined },
): Promise<LeasedSync | undefined> {
  const [result] = await database.write([
    {
      sql: `UPDATE match_sync SET state = 'running', reason = NULL, lease_owner = ?2, lease_until = ?4, changed_at = ?3,
          attempts = attempts + 1, done = 0, total = 0
        WHERE source = ?1 AND user_id = (SELECT user_id FROM match_sync WHERE source = ?1 AND next_run_at <= ?3
          AND lease_until <= ?3 AND active_at >= ?5 AND (?6 IS NULL OR user_id = ?6)
          AND EXISTS (SELECT 1 FROM user WHERE user.id = match_sync.user_id AND user.state = 'active')
          ORDER BY next_run_at LIMIT 1)
        RETURNING user_id, steam_id, cursor, attempts, finished_at`,
      args: [source, lease.owner, lease.now, lease.until, lease.activeSince, lease.userId ?? null],
    },
  ]);
  const row = result?.rows[0];
  const steamId = row?.['steam_id'];
  if (!row || !isSteamId(steamId)) return undefined;
  return {
    source,
    steamId,
    userId: String(row['user_id']),
    cursor: typeof row['cursor'] === 'string' ? row['cursor'] : null,
    attempts: Number(row['attempts']),
    finishedAt: row['finished_at'] === null ? null : Number(row['finished_at']),
  };
}

/** Tells how far a run has come and prolongs its lease; false when it was lost. */
export async function progressSync(
  database: Database,
  { userId, source }: LeasedSync,
  step: { owner: string; now: number; until: number; done: number; total: number; cursor: string | null },
): Promise<boolean> {
  const [result] = await database.write([
    {
      sql: `UPDATE match_sync SET lease_until = ?5, done = ?6, total = ?7, cursor = ?8, changed_at = ?4
        WHERE user_id = ?1 AND source = ?2 AND lease_owner = ?3`,
      args: [userId, source, step.owner, step.now, step.until, step.done, step.total, step.cursor],
    },
  ]);
  return (result?.rowsAffected ?? 0) > 0;
}

/** Ends a run. A success forgets the cursor; anything else keeps it. */
export async function endSync(
  database: Database,
  { userId, source }: LeasedSync,
  end: { owner: string; now: number; state: SyncState; reason: SyncReason | null; nextRunAt: number },
): Promise<void> {
  await database.write([
    {
      sql: `UPDATE match_sync SET state = ?4, reason = ?5, next_run_at = ?6, changed_at = ?7, lease_owner = NULL,
          lease_until = 0, finished_at = CASE ?4 WHEN 'done' THEN ?7 ELSE finished_at END,
          cursor = CASE ?4 WHEN 'done' THEN NULL ELSE cursor END,
          attempts = CASE WHEN ?4 IN ('done', 'queued') THEN 0 ELSE attempts END
        WHERE user_id = ?1 AND source = ?2 AND lease_owner = ?3`,
      args: [userId, source, end.owner, end.state, end.reason, end.nextRunAt, end.now],
    },
  ]);
}

export async function loadSync(database: Database, userId: string) {
  return database.query.select().from(matchSync).where(eq(matchSync.userId, userId));
}

export async function loadAccess(database: Database, userId: string) {
  const [row] = await database.query.select().from(shareCodeAccess).where(eq(shareCodeAccess.userId, userId));
  return row;
}

export async function saveAccess(
  database: Database,
  access: { userId: string; authCode: string; knownCode: string; now: number },
): Promise<void> {
  await database.write([
    {
      sql: `INSERT INTO share_code_access (user_id, auth_code, known_code, updated_at)
        SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM user WHERE id = ?1)
        ON CONFLICT (user_id) DO UPDATE SET auth_code = excluded.auth_code, known_code = excluded.known_code,
          updated_at = excluded.updated_at`,
      args: [access.userId, access.authCode, access.knownCode, access.now],
    },
  ]);
}

export async function forgetAccess(database: Database, userId: string): Promise<void> {
  await database.write(
    ['share_code_access', 'pending_share_code'].map((table) => ({
      sql: `DELETE FROM ${table} WHERE user_id = ?`,
      args: [userId],
    })),
  );
}

/** Keeps a code found behind `before` and goes on behind it: both or neither, and neither when the user gave others meanwhile. */
export async function saveNextCode(
  database: Database,
  userId: string,
  code: { before: string; sealed: string; digest: string },
): Promise<boolean> {
  const guard = `EXISTS (SELECT 1 FROM share_code_access WHERE user_id = ?1 AND known_code = ?2)`;
  const results = await database.write([
    {
      sql: `INSERT INTO pending_share_code (user_id, digest, code) SELECT ?1, ?4, ?3 WHERE ${guard}
        ON CONFLICT (user_id, digest) DO NOTHING`,
      args: [userId, code.before, code.sealed, code.digest],
    },
    {
      sql: 'UPDATE share_code_access SET known_code = ?3 WHERE user_id = ?1 AND known_code = ?2',
      args: [userId, code.before, code.sealed],
    },
  ]);
  return (results[1]?.rowsAffected ?? 0) > 0;
}

/** Codes whose match is to be asked for now, in the order they were played. */
export async function pendingCodes(database: Database, userId: string, now: number) {
  return database.query
    .select()
    .from(pendingShareCode)
    .where(and(eq(pendingShareCode.userId, userId), lte(pendingShareCode.retryAt, now)))
    .orderBy(asc(pendingShareCode.id));
}

export async function countPending(database: Database, userId: string): Promise<number> {
  const [row] = await database.query
    .select({ n: count() })
    .from(pendingShareCode)
    .where(eq(pendingShareCode.userId, userId));
  return row?.n ?? 0;
}

export async function dropPending(database: Database, id: number): Promise<void> {
  await database.write([{ sql: 'DELETE FROM pending_share_code WHERE id = ?', args: [id] }]);
}

export async function postponePending(database: Database, id: number, retryAt: number): Promise<void> {
  await database.write([
    { sql: 'UPDATE pending_share_code SET attempts = attempts + 1, retry_at = ? WHERE id = ?', args: [retryAt, id] },
  ]);
}

/** Everybody in a user's matches that changed since, in the order of IDs behind `after`. */
export async function playersOfChanged(
  database: Database,
  steamId: SteamId,
  since: number,
  after: string,
): Promise<SteamId[]> {
  const rows = await database.query.all<{ steam_id: string }>(
    sql`SELECT DISTINCT o.steam_id FROM match_player AS p JOIN match AS m ON m.id = p.match_id
        JOIN match_player AS o ON o.match_id = p.match_id
      WHERE p.steam_id = ${steamId} AND m.changed_at >= ${since} AND o.steam_id > ${after} ORDER BY o.steam_id`,
  );
  return rows.map((row) => row.steam_id).filter((id): id is SteamId => isSteamId(id));
}
