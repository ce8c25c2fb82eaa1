import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GameCoordinator, GcMatch } from '#backend/gc/gc.ts';
import { type RunningBackend, startBackend } from '#backend/node.ts';
import { readConfig } from '#backend/platform/config.ts';
import { type Sandbox, startSandbox } from '#sandbox/index.ts';
import { authCodeOf, shareCodesOf } from '#sandbox/steam-api/share-codes.ts';
import { matchesResponseSchema, type SyncSource, type SyncStatus, syncStatusSchema } from '#shared/api/matches.ts';
import { type SignedIn, signIn } from '#tests/api/accounts/visitor.ts';
import { problem, read } from '#tests/api/client.ts';
import { temporaryFolder } from '#tests/api/targets.ts';

/** The sync against the sandbox's Steam and Leetify, with a Game Coordinator that knows the sandbox's matches. */

let sandbox: Sandbox;
let folder: ReturnType<typeof temporaryFolder>;
let backend: RunningBackend;
let viewer: SignedIn;
let asked: string[];
let answering: 'ok' | 'failed' | 'waits';

const coordinator: GameCoordinator = {
  async match(code) {
    asked.push(code);
    if (answering === 'failed') return { state: 'failed' };
    const found = shareCodesOf(sandbox.world).find((each) => each.code === code);
    if (!found) return { state: 'not-found' };
    const { match } = found;
    const players = match.teams.flatMap((team, side): GcMatch['players'] =>
      team.map(({ person, headshotPercent, ping: _, ...line }) => ({
        ...line,
        steamId: person.steamId,
        team: side === 0 ? 0 : 1,
        headshots: Math.round((headshotPercent * line.kills) / 100),
      })),
    );
    const { at: playedAt, durationSeconds, rounds } = match;
    const reservationId = String(BigInt(match.replay.reservation === '' ? 0 : match.replay.match));
    return { state: 'ok', value: { playedAt, durationSeconds, rounds, players, reservationId, demoUrl: null } };
  },
  stop: () => undefined,
};

async function start(env: Record<string, string> = {}, gameCoordinator: GameCoordinator | null = coordinator) {
  const config = readConfig({
    DATABASE_URL: `file:${join(folder.path, 'sync.db')}`,
    PORT: '0',
    HASH_KEY: 'a key for tests of the sync',
    STEAM_API_URL: sandbox.apiUrl,
    STEAM_API_KEY: sandbox.apiKey,
    STEAM_OPENID_CHECK_URL: sandbox.openIdCheckUrl,
    LOG_LEVEL: 'silent',
    RATE_LIMIT_FACTOR: '1000',
    ...env,
  });
  backend = await startBackend(config, gameCoordinator ? { gameCoordinator } : {});
  viewer = await signIn(backend.url, sandbox, sandbox.world.named('viewer').steamId);
}

beforeEach(async () => {
  sandbox = await startSandbox({ people: 100, matches: 12 });
  folder = temporaryFolder();
  asked = [];
  answering = 'ok';
});
afterEach(async () => {
  await backend.stop();
  await sandbox.stop();
  folder.remove();
});

const status = async () => read(await viewer.ask('GET', '/v1/matches/sync/status'), syncStatusSchema);
const of = (all: SyncStatus, source: SyncSource) => {
  const found = all.sources.find((each) => each.source === source);
  if (!found) throw new Error(`no ${source}`);
  return found;
};
const codes = () => shareCodesOf(sandbox.world).filter(({ match }) => match.at > sandbox.world.now - 29 * 86_400_000);
/** The user's codes: the auth code, and the match `behind` that many of the newest. */
const give = (behind: number, change: Record<string, string> = {}) =>
  viewer.ask('PUT', '/v1/matches/sync/share-codes', {
    authCode: authCodeOf(viewer.me.steamId),
    knownCode: codes().at(-1 - behind)?.code,
    ...change,
  });

/** Polls as the extension does, until `source` is in one of `states`. */
async function until(source: SyncSource, ...states: string[]): Promise<SyncStatus> {
  return expect
    .poll(
      async () => {
        const all = await status();
        return states.includes(of(all, source).state) ? all : undefined;
      },
      { timeout: 20_000, interval: 50 },
    )
    .toBeDefined()
    .then(status);
}
const matches = async () => read(await viewer.ask('GET', '/v1/matches?limit=100'), matchesResponseSchema).items;

describe('the sync by share codes', () => {
  it('follows the chain, brings each match, and weighs who was in it', async () => {
    await start();
    expect(of(await status(), 'share-codes')).toMatchObject({ state: 'off', reason: 'no-access' });
    read(await give(3), syncStatusSchema);
    const done = await until('share-codes', 'done', 'failed');
    expect(of(done, 'share-codes')).toMatchObject({ state: 'done', reason: null, done: 3, total: 3 });
    expect(of(done, 'share-codes').nextRunAt).toBeGreaterThan(Date.now() + 25 * 60_000);
    expect(done.shareCodes).toMatchObject({ given: true, waiting: 0 });
    const brought = await matches();
    expect(brought.map(({ playedAt }) => playedAt)).toEqual(
      codes()
        .slice(-3)
        .map(({ match }) => match.at)
        .reverse(),
    );
    expect(brought[0]?.own).toMatchObject({ provenance: 'steam' });
    expect(asked).toHaveLength(3);
    await viewer.ask('POST', '/v1/matches/sync', { sources: ['share-codes'] });
    await until('share-codes', 'done');
    expect(asked).toHaveLength(3);
  });

  it('says which code is wrong, and goes on as soon as another is given', async () => {
    await start();
    await give(1, { authCode: 'AAAA-AAAAA-AAAA' });
    const refused = of(await until('share-codes', 'failed', 'done'), 'share-codes');
    expect(refused).toMatchObject({ state: 'failed', reason: 'auth-code-refused', nextRunAt: null });
    await give(1, { knownCode: 'CSGO-L9spZ-ihuov-cyhtE-kxbqa-FkBAA' });
    const expired = of(await until('share-codes', 'failed', 'done'), 'share-codes');
    expect(expired).toMatchObject({ state: 'failed', reason: 'share-code-expired', nextRunAt: null });
    await give(1);
    expect(of(await until('share-codes', 'failed', 'done'), 'share-codes')).toMatchObject({ state: 'done' });
  });

  it('waits when Steam says so, and goes on where it stopped', async () => {
    await start();
    sandbox.faults.add({ match: 'GetNextMatchSharingCode', status: 429, retryAfter: 120 });
    await give(2);
    const limited = of(await until('share-codes', 'failed', 'done'), 'share-codes');
    expect(limited).toMatchObject({ state: 'failed', reason: 'limited' });
    expect(limited.nextRunAt).toBeGreaterThan(Date.now() + 100_000);
  });

  it('keeps codes the Game Coordinator could not be asked about, over a restart too', async () => {
    answering = 'failed';
    await start();
    await give(2);
    expect(of(await until('share-codes', 'failed', 'done'), 'share-codes')).toMatchObject({
      ...{ state: 'failed', reason: 'unavailable' },
    });
    expect((await status()).shareCodes.waiting).toBe(2);
    await backend.stop();
    answering = 'ok';
    await start();
    await viewer.ask('POST', '/v1/matches/sync', {});
    await until('share-codes', 'done');
    expect((await matches()).length).toBe(2);
    expect((await status()).shareCodes.waiting).toBe(0);
  });

  it('says that there is no Game Coordinator, and keeps the codes for when there is', async () => {
    folder.remove();
    folder = temporaryFolder();
    await start({}, null);
    // Without one of its own the backend has none: no account is configured.
    await give(1);
    const done = await until('share-codes', 'done', 'failed');
    expect(of(done, 'share-codes')).toMatchObject({ state: 'done', reason: 'no-game-coordinator' });
    expect(done.shareCodes.waiting).toBe(1);
  });

  it('keeps the codes sealed, shows and exports none, and forgets them when told', async () => {
    await start();
    await give(1);
    await until('share-codes', 'done');
    const auth = authCodeOf(viewer.me.steamId);
    const known = codes().map(({ code }) => code);
    const sql = createClient({ url: `file:${join(folder.path, 'sync.db')}`, concurrency: 1 });
    const rows = await sql.execute('SELECT * FROM share_code_access');
    const pending = await sql.execute('SELECT * FROM pending_share_code');
    sql.close();
    expect(rows.rows).toHaveLength(1);
    const seen = [
      JSON.stringify(rows.rows) + JSON.stringify(pending.rows),
      (await viewer.ask('GET', '/v1/me/export')).text,
      (await viewer.ask('GET', '/v1/matches/sync/status')).text,
    ].join();
    for (const secret of [auth, ...known]) expect(seen).not.toContain(secret);
    const after = read(await viewer.ask('DELETE', '/v1/matches/sync/share-codes'), syncStatusSchema);
    expect(after.shareCodes).toEqual({ given: false, updatedAt: null, waiting: 0 });
    expect(of(after, 'share-codes')).toMatchObject({ state: 'off', reason: 'no-access' });
  });

  it('takes no codes of another form, and no sources there are not', async () => {
    await start();
    for (const change of [{ authCode: 'aaaa-aaaaa-aaaa' }, { knownCode: 'CSGO-aaaaa' }, { more: 'x' }]) {
      problem(await give(1, change), 'bad-request', 400);
    }
    problem(await viewer.ask('POST', '/v1/matches/sync', { sources: ['faceit'] }), 'bad-request', 400);
  });
});

describe('the status', () => {
  it('is 304 until something changes', async () => {
    await start();
    const headers = { authorization: `Bearer ${viewer.bearer.token}` };
    const url = `${backend.url}/v1/matches/sync/status`;
    await viewer.ask('POST', '/v1/matches/sync', {});
    await until('uploads', 'done');
    const first = await fetch(url, { headers });
    const etag = first.headers.get('etag') ?? '';
    expect((await fetch(url, { headers: { ...headers, 'if-none-match': etag } })).status).toBe(304);
    await give(0);
    await until('share-codes', 'done');
    expect((await fetch(url, { headers: { ...headers, 'if-none-match': etag } })).status).toBe(200);
  });
});

describe('several sources', () => {
  it('run side by side: one that fails leaves the others alone', async () => {
    await start({ LEETIFY_LICENSED: 'true', LEETIFY_API_URL: 'http://127.0.0.1:9' });
    await give(1);
    await viewer.ask('POST', '/v1/matches/sync', {});
    expect(of(await until('leetify', 'failed', 'done'), 'leetify')).toMatchObject({
      ...{ state: 'failed', reason: 'unavailable' },
    });
    expect(of(await until('share-codes', 'failed', 'done'), 'share-codes')).toMatchObject({ state: 'done' });
    expect(await matches()).toHaveLength(1);
  });

  it('have nothing of Leetify without its permission', async () => {
    await start();
    await viewer.ask('POST', '/v1/matches/sync', {});
    expect(of(await status(), 'leetify')).toMatchObject({ state: 'off', reason: 'not-licensed' });
  });
});
