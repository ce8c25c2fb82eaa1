import { describe, expect, it } from 'vitest';
import { bansResponseSchema } from '#shared/api/players.ts';
import { call, lookup, post, problem, read } from '#tests/api/client.ts';
import { freshId } from '#tests/api/fake-steam.ts';
import type { Target } from '#tests/api/targets.ts';

const DAY = 86_400_000;

export function bansTests(target: () => Target): void {
  const ask = (body: unknown) => call(`${target().url}/v1/players/bans`, post(body));
  const bans = async (steamIds: readonly string[]) => read(await ask({ steamIds }), bansResponseSchema).players;

  describe('POST /v1/players/bans', () => {
    it('says what Steam says, in the order asked, in one call for all', async () => {
      const { steam } = target();
      const people = [
        steam.add(),
        steam.add({ vac: 1, game: 2, daysSinceLastBan: 0, community: true, economy: 'banned' }),
      ];
      const nobody = freshId();
      steam.calls.length = 0;
      const answer = await bans([...people, nobody, people[0]].map(String));
      expect(answer.map(({ steamId, state }) => [steamId, state])).toEqual([
        [people[0], 'ok'],
        [people[1], 'ok'],
        [nobody, 'not-found'],
      ]);
      const [clean, banned] = answer.map((player) => (player.state === 'ok' ? player.bans : undefined));
      expect(clean).toMatchObject({ vac: 0, game: 0, community: false, economy: 'none' });
      expect(clean?.lastBanAt).toBeUndefined();
      // Zero days since is today.
      const today = Date.now() - (Date.now() % DAY);
      expect(banned).toMatchObject({ vac: 1, game: 2, community: true, economy: 'banned' });
      expect([today, today - DAY]).toContain(banned?.lastBanAt);
      expect(steam.calls.map(({ endpoint }) => endpoint)).toEqual(['GetPlayerBans']);
    });

    it('asks Steam nothing about players seen within a day, and again about those seen before', async () => {
      const { url, steam, sql } = target();
      const steamId = steam.add();
      await lookup(url, [steamId]);
      steam.calls.length = 0;
      expect(await bans([steamId])).toMatchObject([{ state: 'ok', bans: { vac: 0 } }]);
      expect(steam.calls).toEqual([]);
      await sql.execute({
        sql: "UPDATE player_source SET checked_at = checked_at - ? WHERE steam_id = ? AND source = 'bans'",
        args: [DAY, steamId],
      });
      steam.people.set(steamId, { vac: 1, daysSinceLastBan: 0 });
      expect(await bans([steamId])).toMatchObject([{ state: 'ok', bans: { vac: 1 } }]);
      // And the score knows it from then on.
      const [scored] = (await lookup(url, [steamId])).players;
      expect(scored?.state === 'scored' && (scored.entry.score ?? 0)).toBeGreaterThan(30);
    });

    it('keeps nothing about strangers', async () => {
      const { steam, sql } = target();
      const steamId = steam.add({ vac: 1, daysSinceLastBan: 4 });
      await bans([steamId]);
      const { rows } = await sql.execute({ sql: 'SELECT 1 FROM player WHERE steam_id = ?', args: [steamId] });
      expect(rows).toEqual([]);
    });

    it.each([
      ['no players', { steamIds: [] }],
      ['too many', { steamIds: Array.from({ length: 101 }, () => freshId()) }],
      ['one that is none', { steamIds: ['76561197960265728'] }],
      ['something more', { steamIds: [freshId()], force: true }],
      ['no list', {}],
    ])('refuses %s', async (_, body) => {
      problem(await ask(body), 'bad-request', 400);
    });
  });
}
