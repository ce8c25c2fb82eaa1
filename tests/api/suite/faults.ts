import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readyResponseSchema } from '#shared/api/operations.ts';
import { bansResponseSchema, playerResponseSchema, resolveResponseSchema } from '#shared/api/players.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { call, lookup, post, problem, read } from '#tests/api/client.ts';
import type { Fault } from '#tests/api/fake-steam.ts';
import type { Platform, Target } from '#tests/api/targets.ts';

/** Steam in every bad state. Each test has a backend of its own: a circuit that opened stays open for a while. */
export function faultTests(platform: Platform): void {
  let target: Target;
  beforeEach(async () => {
    target = await platform.start();
  });
  afterEach(() => target.stop());

  const expire = (steamId: SteamId) =>
    target.sql.execute({ sql: 'UPDATE player SET fresh_until = 1 WHERE steam_id = ?', args: [steamId] });

  /** One player known from before (and no longer fresh), one unknown. */
  async function people() {
    const known = target.steam.add({ name: 'known' });
    const entry = (await lookup(target.url, [known])).players[0];
    await expire(known);
    if (entry?.state !== 'scored') throw new Error(`not scored: ${JSON.stringify(entry)}`);
    return { known, unknown: target.steam.add(), entry: entry.entry };
  }

  describe('with Steam failing', () => {
    const outages: [string, Fault][] = [
      ['answering 500', { status: 500 }],
      ['cutting connections', { cut: true }],
      ['answering nonsense', { status: 200, body: '<html>Sorry!</html>' }],
      ['answering JSON of another shape', { status: 200, body: '{"response":{"players":{"no":"list"}}}' }],
      ['refusing the key', { status: 403, body: '<html>Forbidden</html>' }],
    ];
    it.each(outages)('(%s) known players are shown stale and others as failed', async (_, fault) => {
      const { known, unknown, entry } = await people();
      target.steam.faults.push(fault);
      const { players, partial } = await lookup(target.url, [known, unknown]);
      expect(players).toEqual([
        { state: 'scored', steamId: known, entry, stale: true },
        { state: 'failed', steamId: unknown },
      ]);
      expect(partial).toBe(true);
      const detail = read(await call(`${target.url}/v1/players/${known}`), playerResponseSchema);
      expect(detail.stale).toBe(true);
      expect(detail.sources.find(({ source }) => source === 'profile')?.state).toBe('failed');
      const none = await call(`${target.url}/v1/players/${unknown}`);
      problem(none, 'upstream-unavailable', 503);
      expect(Number(none.headers.get('retry-after'))).toBeGreaterThan(0);
      problem(await call(`${target.url}/v1/resolve?q=some_name`), 'upstream-unavailable', 503);
      // Nothing was kept of somebody nothing was learnt about.
      const rows = await target.sql.execute({ sql: 'SELECT 1 FROM player WHERE steam_id = ?', args: [unknown] });
      expect(rows.rows).toEqual([]);
    });

    it('bans that are held are told, others have failed or are to be asked for later', async () => {
      const known = target.steam.add({ vac: 1, daysSinceLastBan: 3 });
      await lookup(target.url, [known]);
      const ask = async () => {
        const answer = await call(`${target.url}/v1/players/bans`, post({ steamIds: [known, target.steam.add()] }));
        return read(answer, bansResponseSchema).players.map(({ state }) => state);
      };
      target.steam.faults.push({ endpoint: 'GetPlayerBans', status: 503 });
      expect(await ask()).toEqual(['ok', 'failed']);
      target.steam.faults.length = 0;
      target.steam.faults.push({ endpoint: 'GetPlayerBans', status: 429, headers: { 'retry-after': '300' } });
      const [first, second] = await ask();
      expect(first).toBe('ok');
      expect(['limited', 'failed']).toContain(second);
    });

    it('stops asking after a while, says so, and answers at once', async () => {
      const { unknown } = await people();
      target.steam.faults.push({ status: 500 });
      await lookup(target.url, [unknown]);
      await lookup(target.url, [unknown]);
      target.steam.calls.length = 0;
      expect((await lookup(target.url, [unknown])).players).toEqual([{ state: 'failed', steamId: unknown }]);
      expect(target.steam.calls).toEqual([]);
      const ready = read(await call(`${target.url}/ready`), readyResponseSchema);
      expect(ready).toEqual({ status: 'ready', checks: { database: 'ok', steam: 'degraded' } });
    });

    it('tries again by itself when a call fails once', async () => {
      const { unknown } = await people();
      target.steam.faults.push(
        { endpoint: 'GetPlayerSummaries', status: 502, times: 1 },
        { endpoint: 'GetPlayerBans', cut: true, times: 1 },
      );
      expect((await lookup(target.url, [unknown])).players[0]).toMatchObject({ state: 'scored', stale: false });
    });
  });

  describe('with Steam asking us to wait', () => {
    it('says how long, and leaves Steam alone meanwhile', async () => {
      const { known, unknown, entry } = await people();
      target.steam.faults.push({ status: 429, headers: { 'retry-after': '100' } });
      const { players, partial } = await lookup(target.url, [known, unknown]);
      expect(partial).toBe(true);
      expect(players[0]).toEqual({ state: 'scored', steamId: known, entry, stale: true });
      expect(players[1]).toMatchObject({ state: 'limited', steamId: unknown });
      const wait = players[1]?.state === 'limited' ? players[1].retryAfterMs : 0;
      expect(wait).toBeGreaterThan(90_000);
      expect(wait).toBeLessThanOrEqual(100_000);
      target.steam.calls.length = 0;
      const detail = await call(`${target.url}/v1/players/${unknown}`);
      problem(detail, 'upstream-unavailable', 503);
      expect(Number(detail.headers.get('retry-after'))).toBeGreaterThan(80);
      expect(target.steam.calls).toEqual([]);
    });
  });

  describe('with one source failing', () => {
    it('scores from the others, says which failed, and looks again soon', async () => {
      target.steam.faults.push({ endpoint: 'GetSteamLevel', status: 404 });
      const steamId = target.steam.add();
      const player = read(await call(`${target.url}/v1/players/${steamId}`), playerResponseSchema);
      expect(player.assessment).not.toBeNull();
      expect(player.facts.level).toBeUndefined();
      expect(player.sources.find(({ source }) => source === 'level')?.state).toBe('failed');
      const rows = await target.sql.execute({
        sql: 'SELECT fresh_until - checked_at AS ttl FROM player WHERE steam_id = ?',
        args: [steamId],
      });
      expect(Number(rows.rows[0]?.['ttl'])).toBe(10 * 60_000);
    });

    it('reads the rest of a batch in which one player is garbled', async () => {
      const good = target.steam.add();
      const summary = { steamid: good, communityvisibilitystate: 1, personaname: 'good' };
      target.steam.faults.push({
        endpoint: 'GetPlayerSummaries',
        status: 200,
        body: JSON.stringify({ response: { players: [summary, { steamid: 5 }] } }),
      });
      const other = target.steam.add();
      const { players } = await lookup(target.url, [good, other]);
      expect(players.map(({ state }) => state)).toEqual(['scored', 'failed']);
    });
  });

  describe('with Steam slow', () => {
    it('answers in time with what there is, and goes on behind', async () => {
      await target.stop();
      target = await platform.start({ LOOKUP_WAIT_MS: '1500' });
      const { known, unknown, entry } = await people();
      const { promise, resolve } = Promise.withResolvers<void>();
      target.steam.hold = promise;
      const { players, partial } = await lookup(target.url, [known, unknown]);
      expect(players).toEqual([
        { state: 'scored', steamId: known, entry, stale: true },
        { state: 'limited', steamId: unknown, retryAfterMs: 1000 },
      ]);
      expect(partial).toBe(true);
      resolve();
      target.steam.hold = undefined;
      await expect
        .poll(async () => (await lookup(target.url, [unknown])).players[0]?.state, { timeout: 10_000 })
        .toBe('scored');
    });
  });

  describe('the daily allowance', () => {
    it('is kept across everything, and what is over is limited until midnight UTC', async () => {
      await target.stop();
      target = await platform.start({ STEAM_DAILY_CALLS: '7' });
      const first = target.steam.add();
      expect((await lookup(target.url, [first])).players[0]?.state).toBe('scored');
      const second = target.steam.add();
      const { players } = await lookup(target.url, [second]);
      expect(target.steam.calls.length).toBeLessThanOrEqual(7);
      const used = await target.sql.execute(`SELECT used FROM quota WHERE service = 'steam'`);
      expect(Number(used.rows[0]?.['used'])).toBeLessThanOrEqual(7);
      const third = (await lookup(target.url, [target.steam.add()])).players[0];
      expect(players).toHaveLength(1);
      expect(third?.state).toBe('limited');
      const midnight = 86_400_000 - (Date.now() % 86_400_000);
      expect(Math.abs((third?.state === 'limited' ? third.retryAfterMs : 0) - midnight)).toBeLessThan(60_000);
    });
  });

  describe('without a key', () => {
    it('says so, and answers only what it knows', async () => {
      await target.stop();
      target = await platform.start({ STEAM_API_URL: 'https://api.steampowered.com', STEAM_API_KEY: '' });
      const steamId = target.steam.add();
      expect((await lookup(target.url, [steamId])).players).toEqual([{ state: 'failed', steamId }]);
      expect(read(await call(`${target.url}/ready`), readyResponseSchema).checks.steam).toBe('no-key');
      problem(await call(`${target.url}/v1/players/${steamId}`), 'upstream-unavailable', 503);
      expect(read(await call(`${target.url}/v1/resolve?q=${steamId}`), resolveResponseSchema).via).toBe('id');
    });
  });

  describe('the players one address may have looked up at Steam', () => {
    it('are counted over all routes; what is known is still answered', async () => {
      await target.stop();
      // Three in all.
      target = await platform.start({ RATE_LIMIT_FACTOR: '0.001' });
      const ids = Array.from({ length: 5 }, () => target.steam.add());
      const { players, partial } = await lookup(target.url, ids);
      expect(players.map(({ state }) => state)).toEqual(['scored', 'scored', 'scored', 'limited', 'limited']);
      expect(partial).toBe(true);
      expect(new Set(target.steam.calls.flatMap(({ steamIds }) => steamIds)).size).toBe(3);
      const refused = await call(`${target.url}/v1/players/${ids[4]}`);
      problem(refused, 'rate-limited', 429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    });
  });

  describe('rate limits', () => {
    it('refuse an address that asks too much, per route, and say when to come back', async () => {
      await target.stop();
      target = await platform.start({ RATE_LIMIT_FACTOR: '0.1' });
      const resolve = () => call(`${target.url}/v1/resolve?q=76561198000000001`);
      const answers = [];
      for (let made = 0; made < 12; made++) answers.push(await resolve());
      const refused = answers.filter(({ status }) => status === 429);
      expect(answers[0]?.status).toBe(200);
      expect(refused.length).toBeGreaterThan(0);
      for (const answer of refused) {
        problem(answer, 'rate-limited', 429);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      // Another route has its own count.
      expect((await call(`${target.url}/v1/scores/abcd`)).status).toBe(200);
      // A header a client can write gives no fresh count.
      const forged = await call(`${target.url}/v1/resolve?q=76561198000000001`, {
        headers: { 'x-forwarded-for': '203.0.113.9' },
      });
      expect(forged.status).toBe(429);
      expect((await call(`${target.url}/v1/players/lookup`, post({}))).status).toBe(400);
    });
  });
}
