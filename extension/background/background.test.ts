import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONTENT, createBackground, ID, OWN, PAGE, playerResponse } from '#extension/background/background.fixture.ts';
import { badgeLabels } from '#extension/background/own-words.ts';
import { entryOf, profileXml, START } from '#extension/lookup/world.fixture.ts';
import { ANNA, BORIS } from '#extension/pages/fixtures.ts';
import { wordsOfSurface } from '#extension/words/merge.ts';

let background: ReturnType<typeof createBackground>;
beforeEach(() => {
  background = createBackground();
});
afterEach(async () => {
  background.database.close();
  await Dexie.delete('background');
});

describe('messages', () => {
  it.each([
    ['another extension', { ...PAGE, id: 'other' }],
    ['another site', { ...CONTENT, url: 'https://evil.example/' }],
    ['a site with a similar name', { ...CONTENT, url: 'https://steamcommunity.com.evil.example/' }],
    ['Steam without encryption', { ...CONTENT, url: 'http://steamcommunity.com/' }],
    ['nowhere', { id: ID }],
  ])('from %s are not answered', (_, from) => {
    expect(background.send({ type: 'getSettings' }, from)).toBeUndefined();
    expect(background.send({ type: 'details', steamId: ANNA }, from)).toBeUndefined();
  });

  it.each([undefined, null, 1, 'details', {}, { type: 'nothing' }, { type: 'toString' }, { type: '__proto__' }, []])(
    'that are none (%j) are not answered',
    (message) => {
      expect(background.send(message)).toBeUndefined();
    },
  );

  it.each([
    { type: 'details' },
    { type: 'details', steamId: '1' },
    { type: 'details', steamId: ANNA, refresh: 'yes' },
    { type: 'details', steamId: ANNA, extra: 1 },
    { type: 'resolve', vanity: '../../etc' },
    { type: 'analysis', steamId: ANNA, cursor: 'x'.repeat(65) },
    { type: 'remember', players: Array.from({ length: 101 }, () => ({ steamId: ANNA })) },
    { type: 'setSettings', settings: { quietBelow: 101 } },
    { type: 'setSettings', settings: { backendUrl: 'javascript:alert(1)' } },
    { type: 'setSettings', settings: { unknown: true } },
    { type: 'openDetails', steamId: `${ANNA}?x` },
  ])('that are malformed (%j) are refused and logged', async (message) => {
    await expect(background.send(message)).rejects.toThrow('malformed');
    expect(background.report).toHaveBeenCalledOnce();
  });

  it.each(['setSettings', 'getSettings', 'clearCache', 'recent', 'remember', 'forgetRecent', 'analysis'])(
    'of the kind %s are not for content scripts',
    async (type) => {
      await expect(background.send({ type }, CONTENT)).rejects.toThrow('may not send');
    },
  );
});

describe('settings', () => {
  it('fall back field by field, change one by one, and never take a wrong value', async () => {
    background.storage['settings'] = { headline: 'rubric', quietBelow: 'x', theme: 'pink' };
    expect(await background.send({ type: 'getSettings' })).toMatchObject({
      headline: 'rubric',
      quietBelow: 0,
      theme: 'auto',
    });
    await Promise.all([
      background.send({ type: 'setSettings', settings: { quietBelow: 30 } }),
      background.send({ type: 'setSettings', settings: { theme: 'light' } }),
    ]);
    expect(background.storage['settings']).toMatchObject({ headline: 'rubric', quietBelow: 30, theme: 'light' });
  });

  it('reach every open page at once', async () => {
    const port = background.connect();
    await vi.waitFor(() => expect(port.events).toHaveLength(1));
    await background.send({ type: 'setSettings', settings: { quietBelow: 50, language: 'de' } });
    expect(port.events.at(-1)).toEqual({
      type: 'hello',
      settings: { headline: 'calibrated', quietBelow: 50, theme: 'auto', language: 'de' },
      labels: badgeLabels(wordsOfSurface('background', 'de')),
    });
  });
});

describe('ports', () => {
  it('of strangers and of other names are closed', () => {
    expect(background.connect({ ...CONTENT, url: 'https://evil.example/' }).disconnect).toHaveBeenCalled();
    expect(background.connect(CONTENT, 'other').disconnect).toHaveBeenCalled();
  });

  it('stream what is asked, drop what is malformed, and are forgotten when closed', async () => {
    background.answers.handle = async (url) =>
      url.pathname.startsWith('/v1/scores/')
        ? { prefix: url.pathname.split('/').at(-1), scores: [entryOf(ANNA, 77), entryOf(BORIS, 3)] }
        : new Response('', { status: 500 });
    const port = background.connect();
    port.say({ type: 'watch', steamIds: ['nonsense'] });
    port.say({ type: 'shout' });
    expect(background.report).toHaveBeenCalledTimes(2);
    port.say({ type: 'watch', steamIds: [ANNA, BORIS] });
    port.say({ type: 'visible', steamIds: [ANNA] });
    await vi.waitFor(() => expect(port.views.get(ANNA)).toMatchObject({ state: 'scored', entry: { score: 77 } }));
    expect(port.views.has(BORIS)).toBe(false);
    port.leave();
    const popup = background.connect(PAGE);
    popup.say({ type: 'watch', steamIds: [BORIS] });
    await vi.waitFor(() => expect(popup.views.get(BORIS)).toMatchObject({ entry: { score: 3 } }));
    expect(port.views.has(BORIS)).toBe(false);
  });
});

describe('trust', () => {
  it('is told to pages about those they show, and about nobody else', async () => {
    const note = { watched: false, trusted: true, text: '', tags: [] };
    await background.send({ type: 'setNote', note: { ...note, steamId: ANNA } });
    await background.send({ type: 'setNote', note: { ...note, steamId: BORIS } });
    const page = background.connect();
    const own = background.connect(PAGE);
    page.say({ type: 'watch', steamIds: [ANNA] });
    own.say({ type: 'watch', steamIds: [ANNA, BORIS] });
    const told = () => page.events.filter(({ type }) => type === 'trusted');
    await vi.waitFor(() => expect(told()).toEqual([{ type: 'trusted', steamIds: [ANNA] }]));
    await background.send({ type: 'setNote', note: { ...note, steamId: ANNA, trusted: false } });
    await vi.waitFor(() => expect(told().at(-1)).toEqual({ type: 'trusted', steamIds: [] }));
    // Our own pages read the notes themselves.
    expect(own.events.some(({ type }) => type === 'trusted')).toBe(false);
    await background.send({ type: 'setNote', note: { ...note, steamId: BORIS, trusted: false } });
  });
});

describe('details', () => {
  const details = (request: object = {}) => background.send({ type: 'details', steamId: ANNA, ...request });
  const known = async (url: URL) =>
    url.pathname === `/v1/players/${ANNA}` ? playerResponse(ANNA) : new Response('', { status: 404 });

  it('come from the backend, and the badge learns from them', async () => {
    background.answers.handle = known;
    const port = background.connect(PAGE);
    port.say({ type: 'watch', steamIds: [ANNA] });
    await expect(details()).resolves.toMatchObject({ state: 'ok', origin: 'backend', steamId: ANNA });
    await vi.waitFor(() => expect(port.views.get(ANNA)).toMatchObject({ state: 'scored', origin: 'backend' }));
    // What else the background does at its start is no matter here.
    const asked = () => background.requests.filter((request) => request.includes('/v1/players/'));
    const before = asked().length;
    await details();
    expect(asked()).toHaveLength(before);
  });

  it('of an unknown player have it scored first, where that is allowed', async () => {
    let scored = false;
    background.answers.handle = async (url) => {
      if (url.pathname === '/v1/players/lookup') {
        scored = true;
        return { players: [{ state: 'scored', steamId: ANNA, entry: entryOf(ANNA), stale: false }], partial: false };
      }
      if (url.pathname.startsWith('/v1/scores/')) return { prefix: url.pathname.slice(-4), scores: [] };
      return scored ? known(url) : new Response('', { status: 404 });
    };
    await background.send({ type: 'setSettings', settings: { askUnknown: false } });
    await expect(details()).resolves.toEqual({ state: 'unasked', steamId: ANNA });
    expect(background.requests.splice(0).join()).toMatch(/^GET \/v1\/scores\/[0-9a-f]{4}$/);
    await expect(details({ ask: true })).resolves.toMatchObject({ state: 'ok', origin: 'backend' });
    expect(background.requests).toEqual([
      `GET /v1/players/${ANNA}`,
      'POST /v1/players/lookup',
      `GET /v1/players/${ANNA}`,
    ]);
  });

  it('of somebody who does not exist say so', async () => {
    background.answers.handle = async (url) =>
      url.pathname === '/v1/players/lookup'
        ? { players: [{ state: 'not-found', steamId: ANNA }], partial: false }
        : new Response('', { status: 404 });
    await expect(details()).resolves.toEqual({ state: 'not-found', steamId: ANNA });
  });

  it('stay when a refresh is refused, and say when to try again', async () => {
    background.answers.handle = async (url) =>
      url.pathname.endsWith('/update')
        ? new Response('', { status: 429, headers: { 'retry-after': '90' } })
        : known(url);
    await details();
    await expect(details({ refresh: true })).resolves.toMatchObject({
      state: 'ok',
      refused: { state: 'limited', retryAt: START + 90_000 },
    });
    // A limit for one player is none for the others.
    await expect(background.send({ type: 'status' })).resolves.not.toMatchObject({ nextTryAt: expect.anything() });
  });

  it('are scored here when the backend is away, and older ones of its own are kept', async () => {
    background.answers.handle = async (url) => {
      if (url.hostname === 'steamcommunity.com') return new Response(profileXml(ANNA));
      throw new TypeError('fetch failed');
    };
    await expect(details()).resolves.toMatchObject({ state: 'ok', origin: 'local', facts: { profile: { name: 'x' } } });
  });

  it('that nobody can give are failed, not empty', async () => {
    await expect(details()).resolves.toMatchObject({ state: 'failed', steamId: ANNA });
  });
});

describe('custom URLs', () => {
  it('are resolved once and remembered', async () => {
    background.answers.handle = async () => ({ steamId: ANNA, via: 'vanity' });
    const first = background.send({ type: 'resolve', vanity: 'Anna' }, CONTENT);
    await expect(first).resolves.toEqual({ steamId: ANNA, failed: false });
    await background.send({ type: 'resolve', vanity: 'anna' }, CONTENT);
    expect(background.requests).toEqual(['GET /v1/resolve']);
  });

  it('are resolved by Steam itself without a backend', async () => {
    await background.send({ type: 'setSettings', settings: { localOnly: true } });
    background.answers.handle = async () => new Response(profileXml(BORIS));
    await expect(background.send({ type: 'resolve', vanity: 'boris' })).resolves.toEqual({
      steamId: BORIS,
      failed: false,
    });
    expect(background.requests).toEqual(['GET /id/boris']);
  });

  it('tell nobody from not now', async () => {
    background.answers.handle = async () => new Response('', { status: 404 });
    await expect(background.send({ type: 'resolve', vanity: 'nobody' })).resolves.toEqual({
      steamId: null,
      failed: false,
    });
    background.answers.handle = async () => new Response('', { status: 500 });
    await expect(background.send({ type: 'resolve', vanity: 'somebody' })).resolves.toEqual({
      steamId: null,
      failed: true,
    });
  });
});

describe('the rest', () => {
  it('says where things stand', async () => {
    background.answers.handle = async () => ({ status: 'ok', version: '1' });
    await expect(background.send({ type: 'status' })).resolves.toMatchObject({ state: 'connected', cachedPlayers: 0 });
    background.answers.handle = async () => Promise.reject(new TypeError('no'));
    await expect(background.send({ type: 'status' })).resolves.toMatchObject({
      state: 'unreachable',
      nextTryAt: START + 1500,
    });
    await background.send({ type: 'setSettings', settings: { backendUrl: '' } });
    await expect(background.send({ type: 'status' })).resolves.toMatchObject({ state: 'local-only' });
  });

  it('tries a new address at once, whatever the old one did', async () => {
    await background.send({ type: 'status' });
    background.answers.handle = async () => ({ status: 'ok', version: '1' });
    await background.send({ type: 'setSettings', settings: { backendUrl: 'http://other.test' } });
    await expect(background.send({ type: 'status' })).resolves.toMatchObject({ state: 'connected' });
  });

  it('brings the card into the asking frame, and opens the details page', async () => {
    await background.send({ type: 'loadCard' }, CONTENT);
    expect(background.executeScript).toHaveBeenCalledWith({ target: { tabId: 7, frameIds: [0] }, files: ['card.js'] });
    await background.send({ type: 'openDetails', steamId: ANNA }, CONTENT);
    expect(background.createTab).toHaveBeenCalledWith({ url: `${OWN}app.html#/players/${ANNA}` });
  });

  it('remembers recent lookups until told to forget', async () => {
    await background.send({ type: 'remember', players: [{ steamId: ANNA, name: 'A' }, { steamId: BORIS }] });
    await expect(background.send({ type: 'recent' })).resolves.toHaveLength(2);
    await background.send({ type: 'forgetRecent' });
    await expect(background.send({ type: 'recent' })).resolves.toEqual([]);
  });

  it('gives past assessments where a backend keeps any', async () => {
    background.answers.handle = async () => ({ items: [playerResponse(ANNA).assessment], next: 'abc' });
    await expect(background.send({ type: 'analysis', steamId: ANNA })).resolves.toMatchObject({
      state: 'ok',
      next: 'abc',
    });
    background.answers.handle = async () => new Response('', { status: 404 });
    await expect(background.send({ type: 'analysis', steamId: ANNA })).resolves.toEqual({ state: 'none' });
  });

  it('tidies the cache by alarm', async () => {
    await vi.waitFor(() =>
      expect(background.createAlarm.mock.calls.map(([name]) => name)).toEqual([
        'notices',
        'tidy-cache',
        'sync',
        'reports-outcomes',
      ]),
    );
    await background.database.scores.put({ steamId: ANNA, expiresAt: 1 });
    background.alarm('tidy-cache');
    await vi.waitFor(async () => expect(await background.database.scores.count()).toBe(0));
  });
});

describe('the first steps', () => {
  it('are shown once, to whoever has just installed it', () => {
    const background = createBackground();
    background.install({ reason: 'update' });
    background.install({ reason: 'install', temporary: true });
    expect(background.createTab).not.toHaveBeenCalled();
    background.install({ reason: 'install' });
    expect(background.createTab).toHaveBeenCalledExactlyOnceWith({ url: `${OWN}app.html#/welcome` });
  });
});
