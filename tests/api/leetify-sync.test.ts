import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningBackend, startBackend } from '#backend/node.ts';
import { readConfig } from '#backend/platform/config.ts';
import { type Role, type Sandbox, startSandbox } from '#sandbox/index.ts';
import { matchesOf } from '#sandbox/leetify/matches.ts';
import {
  matchesResponseSchema,
  matchResponseSchema,
  type SyncStatus,
  syncStatusSchema,
  teammatesResponseSchema,
  uploadResponseSchema,
} from '#shared/api/matches.ts';
import { type SignedIn, signIn } from '#tests/api/accounts/visitor.ts';
import { read } from '#tests/api/client.ts';
import { temporaryFolder } from '#tests/api/targets.ts';

/** The licensed mode from one end to the other: the sandbox's Leetify API, the whole sync, the database, and what users get. */

const DAY = 86_400_000;
let sandbox: Sandbox;
let folder: ReturnType<typeof temporaryFolder>;
let backend: RunningBackend;

async function start(env: Record<string, string> = {}) {
  backend = await startBackend(
    readConfig({
      DATABASE_URL: `file:${join(folder.path, 'leetify.db')}`,
      PORT: '0',
      HASH_KEY: 'a key for tests of Leetify',
      STEAM_API_URL: sandbox.apiUrl,
      STEAM_API_KEY: sandbox.apiKey,
      STEAM_OPENID_CHECK_URL: sandbox.openIdCheckUrl,
      LEETIFY_LICENSED: 'true',
      LEETIFY_API_URL: sandbox.leetifyApiUrl,
      LEETIFY_API_KEY: sandbox.leetifyKey,
      LOG_LEVEL: 'silent',
      RATE_LIMIT_FACTOR: '1000',
      ...env,
    }),
  );
}
const as = (role: Role) => signIn(backend.url, sandbox, sandbox.world.named(role).steamId);

beforeEach(async () => {
  sandbox = await startSandbox({ people: 100, matches: 4 });
  folder = temporaryFolder();
});
afterEach(async () => {
  await backend.stop();
  await sandbox.stop();
  folder.remove();
});

const leetifyOf = ({ sources }: SyncStatus) => {
  const found = sources.find(({ source }) => source === 'leetify');
  if (!found) throw new Error('Leetify is no source');
  return found;
};
const status = async (who: SignedIn) =>
  leetifyOf(read(await who.ask('GET', '/v1/matches/sync/status'), syncStatusSchema));

/** Asks for a sync, and polls as the extension does until it has ended. */
async function sync(who: SignedIn) {
  const before = (await status(who)).finishedAt ?? 0;
  read(await who.ask('POST', '/v1/matches/sync', { sources: ['leetify'] }), syncStatusSchema);
  let last = await status(who);
  await expect
    .poll(
      async () => {
        last = await status(who);
        return (last.state === 'done' || last.state === 'failed') && (last.finishedAt ?? 0) >= before;
      },
      { timeout: 20_000, interval: 50 },
    )
    .toBe(true);
  return last;
}
const matches = async (who: SignedIn) =>
  read(await who.ask('GET', '/v1/matches?limit=100'), matchesResponseSchema).items;
const told = (role: Role) => matchesOf(sandbox.world.named(role), sandbox.world);

describe('Leetify, where it allows its matches to be kept', () => {
  it('brings the matches of a member, each once, with everybody who was in them', async () => {
    await start();
    const viewer = await as('viewer');
    expect(await sync(viewer)).toMatchObject({ state: 'done', reason: null, done: 12, total: 12 });
    const brought = await matches(viewer);
    expect(brought.map(({ playedAt }) => playedAt)).toEqual(told('viewer').map(({ finishedAt }) => finishedAt));
    const [newest] = told('viewer');
    const own = newest?.players.find(({ person }) => person.steamId === viewer.me.steamId);
    expect(brought[0]).toMatchObject({
      ...{ mapCode: newest?.map, rounds: newest?.score, disagreements: 0, uploads: 0 },
      own: { kills: own?.kills, deaths: own?.deaths, assists: own?.assists, provenance: 'server' },
    });
    const detail = read(await viewer.ask('GET', `/v1/matches/${brought[0]?.id}`), matchResponseSchema);
    expect(detail.sources).toEqual([{ kind: 'leetify', count: 1 }]);
    expect(detail.players).toHaveLength(10);
    const met = read(await viewer.ask('GET', '/v1/me/teammates?limit=100'), teammatesResponseSchema).items;
    expect(met.length).toBeGreaterThan(20);
    // Whoever was in them is weighed by them.
    await expect
      .poll(
        async () => {
          const all = read(await viewer.ask('GET', '/v1/matches/sync/status'), syncStatusSchema);
          return all.sources.find(({ source }) => source === 'uploads')?.state;
        },
        { timeout: 20_000, interval: 50 },
      )
      .toBe('done');
    // The second time nothing is new.
    expect(await sync(viewer)).toMatchObject({ state: 'done' });
    expect(await matches(viewer)).toHaveLength(12);
    expect(sandbox.calls.count('leetify-matches')).toBe(2);
    expect(sandbox.calls.count('leetify-key-refused')).toBe(0);
  });

  it('makes one match of what Leetify and an upload say, and shows where they differ', async () => {
    await start();
    const viewer = await as('viewer');
    const [newest] = told('viewer');
    if (!newest) throw new Error('Leetify has no match');
    const players = newest.players.map(({ person, team, kills, deaths, assists }) => ({
      ...{ steamId: person.steamId, name: 'x', team: team === 2 ? 0 : 1, kills, deaths, assists },
      ...{ mvps: null, headshotPercent: null, score: null },
    }));
    const mine = players.find(({ steamId }) => steamId === viewer.me.steamId);
    if (!mine) throw new Error('the viewer did not play');
    mine.kills += 7;
    const upload = {
      ...{
        playedAt: newest.finishedAt - 60_000,
        mode: 'premier',
        map: 'Nuke',
        mapCode: newest.map,
        rounds: newest.score,
      },
      ...{ durationSeconds: 2_000, replayUrl: null, players },
    };
    const [first] = read(await viewer.ask('POST', '/v1/matches', { matches: [upload] }), uploadResponseSchema).results;
    expect(first).toMatchObject({ state: 'added', errors: [] });
    expect(await sync(viewer)).toMatchObject({ state: 'done' });
    const all = await matches(viewer);
    expect(all).toHaveLength(12);
    const id = first && 'id' in first ? first.id : '';
    const joined = read(await viewer.ask('GET', `/v1/matches/${id}`), matchResponseSchema);
    expect(joined.sources).toEqual(
      expect.arrayContaining([
        { kind: 'upload', count: 1 },
        { kind: 'leetify', count: 1 },
      ]),
    );
    // Leetify's word is shown; that of the upload is kept beside it.
    expect(joined.own.kills).toBe(mine.kills - 7);
    expect(joined.conflicts).toContainEqual({
      path: `players.${viewer.me.steamId}.kills`,
      values: expect.arrayContaining([
        { value: mine.kills - 7, sources: ['leetify'], shown: true },
        { value: mine.kills, sources: ['upload'], shown: false },
      ]),
    });
  });

  it('says who is not registered or hides, and asks again in a day', async () => {
    await start();
    const stranger = await as('cyrillic');
    const none = await sync(stranger);
    expect(none).toMatchObject({ state: 'failed', reason: 'not-registered' });
    expect((none.nextRunAt ?? 0) - Date.now()).toBeGreaterThan(DAY - 60_000);
    expect(await matches(stranger)).toEqual([]);
    // A member who shows matches to friends only has none to tell.
    const hidden = await as('toggler');
    expect(await sync(hidden)).toMatchObject({ state: 'done', total: 0 });
  });

  it('waits as long as Leetify says, and comes back by itself from a wrong key or no answer', async () => {
    await start();
    const viewer = await as('viewer');
    sandbox.faults.add({ match: 'v3/profile/matches', status: 429, retryAfter: 90 });
    const limited = await sync(viewer);
    expect(limited).toMatchObject({ state: 'failed', reason: 'limited' });
    expect((limited.nextRunAt ?? 0) - Date.now()).toBeGreaterThan(80_000);
    expect((limited.nextRunAt ?? 0) - Date.now()).toBeLessThan(100_000);
    sandbox.faults.clear();
    sandbox.faults.add({ match: 'v3/profile/matches', body: 'malformed' });
    expect(await sync(viewer)).toMatchObject({ state: 'failed', reason: 'unavailable' });
    sandbox.faults.clear();
    expect(await sync(viewer)).toMatchObject({ state: 'done' });
    expect(await matches(viewer)).toHaveLength(12);
  });

  it('says unavailable with a wrong key, and keeps nothing', async () => {
    await start({ LEETIFY_API_KEY: 'wrong' });
    const viewer = await as('viewer');
    expect(await sync(viewer)).toMatchObject({ state: 'failed', reason: 'unavailable' });
    expect(sandbox.calls.count('leetify-key-refused')).toBeGreaterThan(0);
    expect(await matches(viewer)).toEqual([]);
  });

  it('asks and keeps nothing without the permission', async () => {
    await start({ LEETIFY_LICENSED: 'false' });
    const viewer = await as('viewer');
    await viewer.ask('POST', '/v1/matches/sync', {});
    expect(await status(viewer)).toMatchObject({ state: 'off', reason: 'not-licensed' });
    expect(sandbox.calls.count('leetify-matches')).toBe(0);
    const sql = createClient({ url: `file:${join(folder.path, 'leetify.db')}` });
    const kept = await sql.execute("SELECT count(*) AS n FROM match_source WHERE kind = 'leetify'");
    sql.close();
    expect(kept.rows[0]?.['n']).toBe(0);
  });
});
