import { describe, expect, it } from 'vitest';
import { BEHAVIOURS, type Behaviour, type Sandbox } from '#sandbox/index.ts';
import { tokenResponseSchema } from '#shared/api/accounts.ts';
import {
  begin,
  EXTENSION,
  exchange,
  ORIGIN,
  REDIRECT,
  s256,
  signIn,
  throughSteam,
  visit,
} from '#tests/api/accounts/visitor.ts';
import { call, post, problem, read } from '#tests/api/client.ts';
import type { Target } from '#tests/api/targets.ts';

export interface Scene {
  target: Target;
  sandbox: Sandbox;
}

/** From the button to the token, and everything that must not lead there. */
export function signInTests(scene: () => Scene, { parallel }: { parallel: number }): void {
  const sessions = async () => {
    const { rows } = await scene().target.sql.execute('SELECT count(*) AS n FROM session');
    return Number(rows[0]?.['n']);
  };
  const honest = () => scene().sandbox.openId.behave({ auto: true });

  describe('signing in', () => {
    it('ends at the extension with a code and its state, and the code at a session', async () => {
      const { target, sandbox } = scene();
      honest();
      const visited = await visit(target.url, sandbox);
      expect(visited.end.status).toBe(302);
      expect(visited.location?.origin).toBe(new URL(REDIRECT).origin);
      expect([...(visited.location?.searchParams.keys() ?? [])].sort()).toEqual(['code', 'state']);
      expect(visited.location?.searchParams.get('state')).toBe(visited.state);
      const answer = read(await exchange(target.url, visited), tokenResponseSchema);
      if (answer.state !== 'signed-in') throw new Error(answer.state);
      expect(answer.me).toMatchObject({
        steamId: sandbox.world.named('viewer').steamId,
        state: 'active',
        settings: { version: 0, values: {} },
      });
      expect(answer.bearer.expiresInMs).toBeGreaterThan(answer.bearer.refreshInMs);
    });

    it('makes one user of one Steam account, also when two browsers do it at once', async () => {
      const { target, sandbox } = scene();
      const as = sandbox.world.named('rageAimbot').steamId;
      sandbox.openId.behave({ auto: true, as });
      const visits = await Promise.all([visit(target.url, sandbox), visit(target.url, sandbox)]);
      const answers = await Promise.all(visits.map((each) => exchange(target.url, each)));
      const ids = answers.map((answer) => {
        const body = read(answer, tokenResponseSchema);
        return body.state === 'signed-in' ? body.me.id : '';
      });
      expect(new Set(ids).size).toBe(1);
      const { rows } = await target.sql.execute({
        sql: 'SELECT count(*) AS n FROM user WHERE steam_id = ?',
        args: [as],
      });
      expect(rows[0]?.['n']).toBe(1);
    });

    it('says so when the person cancels at Steam', async () => {
      const { target } = scene();
      const { atSteam, state } = await begin(target.url);
      const returnTo = atSteam?.searchParams.get('openid.return_to') ?? '';
      const cancel = new URLSearchParams({
        'openid.ns': 'http://specs.openid.net/auth/2.0',
        'openid.mode': 'cancel',
      });
      const answer = await call(`${returnTo}&${cancel}`, { redirect: 'manual' });
      expect(answer.headers.get('location')).toBe(`${REDIRECT}?${new URLSearchParams({ error: 'cancelled', state })}`);
    });

    it('lets the clocks differ by minutes, and says so when it is an hour', async () => {
      const { target, sandbox } = scene();
      for (const minutes of [-4, 4]) {
        sandbox.openId.behave({ auto: true, skewMs: minutes * 60_000 });
        expect((await visit(target.url, sandbox)).location?.searchParams.has('code')).toBe(true);
      }
      for (const minutes of [-60, 60]) {
        sandbox.openId.behave({ auto: true, skewMs: minutes * 60_000 });
        expect((await visit(target.url, sandbox)).location?.searchParams.get('error')).toBe('clock');
      }
      honest();
    });

    it('uses a state once, and shows a page instead of guessing whose it was', async () => {
      const { target, sandbox } = scene();
      honest();
      const { atSteam } = await begin(target.url);
      if (!atSteam) throw new Error('no way to Steam');
      const back = await throughSteam(sandbox, atSteam);
      expect((await call(back.href, { redirect: 'manual' })).status).toBe(302);
      const again = await call(back.href, { redirect: 'manual', headers: { 'accept-language': 'de-DE,de' } });
      expect(again.status).toBe(400);
      expect(again.headers.get('content-type')).toContain('text/html');
      expect(again.text).toContain('gilt nicht mehr');
      const other = new URL(back);
      other.searchParams.set('state', s256('somebody else'));
      expect((await call(other.href, { redirect: 'manual' })).status).toBe(400);
    });

    it('does not take an answer that was made for another sign-in', async () => {
      const { target, sandbox } = scene();
      honest();
      const [mine, theirs] = [await begin(target.url), await begin(target.url)];
      if (!mine.atSteam || !theirs.atSteam) throw new Error('no way to Steam');
      const theirAnswer = await throughSteam(sandbox, theirs.atSteam);
      const myReturn = new URL(mine.atSteam.searchParams.get('openid.return_to') ?? '');
      theirAnswer.searchParams.set('state', myReturn.searchParams.get('state') ?? '');
      const answer = await call(theirAnswer.href, { redirect: 'manual' });
      expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe('refused');
    });

    it('takes a nonce once, even when Steam would say yes again', async () => {
      const { target, sandbox } = scene();
      honest();
      await visit(target.url, sandbox);
      sandbox.openId.behave({ auto: true, behaviour: 'replayed-nonce' });
      const calls = sandbox.calls.count('openid-check');
      expect((await visit(target.url, sandbox)).location?.searchParams.get('error')).toBe('refused');
      expect(sandbox.calls.count('openid-check')).toBe(calls);
      honest();
    });

    // `slow` is in the tests of the check itself: nobody should wait for it here.
    const hostile = BEHAVIOURS.filter((each) => !['honest', 'slow'].includes(each));
    const outages: Behaviour[] = ['error-500', 'down'];
    it.each(hostile)('ends without a session when Steam is not Steam: %s', async (behaviour) => {
      const { target, sandbox } = scene();
      if (behaviour === 'replayed-nonce') {
        honest();
        await visit(target.url, sandbox);
      }
      const before = await sessions();
      sandbox.openId.behave({ auto: true, behaviour });
      const visited = await visit(target.url, sandbox);
      honest();
      const error = visited.location?.searchParams.get('error');
      const expected = outages.includes(behaviour) ? 'unavailable' : behaviour === 'old-nonce' ? 'clock' : 'refused';
      expect(error).toBe(expected);
      expect(visited.location?.searchParams.has('code')).toBe(false);
      problem(await exchange(target.url, visited), 'bad-request', 400);
      expect(await sessions()).toBe(before);
    });

    it.each([
      ['https://evil.example/'],
      [`https://${EXTENSION}.chromiumapp.org.evil.example/`],
      [`https://evil.example/${EXTENSION}.chromiumapp.org/`],
      [`https://a.b.chromiumapp.org/`],
      [`http://${EXTENSION}.chromiumapp.org/`],
      [`https://${EXTENSION}.chromiumapp.org/?x=`],
      [`https://user@${EXTENSION}.chromiumapp.org/`],
      [`javascript:alert(1)`],
    ])('does not begin for an address no extension of ours has: %s', async (redirect) => {
      const { target } = scene();
      const { answer } = await begin(target.url, { redirect_uri: redirect });
      problem(answer, 'bad-request', 400);
    });

    it('does not begin without a proper challenge or state', async () => {
      const { target } = scene();
      for (const change of [{ challenge: 'short' }, { challenge: `${'a'.repeat(42)}+` }, { state: '' }]) {
        problem((await begin(target.url, change)).answer, 'bad-request', 400);
      }
    });
  });

  describe('a code', () => {
    const coded = async () => {
      const { target, sandbox } = scene();
      honest();
      return visit(target.url, sandbox);
    };

    it('is for one use', async () => {
      const visited = await coded();
      expect((await exchange(scene().target.url, visited, { body: { replace: true } })).status).toBe(200);
      problem(await exchange(scene().target.url, visited), 'bad-request', 400);
    });

    it(`is worth exactly one session when ${parallel} ask at once`, { timeout: 120_000 }, async () => {
      const { target } = scene();
      const visited = await coded();
      await target.sql.execute('DELETE FROM session');
      const answers = await Promise.all(Array.from({ length: parallel }, () => exchange(target.url, visited)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 400)).toHaveLength(parallel - 1);
      expect(await sessions()).toBe(1);
    });

    it('is worth nothing with another verifier, and nothing afterwards', async () => {
      const visited = await coded();
      const wrong = { ...visited, verifier: `${visited.verifier.slice(0, -1)}~` };
      problem(await exchange(scene().target.url, wrong), 'bad-request', 400);
      problem(await exchange(scene().target.url, visited), 'bad-request', 400);
    });

    it('is worth nothing for another address than it was made for', async () => {
      const visited = await coded();
      const other = 'ponmlkjihgfedcbaponmlkjihgfedcba';
      const change = {
        body: { redirectUri: `https://${other}.chromiumapp.org/` },
        headers: { origin: `chrome-extension://${other}` },
      };
      problem(await exchange(scene().target.url, visited, change), 'bad-request', 400);
    });

    it.each([
      ['another extension', { origin: 'chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba' }],
      ['a web page', { origin: 'https://steamcommunity.com' }],
      ['a Firefox extension', { origin: 'moz-extension://0e1c2f5c-1111-4222-8333-444455556666' }],
      ['an origin that is none', { origin: 'null' }],
    ])('is not exchanged for %s, and stays good for its owner', async (_, headers) => {
      const visited = await coded();
      problem(await exchange(scene().target.url, visited, { headers }), 'forbidden', 403);
      expect((await exchange(scene().target.url, visited, { body: { replace: true } })).status).toBe(200);
    });

    it('is not exchanged without an origin', async () => {
      const visited = await coded();
      const body = {
        code: visited.location?.searchParams.get('code') ?? '',
        verifier: visited.verifier,
        redirectUri: REDIRECT,
      };
      problem(await call(`${scene().target.url}/v1/auth/token`, post(body)), 'forbidden', 403);
    });

    it('is worth nothing when five minutes have passed', async () => {
      const { target } = scene();
      const visited = await coded();
      const { rows } = await target.sql.execute(
        `SELECT id, expires_at - created_at AS ttl FROM verification WHERE value LIKE '%userId%' ORDER BY created_at DESC LIMIT 1`,
      );
      expect(Number(rows[0]?.['ttl'])).toBeGreaterThan(4.9 * 60_000);
      expect(Number(rows[0]?.['ttl'])).toBeLessThanOrEqual(5 * 60_000);
      await target.sql.execute({
        sql: 'UPDATE verification SET expires_at = ? WHERE id = ?',
        args: [Date.now() - 1, rows[0]?.['id'] ?? ''],
      });
      problem(await exchange(target.url, visited), 'bad-request', 400);
    });

    it('is refused in any other form', async () => {
      const visited = await coded();
      for (const body of [{ code: '' }, { code: { x: 1 } }, { verifier: 'short' }, { extra: true }]) {
        problem(await exchange(scene().target.url, visited, { body }), 'bad-request', 400);
      }
    });
  });

  describe('a dump of the database', () => {
    it('opens nothing: no column of any row is a token or a code that works', async () => {
      const { target, sandbox } = scene();
      await signIn(target.url, sandbox);
      honest();
      const waiting = await visit(target.url, sandbox);
      const words = new Set<string>();
      for (const table of ['user', 'session', 'account', 'verification', 'audit', 'user_settings']) {
        for (const row of (await target.sql.execute(`SELECT * FROM ${table}`)).rows) {
          for (const value of Object.values(row)) {
            for (const word of String(value).match(/[\w.-]{16,}/g) ?? []) words.add(word);
          }
        }
      }
      expect(words.size).toBeGreaterThan(10);
      const secret = waiting.location?.searchParams.get('code') ?? '';
      expect(secret).not.toBe('');
      expect(words.has(secret)).toBe(false);
      for (const word of words) {
        for (const token of [word, `${word}.${word}`]) {
          const answer = await call(`${target.url}/v1/me`, {
            headers: { origin: ORIGIN, authorization: `Bearer ${token}` },
          });
          problem(answer, 'unauthorized', 401);
        }
        const stolen = new URL(`${REDIRECT}?code=${word}`);
        problem(await exchange(target.url, { ...waiting, location: stolen }), 'bad-request', 400);
      }
    });
  });
}
