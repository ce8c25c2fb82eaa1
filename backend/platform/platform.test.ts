import { describe, expect, it } from 'vitest';
import { addressGroup, clientAddress, createAddressHash } from '#backend/platform/address.ts';
import { ConfigError, readConfig, steamKeyOf } from '#backend/platform/config.ts';
import { originTest } from '#backend/platform/http.ts';
import { createLog, errorText } from '#backend/platform/log.ts';
import { createRateLimiter, LIMITS } from '#backend/platform/rate-limit.ts';

describe('the configuration', () => {
  it('needs nothing', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ HOST: '127.0.0.1', PORT: 8787, TRUST_PROXY: 0, STEAM_DAILY_CALLS: 100_000 });
    expect(config.CORS_ORIGINS).toEqual(['chrome-extension://*', 'moz-extension://*']);
    expect(steamKeyOf(config)).toBeUndefined();
  });
  it('counts empty as unset and ignores what is not its own', () => {
    expect(readConfig({ PORT: '', STEAM_API_KEY: '', HOME: '/root' })).toEqual(readConfig({}));
  });
  it.each([
    ['PORT', '70000'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['DATABASE_URL', 'mysql://x'],
    ['DATABASE_URL', 'file:'],
    ['STEAM_API_URL', 'ftp://x'],
    ['STEAM_API_KEY', 'has space'],
    ['HASH_KEY', 'short'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.example/path'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', 'true'],
    ['RATE_LIMIT_FACTOR', '0'],
  ])('names a bad %s and keeps its value to itself', (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^bad configuration:\\n {2}${name}: `));
    if (name === 'STEAM_API_KEY' || name === 'HASH_KEY') expect(read).not.toThrow(value);
  });
  it('needs no key for a Steam that is not Steam', () => {
    expect(steamKeyOf(readConfig({ STEAM_API_URL: 'http://127.0.0.1:1' }))).toBeDefined();
  });
});

describe('addresses', () => {
  it('come from a header only behind proxies that are trusted, and only as far as those saw', () => {
    expect(clientAddress('10.0.0.1', '1.1.1.1, 2.2.2.2', 0)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', '1.1.1.1, 2.2.2.2', 1)).toBe('2.2.2.2');
    expect(clientAddress('10.0.0.1', '1.1.1.1, 2.2.2.2', 2)).toBe('1.1.1.1');
    expect(clientAddress('10.0.0.1', '2.2.2.2', 3)).toBe('2.2.2.2');
    expect(clientAddress('10.0.0.1', null, 1)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', '', 1)).toBe('10.0.0.1');
  });
  it('of one household are one', () => {
    expect(addressGroup('::ffff:1.2.3.4')).toBe('1.2.3.4');
    expect(addressGroup('2001:0DB8:0000:0001:aaaa::1')).toBe(addressGroup('2001:db8:0:1::ffff'));
    expect(addressGroup('2001:db8:0:2::1')).not.toBe(addressGroup('2001:db8:0:1::1'));
    expect(addressGroup('::1')).toBe('0:0:0:0');
    expect(addressGroup('fe80::1%eth0')).toBe('fe80:0:0:0');
    expect(addressGroup('')).toBe('');
  });
  it('are hashed with the key', () => {
    const [a, b] = [createAddressHash('key one, long enough'), createAddressHash('key two, long enough')];
    expect(a('1.2.3.4')).toBe(a('::ffff:1.2.3.4'));
    expect(a('1.2.3.4')).not.toBe(b('1.2.3.4'));
    expect(a('1.2.3.4')).toMatch(/^[\w-]{22}$/);
  });
});

describe('rate limits', () => {
  it('give a burst, then as many as the time brings, to each for himself', () => {
    let now = 0;
    const limiter = createRateLimiter({ now: () => now, sleep: async () => undefined }, 1);
    const { burst, perMinute } = LIMITS.update;
    for (let made = 0; made < burst; made++) expect(limiter.take('update', 'a')).toBe(0);
    const wait = limiter.take('update', 'a');
    expect(wait).toBe(60_000 / perMinute);
    expect(limiter.take('update', 'b')).toBe(0);
    expect(limiter.take('analyze', 'a')).toBe(0);
    now += wait;
    expect(limiter.take('update', 'a')).toBe(0);
    expect(limiter.take('update', 'a')).toBeGreaterThan(0);
    now += 3_600_000;
    for (let made = 0; made < burst; made++) expect(limiter.take('update', 'a')).toBe(0);
    expect(limiter.take('update', 'a')).toBeGreaterThan(0);
  });
  it('hold over a long time, asked evenly', () => {
    let now = 0;
    const limiter = createRateLimiter({ now: () => now, sleep: async () => undefined }, 1);
    let taken = 0;
    for (; now < 10 * 60_000; now += 100) if (limiter.take('resolve', 'a') === 0) taken++;
    expect(taken).toBeLessThanOrEqual(LIMITS.resolve.burst + 10 * LIMITS.resolve.perMinute);
    expect(taken).toBeGreaterThan(10 * LIMITS.resolve.perMinute);
  });
  it('grant as many as there are', () => {
    const limiter = createRateLimiter({ now: () => 0, sleep: async () => undefined }, 0.01);
    expect(limiter.grant('steam', 'a', 20)).toEqual({ granted: 20, retryAfterMs: 0 });
    expect(limiter.grant('steam', 'a', 20)).toMatchObject({ granted: 10 });
    expect(limiter.grant('steam', 'a', 1)).toEqual({ granted: 0, retryAfterMs: 600_000 });
    expect(limiter.grant('steam', 'a', 0)).toEqual({ granted: 0, retryAfterMs: 0 });
  });
  it('remember a bounded number of addresses', () => {
    const limiter = createRateLimiter({ now: () => 0, sleep: async () => undefined }, 1);
    for (let made = 0; made < LIMITS.update.burst; made++) limiter.take('update', 'first');
    for (let other = 0; other < 50_000; other++) limiter.take('update', `other ${other}`);
    expect(limiter.take('update', 'first')).toBe(0);
  });
});

describe('the log', () => {
  it('writes one JSON object a line, from its level on', () => {
    const lines: string[] = [];
    const log = createLog('warn', (line) => lines.push(line));
    log.info('quiet');
    log.warn('loud', { text: 'a\nb', number: 1 });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', event: 'loud', text: 'a\nb', number: 1 });
    expect(lines[0]).not.toContain('\n');
    expect([log.enabled('info'), log.enabled('error')]).toEqual([false, true]);
  });
  it('blanks secrets in addresses', () => {
    expect(errorText(new TypeError('GET https://x/?key=abc&steamid=1 failed'))).toBe(
      'TypeError: GET https://x/?key=***&steamid=1 failed',
    );
  });
});

describe('origins', () => {
  it('match exactly, or any host of a scheme', () => {
    const allowed = originTest(['chrome-extension://*', 'https://app.example']);
    expect(['chrome-extension://abc', 'https://app.example'].map(allowed)).toEqual([true, true]);
    for (const origin of [
      'https://app.example.evil',
      'https://app.example:8443',
      'chrome-extension://',
      'null',
      'http://app.example',
    ]) {
      expect(allowed(origin), origin).toBe(false);
    }
  });
});
