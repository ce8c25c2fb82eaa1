import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDatabase } from '#extension/cache/database.ts';
import { ME, matchAt } from '#extension/sync/fixture.ts';
import { createHistoryStore } from '#extension/sync/store.ts';
import { someone } from '#shared/match-history/fixture.ts';
import type { LocalData } from './local.ts';
import { readLocal } from './read-local.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 5, 1);
let count = 0;

async function scene(matches: number) {
  const database = createDatabase(`read-local-${++count}`);
  const report = vi.fn();
  await createHistoryStore(database, report).add(
    Array.from({ length: matches }, (_, index) => matchAt(START + index * HOUR, 21 + index * 5)),
    ME,
  );
  const parts: { data: LocalData; complete: boolean }[] = [];
  const read = (gone = () => false) =>
    readLocal(
      { database, notes: { all: async () => [] }, rises: { all: async () => [] }, reports: async () => [] },
      (data, complete) => parts.push({ data, complete }),
      gone,
    );
  return { database, parts, read };
}
let open: { close(): void } | undefined;
afterEach(() => open?.close());

describe('what this browser holds', () => {
  it('comes newest first, the first matches before everything', async () => {
    const { database, parts, read } = await scene(130);
    open = database;
    await read();
    expect(parts.map(({ data, complete }) => [data.matches.length, complete])).toEqual([
      [100, false],
      [130, true],
    ]);
    expect(parts[1]?.data.matches[0]?.playedAt).toBe(START + 129 * HOUR);
  });

  it('leaves out rows it cannot read, and counts only reasons against people met', async () => {
    const { database, parts, read } = await scene(2);
    open = database;
    const met = someone(21);
    const contributions = [
      { key: 'games.few', block: 'profile', nats: 0.2 },
      { key: 'account.old', block: 'profile', nats: -0.2 },
      { key: 'prior', block: 'prior', nats: -2 },
      { key: 'limit.onlyResults', block: 'limit', nats: 1 },
    ];
    const details = (steamId: string) => ({ steamId, expiresAt: 1, response: { assessment: { contributions } } });
    await database.matches.put({ id: 'broken', playedAt: START + 50 * HOUR, playerIds: [] });
    await database.scores.bulkPut([{ steamId: met, entry: 'nonsense' }, { steamId: someone(22) }]);
    await database.details.bulkPut([details(met), details(someone(999)), { steamId: someone(23), expiresAt: 1 }]);
    await read();
    const last = parts.at(-1);
    expect(last?.complete).toBe(true);
    expect(last?.data.matches).toHaveLength(2);
    expect(last?.data.scores.size).toBe(0);
    expect(last?.data.reasons).toEqual(new Map([['games.few', 1]]));
  });

  it('is not handed on to a page that has gone', async () => {
    const { database, parts, read } = await scene(120);
    open = database;
    await read(() => parts.length > 0);
    expect(parts.map(({ complete }) => complete)).toEqual([false]);
  });

  it('is said when there is no storage', async () => {
    const { database, parts, read } = await scene(1);
    database.close();
    vi.stubGlobal('indexedDB', undefined);
    await expect(read()).rejects.toThrow();
    expect(parts).toEqual([]);
    vi.unstubAllGlobals();
  });
});
