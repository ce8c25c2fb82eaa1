import { and, asc, desc, eq, gt, gte, inArray, ne, or, sql } from 'drizzle-orm';
import { audit, session, user, userSettings } from '#backend/database/schema.ts';
import type { Database, Statement } from '#backend/platform/database.ts';
import { type AccountSettings, type AccountState, accountSettingsSchema, type Role } from '#shared/api/accounts.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** What is read of a session to believe a token. Times in ms. */
const sessionColumns = {
  sessionId: session.id,
  token: session.token,
  rotatedAt: session.rotatedAt,
  lastUsedAt: session.lastUsedAt,
  expiresAt: session.expiresAt,
  userId: user.id,
  steamId: user.steamId,
  role: user.role,
  state: user.state,
};

/** The session whose present or previous token has this hash, with its user. */
export async function findSession(database: Database, hash: string) {
  const [row] = await database.query
    .select(sessionColumns)
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(or(eq(session.token, hash), eq(session.previousToken, hash)))
    .limit(1);
  return row;
}

/** Sessions that have not ended, the longest unused first. */
export async function listSessions(database: Database, userId: string, now: number) {
  return database.query
    .select()
    .from(session)
    .where(and(eq(session.userId, userId), gt(session.expiresAt, new Date(now))))
    .orderBy(asc(session.lastUsedAt), asc(session.id));
}

/** Puts a new token in the place of the one that was presented; false when somebody ended the session meanwhile. */
export async function rotateToken(
  database: Database,
  sessionId: string,
  change: { presented: string; next: string; now: number; expiresAt: number },
): Promise<boolean> {
  const [result] = await database.write([
    {
      sql: `UPDATE session SET token = ?3, previous_token = ?2, rotated_at = ?4, last_used_at = ?4, updated_at = ?4, expires_at = ?5
        WHERE id = ?1 AND (token = ?2 OR previous_token = ?2)`,
      args: [sessionId, change.presented, change.next, change.now, change.expiresAt],
    },
  ]);
  return (result?.rowsAffected ?? 0) > 0;
}

export function touchStatement(sessionId: string, now: number): Statement {
  // Never the time of the rotation itself: a later one means that the new token has arrived.
  return {
    sql: 'UPDATE session SET last_used_at = max(?2, coalesce(rotated_at, 0) + 1) WHERE id = ?1',
    args: [sessionId, now],
  };
}

/** Ends one session of a user: nobody else's, whatever the ID. */
export function endSessionStatement(userId: string, sessionId: string): Statement {
  return { sql: 'DELETE FROM session WHERE user_id = ? AND id = ?', args: [userId, sessionId] };
}

export function endOthersStatement(userId: string, sessionId: string): Statement {
  return { sql: 'DELETE FROM session WHERE user_id = ? AND id <> ?', args: [userId, sessionId] };
}

/** Ends the longest unused ones beyond `limit`, `sessionId` last: unless another that began at the same moment has ended it. */
export function endOldestStatement(userId: string, sessionId: string, limit: number): Statement {
  return {
    sql: `DELETE FROM session WHERE user_id = ?1 AND id NOT IN
      (SELECT id FROM session WHERE user_id = ?1 ORDER BY id = ?2 DESC, last_used_at DESC, id DESC LIMIT ?3)`,
    args: [userId, sessionId, limit],
  };
}

export interface UserRow {
  id: string;
  steamId: SteamId;
  role: Role;
  state: AccountState;
  /** ms. */
  createdAt: number;
}

function userOf({ id, steamId, role, state, createdAt }: typeof user.$inferSelect): UserRow {
  if (!isSteamId(steamId)) throw new Error(`user ${id} has no Steam ID`);
  return { id, steamId, role, state, createdAt: createdAt.getTime() };
}

export async function findUser(database: Database, by: { id: string } | { steamId: SteamId }) {
  const where = 'id' in by ? eq(user.id, by.id) : eq(user.steamId, by.steamId);
  const [row] = await database.query.select().from(user).where(where);
  return row && userOf(row);
}

export async function findUsers(database: Database, steamIds: readonly SteamId[]): Promise<UserRow[]> {
  const rows = await database.query
    .select()
    .from(user)
    .where(inArray(user.steamId, [...steamIds]));
  return rows.map(userOf);
}

/** Those who are moderators or admins, by the database or (`admins`) by the configuration, and neither blocked nor banned. */
export async function findModerators(database: Database, admins: readonly SteamId[]): Promise<string[]> {
  const rows = await database.query
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.state, 'active'), or(ne(user.role, 'user'), inArray(user.steamId, [...admins]))));
  return rows.map(({ id }) => id);
}

/** People whose account was blocked, banned or freed at or after `since`, ms; some perhaps twice. */
export async function stateChangedSince(database: Database, since: number): Promise<SteamId[]> {
  const rows = await database.query
    .select({ steamId: user.steamId })
    .from(audit)
    .innerJoin(user, eq(user.id, audit.subjectId))
    .where(and(gte(audit.at, since), eq(audit.action, 'state-changed')));
  return rows.map(({ steamId }) => steamId).filter(isSteamId);
}

/**
 * Makes the user and better-auth's link to Steam, both or neither, and neither when they are there: two browsers may sign
 * in at the same moment. (better-auth's own way takes two steps, and a process can end between them.)
 */
export function ensureUserStatements(steamId: SteamId, id: string, now: number, steamHash: string): Statement[] {
  return [
    {
      sql: `INSERT INTO user (id, name, email, email_verified, created_at, updated_at, steam_id, role, state)
        VALUES (?1, ?2, ?2 || '@steam.invalid', 0, ?3, ?3, ?2, 'user',
          coalesce((SELECT state FROM account_memory WHERE steam_hash = ?4 AND until > ?3), 'active'))
        ON CONFLICT (steam_id) DO NOTHING`,
      args: [id, steamId, now, steamHash],
    },
    {
      sql: `INSERT INTO account (id, account_id, provider_id, user_id, created_at, updated_at)
        SELECT ?1, steam_id, 'steam', id, ?3, ?3 FROM user WHERE steam_id = ?2
        ON CONFLICT (provider_id, account_id) DO NOTHING`,
      args: [id, steamId, now],
    },
    { sql: 'DELETE FROM account_memory WHERE steam_hash = ?', args: [steamHash] },
  ];
}

export function setRoleStatement(userId: string, role: Role, now: number): Statement {
  return { sql: 'UPDATE user SET role = ?2, updated_at = ?3 WHERE id = ?1', args: [userId, role, now] };
}

export function setStateStatement(userId: string, state: AccountState, now: number): Statement {
  return { sql: 'UPDATE user SET state = ?2, updated_at = ?3 WHERE id = ?1', args: [userId, state, now] };
}

export async function loadSettings(database: Database, userId: string) {
  const [row] = await database.query.select().from(userSettings).where(eq(userSettings.userId, userId));
  if (!row) return { version: 0, values: {} };
  return { version: row.version, values: readSettings(row.settings) };
}

/** What a later version wrote and this one does not know is left out, not fatal. */
function readSettings(text: string): AccountSettings {
  return accountSettingsSchema.safeParse(JSON.parse(text)).data ?? {};
}

/** Saves over exactly version `from`; false when somebody else was faster. */
export async function saveSettings(
  database: Database,
  userId: string,
  change: { from: number; settings: AccountSettings; now: number },
): Promise<boolean> {
  const args = [userId, JSON.stringify(change.settings), change.now, change.from];
  const [result] = await database.write([
    change.from === 0
      ? {
          sql: `INSERT INTO user_settings (user_id, version, settings, updated_at)
            SELECT ?1, ?4 + 1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM user WHERE id = ?1) ON CONFLICT (user_id) DO NOTHING`,
          args,
        }
      : {
          sql: 'UPDATE user_settings SET version = version + 1, settings = ?2, updated_at = ?3 WHERE user_id = ?1 AND version = ?4',
          args,
        },
  ]);
  return (result?.rowsAffected ?? 0) > 0;
}

/** Audit rows about or by a user, oldest first, after `after` (0 for all). */
export async function auditPage(database: Database, userId: string, after: number, limit: number) {
  return database.query
    .select()
    .from(audit)
    .where(and(gt(audit.id, after), or(eq(audit.subjectId, userId), eq(audit.actorId, userId))))
    .orderBy(asc(audit.id))
    .limit(limit);
}

/** What others, or the system, did to a user, newest first. */
export async function actionsOn(database: Database, userId: string, limit: number) {
  return database.query
    .select()
    .from(audit)
    .where(and(eq(audit.subjectId, userId), sql`${audit.actorId} IS NOT ${userId}`))
    .orderBy(desc(audit.id))
    .limit(limit);
}
export type AuditRow = typeof audit.$inferSelect;

/** Deletes a few of what is too old, so that no request waits long; how many rows went. */
export async function cleanStep(database: Database, before: { audit: number; now: number }): Promise<number> {
  const LIMIT = 500;
  const results = await database.write([
    {
      sql: `DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? ORDER BY at LIMIT ${LIMIT})`,
      args: [before.audit],
    },
    {
      sql: `DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires_at < ? LIMIT ${LIMIT})`,
      args: [before.now],
    },
    {
      sql: `DELETE FROM verification WHERE id IN (SELECT id FROM verification WHERE expires_at < ? LIMIT ${LIMIT})`,
      args: [before.now],
    },
    { sql: 'DELETE FROM account_memory WHERE until < ?', args: [before.now] },
  ]);
  return results.reduce((sum, { rowsAffected }) => sum + rowsAffected, 0);
}

/** The memory of a deleted account that was blocked or banned. */
export function rememberStatement(steamHash: string, state: AccountState, until: number): Statement {
  return {
    sql: `INSERT INTO account_memory (steam_hash, state, until) VALUES (?, ?, ?)
      ON CONFLICT (steam_hash) DO UPDATE SET state = excluded.state, until = excluded.until`,
    args: [steamHash, state, until],
  };
}

/** Every row of a person's account, in one transaction; the names are what the receipt counts them under. */
export function deletionStatements(userId: string): Record<string, Statement> {
  return {
    sessions: { sql: 'DELETE FROM session WHERE user_id = ?', args: [userId] },
    signInLinks: { sql: 'DELETE FROM account WHERE user_id = ?', args: [userId] },
    settings: { sql: 'DELETE FROM user_settings WHERE user_id = ?', args: [userId] },
    codes: {
      sql: `DELETE FROM verification WHERE CASE WHEN json_valid(value) THEN json_extract(value, '$.userId') END = ?`,
      args: [userId],
    },
    user: { sql: 'DELETE FROM user WHERE id = ?', args: [userId] },
  };
}

/** Takes the person out of the log: what happened and when stays. */
export function anonymiseStatements(userId: string): Statement[] {
  return [
    { sql: `UPDATE audit SET subject_id = NULL, address = NULL, detail = '{}' WHERE subject_id = ?`, args: [userId] },
    { sql: 'UPDATE audit SET actor_id = NULL, address = NULL WHERE actor_id = ?', args: [userId] },
  ];
}
