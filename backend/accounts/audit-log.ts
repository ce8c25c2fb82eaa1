import { sql } from 'drizzle-orm';
import { findUser } from '#backend/accounts/store.ts';
import type { Database } from '#backend/platform/database.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { Role } from '#shared/api/accounts.ts';
import type { AuditLog, AuditQuery } from '#shared/api/admin.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

interface Row {
  id: number;
  at: number;
  action: string;
  address: string | null;
  detail: string;
  actor: string | null;
  actorRole: Role | null;
  subject: string | null;
  subjectRole: Role | null;
}

function readCursor(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new ProblemError('bad-request', {
    detail: 'The cursor is not one we gave.',
    errors: [{ path: 'cursor', message: 'not a cursor' }],
  });
}

function detailOf(text: string): Record<string, unknown> {
  const detail: unknown = JSON.parse(text);
  return typeof detail === 'object' && detail !== null ? { ...detail } : {};
}

/**
 * The log of all accounts, newest first. Accounts that were deleted are named by nothing any more; `roleOf` knows who is
 * something by configuration.
 */
export function createAuditLog(database: Database, roleOf: (steamId: SteamId) => Role | undefined) {
  const accountOf = (steamId: string | null, role: Role | null): AuditLog['items'][number]['actor'] =>
    isSteamId(steamId) ? { steamId, role: roleOf(steamId) ?? role ?? 'user' } : null;

  return async function auditLog({ action, person, from, until, limit, cursor }: AuditQuery): Promise<AuditLog> {
    const conditions = [sql`true`];
    if (cursor !== undefined) conditions.push(sql`a.id < ${readCursor(cursor)}`);
    if (action !== undefined) conditions.push(sql`a.action = ${action}`);
    if (from !== undefined) conditions.push(sql`a.at >= ${from}`);
    if (until !== undefined) conditions.push(sql`a.at < ${until}`);
    if (person !== undefined) {
      const user = await findUser(database, { steamId: person });
      if (!user) return { items: [], next: null };
      conditions.push(sql`(a.actor_id = ${user.id} OR a.subject_id = ${user.id})`);
    }
    const rows = await database.query.all<Row>(
      sql`SELECT a.id, a.at, a.action, a.address, a.detail, actor.steam_id AS actor, actor.role AS actorRole,
          subject.steam_id AS subject, subject.role AS subjectRole
        FROM audit AS a LEFT JOIN user AS actor ON actor.id = a.actor_id
          LEFT JOIN user AS subject ON subject.id = a.subject_id
        WHERE ${sql.join(conditions, sql` AND `)} ORDER BY a.id DESC LIMIT ${limit + 1}`,
    );
    const page = rows.slice(0, limit);
    return {
      items: page.map((row) => ({
        ...{ id: row.id, at: row.at, action: row.action, address: row.address },
        actor: accountOf(row.actor, row.actorRole),
        subject: accountOf(row.subject, row.subjectRole),
        detail: detailOf(row.detail),
      })),
      next: rows.length > limit ? String(page.at(-1)?.id) : null,
    };
  };
}
