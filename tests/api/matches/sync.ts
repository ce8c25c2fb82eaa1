import { describe, expect, it } from 'vitest';
import { type SyncStatus, syncStatusSchema } from '#shared/api/matches.ts';
import { playerResponseSchema } from '#shared/api/players.ts';
import { call, lookup, problem, read } from '#tests/api/client.ts';
import { altered, match, type Player, player, type Scene } from '#tests/api/matches/scene.ts';

const CODES = { authCode: 'ABCD-EFGH2-JKLM', knownCode: 'CSGO-L9spZ-ihuov-cyhtE-kxbqa-FkBAA' };
const STATUS = '/v1/matches/sync/status';

const status = async (who: Player): Promise<SyncStatus> => read(await who.ask('GET', STATUS), syncStatusSchema);
const shareCodes = async (who: Player) =>
  (await status(who)).sources.find(({ source }) => source === 'share-codes') ?? { state: 'missing', reason: null };

export function syncTests(scene: () => Scene): void {
  describe('the sync', () => {
    it('keeps codes sealed, tries them, and says how that went', async () => {
      const { target } = scene();
      const [ann, ben] = [await player(scene()), await player(scene())];
      const given = read(await ann.ask('PUT', '/v1/matches/sync/share-codes', CODES), syncStatusSchema);
      expect(given.shareCodes.given).toBe(true);
      // This Steam has no such method.
      await expect.poll(async () => (await shareCodes(ann)).state, { timeout: 20_000 }).toBe('failed');
      expect(await shareCodes(ann)).toMatchObject({ reason: 'unavailable' });
      const { rows } = await target.sql.execute('SELECT * FROM share_code_access');
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toMatch(/ABCD|CSGO/);
      expect(await shareCodes(ben)).toMatchObject({ state: 'off', reason: 'no-access' });
      read(await ann.ask('DELETE', '/v1/matches/sync/share-codes'), syncStatusSchema);
      expect((await target.sql.execute('SELECT * FROM share_code_access')).rows).toHaveLength(0);
    });

    it('has a tag for polling', async () => {
      const ann = await player(scene());
      // The first look makes the rows.
      await status(ann);
      const first = await ann.ask('GET', STATUS);
      const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
      expect((await ann.ask('GET', STATUS, undefined, headers)).status).toBe(304);
      problem(await ann.ask('POST', '/v1/matches/sync', { sources: [] }), 'bad-request', 400);
    });

    it('weighs those anew whom an upload is about, without being asked', async () => {
      const { target } = scene();
      const [ann, ben] = [await player(scene()), await player(scene())];
      const suspect = target.steam.add();
      await lookup(target.url, [suspect]);
      const played = Array.from({ length: 4 }, () =>
        altered(match([ann.steamId, ben.steamId, suspect]), suspect, { kills: 48, deaths: 3, headshotPercent: 96 }),
      );
      await ann.upload(...played);
      await ben.upload(...played);
      await expect
        .poll(
          async () => {
            const { assessment } = read(await call(`${target.url}/v1/players/${suspect}`), playerResponseSchema);
            return JSON.stringify(assessment?.contributions ?? []);
          },
          { timeout: 20_000 },
        )
        .toContain('match.');
    });
  });
}
