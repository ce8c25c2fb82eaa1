import { beforeEach, describe, expect, it, vi } from 'vitest';
import { leetify as handle } from '#extension/background/handlers/leetify.ts';
import type { Cache } from '#extension/cache/cache.ts';
import { createLeetify, type Leetify } from '#extension/leetify/client.ts';
import { createBackOff } from '#extension/lookup/back-off.ts';
import { ANNA, BORIS } from '#extension/pages/fixtures.ts';
import { type Settings, settingsSchema } from '#extension/settings.ts';
import { assess } from '#shared/score/engine.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import type { PlayerFacts } from '#shared/score/facts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

const profileOf = (steamId: SteamId, change: object = {}) => ({
  privacy_mode: 'public',
  winrate: 0.6429,
  total_matches: 2361,
  name: 'Anna',
  steam64_id: steamId,
  ranks: { leetify: 2.12, premier: 19309, faceit: null, faceit_elo: null, wingman: 17, competitive: [] },
  rating: { aim: 60.2568, positioning: 57.1424, utility: 70.1944, clutch: 0.0938, opening: -0.0024 },
  stats: { accuracy_enemy_spotted: 34.3927, accuracy_head: 18.0232, preaim: 12.0408, reaction_time_ms: 586.7643 },
  recent_matches: [],
  ...change,
});
const text = (status: number, body: string, headers: Record<string, string> = {}) =>
  new Response(body, { status, headers: { 'content-type': 'text/plain', ...headers } });

let now: number;
let settings: Settings;
let answer: (url: URL, init: RequestInit) => Response | Promise<Response>;
let requests: { url: URL; headers: Headers; init: RequestInit }[];
let stored: unknown;
let allowed: boolean;
let leetify: Leetify;

beforeEach(() => {
  now = START;
  settings = settingsSchema.parse({ leetify: 'always' });
  requests = [];
  stored = undefined;
  allowed = true;
  answer = (url) => Response.json(profileOf(url.searchParams.get('steam64_id') as SteamId));
  leetify = createLeetify({
    key: async () => settings.leetifyKey,
    mayAsk: async () => allowed,
    backOff: createBackOff({
      load: async () => stored,
      save: async (state) => {
        stored = structuredClone(state);
      },
      now: () => now,
      random: () => 1,
    }),
    fetch: async (input, init = {}) => {
      const url = new URL(String(input));
      requests.push({ url, init, headers: new Headers(init.headers) });
      return answer(url, init);
    },
    now: () => now,
  });
});

describe("Leetify's answer", () => {
  it('is shown as it came, names and figures', async () => {
    const { name: _, recent_matches: __, ...shown } = profileOf(ANNA);
    const { wingman: ___, competitive: ____, ...ranks } = shown.ranks;
    expect(await leetify.profile(ANNA)).toEqual({ state: 'ok', fetchedAt: START, profile: { ...shown, ranks } });
  });

  it('is asked for without cookies, without the disk cache, and with the own key alone', async () => {
    await leetify.profile(ANNA);
    settings.leetifyKey = 'my-key';
    await leetify.profile(BORIS);
    expect(requests.map(({ headers }) => headers.get('_leetify_key'))).toEqual([null, 'my-key']);
    expect(requests[0]?.init).toMatchObject({ credentials: 'omit', cache: 'no-store' });
    expect(requests[0]?.url.href).toBe(`https://api-public.cs-prod.leetify.com/v3/profile?steam64_id=${ANNA}`);
  });

  it('serves for minutes, then is asked for again; and at once when told to', async () => {
    await leetify.profile(ANNA);
    now += 4 * MINUTE;
    expect(await leetify.profile(ANNA)).toMatchObject({ fetchedAt: START });
    expect(requests).toHaveLength(1);
    now += 2 * MINUTE;
    expect(leetify.held(ANNA)).toBeUndefined();
    await leetify.profile(ANNA);
    await leetify.profile(ANNA, { renew: true });
    expect(requests).toHaveLength(3);
  });

  it('is one for all who ask at the same time', async () => {
    await Promise.all([leetify.profile(ANNA), leetify.profile(ANNA, { renew: true }), leetify.profile(ANNA)]);
    expect(requests).toHaveLength(1);
  });

  it('holds no more than a hundred players', async () => {
    const ids = Array.from({ length: 101 }, (_, i) => String(BigInt(ANNA) + BigInt(i)) as SteamId);
    for (const id of ids) await leetify.profile(id);
    expect(leetify.held(ANNA)).toBeUndefined();
    expect(leetify.held(ids[100] ?? ANNA)).toBeDefined();
  });

  it.each([
    ['nobody by that ID', () => text(404, 'Profile not found'), { state: 'not-found' }],
    [
      'a profile that shows nothing',
      () =>
        Response.json(
          profileOf(ANNA, {
            privacy_mode: 'private',
            ranks: { premier: null },
            rating: { aim: 0 },
            stats: { preaim: 0 },
          }),
        ),
      { state: 'hidden', privacyMode: 'private', fetchedAt: START },
    ],
    [
      'too many requests',
      () => text(429, 'Too many requests', { 'retry-after': '30' }),
      { state: 'limited', retryAt: START + 30_000 },
    ],
    ['too many requests, without a time', () => text(429, ''), { state: 'limited', retryAt: START + MINUTE }],
    ['a server error', () => text(500, 'oops'), { state: 'failed' }],
    ['no JSON', () => new Response('<html>'), { state: 'failed' }],
    ['another shape', () => Response.json({ stats: 'none' }), { state: 'failed' }],
    ['somebody else', () => Response.json(profileOf(BORIS)), { state: 'failed' }],
    ['401 without a key of our own', () => text(401, 'Unauthorized'), { state: 'failed' }],
    ['no connection', () => Promise.reject(new TypeError('fetch failed')), { state: 'failed' }],
  ])('may be: %s', async (_, given, wanted) => {
    answer = given;
    expect(await leetify.profile(ANNA)).toMatchObject(wanted);
  });

  it('is waited for as long as was asked, whoever is looked at', async () => {
    answer = () => text(429, '', { 'retry-after': '30' });
    await leetify.profile(ANNA);
    expect(await leetify.profile(BORIS)).toMatchObject({ state: 'limited' });
    expect(requests).toHaveLength(1);
    now += 31_000;
    answer = () => Response.json(profileOf(BORIS));
    expect(await leetify.profile(BORIS)).toMatchObject({ state: 'ok' });
  });

  it('is tried again after a failure when the person insists, else later', async () => {
    answer = () => text(500, 'oops');
    await leetify.profile(ANNA);
    await leetify.profile(ANNA);
    expect(requests).toHaveLength(1);
    answer = (url) => Response.json(profileOf(url.searchParams.get('steam64_id') as SteamId));
    expect(await leetify.profile(ANNA, { insist: true })).toMatchObject({ state: 'ok' });
    expect(await leetify.profile(BORIS)).toMatchObject({ state: 'ok' });
  });

  it('is not asked for, insist or not, while it wants us to wait', async () => {
    answer = () => text(429, '');
    await leetify.profile(ANNA);
    expect(await leetify.profile(ANNA, { insist: true, renew: true })).toMatchObject({ state: 'limited' });
    expect(requests).toHaveLength(1);
  });

  it('says when the own key is refused, and asks nobody where the browser forbids it', async () => {
    settings.leetifyKey = 'wrong';
    answer = () => text(401, 'Unauthorized');
    expect(await leetify.profile(ANNA)).toEqual({ state: 'key-refused' });
    allowed = false;
    expect(await leetify.profile(ANNA, { renew: true })).toEqual({ state: 'no-access' });
    expect(requests).toHaveLength(1);
  });

  it('leaves nothing behind but when to ask again', async () => {
    await leetify.profile(ANNA);
    expect(stored).toBeUndefined();
    answer = () => text(429, '');
    await leetify.profile(BORIS);
    expect(JSON.stringify(stored)).not.toMatch(/7656|aim|preaim/);
  });
});

describe('the score with it', () => {
  const facts: PlayerFacts = {
    profile: { observedAt: START, visibility: 'public', name: 'x', createdAt: Date.UTC(2012, 1, 1) },
  };
  let row: { response: object } | undefined;
  const writes = vi.fn();
  const run = (request: { ask?: boolean; renew?: boolean } = {}) =>
    handle(
      {
        settings: { get: async () => settings } as unknown as Parameters<typeof handle>[0]['settings'],
        cache: { details: async () => row, putDetails: writes, putScores: writes } as unknown as Cache,
        leetify,
        now: () => now,
      },
      { steamId: ANNA, ...request },
    );

  beforeEach(() => {
    row = { response: { steamId: ANNA, facts, assessment: assess(evidenceFrom(facts, START), START) } };
    writes.mockReset();
  });

  it('weighs facts and figures together, says what it was before, and keeps neither', async () => {
    const said = await run();
    if (said.state !== 'ok' || !said.score) throw new Error('no score');
    const keys = said.score.assessment.contributions.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['account.old', 'leetify.reaction']));
    expect(said.score).toMatchObject({ complete: true, before: { band: 'unlikely' } });
    expect(writes).not.toHaveBeenCalled();
  });

  it('says when the score before weighs more than is known here', async () => {
    const assessment = assess(evidenceFrom(facts, START), START);
    const report = { key: 'match.ordinary', block: 'skill', nats: 1, points: 3, figures: {} } as const;
    row = {
      response: {
        steamId: ANNA,
        facts,
        assessment: { ...assessment, contributions: [...assessment.contributions, report] },
      },
    };
    expect(await run()).toMatchObject({ score: { complete: false } });
  });

  it('is none while the facts are not known', async () => {
    row = undefined;
    expect(await run()).not.toHaveProperty('score');
  });

  it('is asked for by the settings: never, on the button, or always', async () => {
    settings.leetify = 'off';
    expect(await run({ ask: true })).toEqual({ state: 'off' });
    settings.leetify = 'ask';
    expect(await run()).toEqual({ state: 'unasked' });
    expect(requests).toHaveLength(0);
    expect(await run({ ask: true })).toMatchObject({ state: 'ok' });
    // Asked once, it is there for its minutes.
    expect(await run()).toMatchObject({ state: 'ok' });
    expect(requests).toHaveLength(1);
  });
});
