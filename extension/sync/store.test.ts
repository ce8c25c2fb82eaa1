import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDatabase, VERSIONS } from '#extension/cache/database.ts';
import { ME, matchAt, openStore } from '#extension/sync/fixture.ts';
import { someone } from '#shared/match-history/fixture.ts';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 2, 1, 12);
const report = vi.fn();
let opened: ReturnType<typeof openStore>;

beforeEach(() => {
  report.mockClear();
  opened = openStore('history', report);
});
afterEach(async () => {
  opened.database.close();
  await Dexie.delete('history');
});

describe('the history in the browser', () => {
  it('keeps a match once, however often it is read, and gives the newest first', async () => {
    const { store } = opened;
    const matches = [matchAt(NOON), matchAt(NOON + DAY), matchAt(NOON + 2 * DAY)];
    expect(await store.add(matches, ME)).toBe(3);
    expect(await store.add(matches, ME)).toBe(0);
    expect((await store.latest(2)).map(({ playedAt }) => playedAt)).toEqual([NOON + 2 * DAY, NOON + DAY]);
    expect((await store.latest(5, NOON + DAY)).map(({ playedAt }) => playedAt)).toEqual([NOON]);
    expect(await store.countMatches()).toBe(3);
  });

  it('puts the whole match in the place of one that was cut off, and never the other way', async () => {
    const { store } = opened;
    const whole = matchAt(NOON);
    const half = { ...whole, players: whole.players.slice(0, 4), cutOff: true };
    expect(await store.add([half], ME)).toBe(1);
    expect(await store.add([whole], ME)).toBe(1);
    expect(await store.add([half], ME)).toBe(0);
    expect((await store.latest(1))[0]?.players).toHaveLength(10);
  });

  it('knows whom we met, by their latest name, and never ourselves', async () => {
    const { store } = opened;
    const later = matchAt(NOON + DAY);
    const renamed = { ...later, players: later.players.map((each) => ({ ...each, name: `new ${each.name}` })) };
    await store.add([renamed], ME);
    await store.add([matchAt(NOON)], ME);
    const people = await store.people([ME, someone(21)]);
    expect([...people.values()]).toEqual([
      { steamId: someone(21), name: 'new P21', lastMetAt: NOON + DAY, bansCheckedAt: 0 },
    ]);
    expect((await store.matchesWith(someone(21))).map(({ playedAt }) => playedAt)).toEqual([NOON + DAY, NOON]);
    expect(await store.matchesWith(someone(99))).toEqual([]);
  });

  it('tells who is due, longest ago first', async () => {
    const { store } = opened;
    const row = { name: '', lastMetAt: NOON };
    await store.putPeople([
      { ...row, steamId: someone(1), bansCheckedAt: NOON },
      { ...row, steamId: someone(2), bansCheckedAt: NOON - DAY },
      { ...row, steamId: someone(3), bansCheckedAt: 0 },
    ]);
    expect((await store.due(NOON, 10)).map(({ steamId }) => steamId)).toEqual([someone(3), someone(2)]);
  });

  it('leaves out a row that is broken, and says so', async () => {
    const { store, database } = opened;
    await store.add([matchAt(NOON), matchAt(NOON + DAY)], ME);
    await database.matches.update(matchAt(NOON).id, { players: 'none' });
    expect(await store.latest(10)).toHaveLength(1);
    expect(report).toHaveBeenCalledOnce();
  });

  it('goes on behind rows that are broken until it has as many as were asked for', async () => {
    const { store, database } = opened;
    const times = Array.from({ length: 12 }, (_, day) => NOON + day * DAY);
    await store.add(times.map(matchAt), ME);
    for (const time of times.slice(4)) await database.matches.update(matchAt(time).id, { mode: 'of a later version' });
    const found = await store.latest(3);
    expect(found.map(({ playedAt }) => playedAt)).toEqual(times.slice(1, 4).reverse());
    expect(await store.latest(3, found.at(-1)?.playedAt)).toHaveLength(1);
  });

  it('forgets everything at once', async () => {
    const { store } = opened;
    await store.add([matchAt(NOON)], ME);
    await store.clear();
    expect([await store.countMatches(), await store.due(NOON, 10), await store.bansMet()]).toEqual([0, [], []]);
  });
});

describe('a browser that has version 1', () => {
  it('keeps its scores and recent lookups, and gets the history beside them', async () => {
    const name = 'from-version-1';
    const old = new Dexie(name);
    old.version(1).stores(VERSIONS[0]?.stores ?? {});
    await old.table('scores').put({ steamId: someone(1), state: 'not-found', expiresAt: 5 });
    await old.table('recent').put({ steamId: someone(2), at: 7 });
    old.close();
    const { database, store } = openStore(name, report);
    expect(await database.scores.get(someone(1))).toMatchObject({ state: 'not-found', expiresAt: 5 });
    expect(await database.recent.toArray()).toEqual([{ steamId: someone(2), at: 7 }]);
    await store.add([matchAt(NOON)], ME);
    expect(await store.matchesWith(someone(21))).toHaveLength(1);
    database.close();
    // And a new browser has the same tables.
    const fresh = createDatabase('fresh');
    await fresh.open();
    const tables = (of: Dexie) =>
      of.tables.map(({ name, schema }) => [name, schema.idxByName && Object.keys(schema.idxByName)]);
    expect(tables(fresh)).toEqual(tables(database));
    fresh.close();
    await Promise.all([Dexie.delete(name), Dexie.delete('fresh')]);
  });
});
