import { describe, expect, it } from 'vitest';
import {
  notificationSettingsSchema,
  notificationsResponseSchema,
  readResponseSchema,
  webhookStatusSchema,
} from '#shared/api/notifications.ts';
import { lookup, problem, read } from '#tests/api/client.ts';
import { browserOf } from '#tests/api/dashboard/browser.ts';
import { circle, DAY, look, runJobs, SUSPICIOUS } from '#tests/api/dashboard/looks.ts';
import type { Receiver } from '#tests/api/dashboard/receiver.ts';
import { type Player, player, type Scene } from '#tests/api/matches/scene.ts';

const list = async (who: Player, query = '') =>
  read(await who.ask('GET', `/v1/notifications${query}`), notificationsResponseSchema);

let webhooks = 0;
/** An address nobody had before, as Discord would give it; and where its messages come to. */
function address() {
  const id = String(100_000_000_000_000_000n + BigInt(++webhooks));
  const token = `${'t0ken-_'.repeat(9)}${id.slice(-5)}`;
  return {
    id,
    token,
    url: `https://discord.com/api/webhooks/${id}/${token}`,
    path: `/api/v10/webhooks/${id}/${token}`,
  };
}

export function notificationTests(scene: () => Scene, receiver: () => Receiver): void {
  const sql = (text: string, ...args: (string | number)[]) => scene().target.sql.execute({ sql: text, args });
  const gather = () => runJobs(scene(), 'notifications');
  const deliver = async () => {
    await sql('UPDATE notification_delivery SET run_at = 0');
    await sql('UPDATE notification_webhook SET paused_until = 0');
    await runJobs(scene(), 'notification-delivery');
  };
  const status = async (who: Player) =>
    read(await who.ask('GET', '/v1/notifications/webhook'), webhookStatusSchema).webhook;
  const kindsOf = async (who: Player) => (await list(who)).items.map(({ kind }) => kind).toSorted();

  describe('notifications', () => {
    it('tell of bans among those met and watched, and of high scores of those watched alone; each once', async () => {
      const { ann, met, watched, stranger, playedAt } = await circle(scene());
      await gather();
      expect(await kindsOf(ann)).toEqual([]);
      for (const steamId of [met, watched, stranger]) await look(scene(), ann, steamId, { name: 'Now', ...SUSPICIOUS });
      await gather();
      const { items, unread } = await list(ann);
      expect(unread).toBe(3);
      expect(items).toHaveLength(3);
      expect(items).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ kind: 'ban', steamId: met, vac: 2, watched: false, lastMetAt: playedAt }),
          expect.objectContaining({ kind: 'ban', steamId: watched, name: 'Now', watched: true, lastMetAt: null }),
          expect.objectContaining({
            kind: 'score',
            steamId: watched,
            band: 'highly-suspicious',
            from: expect.any(Number),
          }),
        ]),
      );
      // Found again from the beginning, it is no news.
      await sql('UPDATE notification_feed SET position = 0');
      await gather();
      expect((await list(ann)).items).toEqual(items);
    });

    it('tell nobody of what somebody else claims about a match', async () => {
      const { ann, met } = await circle(scene());
      const liar = await player(scene());
      // One upload alone is not shown to others in it, so it tells them nothing.
      await sql('UPDATE match_player SET steam_id = ? WHERE steam_id = ?', liar.steamId, ann.steamId);
      await look(scene(), ann, met, SUSPICIOUS);
      await gather();
      expect(await kindsOf(liar)).toEqual([]);
      expect(await kindsOf(ann)).toEqual([]);
    });

    it('tell what became of own reports', async () => {
      const { ann, met } = await circle(scene());
      await lookup(scene().target.url, [ann.steamId]);
      const key = { 'idempotency-key': crypto.randomUUID() };
      expect((await ann.ask('PUT', `/v1/reports/${met}`, { category: 'aim' }, key)).status).toBe(200);
      await sql(`UPDATE report SET reported_at = reported_at - ${30 * DAY} WHERE target = ?`, met);
      await look(scene(), ann, met, SUSPICIOUS);
      await runJobs(scene(), 'report-bans');
      await gather();
      await gather();
      expect((await list(ann, '?kind=report')).items).toMatchObject([{ steamId: met, outcome: 'banned' }]);
    });

    it('tell moderators of appeals and people of decisions about them, never who decided', async () => {
      const moderator = await player(scene());
      await sql(`UPDATE user SET role = 'moderator' WHERE steam_id = ?`, moderator.steamId);
      const person = await player(scene());
      const act = async (type: string, version: number, more: object = {}) => {
        const body = { type, version, reason: `because ${type}`, ...more };
        const answer = await moderator.ask('POST', `/v1/moderation/cases/${person.steamId}/events`, body);
        expect(answer.status, answer.text).toBe(200);
      };
      await gather();
      await act('block', 0);
      await moderator.ask('POST', `/v1/moderation/cases/${person.steamId}/events`, { type: 'note', text: 'hm' });
      expect((await person.ask('POST', '/v1/me/appeal', { text: 'It was not me.' })).status).toBe(200);
      await gather();
      expect((await list(person)).items).toMatchObject([{ kind: 'case', measure: 'block', reason: 'because block' }]);
      expect((await list(moderator)).items).toMatchObject([{ kind: 'appeal-waiting', steamId: person.steamId }]);
      await act('clear', 2);
      await gather();
      const { items } = await list(person);
      expect(items[0]).toMatchObject({ kind: 'appeal', measure: 'none', reason: 'because clear' });
      expect(JSON.stringify(items)).not.toContain(moderator.steamId);
      expect(await kindsOf(moderator)).toEqual(['appeal-waiting']);
    });

    it('are read, and unread again, page by page, and nobody else’s', async () => {
      const { ann, met, watched } = await circle(scene());
      for (const steamId of [met, watched]) await look(scene(), ann, steamId, SUSPICIOUS);
      await gather();
      const [first, second] = [await list(ann, '?limit=2'), await list(ann, '?limit=2')];
      expect(first).toEqual(second);
      const rest = await list(ann, `?limit=2&cursor=${first.next}`);
      expect(rest.next).toBeNull();
      const ids = [...first.items, ...rest.items].map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted((a, b) => b - a));
      const mark = async (who: Player, body: object) =>
        read(await who.ask('POST', '/v1/notifications/read', body), readResponseSchema);
      const other = await player(scene());
      expect(await mark(other, { ids })).toEqual({ changed: 0, unread: 0 });
      expect(await mark(ann, { ids: [ids[0]] })).toEqual({ changed: 1, unread: 2 });
      expect(await mark(ann, { ids: [ids[0]], read: false })).toEqual({ changed: 1, unread: 3 });
      expect(await mark(ann, { until: ids[1] })).toEqual({ changed: 2, unread: 1 });
      expect((await list(ann, '?unread=true')).items.map(({ id }) => id)).toEqual([ids[0]]);
      expect((await list(ann, '?unread=false')).items).toHaveLength(2);
      const etag = (await ann.ask('GET', '/v1/notifications')).headers.get('etag') ?? '';
      expect((await ann.ask('GET', '/v1/notifications', undefined, { 'if-none-match': etag })).status).toBe(304);
      for (const query of ['kind=none', 'limit=0', 'cursor=x', 'unread=maybe']) {
        problem(await ann.ask('GET', `/v1/notifications?${query}`), 'bad-request', 400);
      }
      for (const body of [{}, { ids: [] }, { ids: [0] }, { until: 'all' }]) {
        problem(await ann.ask('POST', '/v1/notifications/read', body), 'bad-request', 400);
      }
    });

    it('are those that are wanted', async () => {
      const { ann, met, watched } = await circle(scene());
      const put = (body: object) => ann.ask('PUT', '/v1/notifications/settings', body);
      expect(read(await ann.ask('GET', '/v1/notifications/settings'), notificationSettingsSchema)).toMatchObject({
        minScore: 61,
      });
      const wanted = { kinds: ['score'], minScore: 81 };
      expect(read(await put(wanted), notificationSettingsSchema)).toEqual(wanted);
      for (const steamId of [met, watched]) await look(scene(), ann, steamId, SUSPICIOUS);
      await gather();
      expect(await kindsOf(ann)).toEqual([]);
      problem(await put({ kinds: ['everything'], minScore: 61 }), 'bad-request', 400);
      problem(await put({ kinds: [], minScore: 3 }), 'bad-request', 400);
    });
  });

  describe('a webhook of Discord', () => {
    const put = (who: Player, url: string, more: object = {}) =>
      who.ask('PUT', '/v1/notifications/webhook', { url, kinds: ['ban', 'score'], ...more });

    it('gets what is wanted there, in the language wanted, once', async () => {
      const { ann, met, watched } = await circle(scene());
      const { id, url, path } = address();
      expect(read(await put(ann, url, { kinds: ['ban'], language: 'de' }), webhookStatusSchema).webhook).toMatchObject({
        ...{ id, kinds: ['ban'], language: 'de', waiting: 0, deliveredAt: null, trouble: null },
      });
      const tested = await ann.ask('POST', '/v1/notifications/webhook/test');
      expect(read(tested, webhookStatusSchema).webhook?.deliveredAt).not.toBeNull();
      for (const steamId of [met, watched]) await look(scene(), ann, steamId, { name: '@everyone', ...SUSPICIOUS });
      await gather();
      expect((await status(ann))?.waiting).toBe(2);
      await deliver();
      await sql('UPDATE notification_feed SET position = 0');
      await gather();
      await deliver();
      const received = receiver().received.filter((each) => each.path === path);
      expect(received).toMatchObject([
        { path, titles: [], text: expect.stringContaining('CStatSentry') },
        { path, text: '', titles: Array(2).fill('\\@everyone wurde von Steam gesperrt') },
      ]);
      expect((await status(ann))?.waiting).toBe(0);
    });

    it('is tried again after failures, waits as long as Discord asks, and is given up in the end', async () => {
      const { ann, met } = await circle(scene());
      const { url, path } = address();
      await put(ann, url);
      await look(scene(), ann, met, SUSPICIOUS);
      await gather();
      const tries = () => receiver().received.filter((each) => each.path === path).length;
      const waits = async () => {
        const { rows } = await sql(
          `SELECT d.attempts, d.run_at FROM notification_delivery AS d
          JOIN notification_webhook AS w ON w.user_id = d.user_id JOIN user AS u ON u.id = d.user_id
          WHERE u.steam_id = ?`,
          ann.steamId,
        );
        return { attempts: Number(rows[0]?.['attempts']), in: Number(rows[0]?.['run_at']) - Date.now() };
      };
      receiver().answers.push({ status: 500 });
      await deliver();
      expect(tries()).toBe(1);
      const first = await waits();
      expect(first.attempts).toBe(1);
      expect(first.in).toBeGreaterThan(20_000);
      // Not due yet: nothing is sent.
      await runJobs(scene(), 'notification-delivery');
      expect(tries()).toBe(1);
      receiver().answers.push({ status: 429, headers: { 'retry-after': '120' } });
      await deliver();
      const limited = await waits();
      expect([limited.attempts, Math.round(limited.in / 10_000)]).toEqual([1, 12]);
      receiver().answers.push({ status: 302, headers: { location: 'http://169.254.169.254/' } });
      await deliver();
      expect((await waits()).attempts).toBe(2);
      await sql('UPDATE notification_delivery SET created_at = created_at - ?', 2 * DAY);
      receiver().answers.push({ status: 503 });
      await deliver();
      expect(await status(ann)).toMatchObject({ trouble: 'failing', waiting: 0 });
      // Put again, it works again.
      await put(ann, url);
      expect(await status(ann)).toMatchObject({ trouble: null });
    });

    it('that is gone or refuses is switched off, and its person told', async () => {
      for (const [answer, trouble] of [
        [404, 'gone'],
        [400, 'refused'],
      ] as const) {
        const { ann, met } = await circle(scene());
        const { url } = address();
        await put(ann, url);
        await look(scene(), ann, met, SUSPICIOUS);
        await gather();
        receiver().answers.push({ status: answer });
        await deliver();
        expect(await status(ann)).toMatchObject({ trouble, waiting: 0 });
      }
      const ann = await player(scene());
      await put(ann, address().url);
      receiver().answers.push({ status: 401 });
      problem(await ann.ask('POST', '/v1/notifications/webhook/test'), 'conflict', 409);
      expect(await status(ann)).toMatchObject({ trouble: 'gone' });
    });

    it('is never told again, and goes with the account', async () => {
      const ann = await player(scene());
      const { id, token, url } = address();
      await put(ann, url);
      const texts = [
        (await ann.ask('GET', '/v1/notifications/webhook')).text,
        (await ann.ask('GET', '/v1/me/export')).text,
        JSON.stringify((await sql('SELECT * FROM notification_webhook')).rows),
      ];
      for (const text of texts) {
        expect(text).toContain(id);
        expect(text).not.toContain(token);
      }
      const removed = await ann.ask('DELETE', '/v1/notifications/webhook');
      expect(read(removed, webhookStatusSchema).webhook).toBeNull();
      problem(await ann.ask('POST', '/v1/notifications/webhook/test'), 'not-found', 404);
      await put(ann, url);
      await ann.ask('PUT', '/v1/notifications/settings', { kinds: [], minScore: 61 });
      const deleted = JSON.parse((await ann.ask('DELETE', '/v1/me')).text).deleted;
      expect(deleted).toMatchObject({ notifications: 2 });
    });

    it('is nothing but one of Discord’s', async () => {
      const ann = await player(scene());
      const { url } = address();
      for (const wrong of [
        url.replace('https', 'http'),
        url.replace('discord.com', '127.0.0.1'),
        url.replace('discord.com', 'discord.com.example.org'),
        `${receiver().url}${new URL(url).pathname}`,
        `${url}?wait=true`,
        'x',
      ]) {
        problem(await put(ann, wrong), 'bad-request', 400);
      }
      problem(await put(ann, url, { kinds: [] }), 'bad-request', 400);
      problem(await put(ann, url, { language: 'xx' }), 'bad-request', 400);
      expect(await status(ann)).toBeNull();
    });
  });

  it('what is told is about those watched at that time, in any browser', async () => {
    const { ann, watched } = await circle(scene());
    const browser = browserOf(ann);
    await browser.fetch();
    await browser.send(browser.watch(watched, false, Date.now()));
    await look(scene(), ann, watched, SUSPICIOUS);
    await gather();
    expect(await kindsOf(ann)).toEqual([]);
  });
}
