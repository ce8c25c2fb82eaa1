import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from './index.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ people: 200, now: Date.UTC(2026, 0, 1) });
});
afterAll(() => sandbox.stop());
afterEach(async () => {
  await fetch(`${sandbox.apiUrl}/__sandbox/reset`, { method: 'POST' });
});

const bansUrl = (): string =>
  `${sandbox.apiUrl}/ISteamUser/GetPlayerBans/v1/?key=${sandbox.apiKey}&steamids=${sandbox.world.named('veteran').steamId}`;
const control = (path: string, body: unknown, method = 'POST'): Promise<Response> =>
  fetch(`${sandbox.apiUrl}/__sandbox/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Asks the proxy for a tunnel; the answer's status and the socket. */
function connect(target: string): Promise<{ status: number; socket: net.Socket }> {
  const { hostname, port } = new URL(sandbox.proxyUrl);
  return new Promise((resolve, reject) => {
    const request = http.request({ host: hostname, port, method: 'CONNECT', path: target, agent: false });
    request.on('connect', (response, socket) => {
      if (!(socket instanceof net.Socket)) return reject(new Error('not a TCP socket'));
      resolve({ status: response.statusCode ?? 0, socket });
    });
    request.on('error', reject);
    request.end();
  });
}

/** GET of a host's path through the proxy. */
async function throughProxy(host: string, path: string): Promise<{ head: string; body: string; names: string }> {
  const { socket } = await connect(`${host}:443`);
  return new Promise((resolve, reject) => {
    const secure = tls.connect({ socket, servername: host, rejectUnauthorized: false }, () => {
      secure.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
    const names = (): string => secure.getPeerCertificate().subjectaltname ?? '';
    let text = '';
    let alternative = '';
    secure.on('secureConnect', () => {
      alternative = names();
    });
    secure.setEncoding('utf8');
    secure.on('data', (chunk: string) => {
      text += chunk;
    });
    secure.on('error', reject);
    secure.on('end', () => {
      const cut = text.indexOf('\r\n\r\n');
      resolve({ head: text.slice(0, cut), body: text.slice(cut), names: alternative });
    });
  });
}

describe('proxy', () => {
  it('leads steamcommunity.com to the sandbox, with a certificate that names it', async () => {
    const { head, body, names } = await throughProxy(
      'steamcommunity.com',
      `/profiles/${sandbox.world.named('smurf').steamId}/`,
    );
    expect(head).toMatch(/^HTTP\/1\.1 200/);
    expect(body).toContain('not Steam');
    expect(names).toContain('DNS:steamcommunity.com');
    expect(names).toContain('DNS:leetify.com');
  });

  it('leads the picture host to made-up pictures', async () => {
    const { head } = await throughProxy(
      'avatars.steamstatic.com',
      `/${sandbox.world.named('smurf').avatarHash}_medium.jpg`,
    );
    expect(head).toMatch(/^HTTP\/1\.1 200/);
    expect(head).toMatch(/content-type: image\/svg\+xml/i);
  });

  it.each([
    'example.com:443',
    'steamcommunity.com:80',
    'steamcommunity.com.example.com:443',
    '127.0.0.1:22',
    '[::1]:443',
    'nonsense',
  ])('refuses %s with 403', async (target) => {
    const { status, socket } = await connect(target);
    socket.destroy();
    expect(status).toBe(403);
  });

  it('refuses plain requests to other hosts and sends its own to HTTPS', async () => {
    const ask = (path: string): Promise<http.IncomingMessage> =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(sandbox.proxyUrl);
        http.get({ host: hostname, port, path, agent: false }, resolve).on('error', reject);
      });
    expect((await ask('http://example.com/')).statusCode).toBe(403);
    const sent = await ask('http://steamcommunity.com/id/old-hand/?a=1');
    expect([sent.statusCode, sent.headers.location]).toEqual([301, 'https://steamcommunity.com/id/old-hand/?a=1']);
  });

  it('survives clients that vanish in the middle of a tunnel', async () => {
    for (let i = 0; i < 5; i++) {
      const { socket } = await connect('steamcommunity.com:443');
      socket.write('not a TLS hello');
      socket.resetAndDestroy();
    }
    expect((await throughProxy('steamcommunity.com', '/market/')).head).toMatch(/^HTTP\/1\.1 200/);
  });
});

describe('faults', () => {
  it('answers with a status and Retry-After as many times as told', async () => {
    sandbox.faults.add({ match: 'GetPlayerBans', status: 429, retryAfter: 7, times: 2 });
    for (let i = 0; i < 2; i++) {
      const response = await fetch(bansUrl());
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
    }
    expect((await fetch(bansUrl())).status).toBe(200);
    expect(sandbox.calls.count('GetPlayerBans')).toBe(3);
  });

  it('touches only what matches, until taken away', async () => {
    const remove = sandbox.faults.add({ match: '^api\\.steampowered\\.com/IPlayerService/', status: 503 });
    expect((await fetch(bansUrl())).status).toBe(200);
    const level = bansUrl()
      .replace('ISteamUser/GetPlayerBans/v1/', 'IPlayerService/GetSteamLevel/v1/')
      .replace('steamids', 'steamid');
    expect((await fetch(level)).status).toBe(503);
    remove();
    expect((await fetch(level)).status).toBe(200);
  });

  it('cuts a body in the middle', async () => {
    sandbox.faults.add({ match: 'GetPlayerBans', body: 'malformed', times: 1 });
    const response = await fetch(bansUrl());
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  it('drips a body in pieces that make up the whole', async () => {
    const whole = await (await fetch(bansUrl())).text();
    sandbox.faults.add({ match: 'GetPlayerBans', body: 'slow', times: 1 });
    const response = await fetch(bansUrl());
    const pieces: string[] = [];
    for await (const piece of response.body ?? []) pieces.push(new TextDecoder().decode(piece));
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('')).toBe(whole);
  });

  it('never answers a hanging request, which its asker can give up', async () => {
    sandbox.faults.add({ match: 'GetPlayerBans', body: 'hang', times: 1 });
    const give = new AbortController();
    const asked = fetch(bansUrl(), { signal: give.signal });
    // The call that follows is answered while the first still hangs.
    expect((await fetch(bansUrl().replace('GetPlayerBans/v1', 'GetPlayerSummaries/v2'))).status).toBe(200);
    give.abort();
    await expect(asked).rejects.toThrow(/abort/i);
  });

  it('drops the connection', async () => {
    sandbox.faults.add({ match: 'GetPlayerBans', body: 'reset', times: 1 });
    await expect(fetch(bansUrl())).rejects.toThrow('fetch failed');
    expect((await fetch(bansUrl())).status).toBe(200);
  });

  it('delays an answer and still gives it', async () => {
    sandbox.faults.add({ match: 'GetPlayerBans', latencyMs: 30, times: 1 });
    expect((await fetch(bansUrl())).status).toBe(200);
  });

  it('reaches pages behind the proxy', async () => {
    sandbox.faults.add({ match: 'steamcommunity\\.com/profiles/\\d+.*xml=1', status: 429, times: 1 });
    const path = `/profiles/${sandbox.world.named('smurf').steamId}`;
    expect((await throughProxy('steamcommunity.com', `${path}/`)).head).toMatch(/^HTTP\/1\.1 200/);
    expect((await throughProxy('steamcommunity.com', `${path}?xml=1`)).head).toMatch(/^HTTP\/1\.1 429/);
  });
});

describe('control over HTTP', () => {
  it('adds, lists and clears faults', async () => {
    expect((await control('faults', { match: 'GetPlayerBans', status: 503 })).status).toBe(200);
    expect((await fetch(bansUrl())).status).toBe(503);
    expect(await (await fetch(`${sandbox.apiUrl}/__sandbox/faults`)).json()).toEqual([
      { match: 'GetPlayerBans', status: 503 },
    ]);
    await control('faults', undefined, 'DELETE');
    expect((await fetch(bansUrl())).status).toBe(200);
  });

  it('bans and renames people, and moves the clock', async () => {
    const { steamId } = sandbox.world.named('veteran');
    await control('ban', { steamId });
    await control('rename', { steamId, name: '<b>' });
    expect(await (await fetch(bansUrl())).json()).toMatchObject({
      players: [{ NumberOfVACBans: 1, DaysSinceLastBan: 0 }],
    });
    await control('clock', { now: sandbox.world.now + 3 * 86_400_000 });
    expect(await (await fetch(bansUrl())).json()).toMatchObject({ players: [{ DaysSinceLastBan: 3 }] });
  });

  it.each([
    ['faults', { match: '(' }],
    ['faults', { match: 'x', status: 200 }],
    ['faults', { match: 'x', unknown: 1 }],
    ['ban', { steamId: '1' }],
    ['clock', {}],
    ['ban', undefined],
  ])('refuses a bad %s request', async (path, body) => {
    const response = await control(path, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty('error');
  });

  it('says when it knows nobody of that ID', async () => {
    expect((await control('ban', { steamId: '76561198000000001' })).status).toBe(404);
  });
});

it('stops even while somebody waits', async () => {
  const other = await startSandbox({ people: 5 });
  other.faults.add({ match: '.', body: 'hang' });
  const waiting = fetch(`${other.apiUrl}/`).then(
    () => 'ended',
    () => 'ended',
  );
  await other.stop();
  expect(await waiting).toBe('ended');
});
