import { describe, expect, it } from 'vitest';
import { matchesResponseSchema, matchResponseSchema } from '#shared/api/matches.ts';
import { playerResponseSchema } from '#shared/api/players.ts';
import { call, lookup, problem, read } from '#tests/api/client.ts';
import { freshId } from '#tests/api/fake-steam.ts';
import { altered, line, match, type Player, player, type Scene } from '#tests/api/matches/scene.ts';

const detail = async (who: Player, id: string) => read(await who.ask('GET', `/v1/matches/${id}`), matchResponseSchema);
const list = async (who: Player, query = '') =>
  read(await who.ask('GET', `/v1/matches${query}`), matchesResponseSchema);

export function uploadTests(scene: () => Scene): void {
  describe('an upload', () => {
    it('is kept once, however often and by whomever it comes, and says who confirms it', async () => {
      const [ann, ben] = [await player(scene()), await player(scene())];
      const played = match([ann.steamId, ben.steamId]);
      const [added] = await ann.upload(played);
      expect(added).toMatchObject({ state: 'added', errors: [] });
      expect(await ann.upload(played)).toEqual([{ ...added, state: 'unchanged' }]);
      expect(await ben.upload(played)).toEqual([{ ...added, state: 'merged' }]);
      if (added?.state !== 'added') throw new Error('not added');
      const seen = await detail(ben, added.id);
      expect(seen).toMatchObject({
        uploads: 2,
        disagreements: 0,
        conflicts: [],
        sources: [{ kind: 'upload', count: 2 }],
      });
      expect(seen.players).toHaveLength(10);
      expect(new Set(seen.players.map(({ confirmations }) => confirmations))).toEqual(new Set([2]));
      const held = await scene().target.sql.execute('SELECT uploader, origin, content FROM match_source');
      expect(JSON.stringify(held.rows)).not.toContain('198.51.');
    });

    it('of one household counts once', async () => {
      const [ann, ben] = [await player(scene(), 9001), await player(scene(), 9001)];
      const played = match([ann.steamId, ben.steamId]);
      const [added] = await ann.upload(played);
      await ben.upload(played);
      if (added?.state !== 'added') throw new Error('not added');
      const seen = await detail(ann, added.id);
      expect(seen.uploads).toBe(1);
      expect(seen.players[0]).toMatchObject({ provenance: 'client', confirmations: 1 });
    });

    it('that disagrees is kept beside the others, and shown to disagree', async () => {
      const [ann, ben, cem] = [await player(scene()), await player(scene()), await player(scene())];
      const played = match([ann.steamId, ben.steamId, cem.steamId]);
      const target = played.players[5]?.steamId ?? freshId();
      await ann.upload(altered(played, target, { kills: 60, headshotPercent: 100 }));
      await ben.upload(played);
      const [last] = await cem.upload(played);
      if (last?.state !== 'merged') throw new Error('not merged');
      const seen = await detail(cem, last.id);
      const shown = seen.players.find(({ steamId }) => steamId === target);
      expect(shown).toMatchObject({ kills: 15, confirmations: 2 });
      expect(seen.disagreements).toBe(2);
      expect(seen.conflicts.find(({ path }) => path === `players.${target}.kills`)?.values).toEqual([
        { value: 60, sources: ['upload'], shown: false },
        { value: 15, sources: ['upload', 'upload'], shown: true },
      ]);
    });

    it('at the same moment from several players makes one match', async () => {
      const crowd: Player[] = [];
      while (crowd.length < 5) crowd.push(await player(scene()));
      const played = match(crowd.map(({ steamId }) => steamId));
      const results = await Promise.all(crowd.map((each) => each.upload(played)));
      const ids = new Set(results.flat().map((result) => ('id' in result ? result.id : 'refused')));
      expect(ids.size).toBe(1);
      const [first] = crowd;
      if (!first) throw new Error('nobody');
      expect((await detail(first, [...ids][0] ?? '')).uploads).toBe(5);
    });

    it('with impossible values loses these, each named, and keeps the rest', async () => {
      const ann = await player(scene());
      const good = match([ann.steamId]);
      const [victim, odd] = [good.players[3]?.steamId ?? freshId(), good.players[4]?.steamId ?? freshId()];
      const spoiled = altered(altered(good, victim, { kills: 201, headshotPercent: 101 }), odd, { deaths: -1 });
      const forged = { ...spoiled, players: [...spoiled.players, { ...line(odd, 0), steamId: '76561190000000000' }] };
      const results = await ann.upload(
        forged,
        match([ann.steamId], { playedAt: Date.now() + 86_400_000 }),
        match([freshId()]),
        'nonsense',
        match([ann.steamId], { cutOff: true }),
        match([ann.steamId], { rounds: [13, 99], replayUrl: 'https://evil.example/730/1_1.dem.bz2' }),
        match([ann.steamId]),
      );
      expect(results.map(({ state }) => state)).toEqual([
        ...['added', 'refused', 'refused', 'refused', 'refused', 'added', 'added'],
      ]);
      expect(results[0]?.errors.map(({ path }) => path)).toEqual([
        ...['players.3.kills', 'players.3.headshotPercent', 'players.4.deaths', 'players.10.steamId'],
      ]);
      expect(results[1]?.errors).toEqual([{ path: 'playedAt', message: 'lies in the future' }]);
      expect(results[2]?.errors[0]?.path).toBe('players');
      expect(results[5]?.errors.map(({ path }) => path)).toEqual(['replayUrl', 'rounds.1']);
      const [first] = results;
      if (first?.state !== 'added') throw new Error('not added');
      const seen = await detail(ann, first.id);
      expect(seen.players).toHaveLength(10);
      expect(seen.players.find(({ steamId }) => steamId === victim)).toMatchObject({
        ...{ kills: null, headshotPercent: null, deaths: 14 },
      });
    });

    it('is refused as a whole when it is too much, or nobody is signed in', async () => {
      const ann = await player(scene());
      const one = match([ann.steamId]);
      problem(await ann.ask('POST', '/v1/matches', { matches: Array(51).fill(one) }), 'bad-request', 400);
      problem(await ann.ask('POST', '/v1/matches', { matches: [] }), 'bad-request', 400);
      problem(await ann.ask('POST', '/v1/matches', { matches: ['x'.repeat(230 * 1024)] }), 'body-too-large', 413);
      const { url } = scene().target;
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"matches":[1]}' };
      problem(await call(`${url}/v1/matches`, init), 'unauthorized', 401);
      expect((await list(ann)).items).toEqual([]);
    });

    it('of fifty whole matches fits', async () => {
      const ann = await player(scene());
      const results = await ann.upload(...Array.from({ length: 50 }, () => match([ann.steamId])));
      expect(new Set(results.map(({ state }) => state))).toEqual(new Set(['added']));
      expect((await list(ann, '?limit=100')).items).toHaveLength(50);
    });

    it("puts nothing into anybody else's list until somebody independent confirms it", async () => {
      const [mallory, victim, ben] = [await player(scene()), await player(scene()), await player(scene())];
      const played = match([mallory.steamId, victim.steamId, ben.steamId]);
      const [added] = await mallory.upload(played);
      if (added?.state !== 'added') throw new Error('not added');
      expect((await list(victim)).items).toEqual([]);
      problem(await victim.ask('GET', `/v1/matches/${added.id}`), 'not-found', 404);
      await ben.upload(played);
      expect((await list(victim)).items).toHaveLength(1);
      const stranger = await player(scene());
      problem(await stranger.ask('GET', `/v1/matches/${added.id}`), 'not-found', 404);
    });

    it('counts for the score of its players when two independent ones agree, not before', async () => {
      const { target } = scene();
      const [ann, ben] = [await player(scene()), await player(scene())];
      const suspect = target.steam.add();
      await lookup(target.url, [suspect]);
      const played = Array.from({ length: 4 }, () => {
        const one = match([ann.steamId, ben.steamId, suspect]);
        return altered(one, suspect, { kills: 48, deaths: 3, headshotPercent: 96 });
      });
      const reasons = async () => {
        const answer = await call(`${target.url}/v1/players/${suspect}/analyze`, { method: 'POST' });
        const { assessment } = read(answer, playerResponseSchema);
        return JSON.stringify(assessment?.contributions ?? []);
      };
      await ann.upload(...played);
      expect(await reasons()).not.toContain('match.');
      await ben.upload(...played);
      expect(await reasons()).toContain('match.');
    });

    it('goes with the account that uploaded it, and is in its export', async () => {
      const [ann, ben, cem] = [await player(scene()), await player(scene()), await player(scene())];
      const [shared, alone] = [match([ann.steamId, ben.steamId, cem.steamId]), match([ann.steamId])];
      const [added] = await ann.upload(shared, alone);
      await ben.upload(shared);
      if (added?.state !== 'added') throw new Error('not added');
      expect((await ann.ask('GET', '/v1/me/export')).text).toContain(added.id);
      expect((await ann.ask('DELETE', '/v1/me')).status).toBe(200);
      const seen = await detail(ben, added.id);
      expect(seen).toMatchObject({ uploads: 1, sources: [{ kind: 'upload', count: 1 }] });
      expect(Math.max(...seen.players.map(({ confirmations }) => confirmations))).toBe(1);
      expect((await list(cem)).items).toEqual([]);
    });
  });
}
