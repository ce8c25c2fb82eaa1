import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { createMatchSync, type MatchSync } from '#backend/matches/sync.ts';
import { SyncFailed, type SyncRunner } from '#backend/matches/sync-sources.ts';
import { type Clock, DAY, MINUTE, systemClock } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { createLog } from '#backend/platform/log.ts';
import { createSeal } from '#backend/platform/seal.ts';
import type { SyncSource } from '#shared/api/matches.ts';
import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

/** The orchestrator on a real database, with sources that do as they are told and a clock that stands. */

const BUDGET = MINUTE;
let now: number;
const clock: Clock = { now: () => now, sleep: () => Promise.reject(new Error('nothing sleeps here')) };
let folder: string;
let database: Database;
let runs: Record<SyncSource, SyncRunner['run']>;
let person: { userId: string; steamId: SteamId };
const never = new AbortController().signal;

function started(owner = 'one'): MatchSync {
  const runner = (source: SyncSource): SyncRunner => ({
    off: null,
    run: (sync, step) => runs[source](sync, step),
  });
  return createMatchSync({
    ...{ database, clock, owner, seal: createSeal('a key', 'tests'), stopping: never, log: createLog('silent') },
    background: () => undefined,
    runners: { 'share-codes': runner('share-codes'), uploads: runner('uploads'), leetify: runner('leetify') },
  });
}
const stateOf = async (sync: MatchSync, source: SyncSource) =>
  (await sync.status(person)).sources.find((each) => each.source === source);

beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  folder = mkdtempSync(join(tmpdir(), 'cstatsentry-sync-'));
  database = await openDatabase({ DATABASE_URL: `file:${join(folder, 'test.db')}` }, systemClock);
  await migrateDatabase(database);
  const steamId = steamIdFromAccountId(77);
  if (!steamId) throw new Error('not an account');
  person = { userId: 'user 77', steamId };
  await database.write([
    {
      sql: `INSERT INTO user (id, name, email, email_verified, created_at, updated_at, steam_id, role, state)
        VALUES (?1, ?2, ?2, 0, ?3, ?3, ?2, 'user', 'active')`,
      args: [person.userId, steamId, now],
    },
  ]);
  const fine: SyncRunner['run'] = async () => null;
  runs = { 'share-codes': fine, uploads: fine, leetify: fine };
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the sync of matches', () => {
  it('runs sources side by side: neither a slow one nor a failing one holds another up', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    runs.leetify = async (_, step) => {
      await step(3, 9);
      await held;
      return null;
    };
    runs.uploads = () => Promise.reject(new Error('broken'));
    const sync = started();
    await sync.setShareCodes(person, { authCode: 'AAAA-AAAAA-AAAA', knownCode: 'x' });
    await sync.status(person);
    const round = sync.runDue(never, BUDGET);
    await expect.poll(async () => (await stateOf(sync, 'share-codes'))?.state).toBe('done');
    await expect.poll(async () => (await stateOf(sync, 'uploads'))?.state).toBe('failed');
    await expect.poll(() => stateOf(sync, 'leetify')).toMatchObject({ state: 'running', done: 3, total: 9 });
    release();
    await round;
    expect(await stateOf(sync, 'leetify')).toMatchObject({ state: 'done', finishedAt: now });
  });

  it('runs again after half an hour, not before, and for nobody who stays away for two weeks', async () => {
    let count = 0;
    runs.leetify = async () => {
      count++;
      return null;
    };
    const sync = started();
    await sync.status(person);
    await sync.runDue(never, BUDGET);
    now += 30 * MINUTE - 1;
    await sync.runDue(never, BUDGET);
    expect(count).toBe(1);
    now += 1;
    await sync.runDue(never, BUDGET);
    expect(count).toBe(2);
    now += 15 * DAY;
    await sync.runDue(never, BUDGET);
    expect(count).toBe(2);
    await sync.status(person);
    await sync.runDue(never, BUDGET);
    expect(count).toBe(3);
  });

  it('runs for nobody blocked', async () => {
    runs.uploads = () => Promise.reject(new Error('must not run'));
    const sync = started();
    await sync.status(person);
    await database.write([{ sql: `UPDATE user SET state = 'blocked'`, args: [] }]);
    await sync.runDue(never, BUDGET);
    expect(await stateOf(sync, 'uploads')).toMatchObject({ state: 'queued' });
  });

  it('goes on where a process that stops, or died, had come to', async () => {
    const stop = new AbortController();
    const seen: (string | null)[] = [];
    runs.uploads = async ({ cursor }, step) => {
      seen.push(cursor);
      await step(1, 2, 'half-way');
      if (seen.length === 1) stop.abort(new Error('stopping'));
      await step(2, 2, 'the end');
      return null;
    };
    const sync = started();
    await sync.status(person);
    await sync.runDue(stop.signal, BUDGET);
    expect(await stateOf(sync, 'uploads')).toMatchObject({ state: 'queued', reason: null });
    await sync.runDue(never, BUDGET);
    expect(seen).toEqual([null, 'half-way']);
    expect(await stateOf(sync, 'uploads')).toMatchObject({ state: 'done', done: 2 });
  });

  it('is done by one process at a time; another takes over from one that went silent', async () => {
    const { promise: held, resolve: wake } = Promise.withResolvers<void>();
    const [first, second] = [started('first'), started('second')];
    let runsOf = 0;
    runs.uploads = async (_, step) => {
      const own = ++runsOf;
      await step(own, 5);
      if (own === 1) await held;
      await step(5, 5);
      return null;
    };
    await first.status(person);
    const silent = first.runDue(never, BUDGET);
    await expect.poll(() => runsOf).toBe(1);
    await second.runDue(never, BUDGET);
    expect(runsOf).toBe(1);
    now += 3 * MINUTE;
    await second.runDue(never, BUDGET);
    expect(runsOf).toBe(2);
    const after = await stateOf(second, 'uploads');
    expect(after).toMatchObject({ state: 'done', done: 5 });
    // The first one finds that it has lost its lease, and leaves everything as it is.
    wake();
    await silent;
    expect(await stateOf(second, 'uploads')).toEqual(after);
  });

  it('waits as long as a source says, and for ever where only the user can help', async () => {
    const reasons = {
      uploads: new SyncFailed('limited', 90_000),
      leetify: new SyncFailed('not-registered', undefined),
    };
    runs.uploads = () => Promise.reject(reasons.uploads);
    runs.leetify = () => Promise.reject(reasons.leetify);
    const sync = started();
    await sync.status(person);
    await sync.runDue(never, BUDGET);
    expect(await stateOf(sync, 'uploads')).toMatchObject({
      state: 'failed',
      reason: 'limited',
      nextRunAt: now + 90_000,
    });
    expect(await stateOf(sync, 'leetify')).toMatchObject({ reason: 'not-registered', nextRunAt: null });
    runs.leetify = async () => null;
    await sync.request(person, ['leetify']);
    await expect.poll(() => stateOf(sync, 'leetify')).toMatchObject({ state: 'done', reason: null });
  });
});

describe('what is sealed', () => {
  it('opens with the same key for the same person, and in no other way', async () => {
    const seal = createSeal('a key', 'tests');
    const sealed = await seal.close('ABCD-EFGHI-JKLM', 'ann');
    expect(sealed).not.toContain('ABCD');
    expect(await seal.close('ABCD-EFGHI-JKLM', 'ann')).not.toBe(sealed);
    expect(await seal.open(sealed, 'ann')).toBe('ABCD-EFGHI-JKLM');
    expect(await createSeal('a key', 'tests').open(sealed, 'ann')).toBe('ABCD-EFGHI-JKLM');
    expect(await seal.open(sealed, 'ben')).toBeUndefined();
    expect(await createSeal('another key', 'tests').open(sealed, 'ann')).toBeUndefined();
    for (const spoiled of ['', 'x', sealed.slice(0, -2), `A${sealed.slice(1)}x`]) {
      expect(await seal.open(spoiled, 'ann')).toBeUndefined();
    }
  });
});
