import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Clock } from '#backend/platform/clock.ts';
import { createLog } from '#backend/platform/log.ts';
import { createBreaker } from '#backend/steam/breaker.ts';
import { createSteamGet, retryAfterOf } from '#backend/steam/http.ts';
import type { Quota } from '#backend/steam/quota.ts';

type Reply = { status: number; body?: string; headers?: Record<string, string> } | 'unreachable';

/** A Steam that gives these replies in turn (the last one again and again), on a clock that jumps instead of waiting. */
function setup(replies: Reply[], quotaLeft = Number.POSITIVE_INFINITY) {
  let now = 1_000_000;
  let left = quotaLeft;
  const slept: number[] = [];
  const urls: string[] = [];
  const lines: string[] = [];
  const clock: Clock = {
    now: () => now,
    async sleep(ms) {
      slept.push(ms);
      now += ms;
    },
  };
  const quota: Quota = { take: async () => left-- > 0, resetsIn: () => 5000 };
  const breaker = createBreaker(clock);
  const get = createSteamGet({
    clock,
    quota,
    breaker,
    random: () => 0.5,
    log: createLog('debug', (line) => lines.push(line)),
    url: 'https://steam.example',
    key: 'SECRET-KEY',
    async fetch(input) {
      urls.push(String(input));
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      if (reply === undefined || reply === 'unreachable') throw new TypeError(`fetch failed: ${String(input)}`);
      return new Response(reply.body ?? '{"ok":1}', reply);
    },
  });
  const ask = () => get({ path: '/a', params: { steamid: '1' }, schema: z.object({ ok: z.int() }) });
  return { ask, get, slept, urls, lines, breaker, advance: (ms: number) => (now += ms) };
}

describe('a call to Steam', () => {
  it('comes back read by its schema', async () => {
    const { ask, urls } = setup([{ status: 200 }]);
    expect(await ask()).toEqual({ state: 'ok', value: { ok: 1 } });
    expect(urls).toEqual(['https://steam.example/a?key=SECRET-KEY&steamid=1']);
  });

  it.each<[string, Reply]>([
    ['500', { status: 500 }],
    ['an unreachable server', 'unreachable'],
    ['half an answer', { status: 200, body: '{"ok":' }],
    ['another shape', { status: 200, body: '{"ok":"yes"}' }],
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example' } }],
    ['503', { status: 503 }],
  ])('is tried three times after %s, waiting longer each time', async (_, reply) => {
    const { ask, urls, slept } = setup([reply]);
    expect(await ask()).toEqual({ state: 'failed' });
    expect(urls).toHaveLength(3);
    expect(slept).toEqual([250, 500]);
  });

  it('succeeds when a later try does', async () => {
    const { ask, slept } = setup(['unreachable', { status: 502 }, { status: 200 }]);
    expect(await ask()).toEqual({ state: 'ok', value: { ok: 1 } });
    expect(slept).toHaveLength(2);
  });

  it('is not tried again when the request itself was refused', async () => {
    for (const status of [400, 401, 403, 404]) {
      const { ask, urls } = setup([{ status }]);
      expect(await ask()).toEqual({ state: 'failed' });
      expect(urls).toHaveLength(1);
    }
  });

  it('waits as long as Steam asks when that is short, in seconds or as a date', async () => {
    const short = setup([{ status: 429, headers: { 'retry-after': '2' } }, { status: 200 }]);
    expect((await short.ask()).state).toBe('ok');
    expect(short.slept).toEqual([2000]);
    expect(retryAfterOf('Thu, 01 Jan 1970 00:20:00 GMT', 1_000_000)).toBe(200_000);
    expect(retryAfterOf('Thu, 01 Jan 1970 00:00:00 GMT', 1_000_000)).toBe(0);
    expect(retryAfterOf('soon', 0)).toBeUndefined();
    expect(retryAfterOf(null, 0)).toBeUndefined();
  });

  it('ends at once when Steam asks for more, and no other call goes out until then', async () => {
    const { ask, urls, advance } = setup([{ status: 429, headers: { 'retry-after': '60' } }, { status: 200 }]);
    expect(await ask()).toEqual({ state: 'limited', retryAfterMs: 60_000 });
    advance(59_000);
    expect(await ask()).toEqual({ state: 'limited', retryAfterMs: 1000 });
    expect(urls).toHaveLength(1);
    advance(1000);
    expect((await ask()).state).toBe('ok');
  });

  it('takes a 429 without a time for a minute', async () => {
    const { ask } = setup([{ status: 429 }]);
    expect(await ask()).toEqual({ state: 'limited', retryAfterMs: 60_000 });
  });

  it('is not made when the daily allowance is used up', async () => {
    const { ask, urls } = setup([{ status: 200 }], 1);
    expect((await ask()).state).toBe('ok');
    expect(await ask()).toEqual({ state: 'limited', retryAfterMs: 5000 });
    expect(urls).toHaveLength(1);
  });

  it('never shows the key in a log line', async () => {
    const { ask, lines } = setup(['unreachable', { status: 403 }]);
    await ask();
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toContain('SECRET-KEY');
  });
});

describe('the circuit', () => {
  it('opens after five failures in a row, lets one call through after 30 s, and closes when that succeeds', async () => {
    const { ask, urls, advance, breaker } = setup([...Array<Reply>(6).fill({ status: 500 }), { status: 200 }]);
    await ask();
    await ask();
    expect(urls).toHaveLength(5);
    expect(breaker.state).toBe('open');
    expect(await ask()).toEqual({ state: 'failed' });
    expect(urls).toHaveLength(5);
    advance(30_000);
    // The one call fails (its retries find the circuit open again), the next one after another 30 s does not.
    expect(await ask()).toEqual({ state: 'failed' });
    expect(urls).toHaveLength(6);
    advance(30_000);
    expect((await ask()).state).toBe('ok');
    expect(breaker.state).toBe('closed');
  });

  it('lets only one call through at a time while it tries', () => {
    let now = 0;
    const breaker = createBreaker({ now: () => now, sleep: async () => undefined });
    for (let failure = 0; failure < 5; failure++) breaker.failed();
    now = 30_000;
    expect([breaker.admit(), breaker.admit()]).toEqual(['yes', 'open']);
    breaker.succeeded();
    expect(breaker.admit()).toBe('yes');
  });
});

describe('calls at once', () => {
  it('are four at most, and the rest follow', async () => {
    let running = 0;
    let most = 0;
    const get = createSteamGet({
      clock: { now: () => 0, sleep: async () => undefined },
      quota: { take: async () => true, resetsIn: () => 0 },
      breaker: createBreaker({ now: () => 0, sleep: async () => undefined }),
      random: () => 0,
      log: createLog('silent'),
      url: 'https://steam.example',
      key: 'k',
      async fetch() {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return new Response('{}');
      },
    });
    const all = Array.from({ length: 50 }, () => get({ path: '/', params: {}, schema: z.object({}) }));
    expect((await Promise.all(all)).every(({ state }) => state === 'ok')).toBe(true);
    expect(most).toBe(4);
  });
});
