import { describe, expect, it } from 'vitest';
import {
  type Activity,
  recentResponseSchema,
  seenResponseSchema,
  statisticsResponseSchema,
  summaryResponseSchema,
} from '#shared/api/dashboard.ts';
import { lookup, problem, read } from '#tests/api/client.ts';
import { circle, DAY, look, runJobs, SUSPICIOUS } from '#tests/api/dashboard/looks.ts';
import { match, type Player, player, type Scene } from '#tests/api/matches/scene.ts';

const summary = async (who: Player, query = '') =>
  read(await who.ask('GET', `/v1/dashboard/summary${query}`), summaryResponseSchema);
const recent = async (who: Player, query = '') =>
  read(await who.ask('GET', `/v1/dashboard/recent${query}`), recentResponseSchema);
const statistics = async (who: Player, query = '') =>
  read(await who.ask('GET', `/v1/dashboard/statistics${query}`), statisticsResponseSchema);

export function dashboardTests(scene: () => Scene): void {
  const sql = (text: string, ...args: (string | number)[]) => scene().target.sql.execute({ sql: text, args });
  describe('the summary', () => {
    it('tells what changed among those met and watched since the last look, and of nobody else', async () => {
      const { ann, met, watched, stranger, playedAt } = await circle(scene());
      const first = await summary(ann);
      expect(first.changes).toMatchObject({ bans: { count: 0 }, scores: { count: 0 }, matches: 2 });
      expect(first.totals).toMatchObject({ matches: 2, won: 1, lost: 1, tied: 0, watched: 1, banned: 0 });
      expect(read(await ann.ask('POST', '/v1/dashboard/seen', { until: first.until }), seenResponseSchema)).toEqual({
        seen: first.until,
      });
      for (const steamId of [met, watched, stranger]) await look(scene(), ann, steamId, { name: 'Now', ...SUSPICIOUS });

      const { changes, totals, since } = await summary(ann);
      expect(since).toBe(first.until);
      expect(changes.matches).toBe(0);
      expect(changes.bans.count).toBe(2);
      expect(changes.bans.items.map(({ steamId, lastMetAt }) => [steamId, lastMetAt])).toEqual(
        expect.arrayContaining([
          [met, playedAt],
          [watched, null],
        ]),
      );
      expect(changes.bans.items[0]).toMatchObject({ vac: 2, game: 0, name: 'Now' });
      expect(changes.scores.items.map(({ steamId }) => steamId).toSorted()).toEqual([met, watched].toSorted());
      expect(changes.scores.items[0]?.to).toBeGreaterThan(60);
      expect(totals).toMatchObject({ banned: 1, bannedSinceMet: 1 });
      expect(totals.people).toBe(Object.values(totals.bands).reduce((sum, n) => sum + n, 0));
      expect(totals.bands['highly-suspicious'] + totals.bands['near-certain']).toBe(1);

      // Seen in one browser is seen in all; and nobody can go back.
      await ann.ask('POST', '/v1/dashboard/seen', { until: Date.now() });
      await ann.ask('POST', '/v1/dashboard/seen', { until: 1 });
      expect((await summary(ann)).changes.bans.count).toBe(0);
      expect((await summary(ann, '?since=0')).changes.bans.count).toBe(2);
    });

    it('is news once when a score goes up and down around the edge', async () => {
      const { ann, met } = await circle(scene());
      const calm = { name: 'Calm' };
      for (const person of [SUSPICIOUS, calm, SUSPICIOUS, calm, SUSPICIOUS]) await look(scene(), ann, met, person);
      const { changes } = await summary(ann, '?since=0');
      expect(changes.scores.count).toBe(1);
    });

    it('takes a score that another version of the engine made for no news', async () => {
      const { ann, met, watched } = await circle(scene());
      await sql(`UPDATE player SET assessment = json_set(assessment, '$.engine', 'older') WHERE steam_id = ?`, watched);
      for (const steamId of [met, watched]) await look(scene(), ann, steamId, SUSPICIOUS);
      const { changes } = await summary(ann, '?since=0');
      expect(changes.scores.items.map(({ steamId }) => steamId)).toEqual([met]);
      expect(changes.bans.count).toBe(2);
    });

    it('tells what became of own reports', async () => {
      const { ann, met } = await circle(scene());
      await lookup(scene().target.url, [ann.steamId]);
      const key = { 'idempotency-key': crypto.randomUUID() };
      expect((await ann.ask('PUT', `/v1/reports/${met}`, { category: 'aim' }, key)).status).toBe(200);
      await look(scene(), ann, met, SUSPICIOUS);
      await sql(`UPDATE report SET reported_at = reported_at - ${30 * DAY} WHERE target = ?`, met);
      await runJobs(scene(), 'report-bans');
      const { changes, totals } = await summary(ann);
      expect(changes.outcomes).toMatchObject({ count: 1, items: [{ steamId: met, outcome: 'banned' }] });
      expect(totals).toMatchObject({ reports: 1, borneOut: 1 });
      const kinds = (await recent(ann)).items.map(({ kind }) => kind);
      expect(kinds).toEqual(expect.arrayContaining(['match', 'ban', 'score', 'report', 'outcome']));
    });

    it('has a tag that stays while nothing changes', async () => {
      const { ann, met } = await circle(scene());
      const path = '/v1/dashboard/summary?since=0';
      const etag = (await ann.ask('GET', path)).headers.get('etag') ?? '';
      const again = await ann.ask('GET', path, undefined, { 'if-none-match': etag });
      expect([again.status, again.text]).toEqual([304, '']);
      await look(scene(), ann, met, SUSPICIOUS);
      expect((await ann.ask('GET', path, undefined, { 'if-none-match': etag })).status).toBe(200);
    });

    it('is for somebody who did nothing yet, too', async () => {
      const nobody = await player(scene());
      expect((await summary(nobody)).totals).toMatchObject({ matches: 0, people: 0, watched: 0 });
      expect((await recent(nobody)).items).toEqual([]);
      const own = await statistics(nobody);
      expect(own).toMatchObject({ matches: 0, reasons: [], maps: [], modes: [] });
      expect(own.weeks).toHaveLength(52);
    });
  });

  describe('what happened lately', () => {
    it('comes newest first, page by page, each once', async () => {
      const { ann, met, watched } = await circle(scene());
      await lookup(scene().target.url, [ann.steamId]);
      for (const steamId of [met, watched]) await look(scene(), ann, steamId, SUSPICIOUS);
      for (const target of [met, watched]) {
        const key = { 'idempotency-key': crypto.randomUUID() };
        await ann.ask('PUT', `/v1/reports/${target}`, { category: 'wall' }, key);
      }
      // All at one time: the order must not depend on it.
      const at = Date.now() - DAY;
      await sql('UPDATE report SET reported_at = ? WHERE reporter = ?', at, ann.steamId);
      await sql('UPDATE player_change SET at = ? WHERE steam_id IN (?, ?)', at, met, watched);
      const whole = (await recent(ann, '?limit=100')).items;
      expect(whole.map((each) => each.at)).toEqual(whole.map((each) => each.at).toSorted((a, b) => b - a));
      expect(whole.map(({ kind }) => kind).toSorted()).toEqual(
        ['ban', 'ban', 'match', 'match', 'report', 'report', 'score', 'score'].toSorted(),
      );
      for (const limit of [1, 3]) {
        const paged: Activity[] = [];
        for (let cursor = ''; ; ) {
          const { items, next } = await recent(ann, `?limit=${limit}${cursor && `&cursor=${cursor}`}`);
          paged.push(...items);
          if (next === null) break;
          cursor = next;
        }
        expect(paged).toEqual(whole);
      }
      const played = whole.find((each) => each.kind === 'match');
      expect(played).toMatchObject({ result: 'won', rounds: [13, 7], highest: { steamId: met } });
    });
  });

  describe('statistics', () => {
    it('of own matches: weeks, maps, modes, hours of the own zone, people', async () => {
      const { ann, met, playedAt } = await circle(scene());
      await look(scene(), ann, met, SUSPICIOUS);
      const own = await statistics(ann, '?zone=Asia/Tokyo');
      expect(own).toMatchObject({
        scope: 'mine',
        matches: 2,
        results: { won: 1, lost: 1, tied: 0 },
        zone: 'Asia/Tokyo',
      });
      expect(own.maps.map(({ map }) => map).toSorted()).toEqual(['de_mirage', 'de_nuke']);
      expect(own.modes).toEqual([{ mode: 'premier', matches: 2, results: { won: 1, lost: 1, tied: 0 } }]);
      expect(own.hours[(new Date(playedAt).getUTCHours() + 9) % 24]).toBe(2);
      expect(own.weeks.reduce((sum, week) => sum + week.matches, 0)).toBe(2);
      const week = own.weeks.find(({ start }) => playedAt >= start && playedAt < start + 7 * DAY);
      expect(week).toMatchObject({ matches: 1, results: { won: 1, lost: 0, tied: 0 } });
      // Nine in each, one of them in both.
      expect(own.weeks.reduce((sum, { people }) => sum + (people ?? 0), 0)).toBe(17);
      expect(own.weeks.at(-1)).toMatchObject({ bans: 1, highScores: 1 });
      expect(own.scores.bins.reduce((sum, n) => sum + n, 0) + own.scores.unknown).toBe(17);
      expect(own.reasons).toContainEqual({ key: 'bans.recent', players: 1 });
      expect((await statistics(ann, '?weeks=1')).weeks).toHaveLength(1);
    });

    it('of everybody: counted by the job, right again after every change, without names', async () => {
      const { ann, met } = await circle(scene());
      await look(scene(), ann, met, SUSPICIOUS);
      const recount = async () => {
        await runJobs(scene(), 'dashboard-weeks');
        await sql(`DELETE FROM statistics WHERE query LIKE 'weeks%'`);
        return statistics(ann, '?scope=all&weeks=260');
      };
      await runJobs(scene(), 'dashboard-people');
      const before = await recount();
      const [held] = (await sql('SELECT count(*) AS n FROM match')).rows;
      expect(before.matches).toBe(Number(held?.['n']));
      for (const counts of [before.weeks, before.maps, before.modes]) {
        expect(counts.reduce((sum, { matches }) => sum + matches, 0)).toBe(before.matches);
      }
      expect(before.hours.reduce((sum, n) => sum + n, 0)).toBe(before.matches);
      const [known] = (await sql('SELECT count(*) AS n FROM known_player')).rows;
      expect(before.scores.bins.reduce((sum, n) => sum + n, 0) + before.scores.unknown).toBe(Number(known?.['n']));
      expect(before.reasons.length).toBeGreaterThan(0);
      expect(JSON.stringify(before)).not.toMatch(/7656119\d{10}/);

      const playedAt = Date.now() - 100 * DAY;
      await ann.upload(match([ann.steamId], { playedAt, map: 'Anubis', mapCode: 'de_anubis' }));
      const after = await recount();
      expect(after.matches).toBe(before.matches + 1);
      const anubis = (all: typeof after) => all.maps.find(({ map }) => map === 'de_anubis')?.matches ?? 0;
      expect(anubis(after)).toBe(anubis(before) + 1);
    });

    it('are kept for a while, with a tag', async () => {
      const { ann } = await circle(scene());
      const first = await ann.ask('GET', '/v1/dashboard/statistics');
      const etag = first.headers.get('etag') ?? '';
      expect((await ann.ask('GET', '/v1/dashboard/statistics', undefined, { 'if-none-match': etag })).status).toBe(304);
      await ann.upload(match([ann.steamId], { playedAt: Date.now() - 2 * DAY }));
      expect(await statistics(ann)).toEqual(JSON.parse(first.text));
      await sql(`UPDATE statistics SET computed_at = 1`);
      expect((await statistics(ann)).matches).toBe(3);
    });

    it('are asked for in no other way, and go with the account', async () => {
      const { ann } = await circle(scene());
      for (const query of ['scope=theirs', 'weeks=0', 'weeks=261', 'zone=Mars/Olympus', 'who=me']) {
        problem(await ann.ask('GET', `/v1/dashboard/statistics?${query}`), 'bad-request', 400);
      }
      for (const query of ['cursor=x', 'limit=0', 'cursor=1.x1']) {
        problem(await ann.ask('GET', `/v1/dashboard/recent?${query}`), 'bad-request', 400);
      }
      problem(await ann.ask('GET', '/v1/dashboard/summary?since=yesterday'), 'bad-request', 400);
      problem(await ann.ask('POST', '/v1/dashboard/seen', { until: -1 }), 'bad-request', 400);
      await statistics(ann);
      await ann.ask('POST', '/v1/dashboard/seen', { until: 5 });
      const deleted = JSON.parse((await ann.ask('DELETE', '/v1/me')).text);
      expect(deleted.deleted).toMatchObject({ dashboard: 2, notes: 2 });
    });
  });
}
