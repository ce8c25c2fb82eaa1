import { describe, expect, it } from 'vitest';
import { MAX_STEAM_ID, MIN_STEAM_ID } from '#shared/steam/steam-id.ts';
import { call, lookup, post, problem } from '#tests/api/client.ts';
import { freshId } from '#tests/api/fake-steam.ts';
import type { Target } from '#tests/api/targets.ts';

export function lookupTests(target: () => Target, crowd: number): void {
  const ask = (body: unknown, headers?: Record<string, string>) =>
    call(`${target().url}/v1/players/lookup`, post(body, headers));

  describe('POST /v1/players/lookup', () => {
    it('scores players nobody knew, in the order asked, and says which Steam does not know', async () => {
      const { url, steam } = target();
      const known = [steam.add(), steam.add({ visibility: 1 }), steam.add({ vac: 1, daysSinceLastBan: 3 })];
      const unknown = freshId();
      const asked = [known[0], unknown, known[1], known[2], known[0]].map(String);
      const { players, partial } = await lookup(url, asked);
      expect(players.map(({ steamId, state }) => [steamId, state])).toEqual([
        [known[0], 'scored'],
        [unknown, 'not-found'],
        [known[1], 'scored'],
        [known[2], 'scored'],
      ]);
      expect(partial).toBe(false);
      const entries = players.map((player) => (player.state === 'scored' ? player.entry : undefined));
      expect(players[0]).toMatchObject({ stale: false });
      expect(entries[0]?.band).toBe('unlikely');
      expect(entries[2]?.score ?? 0).toBeLessThanOrEqual(30);
      expect(entries[3]?.score ?? 0).toBeGreaterThan(entries[0]?.score ?? 100);
    });

    it('asks Steam in batches of all players, and private profiles for nothing more', async () => {
      const { url, steam } = target();
      const open = Array.from({ length: 60 }, () => steam.add());
      const closed = Array.from({ length: 40 }, () => steam.add({ visibility: 1 }));
      steam.calls.length = 0;
      steam.mostAtOnce = 0;
      await lookup(url, [...open, ...closed]);
      const count = (endpoint: string) => steam.calls.filter((made) => made.endpoint === endpoint).length;
      expect([count('GetPlayerSummaries'), count('GetPlayerBans')]).toEqual([1, 1]);
      expect([count('GetOwnedGames'), count('GetSteamLevel'), count('GetUserStatsForGame')]).toEqual([60, 60, 60]);
      expect(steam.mostAtOnce).toBeLessThanOrEqual(4);
    });

    it('answers known players without Steam', async () => {
      const { url, steam } = target();
      const ids = [steam.add(), freshId()];
      const first = await lookup(url, ids);
      steam.calls.length = 0;
      expect(await lookup(url, ids)).toEqual(first);
      expect(steam.calls).toEqual([]);
    });

    it('renews players whose time has come', async () => {
      const { url, steam, sql } = target();
      const steamId = steam.add();
      const [before] = (await lookup(url, [steamId])).players;
      await sql.execute({ sql: 'UPDATE player SET fresh_until = 1 WHERE steam_id = ?', args: [steamId] });
      steam.people.set(steamId, { vac: 1, daysSinceLastBan: 1 });
      const [result] = (await lookup(url, [steamId])).players;
      expect(result).toMatchObject({ state: 'scored', stale: false });
      const scoreOf = (of: typeof result) => (of?.state === 'scored' ? of.entry.score : undefined) ?? 0;
      expect(scoreOf(result)).toBeGreaterThan(scoreOf(before));
    });

    it('takes a player who is gone from Steam out of the scores', async () => {
      const { url, steam, sql } = target();
      const steamId = steam.add();
      await lookup(url, [steamId]);
      steam.people.delete(steamId);
      await sql.execute({ sql: 'UPDATE player SET fresh_until = 1 WHERE steam_id = ?', args: [steamId] });
      expect((await lookup(url, [steamId])).players).toEqual([{ state: 'not-found', steamId }]);
      expect((await sql.execute({ sql: 'SELECT 1 FROM score WHERE steam_id = ?', args: [steamId] })).rows).toEqual([]);
    });

    it('keeps hostile names as the text they are, cut', async () => {
      const { url, steam } = target();
      const names = [
        '<img src=x onerror=alert(1)>',
        '‮evil',
        'x'.repeat(1000),
        'nul\0byte',
        '\ud800lone',
        "'; DROP TABLE player;--",
        '',
      ];
      const ids = names.map((name) => steam.add({ name }));
      expect((await lookup(url, ids)).partial).toBe(false);
      const shown = await Promise.all(
        ids.map(async (id) => JSON.parse((await call(`${url}/v1/players/${id}`)).text).facts.profile.name),
      );
      expect(shown).toEqual([names[0], names[1], 'x'.repeat(128), 'nulbyte', '\ufffdlone', names[5], '']);
    });

    it('names what is wrong with the body', async () => {
      const good = String(freshId());
      const below = (BigInt(MIN_STEAM_ID) - 1n).toString();
      const above = (BigInt(MAX_STEAM_ID) + 1n).toString();
      for (const bad of [
        below,
        above,
        '123',
        'abc',
        '',
        null,
        7_656_119_800_000_000,
        {},
        ' 76561198000000001',
        '７６５６１１９８０００００００００',
      ]) {
        const body = problem(await ask({ steamIds: [good, bad] }), 'bad-request', 400);
        expect(body.errors?.[0]?.path).toBe('steamIds.1');
      }
      const paths = async (body: unknown) =>
        problem(await ask(body), 'bad-request', 400).errors?.map(({ path }) => path);
      expect(await paths({ steamIds: [] })).toEqual(['steamIds']);
      expect(await paths({ steamIds: Array.from({ length: 101 }, freshId) })).toEqual(['steamIds']);
      expect(await paths({})).toEqual(['steamIds']);
      expect(await paths({ steamIds: good })).toEqual(['steamIds']);
      expect(await paths({ steamIds: [good], more: 1 })).toEqual(['']);
      expect(await paths([])).toEqual(['']);
      expect(await paths('null')).toEqual(['']);
    });

    it('takes the smallest and the largest ID there are', async () => {
      const { players } = await lookup(target().url, [MIN_STEAM_ID, MAX_STEAM_ID]);
      expect(players.map(({ state }) => state)).toEqual(['not-found', 'not-found']);
    });

    it('refuses what is not JSON, and JSON made to hurt', async () => {
      for (const text of ['', '{', '{"steamIds":[', 'nonsense', '\ufeff{}x', '"\ud800"'.slice(0, 2)]) {
        problem(await ask(text), 'bad-request', 400);
      }
      const deep = '['.repeat(8000) + ']'.repeat(8000);
      problem(await ask(deep), 'bad-request', 400);
      problem(await ask(`{"steamIds":${deep.slice(0, 7000)}${']'.repeat(7000)}}`), 'bad-request', 400);
      problem(await ask('{"__proto__":{"steamIds":["x"]}}'), 'bad-request', 400);
    });

    it('refuses other content types', async () => {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/jsonp',
        'multipart/form-data',
      ]) {
        problem(await ask({ steamIds: [freshId()] }, { 'content-type': type }), 'unsupported-media-type', 415);
      }
      const answer = await ask({ steamIds: [freshId()] }, { 'content-type': 'application/json; charset=utf-8' });
      expect(answer.status).toBe(200);
    });

    it('refuses huge bodies, announced or not', async () => {
      problem(await ask('x'.repeat(17 * 1024)), 'body-too-large', 413);
      const chunks = new ReadableStream({
        start(controller) {
          for (let index = 0; index < 20; index++) controller.enqueue(new TextEncoder().encode('['.repeat(1024)));
          controller.close();
        },
      });
      const init: RequestInit & { duplex: 'half' } = { ...post(''), body: chunks, duplex: 'half' };
      problem(await call(`${target().url}/v1/players/lookup`, init), 'body-too-large', 413);
    });

    it('takes POST only', async () => {
      // The same address with GET asks for the player "lookup", who does not exist.
      problem(await call(`${target().url}/v1/players/lookup`), 'bad-request', 400);
      problem(await call(`${target().url}/v1/players/lookup`, { method: 'PUT' }), 'method-not-allowed', 405);
    });
  });

  describe('a stampede', () => {
    it(`of ${crowd} lookups for the same 100 players costs one set of calls`, async () => {
      const { steam } = target();
      const ids = Array.from({ length: 100 }, () => steam.add());
      steam.calls.length = 0;
      const { promise, resolve } = Promise.withResolvers<void>();
      steam.hold = promise;
      const asked = Array.from({ length: crowd }, () => ask({ steamIds: ids }));
      // Let go once the first call has come through: by then others are waiting behind it.
      while (steam.calls.length === 0) await new Promise((done) => setImmediate(done));
      resolve();
      steam.hold = undefined;
      const answers = await Promise.all(asked);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      for (const { text } of answers) {
        expect(JSON.parse(text).players.map(({ state }: { state: string }) => state)).toEqual(
          Array(100).fill('scored'),
        );
      }
      const made = Object.groupBy(steam.calls, ({ endpoint }) => endpoint);
      expect(Object.fromEntries(Object.entries(made).map(([endpoint, calls]) => [endpoint, calls?.length]))).toEqual({
        GetPlayerSummaries: 1,
        GetPlayerBans: 1,
        GetOwnedGames: 100,
        GetSteamLevel: 100,
        GetUserStatsForGame: 100,
      });
    });
  });
}
