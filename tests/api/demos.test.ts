import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoEvidenceOf } from '#backend/demos/demos.ts';
import { type RunningBackend, startBackend } from '#backend/node.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import { createDatabase } from '#backend/platform/database.ts';
import { type Sandbox, startSandbox } from '#sandbox/index.ts';
import { writeDemo } from '#sandbox/replays/demo-file.ts';
import { scriptMatch } from '#sandbox/replays/match-script.ts';
import { replayLink } from '#sandbox/replays/server.ts';
import { shareCodesOf } from '#sandbox/steam-api/share-codes.ts';
import {
  type Demo,
  demoDeletedSchema,
  demoFindingsResponseSchema,
  demoRequestResponseSchema,
  demoSchema,
  demoStatsSchema,
  demosResponseSchema,
  uploadResponseSchema,
} from '#shared/api/demos.ts';
import { playerResponseSchema } from '#shared/api/players.ts';
import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';
import { ORIGIN, type SignedIn, signIn } from '#tests/api/accounts/visitor.ts';
import { call, post, problem, read } from '#tests/api/client.ts';
import { temporaryFolder } from '#tests/api/targets.ts';

/** Demos over HTTP: a whole backend with its worker, and the sandbox for Steam and the replay hosts. */

let sandbox: Sandbox;
let backend: RunningBackend;
let folder: ReturnType<typeof temporaryFolder>;
let viewer: SignedIn;
let other: SignedIn;

beforeAll(async () => {
  sandbox = await startSandbox({ people: 100, matches: 12 });
  folder = temporaryFolder();
  backend = await startBackend(
    readConfig({
      DATABASE_URL: databaseUrl(),
      PORT: '0',
      HASH_KEY: 'a key for tests of demos',
      STEAM_API_URL: sandbox.apiUrl,
      STEAM_API_KEY: sandbox.apiKey,
      STEAM_OPENID_CHECK_URL: sandbox.openIdCheckUrl,
      DEMO_REPLAYS_URL: sandbox.replays.url,
      DEMO_WORKER_TOKEN: 'the token of workers in tests',
      DEMO_MAX_MB: '20',
      TRUST_PROXY: '1',
      LOG_LEVEL: 'silent',
      RATE_LIMIT_FACTOR: '1000',
    }),
  );
  viewer = await signIn(backend.url, sandbox, sandbox.world.named('viewer').steamId);
  other = await signIn(backend.url, sandbox, sandbox.world.named('veteran').steamId);
});
afterAll(async () => {
  await backend.stop();
  await sandbox.stop();
  folder.remove();
});

const databaseUrl = () => `file:${join(folder.path, 'demos.db')}`;

/** Polls as a client does, until there is an end. */
async function ended(who: SignedIn, id: string): Promise<Demo> {
  let demo: Demo | undefined;
  await expect
    .poll(
      async () => {
        demo = read(await who.ask('GET', `/v1/demos/${id}`), demoSchema);
        return demo.state;
      },
      { timeout: 40_000, interval: 100 },
    )
    .toMatch(/^(done|failed)$/);
  if (!demo) throw new Error('no demo');
  return demo;
}
const headersOf = (who: SignedIn) => ({ origin: ORIGIN, authorization: `Bearer ${who.bearer.token}` });
const request = async (who: SignedIn, body: unknown, home = '198.51.100.200') =>
  read(
    await call(`${backend.url}/v1/demos`, post(body, { ...headersOf(who), 'x-forwarded-for': home })),
    demoRequestResponseSchema,
  );
/** A replay of the viewer's newest match among ten, which is still there. */
const five = () => {
  const match = sandbox.world.matches.find(({ teams }) => teams.flat().length === 10);
  if (!match) throw new Error('no match of ten');
  return match;
};

async function upload(who: SignedIn, bytes: Buffer, home: string, more: Record<string, unknown> = {}) {
  const { demo } = await request(who, { upload: { name: 'my match.dem', size: bytes.length, ...more } }, home);
  const put = (offset: number, piece: Buffer) =>
    call(`${backend.url}/v1/demos/${demo.id}/upload?offset=${offset}`, {
      method: 'PUT',
      headers: { ...headersOf(who), 'content-type': 'application/octet-stream', 'x-forwarded-for': home },
      body: new Uint8Array(piece),
    });
  return { id: demo.id, put, complete: () => who.ask('POST', `/v1/demos/${demo.id}/upload/complete`) };
}

describe('a replay link', () => {
  it('becomes findings and scores of all ten, for everybody who asks, fetched once', async () => {
    const link = replayLink(five().replay);
    const [mine, theirs] = await Promise.all([
      request(viewer, { replayUrl: link }),
      request(other, { replayUrl: link }),
    ]);
    expect(mine.demo.id).toBe(theirs.demo.id);
    expect([mine.joined, theirs.joined].sort()).toEqual([false, true]);
    const demo = await ended(viewer, mine.demo.id);
    expect(demo).toMatchObject({ state: 'done', reason: null, source: 'replay-link', retryAt: null });
    expect(demo.file?.name).toBe(link.split('/').at(-1));
    expect(sandbox.replays.asked.filter(({ path }) => link.endsWith(path))).toHaveLength(1);
    expect(sandbox.replays.asked.at(-1)?.host).toMatch(/^replay\d+\.valve\.net$/);

    await expect
      .poll(
        async () => {
          await backend.runJobs();
          return read(await viewer.ask('GET', `/v1/demos/${demo.id}`), demoSchema).scoredAt;
        },
        { timeout: 20_000 },
      )
      .not.toBeNull();
    const findings = read(await viewer.ask('GET', `/v1/demos/${demo.id}/findings`), demoFindingsResponseSchema);
    const players = five().teams.flat();
    expect(findings.report).toMatchObject({ state: 'judged', parser: expect.stringMatching(/^demoparser2 /) });
    expect(findings.report.players.map(({ id }) => id).sort()).toEqual(
      players.map(({ person }) => person.steamId).sort(),
    );
    expect(findings.report.players.every(({ match }) => (match?.detectors.length ?? 0) > 0)).toBe(true);
    expect(Object.keys(findings.entries).length).toBe(10);
    // Everybody's score says that a match was weighed, by what the demo told.
    const [someone] = findings.report.players;
    const player = read(await call(`${backend.url}/v1/players/${someone?.id}`), playerResponseSchema);
    expect(player.assessment?.contributions.some(({ key }) => key.startsWith('match'))).toBe(true);
  });

  it('is shown to those who asked for it, and to nobody else', async () => {
    const { demo } = await request(viewer, { replayUrl: replayLink(five().replay) });
    const stranger = await signIn(backend.url, sandbox, sandbox.world.named('freshPrivate').steamId);
    for (const path of ['', '/findings', '/file'])
      problem(await stranger.ask('GET', `/v1/demos/${demo.id}${path}`), 'not-found', 404);
    problem(await stranger.ask('DELETE', `/v1/demos/${demo.id}`), 'not-found', 404);
    expect(read(await stranger.ask('GET', '/v1/demos'), demosResponseSchema).items).toEqual([]);
    problem(await stranger.ask('GET', '/v1/demos?scope=all'), 'forbidden', 403);
  });

  it('gives its file by ranges, unchanged', async () => {
    const { demo } = await request(viewer, { replayUrl: replayLink(five().replay) });
    const { file } = await ended(viewer, demo.id);
    if (!file) throw new Error('no file');
    const url = `${backend.url}/v1/demos/${demo.id}/file`;
    const get = async (headers: Record<string, string> = {}) => {
      const response = await fetch(url, { headers: { ...headersOf(viewer), ...headers } });
      return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
    };
    const all = await get();
    expect([all.status, all.bytes.length, all.headers.get('etag')]).toEqual([200, file.bytes, `"${file.sha256}"`]);
    const part = await get({ range: 'bytes=100-199' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${file.bytes}`]);
    expect(part.bytes.equals(all.bytes.subarray(100, 200))).toBe(true);
    expect((await get({ range: 'bytes=-10' })).bytes.equals(all.bytes.subarray(-10))).toBe(true);
    expect((await get({ range: `bytes=${file.bytes}-` })).status).toBe(416);
    expect((await get({ range: 'bytes=0-9', 'if-range': '"another"' })).status).toBe(200);
    expect((await get({ range: 'lines=1-2' })).status).toBe(200);
  });

  it.each([
    'http://replay1.valve.net.example.org/730/0039_1.dem.bz2',
    'http://127.0.0.1/730/003900000000000000000_1.dem.bz2',
    'ftp://replay1.valve.net/730/0039_1.dem.bz2',
    'http://replay1.valve.net/730/../../etc/passwd',
    'http://u:p@replay1.valve.net/730/0039_1.dem.bz2',
  ])('is refused where it is not Valve’s: %s', async (replayUrl) => {
    problem(await viewer.ask('POST', '/v1/demos', { replayUrl }), 'bad-request', 400);
  });

  it('of a match that is not the one named is refused', async () => {
    problem(
      await viewer.ask('POST', '/v1/demos', { replayUrl: replayLink(five().replay), matchId: 'none' }),
      'not-found',
      404,
    );
  });
});

describe('a share code', () => {
  it('is refused at once where nobody can ask the Game Coordinator, until a worker can', async () => {
    const code = shareCodesOf(sandbox.world).at(-1)?.code;
    problem(await viewer.ask('POST', '/v1/demos', { shareCode: code }), 'unavailable', 503);
    problem(await viewer.ask('POST', '/v1/demos', { shareCode: 'CSGO-aaaaa' }), 'bad-request', 400);
    const claim = await call(`${backend.url}/v1/demo-worker/claim`, {
      method: 'POST',
      headers: { authorization: 'Bearer the token of workers in tests', 'content-type': 'application/json' },
      body: JSON.stringify({ worker: 'elsewhere', locates: true }),
    });
    expect([claim.status, claim.text]).toEqual([200, '{"demo":null}']);
    const { demo } = await request(viewer, { shareCode: code });
    expect(demo).toMatchObject({ state: 'requested', source: 'share-code' });
    expect(read(await viewer.ask('DELETE', `/v1/demos/${demo.id}`), demoDeletedSchema)).toEqual({ removed: true });
    problem(await viewer.ask('GET', `/v1/demos/${demo.id}`), 'not-found', 404);
  });
});

describe('an upload', () => {
  const ids = Array.from({ length: 10 }, (_, i) => steamIdFromAccountId(777_000 + i)).filter((id) => id !== undefined);
  const mine = (map: string, players: SteamId[] = ids) => writeDemo({ map, events: scriptMatch(5, players, 12) });

  it('comes in pieces, goes on where it broke off, and counts for others when two households bring it', async () => {
    const bytes = mine('de_anubis');
    const { id, put, complete } = await upload(viewer, bytes, '198.51.100.1');
    const third = Math.ceil(bytes.length / 3);
    expect(read(await put(0, bytes.subarray(0, third)), uploadResponseSchema)).toEqual({
      offset: third,
      size: bytes.length,
    });
    // Too early, a piece again, a piece further on.
    problem(await complete(), 'conflict', 409);
    expect(JSON.parse((await put(0, bytes.subarray(0, third))).text)).toMatchObject({
      code: 'conflict',
      offset: third,
    });
    expect(JSON.parse((await put(2 * third, bytes.subarray(2 * third))).text)).toMatchObject({ offset: third });
    expect(read(await viewer.ask('GET', `/v1/demos/${id}`), demoSchema)).toMatchObject({
      state: 'requested',
      upload: { offset: third, size: bytes.length },
      progress: { bytes: third, percent: 33 },
    });
    read(await put(third, bytes.subarray(third)), uploadResponseSchema);
    problem(await put(bytes.length, Buffer.from('more')), 'body-too-large', 413);
    read(await complete(), demoSchema);
    expect(await ended(viewer, id)).toMatchObject({ state: 'done', file: { name: 'my match.dem' } });
    problem(await put(0, bytes), 'conflict', 409);

    const weighed = async () => {
      const sql = createClient({ url: databaseUrl(), concurrency: 1, timeout: 5000 });
      const evidence = await demoEvidenceOf(createDatabase(sql, systemClock), ids);
      sql.close();
      return [...evidence.values()].map(([first]) => [first?.provenance, first?.confirmations]);
    };
    expect(await weighed()).toEqual(ids.map(() => ['client', 1]));
    const again = await upload(other, bytes, '203.0.113.9');
    read(await again.put(0, bytes), uploadResponseSchema);
    // The very same file: one demo, and both follow it.
    expect(read(await again.complete(), demoSchema).id).toBe(id);
    problem(await other.ask('GET', `/v1/demos/${again.id}`), 'not-found', 404);
    expect(await weighed()).toEqual(ids.map(() => ['client', 2]));
  });

  it('that is not what was announced is refused, and may be sent again', async () => {
    const bytes = mine('de_vertigo');
    const { id, put, complete } = await upload(viewer, bytes, '198.51.100.1', { sha256: '0'.repeat(64) });
    read(await put(0, bytes), uploadResponseSchema);
    problem(await complete(), 'conflict', 409);
    expect(read(await viewer.ask('GET', `/v1/demos/${id}`), demoSchema).upload?.offset).toBe(0);
    read(await viewer.ask('DELETE', `/v1/demos/${id}`), demoDeletedSchema);
  });

  it('of somebody else is nobody’s to go on with, and none is too large', async () => {
    const bytes = mine('de_train');
    const { id, put } = await upload(viewer, bytes, '198.51.100.1');
    const { put: theirs } = {
      put: (offset: number) => other.ask('PUT', `/v1/demos/${id}/upload?offset=${offset}`, {}),
    };
    problem(await theirs(0), 'not-found', 404);
    read(await put(0, bytes.subarray(0, 10)), uploadResponseSchema);
    problem(
      await viewer.ask('POST', '/v1/demos', { upload: { name: 'x', size: 21 * 1024 * 1024 } }),
      'body-too-large',
      413,
    );
    problem(await viewer.ask('POST', '/v1/demos', { upload: { name: '', size: 1 } }), 'bad-request', 400);
    expect(read(await viewer.ask('DELETE', `/v1/demos/${id}`), demoDeletedSchema)).toEqual({ removed: true });
  });
});

describe('lists and figures', () => {
  it('come newest first, page by page, and by state', async () => {
    const all = read(await viewer.ask('GET', '/v1/demos?limit=100'), demosResponseSchema).items;
    expect(all.length).toBeGreaterThanOrEqual(2);
    const first = read(await viewer.ask('GET', '/v1/demos?limit=1'), demosResponseSchema);
    const rest = read(await viewer.ask('GET', `/v1/demos?limit=100&cursor=${first.next}`), demosResponseSchema);
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(read(await viewer.ask('GET', '/v1/demos?state=working'), demosResponseSchema).items).toEqual([]);
    problem(await viewer.ask('GET', '/v1/demos?cursor=nonsense'), 'bad-request', 400);
  });

  it('do not change while nothing does', async () => {
    const answer = await viewer.ask('GET', '/v1/demos');
    const etag = answer.headers.get('etag') ?? '';
    const again = await call(`${backend.url}/v1/demos`, { headers: { ...headersOf(viewer), 'if-none-match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('say how the work stands', async () => {
    const stats = read(await viewer.ask('GET', '/v1/demos/stats'), demoStatsSchema);
    expect(stats.states.done).toBeGreaterThanOrEqual(2);
    expect(stats.queue.waiting).toBe(0);
    expect(stats.workers.map(({ locates }) => locates).sort()).toEqual([false, true]);
    expect(stats.disk?.bytes).toBeGreaterThan(0);
    expect(stats.uploads?.mostBytes).toBeGreaterThan(1_000_000);
  });
});

describe('taking leave', () => {
  it('takes along what one alone brought, and leaves the replays of Valve', async () => {
    const leaver = await signIn(backend.url, sandbox, sandbox.world.named('smurf').steamId);
    const link = replayLink(five().replay);
    await request(leaver, { replayUrl: link });
    const bytes = readFileSync('package.json');
    const { put, complete } = await upload(leaver, bytes, '198.51.100.77');
    read(await put(0, bytes), uploadResponseSchema);
    const demo = read(await complete(), demoSchema);
    expect(await ended(leaver, demo.id)).toMatchObject({ state: 'failed', reason: 'not-a-demo' });
    expect((await leaver.ask('DELETE', '/v1/me')).status).toBe(200);
    const sql = createClient({ url: databaseUrl(), concurrency: 1, timeout: 5000 });
    const left = await sql.execute({ sql: 'SELECT 1 FROM demo WHERE id = ?', args: [demo.id] });
    sql.close();
    expect(left.rows).toEqual([]);
    expect(read(await viewer.ask('GET', '/v1/demos?state=done'), demosResponseSchema).items.length).toBeGreaterThan(0);
  });
});
