import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  bearerSchema,
  deletionReceiptSchema,
  endedResponseSchema,
  heldResponseSchema,
  meSchema,
  sessionsResponseSchema,
  tokenResponseSchema,
} from '#shared/api/accounts.ts';
import { auditResponseSchema } from '#shared/api/admin.ts';
import type { Scene } from '#tests/api/accounts/sign-in.ts';
import { asker, exchange, ORIGIN, type SignedIn, signIn, visit } from '#tests/api/accounts/visitor.ts';
import { type Answer, call, problem, read } from '#tests/api/client.ts';

const exportSchema = z.object({
  exportedAt: z.int(),
  user: z.object({ id: z.string(), steamId: z.string() }),
  settings: z.object({ version: z.int() }),
  sessions: z.array(z.object({ id: z.string(), current: z.boolean() })),
  asPlayer: heldResponseSchema,
  log: z.array(z.object({ at: z.int(), action: z.string(), by: z.string() })),
});

/** What somebody signed in can see, change and end. */
export function accountApiTests(scene: () => Scene): void {
  const sql = (text: string, ...args: (string | number)[]) => scene().target.sql.execute({ sql: text, args });
  const as = (role: Parameters<Scene['sandbox']['world']['named']>[0]) =>
    signIn(scene().target.url, scene().sandbox, scene().sandbox.world.named(role).steamId);
  const rowsOf = async (table: string) => (await sql(`SELECT * FROM ${table}`)).rows;
  const unauthorized = (answer: Answer) => {
    problem(answer, 'unauthorized', 401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  };

  describe('a token', () => {
    it('opens the account, with its signature only', async () => {
      const { bearer, me, ask } = await as('veteran');
      expect(read(await ask('GET', '/v1/me'), meSchema).id).toBe(me.id);
      const [token = '', signature = ''] = bearer.token.split('.');
      const other = (text: string) => (text.endsWith('A') ? `${text.slice(0, -1)}B` : `${text.slice(0, -1)}A`);
      for (const tampered of [
        token,
        `${token}.`,
        `${other(token)}.${signature}`,
        `${token}.A${signature.slice(1, -1)}`,
      ]) {
        unauthorized(await asker(scene().target.url, tampered)('GET', '/v1/me'));
      }
      unauthorized(await asker(scene().target.url, undefined)('GET', '/v1/me'));
    });

    it('is not taken from a web page, from a cookie or from the address', async () => {
      const { bearer } = await as('veteran');
      const { url } = scene().target;
      const authorization = `Bearer ${bearer.token}`;
      problem(
        await call(`${url}/v1/me`, { headers: { authorization, origin: 'https://steamcommunity.com' } }),
        'forbidden',
        403,
      );
      unauthorized(await call(`${url}/v1/me?token=${bearer.token}`));
      const cookie = `better-auth.session_token=${bearer.token}`;
      unauthorized(await call(`${url}/v1/me`, { headers: { cookie } }));
    });

    it('ends when its time has come', async () => {
      const { ask, me } = await as('veteran');
      await sql('UPDATE session SET expires_at = ? WHERE user_id = ?', Date.now() - 1, me.id);
      unauthorized(await ask('GET', '/v1/me'));
      unauthorized(await ask('POST', '/v1/auth/refresh'));
    });

    it('is exchanged for the next one, and taken once more while the answer may be on its way', async () => {
      const first = await as('veteran');
      const { url } = scene().target;
      const second = read(await first.ask('POST', '/v1/auth/refresh'), bearerSchema);
      expect(second.token).not.toBe(first.bearer.token);
      // The answer was lost: the old token opens the account, and gets another successor.
      expect((await first.ask('GET', '/v1/me')).status).toBe(200);
      const third = read(await first.ask('POST', '/v1/auth/refresh'), bearerSchema);
      expect((await asker(url, third.token)('GET', '/v1/me')).status).toBe(200);
      unauthorized(await asker(url, second.token)('GET', '/v1/me'));
    });

    it('ends its session when it is shown again after its successor was used: somebody has a copy', async () => {
      const first = await as('newbie');
      const { url } = scene().target;
      const next = asker(url, read(await first.ask('POST', '/v1/auth/refresh'), bearerSchema).token);
      expect((await next('GET', '/v1/me')).status).toBe(200);
      await sql('UPDATE session SET rotated_at = rotated_at - 120000 WHERE user_id = ?', first.me.id);
      unauthorized(await first.ask('GET', '/v1/me'));
      unauthorized(await next('GET', '/v1/me'));
      const { rows } = await sql('SELECT action FROM audit WHERE subject_id = ? ORDER BY id DESC', first.me.id);
      expect(rows[0]?.['action']).toBe('token-reused');
    });

    it('stays good for days when the answer with its successor never arrived', async () => {
      const first = await as('smurf');
      read(await first.ask('POST', '/v1/auth/refresh'), bearerSchema);
      await sql(
        'UPDATE session SET rotated_at = rotated_at - 1000, last_used_at = rotated_at - 1000 WHERE user_id = ?',
        first.me.id,
      );
      await sql(
        'UPDATE session SET rotated_at = rotated_at - 172800000, last_used_at = rotated_at - 172800000 WHERE user_id = ?',
        first.me.id,
      );
      expect((await first.ask('POST', '/v1/auth/refresh')).status).toBe(200);
    });

    it('is worth nothing after signing out, and what was being answered is still answered', async () => {
      const { ask } = await as('veteran');
      const [running, out] = await Promise.all([ask('GET', '/v1/me/held'), ask('POST', '/v1/auth/sign-out')]);
      expect([200, 401]).toContain(running.status);
      expect(out.status).toBe(200);
      unauthorized(await ask('GET', '/v1/me'));
    });

    it('fits into no header that is too large', async () => {
      const { url } = scene().target;
      const answer = await call(`${url}/v1/me`, { headers: { cookie: `x=${'y'.repeat(20_000)}` } });
      expect([401, 431]).toContain(answer.status);
    });
  });

  describe('sessions', () => {
    it('are listed in words, and end one by one or all others at once', async () => {
      const [a, b, c] = [await as('highestId'), await as('highestId'), await as('highestId')];
      const list = read(await a.ask('GET', '/v1/me/sessions'), sessionsResponseSchema);
      expect(list.sessions).toHaveLength(3);
      expect(list.sessions.filter(({ current }) => current)).toHaveLength(1);
      expect(list.sessions[0]).toMatchObject({ browser: 'Firefox', system: 'Windows' });
      const ofB = read(await b.ask('GET', '/v1/me/sessions'), sessionsResponseSchema).sessions.find((s) => s.current);
      expect(read(await a.ask('DELETE', `/v1/me/sessions/${ofB?.id}`), endedResponseSchema).ended).toBe(1);
      unauthorized(await b.ask('GET', '/v1/me'));
      problem(await a.ask('DELETE', `/v1/me/sessions/${ofB?.id}`), 'not-found', 404);
      expect(read(await a.ask('DELETE', '/v1/me/sessions'), endedResponseSchema).ended).toBe(1);
      unauthorized(await c.ask('GET', '/v1/me'));
      expect((await a.ask('GET', '/v1/me')).status).toBe(200);
    });

    it('of somebody else cannot be ended', async () => {
      const [mine, theirs] = [await as('veteran'), await as('toggler')];
      const list = read(await theirs.ask('GET', '/v1/me/sessions'), sessionsResponseSchema);
      problem(await mine.ask('DELETE', `/v1/me/sessions/${list.sessions[0]?.id}`), 'not-found', 404);
      expect((await theirs.ask('GET', '/v1/me')).status).toBe(200);
    });

    it('are never more than the limit, also when many begin at once', async () => {
      const { target, sandbox } = scene();
      sandbox.openId.behave({ auto: true, as: sandbox.world.named('unconfigured').steamId });
      const visits = await Promise.all(Array.from({ length: 8 }, () => visit(target.url, sandbox)));
      const answers = await Promise.all(visits.map((each) => exchange(target.url, each)));
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      const { rows } = await sql(
        'SELECT count(*) AS n FROM session JOIN user ON user.id = user_id WHERE steam_id = ?',
        sandbox.world.named('unconfigured').steamId,
      );
      expect(rows[0]?.['n']).toBe(5);
    });

    it('are limited: the question is asked first, with the same code answered, and the longest unused one goes', async () => {
      const { target, sandbox } = scene();
      const people: SignedIn[] = [];
      for (let i = 0; i < 5; i++) people.push(await as('lowestId'));
      sandbox.openId.behave({ auto: true, as: sandbox.world.named('lowestId').steamId });
      const visited = await visit(target.url, sandbox);
      const asked = read(await exchange(target.url, visited), tokenResponseSchema);
      if (asked.state !== 'limit') throw new Error(asked.state);
      expect(asked.limit).toBe(5);
      expect(asked.sessions).toHaveLength(5);
      const again = await exchange(target.url, visited, { body: { replace: true } });
      expect(read(again, tokenResponseSchema).state).toBe('signed-in');
      const states = await Promise.all(people.map(async ({ ask }) => (await ask('GET', '/v1/me')).status));
      expect(states).toEqual([401, 200, 200, 200, 200]);
    });
  });

  describe('the account', () => {
    it('keeps settings, each change made from the version before', async () => {
      const { ask } = await as('traveller');
      const first = await ask('PATCH', '/v1/me', { version: 0, settings: { theme: 'dark' } });
      expect(read(first, meSchema).settings).toEqual({ version: 1, values: { theme: 'dark' } });
      const second = await ask('PATCH', '/v1/me', { version: 1, settings: { quietBelow: 30 } });
      expect(read(second, meSchema).settings).toEqual({ version: 2, values: { theme: 'dark', quietBelow: 30 } });
      problem(await ask('PATCH', '/v1/me', { version: 1, settings: { theme: 'light' } }), 'conflict', 409);
      const both = await Promise.all(
        [10, 20].map((quietBelow) => ask('PATCH', '/v1/me', { version: 2, settings: { quietBelow } })),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      for (const body of [
        { version: 3 },
        { version: 3, settings: { theme: 'pink' } },
        { version: 3, settings: { x: 1 } },
      ]) {
        problem(await ask('PATCH', '/v1/me', body), 'bad-request', 400);
      }
    });

    it('has the name last seen at Steam, and does without one when the profile is gone', async () => {
      const { target, sandbox } = scene();
      const steamId = sandbox.world.named('proPlayer').steamId;
      target.steam.people.set(steamId, { name: 'Ada' });
      const { ask } = await as('proPlayer');
      const about = await call(`${target.url}/v1/players/${steamId}`);
      expect(about.status).toBe(200);
      expect(read(await ask('GET', '/v1/me'), meSchema).name).toBe('Ada');
      target.steam.people.delete(steamId);
      await sql('UPDATE player SET fresh_until = 1, checked_at = 1 WHERE steam_id = ?', steamId);
      await ask('POST', `/v1/players/${steamId}/update`);
      expect((await ask('GET', '/v1/me')).status).toBe(200);
      expect((await ask('GET', '/v1/me/export')).status).toBe(200);
    });

    it('shows what is held about the player, with the reasons, and what was done by others', async () => {
      const { target, sandbox } = scene();
      const steamId = sandbox.world.named('oldVac').steamId;
      target.steam.people.set(steamId, { name: 'Bo', vac: 1, daysSinceLastBan: 10 });
      await call(`${target.url}/v1/players/${steamId}`);
      const { ask, me } = await as('oldVac');
      await sql(
        `INSERT INTO audit (at, action, actor_id, subject_id, detail) VALUES (1, 'role-changed', 'somebody', ?, '{"to":"moderator"}')`,
        me.id,
      );
      const held = read(await ask('GET', '/v1/me/held'), heldResponseSchema);
      expect(held.assessment?.contributions.length).toBeGreaterThan(0);
      expect(held.counts['analyses']).toBeGreaterThan(0);
      expect(held.actions).toEqual([
        { at: 1, action: 'role-changed', by: 'somebody-else', detail: { to: 'moderator' } },
      ]);
      expect(JSON.stringify(held)).not.toContain('somebody"');
    });

    it('is exported as one document without anything that opens it', async () => {
      const { ask, bearer, me } = await as('cyrillic');
      const answer = await ask('GET', '/v1/me/export');
      expect(answer.headers.get('content-disposition')).toContain('attachment');
      const document = read(answer, exportSchema);
      expect(document.user.id).toBe(me.id);
      expect(document.sessions).toHaveLength(1);
      expect(document.log.map(({ action }) => action)).toEqual(['sign-in', 'exported']);
      for (const part of bearer.token.split('.')) expect(answer.text).not.toContain(part);
    });

    it('is exported whole when its log is longer than a page', async () => {
      const { ask, me } = await as('chinese');
      const rows = 1203;
      await sql(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
          INSERT INTO audit (at, action, subject_id) SELECT i, 'state-changed', ?1 FROM n`,
        me.id,
        rows,
      );
      expect(read(await ask('GET', '/v1/me/export'), exportSchema).log).toHaveLength(rows + 2);
    });

    it('is gone when it is deleted: no row of any table names it, and its tokens are worth nothing', async () => {
      const { target, sandbox } = scene();
      const [one, two] = [await as('noFriends'), await as('noFriends')];
      await one.ask('PATCH', '/v1/me', { version: 0, settings: { theme: 'dark' } });
      await visit(target.url, sandbox);
      const receipt = read(await one.ask('DELETE', '/v1/me'), deletionReceiptSchema);
      expect(receipt.deleted).toMatchObject({ sessions: 2, signInLinks: 1, settings: 1, codes: 1, user: 1 });
      expect(receipt.kept.map(({ what }) => what)).toEqual(['public-scores', 'anonymous-audit']);
      unauthorized(await one.ask('GET', '/v1/me'));
      unauthorized(await two.ask('GET', '/v1/me'));
      const tables = (await sql(`SELECT name FROM sqlite_master WHERE type = 'table'`)).rows.map((row) =>
        String(row['name']),
      );
      for (const table of tables) expect(JSON.stringify(await rowsOf(table)), table).not.toContain(one.me.id);
      for (const table of ['user', 'session', 'account', 'verification', 'audit', 'user_settings', 'account_memory']) {
        expect(JSON.stringify(await rowsOf(table)), table).not.toContain(one.me.steamId);
      }
      const { rows } = await sql(`SELECT detail, address FROM audit WHERE action = 'account-deleted' ORDER BY id DESC`);
      expect(rows[0]).toMatchObject({ detail: JSON.stringify({ receiptId: receipt.receiptId }), address: null });
      expect((await as('noFriends')).me.id).not.toBe(one.me.id);
    });

    it('does not shake off a ban by being deleted', async () => {
      const first = await as('rageAimbot');
      await sql(`UPDATE user SET state = 'banned' WHERE id = ?`, first.me.id);
      const receipt = read(await first.ask('DELETE', '/v1/me'), deletionReceiptSchema);
      expect(receipt.kept.map(({ what }) => what)).toContain('state-hash');
      expect(JSON.stringify(await rowsOf('account_memory'))).not.toContain(first.me.steamId);
      const again = await as('rageAimbot');
      expect(again.me.state).toBe('banned');
      expect(await rowsOf('account_memory')).toEqual([]);
    });
  });

  describe('roles', () => {
    it('come from the configuration for the first admin, who gives them to others; both is logged', async () => {
      const admin = await as('viewer');
      // Configured in `all.ts`.
      expect(admin.me.role).toBe('admin');
      const other = await as('rtl');
      problem(await other.ask('PUT', `/v1/admin/users/${other.me.steamId}/role`, { role: 'admin' }), 'forbidden', 403);
      expect((await admin.ask('PUT', `/v1/admin/users/${other.me.steamId}/role`, { role: 'moderator' })).status).toBe(
        200,
      );
      expect(read(await other.ask('GET', '/v1/me'), meSchema).role).toBe('moderator');
      problem(await admin.ask('PUT', `/v1/admin/users/${admin.me.steamId}/role`, { role: 'user' }), 'conflict', 409);
      problem(await admin.ask('PUT', `/v1/admin/users/76561198000000001/role`, { role: 'user' }), 'not-found', 404);
      const { rows } = await sql(
        `SELECT actor_id, detail FROM audit WHERE action = 'role-changed' AND subject_id = ?`,
        other.me.id,
      );
      expect(rows).toEqual([{ actor_id: admin.me.id, detail: '{"from":"user","to":"moderator"}' }]);
      const byConfiguration = await sql(
        `SELECT detail FROM audit WHERE action = 'role-changed' AND subject_id = ?`,
        admin.me.id,
      );
      expect(byConfiguration.rows[0]?.['detail']).toContain('configuration');
    });
  });

  describe('the log', () => {
    it('is read by administrators, newest first, page by page, filtered', async () => {
      const [admin, one] = [await as('viewer'), await as('zalgo')];
      const page = async (query = '') => read(await admin.ask('GET', `/v1/admin/audit${query}`), auditResponseSchema);
      const all = await page('?limit=100');
      const ids = all.items.map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted((a, b) => b - a));
      const paged = [];
      for (let query = '?limit=7'; paged.length < 100; ) {
        const { items, next } = await page(query);
        paged.push(...items);
        if (next === null) break;
        query = `?limit=7&cursor=${next}`;
      }
      expect(paged.slice(0, 100)).toEqual(all.items);
      const { items } = await page(`?person=${one.me.steamId}`);
      expect(items).toMatchObject([
        { action: 'sign-in', actor: { steamId: one.me.steamId, role: 'user' }, subject: { steamId: one.me.steamId } },
      ]);
      expect(new Set((await page('?action=sign-in')).items.map(({ action }) => action))).toEqual(new Set(['sign-in']));
      expect((await page(`?until=${items[0]?.at}`)).items.every(({ at }) => at < (items[0]?.at ?? 0))).toBe(true);
      expect((await page('?person=76561198000000001')).items).toEqual([]);
      await one.ask('DELETE', '/v1/me');
      expect(JSON.stringify(await page('?limit=100'))).not.toContain(one.me.steamId);
      problem(await admin.ask('GET', '/v1/admin/audit?cursor=x'), 'bad-request', 400);
      problem(await admin.ask('GET', '/v1/admin/audit?person=1'), 'bad-request', 400);
    });

    it('has no address in it, and loses what is too old to the daily job, with what has ended', async () => {
      const { me } = await as('emoji');
      const addresses = (await rowsOf('audit')).map((row) => row['address']).filter((each) => each !== null);
      expect(addresses.length).toBeGreaterThan(0);
      for (const address of addresses) expect(String(address)).toMatch(/^[\w-]{22}$/);
      const old = Date.now() - 181 * 86_400_000;
      await sql(`INSERT INTO audit (at, action, subject_id) VALUES (?, 'sign-in', ?)`, old, me.id);
      await sql(`UPDATE session SET expires_at = ? WHERE user_id = ?`, old, me.id);
      await sql(`UPDATE verification SET expires_at = ?`, old);
      await sql(`UPDATE job SET run_at = 0, lease_until = 0 WHERE id = 'account-clean-up'`);
      await scene().target.runJobs();
      expect((await sql('SELECT * FROM audit WHERE at <= ?', old)).rows).toEqual([]);
      expect((await sql('SELECT * FROM session WHERE user_id = ?', me.id)).rows).toEqual([]);
      expect(await rowsOf('verification')).toEqual([]);
      expect((await sql('SELECT * FROM audit WHERE subject_id = ?', me.id)).rows.length).toBeGreaterThan(0);
    });
  });

  it('answers preflights of the extension for what carries a token', async () => {
    const answer = await call(`${scene().target.url}/v1/me`, { method: 'OPTIONS', headers: { origin: ORIGIN } });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization');
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      expect(answer.headers.get('access-control-allow-methods')).toContain(method);
    }
  });
}
