import { describe, expect, it } from 'vitest';
import { matchesResponseSchema, teammatesResponseSchema } from '#shared/api/matches.ts';
import { problem, read } from '#tests/api/client.ts';
import { freshId } from '#tests/api/fake-steam.ts';
import { line, match, type Player, player, type Scene } from '#tests/api/matches/scene.ts';

const list = async (who: Player, query = '') =>
  read(await who.ask('GET', `/v1/matches${query}`), matchesResponseSchema);
const met = async (who: Player, query = '') =>
  read(await who.ask('GET', `/v1/me/teammates${query}`), teammatesResponseSchema);

export function listTests(scene: () => Scene): void {
  describe('the own matches', () => {
    it('come newest first, page by page, each once', async () => {
      const ann = await player(scene());
      const at = Date.UTC(2026, 5, 1);
      // Three at one time: the order must not depend on it.
      const played = Array.from({ length: 7 }, (_, index) =>
        match([ann.steamId], { playedAt: at + Math.floor(index / 3) * 86_400_000 }),
      );
      await ann.upload(...played);
      const all = (await list(ann)).items;
      const paged = [];
      for (let query = '?limit=2'; ; ) {
        const { items, next } = await list(ann, query);
        paged.push(...items);
        if (next === null) break;
        query = `?limit=2&cursor=${next}`;
      }
      expect(paged).toEqual(all);
      expect(all.map(({ playedAt }) => playedAt)).toEqual(
        all.map(({ playedAt }) => playedAt).toSorted((a, b) => b - a),
      );
      expect(new Set(all.map(({ id }) => id)).size).toBe(7);
    });

    it('are told with the own result, and filtered', async () => {
      const ann = await player(scene());
      const friend = freshId();
      const lost = match([ann.steamId, friend], {
        mode: 'wingman',
        map: 'Mirage',
        mapCode: 'de_mirage',
        rounds: [4, 9],
      });
      const won = match([ann.steamId]);
      await ann.upload(lost, won);
      expect((await list(ann, '?mode=wingman')).items.map(({ result }) => result)).toEqual(['lost']);
      expect((await list(ann, '?map=de_nuke')).items.map(({ result }) => result)).toEqual(['won']);
      expect((await list(ann, `?with=${friend}`)).items.map(({ playedAt }) => playedAt)).toEqual([lost.playedAt]);
      expect((await list(ann, `?from=${won.playedAt}`)).items).toHaveLength(1);
      expect((await list(ann, `?until=${won.playedAt}`)).items).toHaveLength(1);
    });

    it('are not asked for in any other way', async () => {
      const ann = await player(scene());
      for (const query of ['limit=0', 'limit=101', 'mode=casual', 'with=1', 'cursor=!', 'from=-1', 'of=somebody']) {
        problem(await ann.ask('GET', `/v1/matches?${query}`), 'bad-request', 400);
        if (query !== 'mode=casual') problem(await ann.ask('GET', `/v1/me/teammates?${query}`), 'bad-request', 400);
      }
    });
  });

  describe('people met', () => {
    it('are counted by side, with the own results', async () => {
      const ann = await player(scene());
      const [mate, rival] = [freshId(), freshId()];
      const board = (own: 0 | 1) => [line(ann.steamId, own), line(mate, own), line(rival, own === 0 ? 1 : 0)];
      const more = () => Array.from({ length: 7 }, (_, index) => line(freshId(), index < 3 ? 0 : 1));
      const matches = [
        match([ann.steamId], { players: [...board(0), ...more()], rounds: [13, 5] }),
        match([ann.steamId], { players: [...board(1), ...more()], rounds: [13, 5] }),
        match([ann.steamId], { players: [...board(0), ...more()], rounds: [12, 12] }),
      ];
      await ann.upload(...matches);
      const { items, next } = await met(ann, '?least=2');
      expect(next).toBeNull();
      const tally = { matches: 3, won: 1, lost: 1, tied: 1 };
      const none = { matches: 0, won: 0, lost: 0, tied: 0 };
      expect(items.find(({ steamId }) => steamId === mate)).toMatchObject({ with: tally, against: none, matches: 3 });
      expect(items.find(({ steamId }) => steamId === rival)).toMatchObject({ with: none, against: tally });
      const times = matches.map(({ playedAt }) => playedAt);
      expect(items[0]).toMatchObject({ firstMetAt: Math.min(...times), lastMetAt: Math.max(...times) });
      expect((await met(ann, '?least=2&side=against')).items.map(({ steamId }) => steamId)).toEqual([rival]);
      const paged = [];
      for (let query = '?limit=10'; ; ) {
        const page = await met(ann, query);
        paged.push(...page.items);
        if (page.next === null) break;
        query = `?limit=10&cursor=${page.next}`;
      }
      expect(paged).toEqual((await met(ann, '?limit=100')).items);
      expect(paged).toHaveLength(23);
    });
  });
}
