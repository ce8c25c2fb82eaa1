import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createCache } from '#extension/cache/cache.ts';
import { createDatabase } from '#extension/cache/database.ts';
import type { ScoreRow } from '#extension/cache/rows.ts';
import type { Note } from '#extension/notes/note.ts';
import { watchRises } from '#extension/notifications/rise-watch.ts';
import { createRiseStore } from '#extension/notifications/store.ts';
import type { PersonRow } from '#extension/sync/rows.ts';
import { someone } from '#shared/match-history/fixture.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const DAY = 86_400_000;
let count = 0;

function scene() {
  const name = `rises-${++count}`;
  const report = vi.fn();
  let now = Date.UTC(2026, 10, 20);
  const notes: Note[] = [];
  const people = new Map<SteamId, PersonRow>();
  const rises = createRiseStore(`${name}-store`, report);
  const announce = vi.fn(async () => {});
  const cache = watchRises({
    cache: createCache(createDatabase(name), report),
    notes: { all: async () => notes },
    people: { people: async (ids) => new Map([...people].filter(([id]) => ids.includes(id))) },
    rises,
    announce,
    now: () => now,
    report,
  });
  const row = (steamId: SteamId, score: number): ScoreRow => ({
    steamId,
    state: 'scored',
    entry: {
      score,
      rubric: 0,
      band: score <= 30 ? 'unlikely' : score <= 60 ? 'suspicious' : score <= 80 ? 'highly-suspicious' : 'near-certain',
      confidence: 60,
      assessedAt: now,
    },
    origin: 'backend',
    fetchedAt: now,
    expiresAt: now + DAY,
  });
  return {
    rises,
    announce,
    report,
    watch: (steamId: SteamId, more: Partial<Note> = {}) =>
      notes.push({ steamId, watched: true, trusted: false, text: '', tags: [], updatedAt: 5, name: 'W', ...more }),
    meet: (steamId: SteamId, daysAgo: number) =>
      people.set(steamId, { steamId, name: 'M', lastMetAt: now - daysAgo * DAY, bansCheckedAt: 0 }),
    score: (steamId: SteamId, score: number) => cache.putScores([row(steamId, score)]),
    later: (days: number) => {
      now += days * DAY;
    },
  };
}
let world: ReturnType<typeof scene>;
beforeEach(() => {
  world = scene();
});
const A = someone(5);

describe('a score that rises', () => {
  it('into a higher band is noticed once, and told of whoever is watched', async () => {
    world.watch(A);
    await world.score(A, 20);
    await world.score(A, 72);
    await world.score(A, 79);
    await expect(world.rises.all()).resolves.toMatchObject([
      { steamId: A, from: 20, to: 72, watched: true, name: 'W', lastMetAt: null, seen: false },
    ]);
    expect(world.announce).toHaveBeenCalledExactlyOnceWith([expect.objectContaining({ to: 72 })]);
  });

  it('further is noticed again; up and down around a limit it is not', async () => {
    world.watch(A);
    for (const score of [61, 60, 62, 59, 85, 60, 61]) await world.score(A, score);
    expect((await world.rises.all()).map(({ to }) => to).sort()).toEqual([61, 85]);
    world.later(31);
    await world.score(A, 10);
    await world.score(A, 65);
    expect(await world.rises.all()).toHaveLength(3);
  });

  it('of somebody met is noticed and not announced', async () => {
    world.meet(A, 100);
    await world.score(A, 50);
    await world.score(A, 61);
    await expect(world.rises.all()).resolves.toMatchObject([{ watched: false, name: 'M', from: 50, to: 61 }]);
    expect(world.announce).toHaveBeenCalledWith([]);
  });

  it('for the first time counts for who was met lately, not for a whole history', async () => {
    world.meet(A, 3);
    world.meet(someone(6), 40);
    await world.score(A, 90);
    await world.score(someone(6), 90);
    await expect(world.rises.all()).resolves.toMatchObject([{ steamId: A, from: null }]);
  });

  it.each([
    ['somebody unknown', () => {}],
    ['somebody trusted', () => world.watch(A, { trusted: true })],
  ])('of %s is nobody’s business', async (_, know) => {
    know();
    await world.score(A, 10);
    await world.score(A, 99);
    await expect(world.rises.all()).resolves.toEqual([]);
  });

  it('is kept in the cache even when it cannot be noticed', async () => {
    world.watch(A);
    world.announce.mockRejectedValueOnce(new Error('no'));
    await expect(world.score(A, 99)).resolves.toBeUndefined();
    expect(world.report).toHaveBeenCalledOnce();
  });
});

describe('the store of risen scores', () => {
  it('keeps no more than anybody looks at, and leaves out what it cannot read', async () => {
    const rise = (index: number) => ({
      id: `r${index}`,
      steamId: A,
      name: '',
      at: index,
      from: null,
      to: 70,
      band: 'highly-suspicious' as const,
      watched: true,
      lastMetAt: null,
      seen: false,
    });
    await world.rises.put(Array.from({ length: 1_005 }, (_, index) => rise(index)));
    const all = await world.rises.all();
    expect([all.length, all[0]?.at]).toEqual([1_000, 1_004]);
    await world.rises.clear();
    await expect(world.rises.all()).resolves.toEqual([]);
  });
});
