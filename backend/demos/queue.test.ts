import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { createDemoQueue, type DemoQueue, LeaseLost } from '#backend/demos/queue.ts';
import type { Database } from '#backend/platform/database.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import type { ClaimedDemo, DemoReport } from '#shared/api/demos.ts';

/** Who works on what, in time that is told. */

const LEASE = 1000;
const WORKER = { name: 'test', locates: true };
const NOTHING: DemoReport = {
  ...{ parser: 'x', map: null, server: null, build: null, rounds: 0, dropped: 0, state: 'not-enough-data' },
  ...{ players: [], findings: null },
};
const DONE = { state: 'done', report: NOTHING, contentSha256: 'a'.repeat(64) } as const;

let folder: string;
let database: Database;
let queue: DemoQueue;
let now: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cstatsentry-queue-'));
  now = 1_000_000;
  const clock = { now: () => now, sleep: async () => undefined };
  database = await openDatabase({ DATABASE_URL: `file:${join(folder, 'x.db')}` }, clock);
  await migrateDatabase(database);
  queue = createDemoQueue({ database, clock, leaseMs: LEASE, mostAttempts: 5 });
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function add(id: string, more: { shareCode?: string; priority?: number; at?: number } = {}): Promise<void> {
  await database.write([
    {
      sql: `INSERT INTO demo (id, key, source, state, share_code, replay_url, priority, requested_at, changed_at)
        VALUES (?1, ?1, ?2, 'requested', ?3, ?4, ?5, ?6, ?6)`,
      args: [
        ...[id, more.shareCode ? 'share-code' : 'replay-link', more.shareCode ?? null],
        ...[more.shareCode ? null : 'http://replay1.valve.net/730/1_1.dem.bz2', more.priority ?? 0, more.at ?? 1],
      ],
    },
    { sql: `INSERT INTO job (id, kind, run_at) VALUES ('demo:' || ?, 'demo', 0)`, args: [id] },
  ]);
}
const claim = async (worker = WORKER): Promise<ClaimedDemo> => {
  const claimed = await queue.claim(worker);
  if (!claimed) throw new Error('nothing to do');
  return claimed;
};
const come = (claimed: ClaimedDemo, state: 'downloading' | 'unpacking' | 'parsing') =>
  queue.progress(claimed.id, { lease: claimed.lease, state, bytes: 0, total: null, percent: null });
const stateOf = async (id: string) =>
  (await database.query.$client.execute({ sql: 'SELECT state, reason FROM demo WHERE id = ?', args: [id] })).rows[0];

describe('the queue', () => {
  it('gives the matches of suspicious players first, then those that wait longest, each to one', async () => {
    await add('late', { at: 3 });
    await add('early', { at: 2 });
    await add('suspicious', { at: 4, priority: 70 });
    expect([(await claim()).id, (await claim()).id, (await claim()).id]).toEqual(['suspicious', 'early', 'late']);
    expect(await queue.claim(WORKER)).toBeUndefined();
  });

  it('gives share codes only to those who can ask for them', async () => {
    await add('code', { shareCode: 'CSGO-x' });
    expect(await queue.claim({ name: 'blind', locates: false })).toBeUndefined();
    expect((await claim()).shareCode).toBe('CSGO-x');
  });

  it('gives a demo to another when a worker falls silent, and lets the first change nothing any more', async () => {
    await add('x');
    const first = await claim();
    now += LEASE - 1;
    await queue.prolong('x', first.lease);
    now += LEASE - 1;
    expect(await queue.claim(WORKER)).toBeUndefined();
    now += 1;
    const second = await claim();
    expect(second).toMatchObject({ id: 'x', attempts: 2 });
    await expect(queue.prolong('x', first.lease)).rejects.toThrow(LeaseLost);
    await expect(come(first, 'parsing')).rejects.toThrow(LeaseLost);
    await expect(queue.end('x', first.lease, DONE)).rejects.toThrow(LeaseLost);
    expect(await stateOf('x')).toMatchObject({ state: 'requested' });
    await queue.end('x', second.lease, DONE);
    expect(await stateOf('x')).toMatchObject({ state: 'done' });
    await expect(queue.end('x', second.lease, DONE)).rejects.toThrow(LeaseLost);
  });

  it('gives up a demo that kills whoever reads it, however far each of them comes', async () => {
    await add('poison');
    for (let deaths = 0; ; deaths++) {
      const claimed = await queue.claim(WORKER);
      if (!claimed) {
        expect(deaths).toBe(5);
        break;
      }
      for (const state of ['downloading', 'unpacking', 'parsing'] as const) await come(claimed, state);
      now += LEASE;
    }
    expect(await stateOf('poison')).toMatchObject({ state: 'failed', reason: 'gave-up' });
  });

  it('counts tries anew for a step that was never come to before', async () => {
    await add('x');
    for (const state of ['downloading', 'unpacking', 'parsing'] as const) {
      for (let tries = 0; tries < 4; tries++) {
        await come(await claim(), state);
        now += LEASE;
      }
    }
    expect(await claim()).toMatchObject({ id: 'x', attempts: 5 });
  });

  it('waits as long as it is told after a failure, and knows nothing of a demo that was removed', async () => {
    await add('x');
    const { lease } = await claim();
    await queue.end('x', lease, { state: 'failed', reason: 'replay-unavailable', detail: 'HTTP 503', retryInMs: 5000 });
    now += 4999;
    expect(await queue.claim(WORKER)).toBeUndefined();
    now += 1;
    const again = await claim();
    await database.write([
      { sql: 'DELETE FROM job', args: [] },
      { sql: 'DELETE FROM demo', args: [] },
    ]);
    await expect(come(again, 'parsing')).rejects.toThrow(LeaseLost);
  });
});
