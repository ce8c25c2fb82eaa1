import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TTL } from '#extension/cache/ttl.ts';
import { createTestWorld, entryOf, START, steamIds, type TestWorld } from '#extension/lookup/world.fixture.ts';
import { steamIdHash } from '#shared/steam/hash-prefix.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

let world: TestWorld;
const [ANNA, BORIS] = steamIds(2) as [SteamId, SteamId];

beforeEach(async () => {
  world = await createTestWorld('lookup');
});
afterEach(async () => {
  world.database.close();
  await Dexie.delete('lookup');
});

const limited = (seconds: number) => new Response('', { status: 429, headers: { 'retry-after': String(seconds) } });

describe('known players', () => {
  it('come from the bucket of their hash, and the backend is not told who is meant', async () => {
    world.known.set(ANNA, entryOf(ANNA, 44));
    const page = world.page([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)).toMatchObject({ state: 'scored', origin: 'backend' }));
    expect(page.views.get(ANNA)?.entry?.score).toBe(44);
    expect(world.requests.map(({ url }) => url.pathname)).toEqual([
      `/v1/scores/${(await steamIdHash(ANNA)).slice(0, 4)}`,
    ]);
    expect(JSON.stringify(world.requests)).not.toContain(ANNA);
  });

  it('come from the cache without a request while they are fresh', async () => {
    await world.cache.putScores([world.rows.scored(entryOf(ANNA, 7), 'backend')]);
    const page = world.page([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)).toMatchObject({ state: 'scored', stale: false }));
    expect(world.requests).toEqual([]);
  });

  it('are shown stale at once and refreshed behind', async () => {
    await world.cache.putScores([world.rows.scored(entryOf(ANNA, 7), 'backend')]);
    world.advance(TTL.scored * 2);
    world.known.set(ANNA, entryOf(ANNA, 55));
    let release: () => void = () => undefined;
    const before = world.answers.bucket;
    world.answers.bucket = async (prefix) => {
      await new Promise<void>((resolve) => (release = resolve));
      return before(prefix);
    };
    const page = world.page([ANNA]);
    await vi.waitFor(() => expect(world.bucketRequests()).toBe(1));
    expect(page.views.get(ANNA)).toMatchObject({ state: 'scored', stale: true, entry: { score: 7 } });
    release();
    await vi.waitFor(() => expect(page.views.get(ANNA)).toMatchObject({ stale: false, entry: { score: 55 } }));
  });

  it('known only of old are shown stale and, where they may be named, renewed', async () => {
    world.known.set(ANNA, { ...entryOf(ANNA, 70), assessedAt: START - 5 * 86_400_000 });
    world.answers.lookup = (ids) => ({
      players: ids.map((steamId) => ({ state: 'scored', steamId, entry: entryOf(steamId, 71), stale: false })),
      partial: false,
    });
    world.set({ askUnknown: false });
    const page = world.page([ANNA]);
    await vi.waitFor(() =>
      expect(page.views.get(ANNA)).toMatchObject({ state: 'scored', stale: true, entry: { score: 70 } }),
    );
    expect(world.lookupRequests()).toEqual([]);
    world.set({ askUnknown: true });
    world.advance(TTL.scoredStale * 2);
    page.visible([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)).toMatchObject({ stale: false, entry: { score: 71 } }));
  });

  it('cost one request however many pages ask, and every page gets the answer', async () => {
    world.known.set(ANNA, entryOf(ANNA));
    const pages = Array.from({ length: 20 }, () => world.page([ANNA]));
    await vi.waitFor(() => {
      for (const page of pages) expect(page.views.get(ANNA)?.state).toBe('scored');
    });
    expect(world.bucketRequests()).toBe(1);
  });

  it('are asked with at most six requests at once', async () => {
    const many = steamIds(60);
    for (const id of many) world.known.set(id, entryOf(id));
    const page = world.page(many);
    await vi.waitFor(() => expect(page.views.size).toBe(60));
    expect(world.mostOpen()).toBeGreaterThan(1);
    expect(world.mostOpen()).toBeLessThanOrEqual(6);
    expect(world.lookupRequests()).toEqual([]);
  });

  it('cost nothing while nobody sees them', async () => {
    const page = world.page([ANNA, BORIS], [BORIS]);
    await vi.waitFor(() => expect(page.views.get(BORIS)?.state).toBe('scored'));
    expect(page.views.has(ANNA)).toBe(false);
    expect(world.bucketRequests()).toBe(1);
    page.visible([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)?.state).toBe('scored'));
  });

  it('are not asked for once the page is gone', async () => {
    const many = steamIds(60);
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    world.answers.bucket = async (prefix) => {
      await gate;
      return { prefix, scores: [] };
    };
    const page = world.page(many);
    await vi.waitFor(() => expect(world.bucketRequests()).toBe(6));
    page.close();
    release();
    const next = world.page([ANNA]);
    await vi.waitFor(() => expect(next.views.get(ANNA)?.state).toBe('scored'));
    expect(world.bucketRequests()).toBeLessThan(10);
  });
});

describe('unknown players', () => {
  it('are asked by ID, at most a hundred at once', async () => {
    const many = steamIds(230);
    const page = world.page(many);
    await vi.waitFor(() => {
      world.advance(60);
      expect(page.views.size).toBe(230);
    });
    const asked = world.lookupRequests();
    expect(Math.max(...asked.map((ids) => ids.length))).toBeLessThanOrEqual(100);
    expect(asked.flat().sort()).toEqual([...many].sort());
  });

  it('are not named to the backend when the settings forbid it', async () => {
    world.set({ askUnknown: false });
    const page = world.page([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)).toEqual({ steamId: ANNA, state: 'unasked', stale: false }));
    expect(world.lookupRequests()).toEqual([]);
    // Allowed now: asked at once.
    world.set({ askUnknown: true });
    await world.lookup.reconsider();
    await vi.waitFor(() => expect(page.views.get(ANNA)?.state).toBe('scored'));
  });

  it('get what a partial answer says, each their own', async () => {
    const [a, b, c, d] = steamIds(4) as [SteamId, SteamId, SteamId, SteamId];
    const before = new Set<SteamId>();
    world.answers.lookup = (ids) => {
      const first = !before.has(c);
      for (const id of ids) before.add(id);
      return {
        partial: true,
        players: ids.map((steamId) => {
          if (steamId === a) return { state: 'scored', steamId, entry: entryOf(a, 9), stale: true };
          if (steamId === b) return { state: 'not-found', steamId };
          if (steamId === c && first) return { state: 'limited', steamId, retryAfterMs: 5000 };
          return steamId === c
            ? { state: 'scored', steamId, entry: entryOf(c, 3), stale: false }
            : { state: 'failed', steamId };
        }),
      };
    };
    const page = world.page([a, b, c, d]);
    await vi.waitFor(() => {
      world.advance(60);
      expect(page.views.size).toBe(4);
    });
    expect(page.views.get(a)).toMatchObject({ state: 'scored', entry: { score: 9 } });
    expect([b, c, d].map((id) => page.views.get(id)?.state)).toEqual(['not-found', 'limited', 'failed']);
    world.advance(6000);
    await vi.waitFor(() => expect(page.views.get(c)).toMatchObject({ state: 'scored', entry: { score: 3 } }));
  });

  it('stay unanswered when the answer leaves them out', async () => {
    world.answers.lookup = () => ({ players: [], partial: false });
    const page = world.page([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)?.state).toBe('failed'));
  });
});

describe('a backend in trouble', () => {
  it('is given the time it asks for, and nobody else is asked meanwhile', async () => {
    world.answers.bucket = () => limited(30);
    const page = world.page([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)).toMatchObject({ state: 'limited' }));
    const other = world.page([BORIS]);
    await vi.waitFor(() => expect(other.views.get(BORIS)).toMatchObject({ state: 'limited' }));
    expect(world.requests).toHaveLength(1);
    world.answers.bucket = (prefix) => ({ prefix, scores: [entryOf(ANNA), entryOf(BORIS)] });
    world.advance(29_000);
    expect(world.requests).toHaveLength(1);
    world.advance(2_000);
    await vi.waitFor(() => {
      expect(page.views.get(ANNA)?.state).toBe('scored');
      expect(other.views.get(BORIS)?.state).toBe('scored');
    });
  });

  it.each([
    ['refuses connections', () => Promise.reject(new TypeError('fetch failed'))],
    ['answers 503', () => new Response('', { status: 503 })],
    ['answers something else', () => ({ hello: 'world' })],
    ['answers no JSON', () => '<html>'],
    ['answers scores out of range', (prefix: string) => ({ prefix, scores: [{ ...entryOf(ANNA), score: 900 }] })],
  ])('that %s is replaced by scoring here, and tried again later', async (_, answer) => {
    const working = world.answers.bucket;
    world.answers.bucket = answer;
    const page = world.page([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)).toMatchObject({ state: 'scored', origin: 'local' }));
    world.page([BORIS]);
    await vi.waitFor(() => {
      world.advance(200);
      expect(world.profileRequests()).toBe(2);
    });
    expect(world.bucketRequests()).toBe(1);
    expect(await world.backOff.pause('backend')).toMatchObject({ kind: 'unreachable' });

    world.answers.bucket = working;
    world.known.set(ANNA, entryOf(ANNA, 61));
    world.advance(10_000);
    // The open page learns of it by itself.
    await vi.waitFor(() => expect(page.views.get(ANNA)).toMatchObject({ origin: 'backend', entry: { score: 61 } }));
  });

  it('does not lose an older score of its own to the little that is public', async () => {
    await world.cache.putScores([world.rows.scored(entryOf(ANNA, 88), 'backend')]);
    world.advance(TTL.scored * 2);
    world.answers.bucket = () => new Response('', { status: 500 });
    const page = world.page([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)?.state).toBe('failed'));
    expect(page.views.get(ANNA)).toMatchObject({ stale: true, origin: 'backend', entry: { score: 88 } });
    expect(world.profileRequests()).toBe(0);
    world.answers.bucket = (prefix) => ({ prefix, scores: [entryOf(ANNA, 90)] });
    world.advance(10_000);
    await vi.waitFor(() => expect(page.views.get(ANNA)).toMatchObject({ state: 'scored', entry: { score: 90 } }));
  });

  it('is remembered to be in trouble when the service worker starts anew', async () => {
    await world.backOff.limited('backend', 60_000);
    const again = await createTestWorld('lookup-2');
    again.storage.set('backOff', world.storage.get('backOff'));
    const page = again.page([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)?.state).toBe('limited'));
    expect(again.requests).toEqual([]);
    again.database.close();
  });
});

describe('without a backend', () => {
  beforeEach(() => world.set({ localOnly: true }));

  it('players are scored from their public profile', async () => {
    const page = world.page([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)).toMatchObject({ state: 'scored', origin: 'local' }));
    expect(world.requests.map(({ url }) => url.href)).toEqual([
      `https://steamcommunity.com/profiles/${ANNA}?xml=1&l=english`,
    ]);
    expect(await world.cache.scores([ANNA])).toHaveProperty('size', 1);
  });

  it('Steam is asked two at a time, a pause apart, fifty a minute, those in sight first', async () => {
    const many = steamIds(80);
    const page = world.page(many, many.slice(0, 70));
    const asked = () => world.requests.map(({ url }) => url.pathname.split('/').at(-1));
    const turns = async (count: number, ms: number) => {
      for (let turn = 0; turn < count; turn += 1) {
        world.advance(ms);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await vi.waitFor(() => expect(world.requests).toHaveLength(1));
    await turns(200, 100);
    expect(asked()).toHaveLength(50);
    expect(asked()).toEqual(many.slice(0, 50));
    // Scrolled on: what is seen now comes before what was seen.
    page.visible(many.slice(70));
    await turns(700, 100);
    expect(asked()).toHaveLength(80);
    expect(asked().indexOf(many[79])).toBeLessThan(asked().indexOf(many[69]));
    expect(world.mostOpen()).toBeLessThanOrEqual(2);
  });

  it.each([
    [
      'not-found',
      '<?xml version="1.0"?><response><error><![CDATA[The specified profile could not be found.]]></error></response>',
    ],
    ['failed', '<html>busy</html>'],
    [
      'failed',
      `<?xml version="1.0"?><profile><steamID64>${BORIS}</steamID64><privacyState>public</privacyState></profile>`,
    ],
  ])('says %s', async (state, xml) => {
    world.answers.profile = () => xml;
    const page = world.page([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)).toEqual({ steamId: ANNA, state, stale: false }));
  });

  it('leaves Steam alone for as long as it asks, then goes on', async () => {
    world.answers.profile = () => limited(200);
    const page = world.page([ANNA, BORIS]);
    await vi.waitFor(() => {
      world.advance(200);
      expect(page.views.get(BORIS)?.state).toBe('limited');
      expect(page.views.get(ANNA)?.state).toBe('limited');
    });
    const before = world.profileRequests();
    expect(before).toBe(1);
    world.answers.profile = (steamId) =>
      `<?xml version="1.0"?><profile><steamID64>${steamId}</steamID64><privacyState>public</privacyState><vacBanned>0</vacBanned></profile>`;
    world.advance(100_000);
    expect(world.profileRequests()).toBe(before);
    await vi.waitFor(() => {
      world.advance(50_000);
      expect(page.views.get(ANNA)?.state).toBe('scored');
      expect(page.views.get(BORIS)?.state).toBe('scored');
    });
  });

  it('asks again when a backend is set', async () => {
    const page = world.page([ANNA]);
    await vi.waitFor(() => expect(page.views.get(ANNA)).toMatchObject({ origin: 'local' }));
    world.known.set(ANNA, entryOf(ANNA, 50));
    world.set({ localOnly: false });
    await world.lookup.reconsider();
    await vi.waitFor(() => expect(page.views.get(ANNA)).toMatchObject({ origin: 'backend', entry: { score: 50 } }));
  });
});

describe('waiting after failures', () => {
  it('doubles up to five minutes, counts failures of one moment once, and ends with a success', async () => {
    const waits: number[] = [];
    for (let failure = 0; failure < 10; failure += 1) {
      const pause = await world.backOff.failed('backend');
      expect(await world.backOff.failed('backend')).toEqual(pause);
      waits.push(pause.until - world.now());
      world.advance(pause.until - world.now());
    }
    expect(waits.slice(0, 4)).toEqual([2000, 4000, 8000, 16_000]);
    expect(waits.at(-1)).toBe(300_000);
    await world.backOff.succeeded('backend');
    expect((await world.backOff.failed('backend')).until - world.now()).toBe(2000);
  });

  it('ignores stored nonsense and a clock that was set back', async () => {
    world.storage.set('backOff', { backend: { kind: 'limited', until: START + 100 * 3_600_000, failures: 1 } });
    expect(await world.backOff.pause('backend')).toBeUndefined();
    const other = await createTestWorld('lookup-3');
    other.storage.set('backOff', 'nonsense');
    expect(await other.backOff.pause('backend')).toBeUndefined();
    other.database.close();
  });
});
