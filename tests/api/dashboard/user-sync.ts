import { describe, expect, it } from 'vitest';
import { MAX_SYNC_CHANGES, MAX_SYNC_OTHERS } from '#shared/api/user-sync.ts';
import { problem } from '#tests/api/client.ts';
import { type Browser, browserOf } from '#tests/api/dashboard/browser.ts';
import { freshId } from '#tests/api/fake-steam.ts';
import { player, type Scene } from '#tests/api/matches/scene.ts';

const NOW = Date.now();

export function userSyncTests(scene: () => Scene): void {
  const two = async () => {
    const person = await player(scene());
    return { person, one: browserOf(person), other: browserOf(person) };
  };
  /** All of several browsers hold the same. */
  const agree = async (...browsers: Browser[]) => {
    for (const browser of browsers) await browser.fetch();
    const [first, ...rest] = browsers.map((browser) => browser.entries().sort((a, b) => a.version - b.version));
    for (const entries of rest) expect(entries).toEqual(first);
  };

  describe('watchlist, notes and settings', () => {
    it('reach the other browser, all of them, a page at a time', async () => {
      const { one, other } = await two();
      const ids = Array.from({ length: 7 }, freshId);
      await one.send(
        ...ids.map((id, index) => one.note(id, `note ${index}`, NOW)),
        ...ids.map((id) => one.watch(id, true, NOW)),
        one.setting('theme', 'dark', NOW),
      );
      await agree(one, other);
      expect(other.entries()).toHaveLength(15);
      expect(other.value(`text ${ids[3]}`)).toBe('note 3');
      await other.send(other.note(ids[3] ?? freshId(), null, NOW + 1));
      await one.fetch();
      expect(one.value(`text ${ids[3]}`)).toBeNull();
    });

    it('are changed field by field: what two browsers change of one player hurts neither', async () => {
      const { one, other } = await two();
      const id = freshId();
      expect(await one.send(one.note(id, 'smokes', NOW - 9))).toEqual(['taken']);
      expect(await other.send(other.watch(id, true, NOW - 5), other.tag(id, ['mirage'], NOW - 5))).toEqual([
        'taken',
        'taken',
      ]);
      await agree(one, other);
      expect([one.value(`text ${id}`), one.value(`watched ${id}`), one.value(`tags ${id}`)]).toEqual([
        'smokes',
        true,
        ['mirage'],
      ]);
    });

    it('keep both texts of a conflict until the person settles it, whoever comes first', async () => {
      for (const laterFirst of [true, false]) {
        const { one, other } = await two();
        const id = freshId();
        const early = one.note(id, 'written earlier', NOW - 100);
        const late = other.note(id, 'written later', NOW - 50);
        if (laterFirst) {
          expect(await other.send(late)).toEqual(['taken']);
          expect(await one.send(early)).toEqual(['older']);
        } else {
          expect(await one.send(early)).toEqual(['taken']);
          expect(await other.send(late)).toEqual(['taken']);
        }
        await agree(one, other);
        expect([one.value(`text ${id}`), one.others(id)]).toEqual(['written later', ['written earlier']]);
        // A further edit is no settlement.
        await one.send(one.note(id, 'written last', NOW - 10));
        await agree(one, other);
        expect(other.others(id)).toEqual(['written earlier']);
        await other.send(other.note(id, 'both together', NOW, true));
        await agree(one, other);
        expect([one.value(`text ${id}`), one.others(id)]).toEqual(['both together', []]);
      }
    });

    it('lose no text when one browser removes what the other edits', async () => {
      const { one, other } = await two();
      const id = freshId();
      await one.send(one.note(id, 'first', NOW - 100));
      await other.fetch();
      const edited = other.note(id, 'edited', NOW - 50);
      await one.send(one.note(id, null, NOW - 20));
      await other.send(edited);
      await agree(one, other);
      expect([one.value(`text ${id}`), one.others(id)]).toEqual([null, ['edited']]);
    });

    it('are not confused by what is sent twice', async () => {
      const { one, other } = await two();
      const id = freshId();
      const early = one.note(id, 'mine', NOW - 100);
      const late = other.note(id, 'theirs', NOW - 50);
      await one.send(early);
      await other.send(late);
      await one.fetch();
      const before = one.entries();
      expect(await one.send(early, early)).toEqual(['same', 'same']);
      expect(await other.send(late)).toEqual(['same']);
      await one.fetch();
      expect(one.entries()).toEqual(before);
    });

    it('join the tags of both sides, and let the last change of a flag or setting hold', async () => {
      const { one, other } = await two();
      const id = freshId();
      await one.send(one.tag(id, ['a', 'b'], NOW - 9), one.watch(id, true, NOW - 3), one.setting('theme', 'dark', NOW));
      const results = await other.send(
        other.tag(id, ['b', 'c'], NOW - 20),
        other.watch(id, false, NOW - 5),
        other.setting('theme', 'light', NOW - 1),
      );
      expect(results).toEqual(['taken', 'older', 'older']);
      await agree(one, other);
      expect([one.value(`tags ${id}`), one.value(`watched ${id}`), one.value('setting theme')]).toEqual([
        ['a', 'b', 'c'],
        true,
        'dark',
      ]);
    });

    it('are not won for ever by a clock that is ahead', async () => {
      const { one, other } = await two();
      await one.send(one.setting('theme', 'dark', NOW + 365 * 86_400_000));
      const later = other.setting('theme', 'light', Date.now() + 60_000);
      await other.send(later);
      await one.send(one.setting('quietBelow', 10, NOW));
      await agree(one, other);
      const entry = one.entries().find(({ field, value }) => field === 'setting' && typeof value === 'string');
      expect(entry?.at).toBeLessThanOrEqual(Date.now());
    });

    it('are all there when many browsers send at once', async () => {
      const { person } = await two();
      const id = freshId();
      const browsers = Array.from({ length: 6 }, () => browserOf(person));
      const results = await Promise.all(
        browsers.map((browser, index) =>
          browser.send(browser.note(id, `text ${index}`, NOW - index), browser.setting(`own${index}`, index, NOW)),
        ),
      );
      expect(results.map(([, setting]) => setting)).toEqual(Array(6).fill('taken'));
      await agree(...browsers);
      const [first] = browsers;
      expect(first?.value(`text ${id}`)).toBe('text 0');
      expect(first?.others(id).toSorted()).toEqual([1, 2, 3, 4, 5].map((index) => `text ${index}`));
      const versions = first?.entries().map(({ version }) => version) ?? [];
      expect(new Set(versions).size).toBe(7);
    });

    it('refuse a text rather than lose another when nobody settles anything', async () => {
      const { one, other } = await two();
      const id = freshId();
      await one.send(one.note(id, 'holds', NOW));
      // Made by a browser that has seen nothing of it.
      const stale = (index: number) => ({ ...other.note(id, `lost ${index}`, NOW - 1000 + index), base: 0 });
      for (let index = 0; index < MAX_SYNC_OTHERS; index++) {
        expect(await other.send(stale(index))).toEqual(['older']);
      }
      expect(await other.send(stale(99))).toEqual(['full']);
      await agree(one, other);
      expect(one.others(id)).toHaveLength(MAX_SYNC_OTHERS);
    });

    it('begin anew for a browser whose cursor is of another account', async () => {
      const { person, one } = await two();
      await one.send(one.setting('theme', 'dark', NOW));
      const answer = await person.ask('GET', `/v1/me/sync?since=${Number.MAX_SAFE_INTEGER}`);
      expect(JSON.parse(answer.text).entries).toHaveLength(1);
    });

    it('are of no use to whoever has a copy of the database, and are nobody else’s', async () => {
      const { person, one } = await two();
      const stranger = browserOf(await player(scene()));
      const id = freshId();
      await one.send(one.note(id, 'a very private thought', NOW), one.setting('secretive', 'hidden value', NOW));
      const { rows } = await scene().target.sql.execute('SELECT * FROM user_sync_entry');
      expect(JSON.stringify(rows)).not.toMatch(/private thought|hidden value/);
      await stranger.fetch();
      expect(stranger.entries()).toEqual([]);
      const document: unknown = JSON.parse((await person.ask('GET', '/v1/me/export')).text);
      expect(JSON.stringify(document)).toContain('a very private thought');
      await person.ask('DELETE', '/v1/me');
      const left = await scene().target.sql.execute({
        sql: 'SELECT * FROM user_sync_entry WHERE subject IN (?, ?)',
        args: [id, 'secretive'],
      });
      expect(left.rows).toEqual([]);
    });

    it('are sent in no other way', async () => {
      const { person } = await two();
      const steamId = freshId();
      const change = { field: 'text', steamId, value: 'x', base: 0, at: 1 };
      const wrong = [
        { ...change, field: 'password' },
        { ...change, value: 'x'.repeat(2001) },
        { ...change, value: '\ud800' },
        { ...change, base: -1 },
        { ...change, steamId: '1' },
        { ...change, extra: 1 },
        { field: 'watched', steamId, value: 'yes', base: 0, at: 1 },
        { field: 'tags', steamId, value: ['a,b'], base: 0, at: 1 },
        { field: 'setting', name: '__proto__', value: 1, base: 0, at: 1 },
        { field: 'setting', name: 'x', value: { deep: {} }, base: 0, at: 1 },
      ];
      for (const each of wrong) {
        problem(await person.ask('POST', '/v1/me/sync', { since: 0, changes: [each] }), 'bad-request', 400);
      }
      const many = Array.from({ length: MAX_SYNC_CHANGES + 1 }, () => change);
      problem(await person.ask('POST', '/v1/me/sync', { since: 0, changes: many }), 'bad-request', 400);
      problem(await person.ask('GET', '/v1/me/sync?since=-1'), 'bad-request', 400);
    });
  });
}
