import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Cache, createCache } from '#extension/cache/cache.ts';
import { createDatabase, openDatabase, VERSIONS } from '#extension/cache/database.ts';
import type { ScoreRow } from '#extension/cache/rows.ts';
import { jittered, KEEP_STALE, MAX_ROWS } from '#extension/cache/ttl.ts';
import { ANNA, BORIS } from '#extension/pages/fixtures.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const NOW = 1_800_000_000_000;
const row = (steamId: SteamId, expiresAt = NOW + 1): ScoreRow => ({
  steamId,
  state: 'scored',
  entry: { score: 12, rubric: 5, band: 'unlikely', confidence: 40, assessedAt: NOW },
  origin: 'backend',
  fetchedAt: NOW,
  expiresAt,
});

let database: ReturnType<typeof createDatabase>;
let cache: Cache;
const report = vi.fn();

beforeEach(() => {
  report.mockClear();
  database = createDatabase('test');
  cache = createCache(database, report);
});
afterEach(async () => {
  database.close();
  await Dexie.delete('test');
});

describe('the cache', () => {
  it('gives back what it was given, several at once', async () => {
    await cache.putScores([row(ANNA)]);
    expect(await cache.scores([ANNA, BORIS])).toEqual(new Map([[ANNA, row(ANNA)]]));
    expect(await cache.countScores()).toBe(1);
  });

  it('drops a corrupt row, says so, and keeps the others', async () => {
    await cache.putScores([row(ANNA), row(BORIS)]);
    await database.scores.update(ANNA, { 'entry.score': '<b>12</b>' });
    expect([...(await cache.scores([ANNA, BORIS])).keys()]).toEqual([BORIS]);
    expect(report).toHaveBeenCalledOnce();
    expect(await database.scores.count()).toBe(1);
  });

  it('finds nothing, keeps nothing and says so when the database cannot be used', async () => {
    vi.spyOn(database.scores, 'bulkGet').mockRejectedValue(new Error('damaged'));
    vi.spyOn(database.scores, 'bulkPut').mockRejectedValue(new Error('QuotaExceededError'));
    await cache.putScores([row(ANNA)]);
    expect(await cache.scores([ANNA])).toEqual(new Map());
    expect(report).toHaveBeenCalledTimes(2);
  });

  it('lists recent lookups newest first, once each', async () => {
    await cache.putRecent([{ steamId: ANNA, at: 1 }]);
    await cache.putRecent([{ steamId: BORIS, name: 'B', at: 2 }]);
    await cache.putRecent([{ steamId: ANNA, at: 3 }]);
    expect((await cache.recent()).map(({ steamId, at }) => [steamId, at])).toEqual([
      [ANNA, 3],
      [BORIS, 2],
    ]);
    await cache.clear();
    expect(await cache.recent()).toHaveLength(2);
    await cache.forgetRecent();
    expect(await cache.recent()).toEqual([]);
  });

  it('is emptied of scores, details and names', async () => {
    await cache.putScores([row(ANNA)]);
    await cache.putVanity({ vanity: 'anna', steamId: ANNA, expiresAt: NOW });
    await cache.clear();
    expect(await cache.countScores()).toBe(0);
    expect(await cache.vanity('anna')).toBeUndefined();
  });

  it('throws out what is long stale, then what expired first above the cap', async () => {
    await cache.putScores([row(ANNA, NOW - KEEP_STALE - 1), row(BORIS, NOW - 5)]);
    await cache.evict(NOW);
    expect([...(await cache.scores([ANNA, BORIS])).keys()]).toEqual([BORIS]);

    const many = Array.from({ length: MAX_ROWS.details + 3 }, (_, index) => ({
      steamId: String(76561198000000100n + BigInt(index)),
      expiresAt: NOW + index,
    }));
    await database.details.bulkPut(many);
    await cache.evict(NOW);
    expect(await database.details.count()).toBe(MAX_ROWS.details);
    expect(await database.details.orderBy('expiresAt').first()).toMatchObject({ expiresAt: NOW + 3 });
  });
});

describe('migrations', () => {
  it.each(VERSIONS.map((_, index) => index + 1))('keep what version %i held', async (version) => {
    database.close();
    await Dexie.delete('test');
    const old = new Dexie('test');
    VERSIONS.slice(0, version).forEach(({ stores }, index) => void old.version(index + 1).stores(stores));
    await old.table('scores').put(row(ANNA));
    await old.table('recent').put({ steamId: BORIS, at: 1 });
    old.close();
    database = createDatabase('test');
    cache = createCache(database, report);
    expect(await cache.scores([ANNA])).toEqual(new Map([[ANNA, row(ANNA)]]));
    expect((await cache.recent()).map(({ steamId }) => steamId)).toEqual([BORIS]);
    expect(report).not.toHaveBeenCalled();
  });

  it('bear a database that a newer version made', async () => {
    database.close();
    const newer = new Dexie('test');
    VERSIONS.forEach(({ stores }, index) => void newer.version(index + 1).stores(stores));
    newer.version(VERSIONS.length + 1).stores({ matches: 'matchId' });
    await newer.table('scores').put(row(ANNA));
    newer.close();
    database = createDatabase('test');
    cache = createCache(database, report);
    expect(await cache.scores([ANNA])).toEqual(new Map([[ANNA, row(ANNA)]]));
  });
});

describe('a damaged database', () => {
  it('is made anew', async () => {
    await cache.putScores([row(ANNA)]);
    database.close();
    database = createDatabase('test');
    cache = createCache(database, report);
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('The file is damaged', 'NotReadableError');
    });
    await openDatabase(database, report);
    expect(report).toHaveBeenCalledWith('the cache is damaged and starts anew', expect.anything());
    expect(await cache.scores([ANNA])).toEqual(new Map());
    await cache.putScores([row(BORIS)]);
    expect(await cache.countScores()).toBe(1);
  });

  it('that cannot be made anew either breaks nothing', async () => {
    database.close();
    database = createDatabase('test');
    cache = createCache(database, report);
    const broken = () => {
      throw new DOMException('no', 'NotReadableError');
    };
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(broken);
    const remove = vi.spyOn(indexedDB, 'deleteDatabase').mockImplementation(broken);
    await openDatabase(database, report);
    expect(await cache.scores([ANNA])).toEqual(new Map());
    await cache.putScores([row(ANNA)]);
    open.mockRestore();
    remove.mockRestore();
  });
});

describe('times to live', () => {
  it('differ by up to a fifth', () => {
    expect(jittered(1000, 0)).toBe(800);
    expect(jittered(1000, 0.5)).toBe(1000);
    expect(jittered(1000, 0.999)).toBe(1200);
  });
});
