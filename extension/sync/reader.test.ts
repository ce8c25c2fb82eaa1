import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '#extension/sync/fixture.ts';
import { createReader } from '#extension/sync/reader.ts';
import { createSteamHistory } from '#extension/sync/steam-history.ts';
import { createCallLog } from '#sandbox/calls.ts';
import { communityApp } from '#sandbox/community/app.ts';
import { loginApp } from '#sandbox/community/login.ts';
import { createFaults } from '#sandbox/faults.ts';
import { createWorld } from '#sandbox/world/world.ts';

const START = Date.UTC(2026, 2, 1, 12);

/** A reader with the sandbox's pages behind it; waiting takes no time and is written down. */
function createScene() {
  const world = createWorld({ seed: 1, people: 300, now: START, matches: 60 });
  const context = {
    world,
    calls: createCallLog(),
    faults: createFaults(),
    closing: new AbortController().signal,
  };
  const apps = new Map([
    ['steamcommunity.com', communityApp(context)],
    ['login.steampowered.com', loginApp(context)],
  ]);
  const asked: string[] = [];
  let atOnce = 0;
  const spoil = { next: undefined as ((url: URL) => Response | undefined) | undefined };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    expect(init?.credentials).toBe('include');
    atOnce += 1;
    expect(atOnce).toBe(1);
    let url = new URL(String(input));
    asked.push(`${url.hostname}${url.pathname}${url.search}`);
    try {
      const spoiled = spoil.next?.(url);
      if (spoiled) return spoiled;
      for (;;) {
        const response = await apps.get(url.hostname)?.request(url.href);
        if (!response) throw new TypeError('no such host');
        if (response.status === 302) url = new URL(response.headers.get('location') ?? '', url);
        else return Object.defineProperty(response, 'url', { value: url.href });
      }
    } finally {
      atOnce -= 1;
    }
  };
  let stored: unknown;
  let frozen = false;
  const waits: number[] = [];
  const report = vi.fn();
  const { database, store } = openStore('reader', report);
  const create = () =>
    createReader({
      history: createSteamHistory({ fetch, now: () => START }),
      store,
      load: async () => structuredClone(stored),
      save: async (progress) => {
        if (!frozen) stored = structuredClone(progress);
      },
      now: () => START,
      wait: async (ms) => void waits.push(ms),
      report,
    });
  const pages = () => asked.filter((address) => address.includes('ajax=1')).length;
  const reader = create();
  return {
    world,
    store,
    database,
    waits,
    asked,
    pages,
    spoil,
    report,
    create,
    reader,
    freeze: () => {
      frozen = true;
    },
    thaw: () => {
      frozen = false;
    },
    async read(other = reader) {
      await other.start();
      await other.settled();
      return other.status();
    },
  };
}

let scene: ReturnType<typeof createScene>;
beforeEach(() => {
  scene = createScene();
});
afterEach(async () => {
  scene.database.close();
  await Dexie.delete('reader');
});
const failing = (status: number, headers = {}) => new Response('', { status, headers });

describe('reading the match history', () => {
  it('takes all tabs to their end, one request at a time, a second apart', async () => {
    const status = await scene.read();
    expect(status).toMatchObject({
      state: 'done',
      tabsDone: 5,
      tabs: 5,
      found: 60,
      added: 60,
      matches: 60,
      problems: [],
    });
    expect(status.viewer).toBe(scene.world.named('viewer').steamId);
    expect(scene.waits).toHaveLength(scene.pages());
    expect(new Set(scene.waits)).toEqual(new Set([1000]));
    const newest = await scene.store.latest(1);
    expect(newest[0]?.playedAt).toBe(scene.world.matches[0]?.at);
  });

  it('the second time stops at what it knows', async () => {
    await scene.read();
    const before = scene.pages();
    expect(await scene.read()).toMatchObject({ state: 'done', added: 0, matches: 60 });
    expect(scene.pages() - before).toBe(5);
  });

  it('asks nobody twice: who comes second sees the progress of the first', async () => {
    const [first, second] = await Promise.all([scene.reader.start(), scene.reader.start()]);
    expect([first.state, second.state]).toEqual(['running', 'running']);
    await scene.reader.settled();
    expect(new Set(scene.asked).size).toBe(scene.asked.length);
  });

  it('stops when told, and goes on where it stopped, also after the browser was closed', async () => {
    let pages = 0;
    scene.spoil.next = (url) => {
      if (url.searchParams.has('ajax') && ++pages === 2) void scene.reader.stop();
      return undefined;
    };
    await scene.reader.start();
    await scene.reader.settled();
    expect(await scene.reader.status()).toMatchObject({ state: 'stopped' });
    const first = [...scene.asked];
    scene.spoil.next = undefined;
    expect(await scene.read(scene.create())).toMatchObject({ state: 'done', matches: 60, found: 60 });
    const again = scene.asked.slice(first.length).filter((address) => address.includes('ajax=1'));
    expect(again.some((address) => first.includes(address))).toBe(false);
  });

  it('goes on by itself when the service worker ended under it, and not when a person stopped it', async () => {
    let pages = 0;
    // The worker is gone: no answer ever comes, and nothing more is kept.
    scene.spoil.next = (url) => {
      if (url.searchParams.has('ajax') && ++pages === 3) scene.freeze();
      return undefined;
    };
    await scene.reader.start();
    await scene.reader.settled();
    scene.spoil.next = undefined;
    scene.thaw();
    const next = scene.create();
    expect((await next.status()).state).toBe('stopped');
    await next.resume();
    await next.settled();
    expect(await next.status()).toMatchObject({ state: 'done', matches: 60, found: 60 });
    await next.stop();
    await next.resume();
    await next.settled();
    expect((await next.status()).state).toBe('done');
  });

  it('has an expired session renewed, and goes on', async () => {
    scene.world.signIn = 'expired';
    expect(await scene.read()).toMatchObject({ state: 'done', matches: 60 });
    expect(scene.asked.filter((address) => address.startsWith('login.'))).toHaveLength(1);
  });

  it('says when nobody is signed in, and asks no more', async () => {
    scene.world.signIn = 'signed-out';
    expect(await scene.read()).toMatchObject({ state: 'failed', why: 'sign-in', matches: 0 });
    expect(scene.asked).toHaveLength(2);
    scene.world.signIn = 'signed-in';
    expect(await scene.read()).toMatchObject({ state: 'done', matches: 60 });
  });

  it('waits as long as it is asked to, and tries again', async () => {
    let times = 0;
    scene.spoil.next = (url) =>
      url.searchParams.has('ajax') && ++times <= 2 ? failing(429, { 'retry-after': '7' }) : undefined;
    expect(await scene.read()).toMatchObject({ state: 'done', matches: 60 });
    expect(scene.waits.filter((ms) => ms === 7000)).toHaveLength(2);
  });

  it('ends for now when the wait is long, says until when, and keeps its place', async () => {
    let times = 0;
    scene.spoil.next = (url) =>
      url.searchParams.has('ajax') && ++times === 3 ? failing(429, { 'retry-after': '600' }) : undefined;
    expect(await scene.read()).toMatchObject({ state: 'failed', why: 'limited', retryAt: START + 600_000 });
    const count = await scene.store.countMatches();
    expect(count).toBeGreaterThan(0);
    expect(await scene.read()).toMatchObject({ state: 'done', matches: 60, found: 60 });
  });

  it.each([
    ['an error', () => failing(503)],
    ['a cut-off answer', () => Object.defineProperty(new Response('{"success":tr'), 'url', { value: OWN })],
  ])('tries again after %s, longer apart each time, then gives up', async (_, answer) => {
    scene.spoil.next = (url) => (url.searchParams.has('ajax') ? answer() : undefined);
    expect(await scene.read()).toMatchObject({ state: 'failed', why: 'unreachable' });
    expect(scene.waits).toEqual([1000, 2000, 4000, 8000]);
    expect(scene.report).not.toHaveBeenCalled();
  });

  it('leaves out a tab that Steam no longer has, by name, and reads the others', async () => {
    scene.spoil.next = (url) =>
      url.searchParams.get('tab') === 'matchhistorywingman'
        ? Object.defineProperty(new Response('{"success":false}'), 'url', { value: OWN })
        : undefined;
    const status = await scene.read();
    expect(status).toMatchObject({ state: 'done', tabsDone: 4, problems: ['tab matchhistorywingman'] });
  });

  it('starts anew for another account in the same browser, and keeps no token of the first', async () => {
    await scene.read();
    const before = scene.pages();
    scene.spoil.next = (url) =>
      url.searchParams.has('ajax')
        ? undefined
        : Object.defineProperty(new Response('g_steamID = "76561198000000009";'), 'url', { value: OWN });
    await scene.read();
    expect(scene.pages() - before).toBe(before);
  });

  it('ends a chain of tokens that leads nowhere', async () => {
    const same = JSON.stringify({ success: true, html: '', continue_token: 'x' });
    scene.spoil.next = (url) =>
      url.searchParams.has('ajax') ? Object.defineProperty(new Response(same), 'url', { value: OWN }) : undefined;
    expect(await scene.read()).toMatchObject({ state: 'done', found: 0 });
    expect(scene.pages()).toBe(10);
  });

  it('forgets when told', async () => {
    await scene.read();
    await scene.reader.forget();
    expect(await scene.reader.status()).toMatchObject({ state: 'never', found: 0 });
  });
});

const OWN = 'https://steamcommunity.com/profiles/76561198000000001/gcpd/730?ajax=1';
