import { request } from 'node:http';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBackend, startBackend } from '#backend/node.ts';
import { readConfig } from '#backend/platform/config.ts';
import { type Sandbox, startSandbox } from '#sandbox/index.ts';
import { tokenResponseSchema } from '#shared/api/accounts.ts';
import { begin, exchange, REDIRECT, s256, signIn, throughSteam } from '#tests/api/accounts/visitor.ts';
import { type Answer, call, problem, read } from '#tests/api/client.ts';
import { temporaryFolder } from '#tests/api/targets.ts';

/** What may be used once is used once, whichever of several backends on one database is asked, and after a restart too. */
describe('two backends on one database', () => {
  const folder = temporaryFolder();
  const databaseUrl = `file:${join(folder.path, 'shared.db')}`;
  const sql = createClient({ url: databaseUrl, concurrency: 1, timeout: 5000 });
  const running: RunningBackend[] = [];
  let sandbox: Sandbox;

  const start = async () => {
    const backend = await startBackend(
      readConfig({
        DATABASE_URL: databaseUrl,
        PORT: '0',
        STEAM_API_URL: sandbox.apiUrl,
        STEAM_OPENID_CHECK_URL: sandbox.openIdCheckUrl,
        // One public address for both, as behind a load balancer.
        PUBLIC_URL: 'https://sentry.example.org',
        LOG_LEVEL: 'silent',
        RATE_LIMIT_FACTOR: '1000',
      }),
    );
    running.push(backend);
    return backend.url;
  };
  /** The public address led to one of them. */
  const at = (url: string, target: URL) => new URL(target.pathname + target.search, url);
  const callback = async (url: string, back: URL) => {
    const answer = await call(at(url, back).href, { redirect: 'manual' });
    const location = answer.headers.get('location');
    return { answer, location: location === null ? undefined : new URL(location) };
  };

  beforeAll(async () => {
    sandbox = await startSandbox({ people: 50 });
    sandbox.openId.behave({ auto: true });
  });
  afterAll(async () => {
    for (const backend of running) await backend.stop();
    sql.close();
    await sandbox.stop();
    folder.remove();
  });

  it('take a sign-in that began at the other one, once', async () => {
    const [one, two] = [await start(), await start()];
    const { atSteam, verifier } = await begin(one);
    if (!atSteam) throw new Error('no way to Steam');
    const back = await throughSteam(sandbox, atSteam);
    expect(back.origin).toBe('https://sentry.example.org');
    const results = await Promise.all([callback(one, back), callback(two, back)]);
    expect(results.map(({ answer }) => answer.status).sort()).toEqual([302, 400]);
    const location = results.find((each) => each.location)?.location;
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => exchange(i % 2 === 0 ? one : two, { verifier, location })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await sql.execute('SELECT * FROM session')).rows).toHaveLength(1);
  });

  it('remember states, nonces and codes over a restart', async () => {
    const one = await start();
    const { atSteam, verifier } = await begin(one);
    if (!atSteam) throw new Error('no way to Steam');
    const back = await throughSteam(sandbox, atSteam);
    const { location } = await callback(one, back);
    const used = await exchange(one, { verifier, location });
    expect(used.status).toBe(200);
    await running.pop()?.stop();

    const two = await start();
    expect((await callback(two, back)).answer.status).toBe(400);
    problem(await exchange(two, { verifier, location }), 'bad-request', 400);
    const next = await begin(two);
    if (!next.atSteam) throw new Error('no way to Steam');
    sandbox.openId.behave({ auto: true, behaviour: 'replayed-nonce' });
    const replayed = await throughSteam(sandbox, next.atSteam);
    sandbox.openId.behave({ auto: true });
    expect((await callback(two, replayed)).location?.searchParams.get('error')).toBe('refused');
  });

  it("end each other's sessions", async () => {
    const [one, two] = [await start(), await start()];
    const visited = await begin(one);
    if (!visited.atSteam) throw new Error('no way to Steam');
    const { location } = await callback(one, await throughSteam(sandbox, visited.atSteam));
    const answer = await exchange(two, { verifier: visited.verifier, location });
    const signedIn = read(answer, tokenResponseSchema);
    if (signedIn.state !== 'signed-in') throw new Error(signedIn.state);
    const headers = { authorization: `Bearer ${signedIn.bearer.token}` };
    expect((await call(`${one}/v1/me`, { headers })).status).toBe(200);
    expect((await call(`${two}/v1/auth/sign-out`, { method: 'POST', headers })).status).toBe(200);
    problem(await call(`${one}/v1/me`, { headers }), 'unauthorized', 401);
  });
});

/** Begins a sign-in with another `Host`, which `fetch` would not send. */
function startAs(host: string, port: number): Promise<Answer> {
  const query = new URLSearchParams({ redirect_uri: REDIRECT, challenge: s256('x'), state: 'x'.repeat(43) });
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path: `/v1/auth/steam/start?${query}`, headers: { host } },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += String(chunk);
        });
        response.on('end', () => {
          const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [
            name,
            String(value),
          ]);
          resolve({ status: response.statusCode ?? 0, headers: new Headers(headers), text });
        });
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

describe('a backend without an address of its own', () => {
  it('lets people sign in on this machine only', async () => {
    const folder = temporaryFolder();
    const sandbox = await startSandbox({ people: 50 });
    const backend = await startBackend(
      readConfig({
        DATABASE_URL: `file:${join(folder.path, 'own.db')}`,
        PORT: '0',
        STEAM_API_URL: sandbox.apiUrl,
        STEAM_OPENID_CHECK_URL: sandbox.openIdCheckUrl,
        LOG_LEVEL: 'silent',
      }),
    );
    try {
      expect((await signIn(backend.url, sandbox)).me.state).toBe('active');
      const port = Number(new URL(backend.url).port);
      problem(await startAs('sentry.example.org', port), 'unavailable', 503);
    } finally {
      await backend.stop();
      await sandbox.stop();
      folder.remove();
    }
  });
});
