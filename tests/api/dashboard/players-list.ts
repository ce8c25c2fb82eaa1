import { beforeAll, describe, expect, it } from 'vitest';
import { type ListedPlayer, PLAYER_SORTS, playersResponseSchema } from '#shared/api/players-list.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { lookup, problem, read } from '#tests/api/client.ts';
import { browserOf } from '#tests/api/dashboard/browser.ts';
import { freshId } from '#tests/api/fake-steam.ts';
import { match, type Player, player, type Scene } from '#tests/api/matches/scene.ts';

const list = async (who: Player, query: Record<string, string | number> = {}) => {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return read(await who.ask('GET', `/v1/players?${search}`), playersResponseSchema);
};
const everyPage = async (who: Player, query: Record<string, string | number>): Promise<ListedPlayer[]> => {
  const all: ListedPlayer[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await list(who, { ...query, ...(cursor !== undefined && { cursor }) });
    all.push(...items);
    if (next === null) return all;
    cursor = next;
  }
};
const ids = (items: readonly ListedPlayer[]) => items.map(({ steamId }) => steamId);

export function playersListTests(scene: () => Scene): void {
  describe('the list of players', () => {
    let ann: Player;
    /** Whom Ann met: one banned, one young and private, one ordinary, one never looked at; and a stranger. */
    const people: Record<'banned' | 'hidden' | 'ordinary' | 'unseen' | 'stranger', SteamId> = {
      banned: freshId(),
      hidden: freshId(),
      ordinary: freshId(),
      unseen: freshId(),
      stranger: freshId(),
    };
    const at = Date.UTC(2026, 2, 1);
    beforeAll(async () => {
      const { target } = scene();
      ann = await player(scene());
      const { banned, hidden, ordinary, unseen, stranger } = people;
      const fake = target.steam.people;
      fake.set(banned, { name: 'Ärger über Alles', vac: 1, daysSinceLastBan: 20, headshots: 18_000 });
      fake.set(hidden, { name: 'zz "quoted" OR NEAR', visibility: 1 });
      fake.set(ordinary, { name: 'Ordinary Joe' });
      fake.set(stranger, { name: 'ordinary stranger %_', economy: 'banned' });
      await lookup(target.url, [banned, hidden, ordinary, stranger]);
      await ann.upload(
        match([ann.steamId, banned, hidden], { playedAt: at }),
        match([ann.steamId, banned, ordinary], { playedAt: at + 1000 }),
        match([ann.steamId, unseen, freshId()], { playedAt: at + 2000 }),
      );
    });

    it('begins with those met, highest score first, then those nobody scored yet', async () => {
      const { items } = await list(ann, { limit: 200 });
      const { banned, hidden, ordinary, unseen, stranger } = people;
      expect(ids(items)).toEqual(expect.arrayContaining([banned, hidden, ordinary, unseen]));
      expect(ids(items)).not.toContain(stranger);
      expect(ids(items)).not.toContain(ann.steamId);
      const scores = items.map(({ entry }) => entry?.score ?? -1);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      expect(items.find(({ steamId }) => steamId === banned)).toMatchObject({
        name: 'Ärger über Alles',
        bans: { vac: 1, game: 0, noticedAt: null },
        met: { first: at, last: at + 1000, matches: 2 },
        watched: false,
        reported: false,
      });
      expect(items.find(({ steamId }) => steamId === unseen)).toMatchObject({
        name: `player ${unseen.slice(-4)}`,
        entry: null,
        bans: null,
        sources: [],
      });
    });

    it('comes in pages, each player once, whatever it is sorted by', async () => {
      for (const among of ['met', 'known']) {
        for (const sort of PLAYER_SORTS) {
          const orders: SteamId[][] = [];
          for (const order of ['asc', 'desc']) {
            const whole = ids((await list(ann, { among, sort, order, limit: 200 })).items);
            expect(ids(await everyPage(ann, { among, sort, order, limit: 3 })), `${among} ${sort} ${order}`).toEqual(
              whole,
            );
            expect(new Set(whole).size).toBe(whole.length);
            orders.push(whole.toSorted());
          }
          expect(orders[0]).toEqual(orders[1]);
        }
      }
    });

    it('is narrowed by score, confidence, band, ban, sources and when they met', async () => {
      const { banned, hidden, ordinary, unseen, stranger } = people;
      const found = async (query: Record<string, string | number>) =>
        ids((await list(ann, { limit: 200, ...query })).items);
      const [first] = (await list(ann)).items;
      const score = first?.entry?.score ?? 0;
      expect(await found({ minScore: score })).toContain(first?.steamId);
      expect(await found({ maxScore: score - 1 })).not.toContain(first?.steamId);
      expect(await found({ minConfidence: 100 })).toEqual([]);
      expect(await found({ band: first?.entry?.band ?? '' })).toContain(first?.steamId);
      expect(await found({ band: 'not-enough-data' })).toContain(unseen);
      expect(await found({ ban: 'banned' })).toEqual([banned]);
      expect(await found({ ban: 'vac' })).toEqual([banned]);
      expect(await found({ ban: 'game' })).toEqual([]);
      expect((await found({ ban: 'none' })).toSorted()).toEqual([hidden, ordinary].toSorted());
      expect(await found({ among: 'known', ban: 'economy' })).toContain(stranger);
      expect((await found({ source: 'games,stats' })).toSorted()).toEqual([banned, ordinary].toSorted());
      expect(await found({ metFrom: at + 2000 })).toContain(unseen);
      expect(await found({ metFrom: at + 2000 })).not.toContain(banned);
      expect(await found({ metUntil: at + 1000 })).toContain(hidden);
      expect(await found({ metUntil: at + 1000 })).not.toContain(banned);
      expect(await found({ ban: 'since-met' })).toEqual([banned].filter(() => Date.now() - 20 * 86_400_000 > at));
    });

    it('finds a part of a name whatever its case and accents, and takes every sign for itself', async () => {
      const { banned, hidden, ordinary, stranger, unseen } = people;
      for (const among of ['met', 'known']) {
        const found = async (q: string) => ids((await list(ann, { among, q, limit: 200 })).items);
        expect(await found('arger uber')).toEqual([banned]);
        expect(await found('ÄRGER')).toEqual([banned]);
        expect(await found('"quoted" OR')).toEqual([hidden]);
        expect(await found('%_')).toEqual(among === 'known' ? [stranger] : []);
        expect((await found('ordin')).toSorted()).toEqual(
          (among === 'known' ? [ordinary, stranger] : [ordinary]).toSorted(),
        );
        expect(await found('zz')).toEqual([hidden]);
        expect(await found('nobody is called that')).toEqual([]);
      }
      expect(ids((await list(ann, { q: `player ${unseen.slice(-4)}` })).items)).toContain(unseen);
    });

    it('finds a player by any form of ID, and by a link of which the name is known', async () => {
      const { banned, ordinary } = people;
      const account = Number(BigInt(banned) - 76561197960265728n);
      for (const q of [banned, `[U:1:${account}]`, `https://steamcommunity.com/profiles/${banned}/`, `${account}`]) {
        expect(ids((await list(ann, { q })).items), q).toEqual([banned]);
      }
      const { target } = scene();
      target.steam.vanities.set('joe', ordinary);
      expect((await list(ann, { q: 'https://steamcommunity.com/id/joe' })).items).toEqual([]);
      await ann.ask('GET', '/v1/resolve?q=joe');
      expect(ids((await list(ann, { q: 'https://steamcommunity.com/id/joe' })).items)).toEqual([ordinary]);
    });

    it('has those watched and reported, seen or not', async () => {
      const { ordinary, unseen, stranger } = people;
      const browser = browserOf(ann);
      await browser.send(
        browser.watch(unseen, true, 1),
        browser.watch(stranger, true, 1),
        browser.watch(ordinary, false, 1),
      );
      const { target } = scene();
      await lookup(target.url, [ann.steamId]);
      const put = await ann.ask(
        'PUT',
        `/v1/reports/${ordinary}`,
        { category: 'aim' },
        { 'idempotency-key': crypto.randomUUID() },
      );
      expect(put.status, put.text).toBe(200);
      const watched = (await list(ann, { among: 'watched' })).items;
      expect(ids(watched).toSorted()).toEqual([unseen, stranger].toSorted());
      expect(watched.map((each) => [each.steamId, each.watched, each.met !== null])).toEqual(
        expect.arrayContaining([
          [unseen, true, true],
          [stranger, true, false],
        ]),
      );
      const reported = (await list(ann, { among: 'reported', sort: 'met' })).items;
      expect(reported).toMatchObject([{ steamId: ordinary, reported: true, watched: false }]);
    });

    it('follows a changed name, and forgets who is gone', async () => {
      const { target } = scene();
      const steamId = target.steam.add({ name: 'Ephemeral One' });
      await lookup(target.url, [steamId]);
      const found = async (q: string) => ids((await list(ann, { among: 'known', q })).items);
      expect(await found('ephemeral one')).toEqual([steamId]);
      const again = async () => {
        await target.sql.execute({
          sql: 'UPDATE player SET fresh_until = 1, checked_at = 1 WHERE steam_id = ?',
          args: [steamId],
        });
        await ann.ask('POST', `/v1/players/${steamId}/update`);
      };
      target.steam.people.set(steamId, { name: 'Renamed Two' });
      await again();
      expect([await found('ephemeral'), await found('renamed two')]).toEqual([[], [steamId]]);
      target.steam.people.delete(steamId);
      await again();
      expect(await found('renamed two')).toEqual([]);
    });

    it('tells when a ban was noticed', async () => {
      const { target } = scene();
      const steamId = target.steam.add({ name: 'Later Banned' });
      await lookup(target.url, [steamId]);
      await ann.upload(match([ann.steamId, steamId]));
      const before = Date.now();
      target.steam.people.set(steamId, { name: 'Later Banned', game: 2, daysSinceLastBan: 0 });
      await target.sql.execute({
        sql: 'UPDATE player SET fresh_until = 1, checked_at = 1 WHERE steam_id = ?',
        args: [steamId],
      });
      await ann.ask('POST', `/v1/players/${steamId}/update`);
      const [listed] = (await list(ann, { q: steamId, ban: 'since-met' })).items;
      expect(listed?.bans).toMatchObject({ vac: 0, game: 2 });
      expect(listed?.bans?.noticedAt ?? 0).toBeGreaterThanOrEqual(before - 1000);
    });

    it('is asked for in no other way', async () => {
      const { next } = await list(ann, { limit: 1 });
      for (const query of [
        'limit=0',
        'limit=201',
        'among=everybody',
        'band=bad',
        'minScore=101',
        'sort=luck',
        'cursor=x',
        `cursor=${next}&sort=name`,
        `cursor=${next}&minScore=3`,
        'who=me',
        'q=',
      ]) {
        problem(await ann.ask('GET', `/v1/players?${query}`), 'bad-request', 400);
      }
      expect((await list(ann, { limit: 2, cursor: next ?? '' })).items).toHaveLength(2);
    });
  });
}
