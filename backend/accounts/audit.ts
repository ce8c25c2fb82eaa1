import { createHmac } from 'node:crypto';
import type { Statement } from '#backend/platform/database.ts';

/** Everything the log knows. Adding an action means adding it here. */
type AuditAction =
  | 'sign-in'
  | 'sign-in-refused'
  | 'sign-out'
  | 'session-ended'
  | 'sessions-ended'
  | 'token-reused'
  | 'settings-changed'
  | 'role-changed'
  | 'state-changed'
  | 'exported'
  | 'account-deleted';

interface AuditEvent {
  action: AuditAction;
  /** Who did it; null for the system or somebody unknown. */
  actorId: string | null;
  subjectId: string | null;
  /** Keyed hash of the client's address, as `Exchange.client` has it. */
  client?: string;
  /** Words and numbers about what happened; never names, addresses or tokens. */
  detail?: Readonly<Record<string, string | number>>;
}

export type AuditStatement = (event: AuditEvent) => Statement;

/**
 * Makes the statement that writes an event, to go into the same transaction as what it tells of. Addresses are hashed once
 * more with a key that changes every month, so that rows of different months cannot be joined.
 */
export function createAuditStatement(key: string, now: () => number): AuditStatement {
  const addressOf = (client: string, at: number) => {
    const month = new Date(at).toISOString().slice(0, 7);
    const monthKey = createHmac('sha256', key).update(`audit addresses of ${month}`).digest();
    return createHmac('sha256', monthKey).update(client).digest('base64url').slice(0, 22);
  };
  return ({ action, actorId, subjectId, client, detail = {} }) => {
    const at = now();
    return {
      sql: 'INSERT INTO audit (at, action, actor_id, subject_id, address, detail) VALUES (?, ?, ?, ?, ?, ?)',
      args: [at, action, actorId, subjectId, client ? addressOf(client, at) : null, JSON.stringify(detail)],
    };
  };
}
