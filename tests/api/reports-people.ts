import { createBearers } from '#backend/accounts/bearer.ts';
import type { AccountState, Role } from '#shared/api/accounts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { type Answer, call } from '#tests/api/client.ts';
import { commonEnv, type Target } from '#tests/api/targets.ts';

/** Somebody signed in, made without a sign-in. */
export interface Member {
  userId: string;
  steamId: SteamId;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The header that opens this account, at another address too. */
  authorization: { authorization: string };
  /** Reports a player, with a key of its own unless one is given. */
  report(steamId: string, body?: unknown, key?: string): Promise<Answer>;
}

const DAY = 86_400_000;
let made = 0;

/** Makes accounts with a session each; Steam knows them as ordinary people with old accounts. */
export async function members(
  target: Target,
  count: number,
  { role = 'user', state = 'active' }: { role?: Role; state?: AccountState } = {},
): Promise<Member[]> {
  const bearers = createBearers(commonEnv(target.steam)['HASH_KEY'] ?? '');
  const now = Date.now();
  const people = Array.from({ length: count }, () => {
    const userId = `member-${++made}`;
    return { userId, steamId: target.steam.add(), ...bearers.mint() };
  });
  await target.sql.batch(
    people.flatMap(({ userId, steamId, hash }) => [
      {
        sql: `INSERT INTO user (id, name, email, email_verified, created_at, updated_at, steam_id, role, state)
          VALUES (?1, ?2, ?2, 0, ?3, ?3, ?2, ?4, ?5)`,
        args: [userId, steamId, now, role, state],
      },
      {
        sql: `INSERT INTO session (id, token, user_id, expires_at, created_at, updated_at, last_used_at)
          VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?5)`,
        args: [`session of ${userId}`, hash, userId, now + DAY, now],
      },
    ]),
    'write',
  );
  return people.map(({ userId, steamId, bearer }) => {
    const ask: Member['ask'] = (method, path, body, headers) =>
      call(target.url + path, {
        method,
        headers: {
          authorization: `Bearer ${bearer}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
    return {
      userId,
      steamId,
      authorization: { authorization: `Bearer ${bearer}` },
      ask,
      report: (player, body = { category: 'aim' }, key = crypto.randomUUID()) =>
        ask('PUT', `/v1/reports/${player}`, body, { 'idempotency-key': key }),
    };
  });
}

export async function member(target: Target, options?: Parameters<typeof members>[2]): Promise<Member> {
  const [one] = await members(target, 1, options);
  if (!one) throw new Error('nobody was made');
  return one;
}

/** Runs these jobs now, whenever they would be due. */
export async function runNow(target: Target, ...kinds: string[]): Promise<void> {
  await target.sql.execute({
    sql: 'UPDATE job SET run_at = 0, lease_until = 0 WHERE id IN (SELECT value FROM json_each(?))',
    args: [JSON.stringify(kinds)],
  });
  await target.runJobs();
}
