import type { Context } from 'hono';
import type { AuditStatement } from '#backend/accounts/audit.ts';
import type { Bearers } from '#backend/accounts/bearer.ts';
import {
  endOldestStatement,
  endOthersStatement,
  endSessionStatement,
  findSession,
  listSessions,
  rotateToken,
  touchStatement,
} from '#backend/accounts/store.ts';
import type { Identity } from '#backend/platform/access.ts';
import { type Clock, DAY, MINUTE, SECOND } from '#backend/platform/clock.ts';
import type { Database, Statement } from '#backend/platform/database.ts';
import { errorText, type Log } from '#backend/platform/log.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { AccountSession, Bearer, Role } from '#shared/api/accounts.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** For this long after a rotation the token before it is still taken: the answer with the new one may have been lost. */
const GRACE = MINUTE;
/** "Last used" is written at most this often. */
const TOUCH_EVERY = 5 * MINUTE;
/** How old a token gets before its owner should exchange it. */
const REFRESH_AFTER = DAY;
/** How long a check may stand for routes that allow it, and for how many tokens. A session ended here is forgotten at once. */
const CACHE_TTL = 5 * SECOND;
const CACHE_SIZE = 10_000;

export interface SessionsDeps {
  database: Database;
  clock: Clock;
  log: Log;
  bearers: Bearers;
  audit: AuditStatement;
  background: (work: Promise<unknown>) => void;
  /** Whether requests from this origin may carry a token. */
  originAllowed: (origin: string) => boolean;
  /** Role by configuration, if any: it wins over the database. */
  configuredRole: (steamId: SteamId) => Role | undefined;
  /** Of a session that is not used, ms. */
  lifetime: number;
  /** How many a person may have. */
  limit: number;
}

export interface Sessions {
  authenticate(c: Context, options: { cached: boolean }): Promise<Identity>;
  /** Exchanges the token of this request for the next one. */
  refresh(c: Context, identity: Identity): Promise<Bearer>;
  list(userId: string, currentId?: string): Promise<AccountSession[]>;
  /** False when this user has no such session. */
  end(identity: Identity, sessionId: string, client: string): Promise<boolean>;
  endOthers(identity: Identity, client: string): Promise<number>;
  /** Notes a session that has just begun, and ends the longest unused others beyond the limit: two may have begun at once. */
  begun(userId: string, sessionId: string, note: Statement): Promise<void>;
  /** Makes every check of this user look into the database again. */
  forget(userId: string): void;
  issued(bearer: string): Bearer;
}

function unauthorized(detail: string): ProblemError {
  return new ProblemError('unauthorized', { detail, headers: { 'www-authenticate': 'Bearer' } });
}

/** The token of a request; throws the 401 when there is none. */
function bearerOf(c: Context): string {
  const header = c.req.header('authorization');
  if (header === undefined) throw unauthorized('This needs a token.');
  const bearer = /^Bearer ([\w.-]{1,200})$/i.exec(header)?.[1];
  if (bearer === undefined) throw unauthorized('That is not a bearer token.');
  return bearer;
}

export function createSessions(deps: SessionsDeps): Sessions {
  const { database, clock, bearers, audit, lifetime } = deps;
  /** By the whole `Authorization` header. */
  const cache = new Map<string, { identity: Identity; origin: string | undefined; until: number }>();

  const forget = (matches: (identity: Identity) => boolean) => {
    for (const [header, { identity }] of cache) if (matches(identity)) cache.delete(header);
  };

  async function look(bearer: string): Promise<Identity> {
    const hash = bearers.hashOf(bearer);
    const row = hash === undefined ? undefined : await findSession(database, hash);
    if (!row || !isSteamId(row.steamId)) throw unauthorized('This token is not, or no longer, one of ours.');
    const now = clock.now();
    const { sessionId, userId, steamId, state, rotatedAt, lastUsedAt } = row;
    const arrived = rotatedAt === null || lastUsedAt > rotatedAt;
    if (row.token !== hash && arrived && now - (rotatedAt ?? 0) > GRACE) {
      // Its successor is in use: whoever shows the old one now has a copy.
      await database.write([
        endSessionStatement(userId, sessionId),
        audit({ action: 'token-reused', actorId: null, subjectId: userId }),
      ]);
      forget((identity) => identity.sessionId === sessionId);
      throw unauthorized('This token was exchanged for another one.');
    }
    if (row.expiresAt.getTime() <= now) throw unauthorized('This session has expired.');
    if (row.token === hash && (!arrived || now - lastUsedAt > TOUCH_EVERY)) {
      // Nobody waits for it, and nobody is refused because of it.
      const touched = database.write([touchStatement(sessionId, now)]);
      deps.background(touched.catch((error: unknown) => deps.log.warn('session.touch', { error: errorText(error) })));
    }
    return { sessionId, userId, steamId, state, role: deps.configuredRole(steamId) ?? row.role };
  }

  const issued = (bearer: string): Bearer => ({
    token: bearer,
    expiresInMs: lifetime,
    refreshInMs: Math.min(REFRESH_AFTER, lifetime / 2),
  });

  return {
    async authenticate(c, { cached }) {
      const origin = c.req.header('origin');
      const header = c.req.header('authorization') ?? '';
      const now = clock.now();
      const held = cached ? cache.get(header) : undefined;
      // The very same header from the very same place was checked a moment ago: nothing of it needs to be read again.
      if (held && held.until > now && held.origin === origin) return held.identity;
      if (origin !== undefined && !deps.originAllowed(origin)) {
        throw new ProblemError('forbidden', { detail: 'Not from this origin.' });
      }
      const identity = await look(bearerOf(c));
      if (cached) {
        if (cache.size >= CACHE_SIZE) cache.clear();
        cache.set(header, { identity, origin, until: now + CACHE_TTL });
      }
      return identity;
    },

    async refresh(c, { sessionId }) {
      const presented = bearers.hashOf(bearerOf(c));
      const { bearer, hash } = bearers.mint();
      const now = clock.now();
      const rotated =
        presented !== undefined &&
        (await rotateToken(database, sessionId, { presented, next: hash, now, expiresAt: now + lifetime }));
      if (!rotated) throw unauthorized('This session was ended a moment ago.');
      forget((identity) => identity.sessionId === sessionId);
      return issued(bearer);
    },

    async list(userId, currentId) {
      const rows = await listSessions(database, userId, clock.now());
      return rows.map((row) => ({
        id: row.id,
        browser: row.browser,
        system: row.system,
        createdAt: row.createdAt.getTime(),
        lastUsedAt: row.lastUsedAt,
        expiresAt: row.expiresAt.getTime(),
        current: row.id === currentId,
      }));
    },

    async end({ userId, sessionId: own }, sessionId, client) {
      const [ended] = await database.write([endSessionStatement(userId, sessionId)]);
      if (!ended?.rowsAffected) return false;
      forget((identity) => identity.sessionId === sessionId);
      const action = own === sessionId ? 'sign-out' : 'session-ended';
      await database.write([audit({ action, actorId: userId, subjectId: userId, client })]);
      return true;
    },

    async endOthers({ userId, sessionId }, client) {
      const [ended] = await database.write([
        endOthersStatement(userId, sessionId),
        audit({ action: 'sessions-ended', actorId: userId, subjectId: userId, client }),
      ]);
      forget((identity) => identity.userId === userId && identity.sessionId !== sessionId);
      return ended?.rowsAffected ?? 0;
    },

    async begun(userId, sessionId, note) {
      await database.write([note, endOldestStatement(userId, sessionId, deps.limit)]);
      forget((identity) => identity.userId === userId && identity.sessionId !== sessionId);
    },

    forget: (userId) => forget((identity) => identity.userId === userId),
    issued,
  };
}
