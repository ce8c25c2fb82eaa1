import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrateDatabase } from '#backend/database/migrate.ts';
import type { Clock } from '#backend/platform/clock.ts';
import { DAY, HOUR } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { createQuota } from '#backend/steam/quota.ts';
import { temporaryFolder } from '#tests/api/targets.ts';

describe('a daily allowance', () => {
  const folder = temporaryFolder();
  let database: Database;
  let now = 0;
  const clock: Clock = { now: () => now, sleep: async () => undefined };
  beforeEach(async () => {
    now = 1000 * DAY + HOUR;
    database = await openDatabase({ DATABASE_URL: `file:${join(folder.path, 'quota.db')}` }, clock);
    await migrateDatabase(database);
    await database.write([{ sql: 'DELETE FROM quota', args: [] }]);
  });
  afterEach(() => {
    database.close();
    folder.remove();
  });

  const open = (perDay: number, block: number) => createQuota(database, clock, { service: 'steam', perDay, block });
  const takeAll = async (quota: ReturnType<typeof open>) => {
    let taken = 0;
    while (await quota.take()) taken++;
    return taken;
  };

  it('is given out to the last call, whatever the block', async () => {
    expect(await takeAll(open(107, 50))).toBe(107);
  });

  it('is shared by processes, and a restart gives nothing back', async () => {
    const first = open(100, 10);
    for (let call = 0; call < 35; call++) expect(await first.take()).toBe(true);
    // Four blocks are reserved; five calls of the last one are forfeited with the process.
    expect(await takeAll(open(100, 10))).toBe(60);
  });

  it('is not overdrawn by calls at once', async () => {
    const [a, b] = [open(20, 8), open(20, 8)];
    const taken = await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 2 ? a : b).take()));
    expect(taken.filter(Boolean)).toHaveLength(20);
  });

  it('starts anew at midnight UTC', async () => {
    const quota = open(10, 4);
    expect(await takeAll(quota)).toBe(10);
    expect(quota.resetsIn()).toBe(23 * HOUR);
    now += 23 * HOUR;
    expect(await takeAll(quota)).toBe(10);
  });
});
