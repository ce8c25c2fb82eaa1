import { describe, expect, it } from 'vitest';
import { analysisResponseSchema, playerResponseSchema, resolveResponseSchema } from '#shared/api/players.ts';
import { call, lookup, problem, read } from '#tests/api/client.ts';
import { freshId } from '#tests/api/fake-steam.ts';
import type { Target } from '#tests/api/targets.ts';

const BAD_IDS = [
  '1',
  'abc',
  '7656119796026572',
  '76561197960265728',
  '76561202255233024',
  '%00',
  '76561198000000001%20',
];

export function playerTests(target: () => Target): void {
  const get = (path: string) => call(`${target().url}/v1/players/${path}`);
  const postTo = (path: string) => call(`${target().url}/v1/players/${path}`, { method: 'POST' });
  const expire = (steamId: string) =>
    target().sql.execute({
      sql: 'UPDATE player SET fresh_until = 1, checked_at = 1 WHERE steam_id = ?',
      args: [steamId],
    });

  describe('GET /v1/players/{steamId}', () => {
    it('answers with facts, bans, sources and the assessment, looking a stranger up first', async () => {
      const { steam } = target();
      const steamId = steam.add({
        name: 'Ада',
        country: 'GB',
        vac: 1,
        game: 2,
        daysSinceLastBan: 10,
        level: 7,
        minutes: 6000,
      });
      const player = read(await get(steamId), playerResponseSchema);
      expect(player.facts.profile).toMatchObject({
        name: 'Ада',
        country: 'GB',
        visibility: 'public',
        createdAt: 1_300_000_000_000,
      });
      expect(player.facts.bans).toMatchObject({ vac: 1, game: 2, community: false, economy: 'none' });
      const day = 86_400_000;
      expect(player.facts.bans?.lastBanAt).toBe(Math.floor(Date.now() / day) * day - 10 * day);
      expect(player.facts.games).toMatchObject({ owned: 60, played: 5, cs2Minutes: 6000, cs2RecentMinutes: 600 });
      expect(player.facts.level?.level).toBe(7);
      expect(player.facts.stats).toMatchObject({ kills: 20_000, deaths: 19_000, headshotKills: 9000 });
      expect(player.sources.map(({ source, state }) => [source, state]).sort()).toEqual([
        ['bans', 'ok'],
        ['games', 'ok'],
        ['level', 'ok'],
        ['profile', 'ok'],
        ['stats', 'ok'],
      ]);
      expect(player.assessment?.contributions[0]?.key).toBe('prior');
      expect(player.stale).toBe(false);
      steam.calls.length = 0;
      expect(read(await get(steamId), playerResponseSchema)).toMatchObject({ assessment: player.assessment });
      expect(steam.calls).toEqual([]);
    });

    it('dates a ban of today', async () => {
      const steamId = target().steam.add({ vac: 1, daysSinceLastBan: 0 });
      const { facts } = read(await get(steamId), playerResponseSchema);
      expect(Date.now() - (facts.bans?.lastBanAt ?? 0)).toBeLessThan(86_400_000);
    });

    it('says private where Steam does, and leaves the facts out', async () => {
      const steamId = target().steam.add({ visibility: 1 });
      const player = read(await get(steamId), playerResponseSchema);
      expect(player.facts.profile).toMatchObject({ visibility: 'private' });
      expect([player.facts.games, player.facts.level, player.facts.stats, player.facts.profile?.createdAt]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      const states = Object.fromEntries(player.sources.map(({ source, state }) => [source, state]));
      expect(states).toEqual({ profile: 'ok', bans: 'ok', games: 'private', level: 'private', stats: 'private' });
      expect(player.assessment?.score ?? 0).toBeLessThanOrEqual(30);
    });

    it('keeps what was public once, with its time, when a profile turns private', async () => {
      const { steam } = target();
      const steamId = steam.add({ country: 'SE' });
      const before = read(await get(steamId), playerResponseSchema);
      steam.people.set(steamId, { visibility: 1 });
      await expire(steamId);
      const after = read(await get(steamId), playerResponseSchema);
      expect(after.facts.profile).toMatchObject({ visibility: 'private', createdAt: before.facts.profile?.createdAt });
      expect(after.facts.games).toEqual(before.facts.games);
      const games = after.sources.find(({ source }) => source === 'games');
      expect(games).toMatchObject({ state: 'private', observedAt: before.facts.games?.observedAt });
      // A country that is hidden now has not changed.
      expect(after.facts.history?.countries).toEqual([]);
    });

    it('appends names, countries and bans when they change, and only then', async () => {
      const { steam, sql } = target();
      const steamId = steam.add({ name: 'first', country: 'DE' });
      const changes = [
        { name: 'first', country: 'DE' },
        { name: 'second', country: 'DE' },
        { name: 'second', country: 'FR', vac: 1, daysSinceLastBan: 5 },
        { name: 'first', country: 'FR', vac: 1, daysSinceLastBan: 6 },
      ];
      for (const change of changes) {
        steam.people.set(steamId, change);
        await expire(steamId);
        read(await get(steamId), playerResponseSchema);
      }
      const { facts } = read(await get(steamId), playerResponseSchema);
      expect(facts.history?.names.map(({ value }) => value)).toEqual(['second']);
      expect(facts.history?.countries.map(({ value }) => value)).toEqual(['DE']);
      const rows = await sql.execute({
        sql: 'SELECT kind, value FROM player_history WHERE steam_id = ? ORDER BY id',
        args: [steamId],
      });
      const valuesOf = (kind: string) => rows.rows.filter((row) => row['kind'] === kind).map((row) => row['value']);
      expect(valuesOf('name')).toEqual(['first', 'second', 'first']);
      expect(valuesOf('country')).toEqual(['DE', 'FR']);
      // The day of the ban came out a day apart in the last two looks: the same ban.
      expect(valuesOf('bans')).toHaveLength(2);
    });

    it('says that there is no such account', async () => {
      problem(await get(freshId()), 'not-found', 404);
    });

    it.each(BAD_IDS)('refuses %s', async (steamId) => {
      for (const answer of [
        await get(steamId),
        await get(`${steamId}/analysis`),
        await postTo(`${steamId}/analyze`),
        await postTo(`${steamId}/update`),
      ]) {
        expect(problem(answer, 'bad-request', 400).errors?.[0]?.path).toBe('steamId');
      }
    });

    it('drops a stored fact that is damaged and goes on', async () => {
      const { steam, sql } = target();
      const steamId = steam.add();
      await get(steamId);
      await sql.execute({
        sql: `UPDATE player_source SET facts = '{"level":' WHERE steam_id = ? AND source = 'level'`,
        args: [steamId],
      });
      await sql.execute({
        sql: `UPDATE player_source SET facts = '{"kills":-1}' WHERE steam_id = ? AND source = 'stats'`,
        args: [steamId],
      });
      const { facts } = read(await get(steamId), playerResponseSchema);
      expect([facts.level, facts.stats]).toEqual([undefined, undefined]);
      expect(facts.profile).toBeDefined();
    });
  });

  describe('GET /v1/players/{steamId}/analysis', () => {
    it('pages through past assessments, newest first, each once', async () => {
      const { steam, sql } = target();
      const steamId = steam.add();
      const current = read(await get(steamId), playerResponseSchema).assessment;
      for (let at = 1; at <= 6; at++) {
        await sql.execute({
          sql: 'INSERT INTO assessment VALUES (?, ?, ?, ?)',
          args: [steamId, at, `old ${at}`, JSON.stringify({ ...current, assessedAt: at })],
        });
      }
      const seen: number[] = [];
      let cursor: string | null = null;
      let pages = 0;
      do {
        const query: string = cursor === null ? '?limit=3' : `?limit=3&cursor=${cursor}`;
        const page = read(await get(`${steamId}/analysis${query}`), analysisResponseSchema);
        seen.push(...page.items.map(({ assessedAt }) => assessedAt));
        cursor = page.next;
        pages++;
      } while (cursor !== null);
      expect(seen).toEqual([current?.assessedAt, 6, 5, 4, 3, 2, 1]);
      expect(pages).toBe(3);
      expect(read(await get(`${steamId}/analysis`), analysisResponseSchema)).toMatchObject({ next: null });
    });

    it('keeps one entry per outcome, not one per look', async () => {
      const { steam } = target();
      const steamId = steam.add();
      for (let look = 0; look < 3; look++) read(await postTo(`${steamId}/analyze`), playerResponseSchema);
      expect(read(await get(`${steamId}/analysis`), analysisResponseSchema).items).toHaveLength(1);
      steam.people.set(steamId, { vac: 3, daysSinceLastBan: 2 });
      await expire(steamId);
      read(await get(steamId), playerResponseSchema);
      const { items } = read(await get(`${steamId}/analysis`), analysisResponseSchema);
      expect(items).toHaveLength(2);
      expect(items[0]?.score ?? 0).toBeGreaterThan(items[1]?.score ?? 100);
    });

    it('refuses limits and cursors that are none', async () => {
      const steamId = target().steam.add();
      await get(steamId);
      for (const query of [
        'limit=0',
        'limit=101',
        'limit=x',
        'limit=1.5',
        'cursor=%27',
        'cursor=ABC',
        `cursor=${'z'.repeat(65)}`,
        'cursor=-1',
        `cursor=${'z'.repeat(12)}`,
      ]) {
        const path = problem(await get(`${steamId}/analysis?${query}`), 'bad-request', 400).errors?.[0]?.path;
        expect(path).toBe(query.split('=')[0]);
      }
    });

    it('has none for somebody never seen', async () => {
      problem(await get(`${freshId()}/analysis`), 'not-found', 404);
    });
  });

  describe('POST /v1/players/{steamId}/analyze', () => {
    it('scores anew from what is held, without Steam', async () => {
      const { steam } = target();
      const steamId = steam.add();
      const before = read(await get(steamId), playerResponseSchema);
      steam.calls.length = 0;
      const after = read(await postTo(`${steamId}/analyze`), playerResponseSchema);
      expect(steam.calls).toEqual([]);
      expect(after.assessment?.assessedAt ?? 0).toBeGreaterThan(before.assessment?.assessedAt ?? 0);
      expect(after.assessment?.score).toBe(before.assessment?.score);
    });

    it('looks a stranger up, and says when there is no such account', async () => {
      const stranger = target().steam.add();
      expect(read(await postTo(`${stranger}/analyze`), playerResponseSchema).assessment).not.toBeNull();
      problem(await postTo(`${freshId()}/analyze`), 'not-found', 404);
    });
  });

  describe('POST /v1/players/{steamId}/update', () => {
    it('looks at Steam again, but not twice a minute for one player', async () => {
      const { steam } = target();
      const steamId = steam.add();
      const first = read(await postTo(`${steamId}/update`), playerResponseSchema);
      steam.people.set(steamId, { level: 99 });
      const refused = await postTo(`${steamId}/update`);
      problem(refused, 'rate-limited', 429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
      await expire(steamId);
      const second = read(await postTo(`${steamId}/update`), playerResponseSchema);
      expect([first.facts.level?.level, second.facts.level?.level]).toEqual([20, 99]);
    });

    it('looks again even where the last look is fresh', async () => {
      const { steam, sql } = target();
      const steamId = steam.add();
      await lookup(target().url, [steamId]);
      await sql.execute({ sql: 'UPDATE player SET checked_at = 1 WHERE steam_id = ?', args: [steamId] });
      steam.calls.length = 0;
      read(await postTo(`${steamId}/update`), playerResponseSchema);
      expect(steam.calls).toHaveLength(5);
    });
  });

  describe('GET /v1/resolve', () => {
    const resolve = (q: string) => call(`${target().url}/v1/resolve?q=${encodeURIComponent(q)}`);

    it('reads any form of an ID without Steam', async () => {
      target().steam.calls.length = 0;
      const forms = [
        '76561197960287930',
        'STEAM_0:0:11101',
        '[U:1:22202]',
        'https://steamcommunity.com/profiles/76561197960287930/friends/?x=1',
        ' steamcommunity.com/profiles/76561197960287930 ',
      ];
      for (const form of forms) {
        expect(read(await resolve(form), resolveResponseSchema)).toEqual({ steamId: '76561197960287930', via: 'id' });
      }
      expect(target().steam.calls).toEqual([]);
    });

    it('asks Steam for a custom name once, and remembers the answer', async () => {
      const { steam } = target();
      const steamId = steam.add();
      steam.vanities.set('some_name', steamId);
      steam.calls.length = 0;
      for (const form of ['https://steamcommunity.com/id/some_name/', 'some_name', 'SOME_NAME']) {
        expect(read(await resolve(form), resolveResponseSchema)).toEqual({ steamId, via: 'vanity' });
      }
      problem(await resolve('nobody_has_this'), 'not-found', 404);
      problem(await resolve('nobody_has_this'), 'not-found', 404);
      expect(steam.calls.map(({ endpoint }) => endpoint)).toEqual(['ResolveVanityURL', 'ResolveVanityURL']);
    });

    it('refuses what is no reference', async () => {
      for (const q of ['', ' ', '!?', 'https://example.com/', '[U:1:0]', 'x'.repeat(501)]) {
        expect(problem(await resolve(q), 'bad-request', 400).errors?.[0]?.path).toBe('q');
      }
      problem(await call(`${target().url}/v1/resolve`), 'bad-request', 400);
    });
  });
}
