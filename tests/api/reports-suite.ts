import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { heldResponseSchema } from '#shared/api/accounts.ts';
import { playerResponseSchema } from '#shared/api/players.ts';
import {
  myReportSchema,
  myReportsResponseSchema,
  reportSummarySchema,
  withdrawnResponseSchema,
} from '#shared/api/reports.ts';
import { call, lookup, problem, read } from '#tests/api/client.ts';
import { freshId } from '#tests/api/fake-steam.ts';
import { type Member, member, members, runNow } from '#tests/api/reports-people.ts';
import type { Target } from '#tests/api/targets.ts';

const DAY = 86_400_000;

/** What people report, from the request to the score. `crowd`: how many report one player at once. */
export function reportTests(target: () => Target, crowd: number): void {
  const rows = async (sql: string, ...args: (string | number)[]) =>
    (await target().sql.execute({ sql, args })).rows.map((row) => ({ ...row }));
  const mine = async (person: Member) => read(await person.ask('GET', '/v1/reports'), myReportsResponseSchema).items;
  const summary = async (steamId: string) =>
    read(await call(`${target().url}/v1/players/${steamId}/reports`), reportSummarySchema);

  describe('PUT /v1/reports/{steamId}', () => {
    it('stores a report whole, and replaces it by the next one on the same player', async () => {
      const [person, player] = [await member(target()), target().steam.add()];
      const link = 'https://example.org/clip?t=1';
      const evidence = [{ kind: 'link', url: link }];
      const first = read(
        await person.report(player, { category: 'wall', evidence, words: '  saw me through smoke ', playedAt: 1000 }),
        myReportSchema,
      );
      expect(first).toMatchObject({ steamId: player, outcome: 'open', editedAt: null, words: 'saw me through smoke' });
      const second = read(await person.report(player, { category: 'griefing' }), myReportSchema);
      expect(second.reportedAt).toBe(first.reportedAt);
      expect(second.editedAt).toBeGreaterThanOrEqual(first.reportedAt);
      expect(await mine(person)).toMatchObject([{ ...second, state: 'open', ban: null }]);
      expect(second).toMatchObject({ category: 'griefing', evidence: [], words: '' });
    });

    it('takes the same key once, however often and however much at once it comes', async () => {
      const [person, player, key] = [await member(target()), target().steam.add(), crypto.randomUUID()];
      const answers = await Promise.all(Array.from({ length: 20 }, () => person.report(player, undefined, key)));
      const reports = answers.map((answer) => read(answer, myReportSchema));
      expect(new Set(reports.map(({ reportedAt }) => reportedAt)).size).toBe(1);
      expect(await rows('SELECT used FROM report_quota WHERE who LIKE ?', `reporter:${person.steamId}/%`)).toEqual([
        { used: 1 },
        { used: 1 },
      ]);
      expect(await mine(person)).toHaveLength(1);
      const other = await person.report(player, { category: 'wall' }, key);
      expect(problem(other, 'conflict', 409).errors?.[0]?.path).toBe('idempotency-key');
    });

    it('does not bring back what was taken back when it arrives late', async () => {
      const [person, player, key] = [await member(target()), target().steam.add(), crypto.randomUUID()];
      read(await person.report(player, { category: 'aim', words: 'secret words' }, key), myReportSchema);
      const undo = () => person.ask('DELETE', `/v1/reports/${player}`);
      expect(read(await undo(), withdrawnResponseSchema).withdrawn).toBe(true);
      expect(read(await undo(), withdrawnResponseSchema).withdrawn).toBe(false);
      read(await person.report(player, { category: 'aim', words: 'secret words' }, key), myReportSchema);
      expect(await mine(person)).toEqual([]);
      expect(JSON.stringify(await rows('SELECT * FROM report'))).not.toContain('secret words');
      // A new report is a new one.
      read(await person.report(player), myReportSchema);
      expect(await mine(person)).toHaveLength(1);
    });

    it('names what is wrong and stores nothing', async () => {
      const [person, player] = [await member(target()), target().steam.add()];
      const bad: [path: string, status: number, steamId: string, body: unknown][] = [
        ['steamId', 400, person.steamId, { category: 'aim' }],
        ['steamId', 404, freshId(), { category: 'aim' }],
        ['steamId', 400, '123', { category: 'aim' }],
        ['category', 400, player, { category: 'bad manners' }],
        ['category', 400, player, {}],
        ['playedAt', 400, player, { category: 'aim', playedAt: Date.now() + DAY }],
        ['playedAt', 400, player, { category: 'aim', playedAt: '2026-01-01' }],
        ['matchId', 400, player, { category: 'aim', matchId: 'no such match' }],
        ['evidence.0.url', 400, player, { category: 'aim', evidence: [{ kind: 'link', url: 'javascript:alert(1)' }] }],
        [
          'evidence.0.url',
          400,
          player,
          { category: 'aim', evidence: [{ kind: 'link', url: 'https://u:p@x.example' }] },
        ],
        ['evidence.0.code', 400, player, { category: 'aim', evidence: [{ kind: 'share-code', code: 'CSGO-x' }] }],
        ['words', 400, player, '{"category":"aim","words":"half \\ud800 a pair"}'],
        ['words', 400, player, { category: 'aim', words: 'nul \0' }],
        ['words', 400, player, { category: 'aim', words: 'x'.repeat(1001) }],
        ['', 400, player, { category: 'aim', more: true }],
      ];
      for (const [path, status, steamId, body] of bad) {
        const answer = await person.report(steamId, body);
        const { errors, code } = problem(answer, status === 404 ? 'not-found' : 'bad-request', status);
        expect(errors?.[0]?.path, `${code} ${JSON.stringify(body).slice(0, 80)}`).toBe(path);
      }
      for (const key of [undefined, 'not a uuid']) {
        const answer = await person.ask(
          'PUT',
          `/v1/reports/${player}`,
          { category: 'aim' },
          key === undefined ? {} : { 'idempotency-key': key },
        );
        expect(problem(answer, 'bad-request', 400).errors?.[0]?.path).toBe('idempotency-key');
      }
      for (const table of ['report', 'report_key']) {
        expect(await rows(`SELECT * FROM ${table} WHERE reporter = ?`, person.steamId), table).toEqual([]);
      }
      expect(await rows('SELECT * FROM report_quota WHERE who LIKE ?', `reporter:${person.steamId}/%`)).toEqual([]);
    });

    it('refuses ten megabytes', async () => {
      const [person, player] = [await member(target()), target().steam.add()];
      let status: number | 'cut off';
      try {
        status = (await person.report(player, JSON.stringify({ category: 'aim', words: 'x'.repeat(10_000_000) })))
          .status;
      } catch {
        // The connection is closed on whoever goes on sending.
        status = 'cut off';
      }
      expect([413, 'cut off']).toContain(status);
      expect(await mine(person)).toEqual([]);
    });

    it('does not take the word of an account that was blocked a moment ago', async () => {
      const [person, player] = [await member(target()), target().steam.add()];
      read(await person.report(target().steam.add()), myReportSchema);
      await target().sql.execute({ sql: `UPDATE user SET state = 'blocked' WHERE id = ?`, args: [person.userId] });
      expect([403, 409]).toContain((await person.report(player)).status);
      expect(await rows('SELECT * FROM report WHERE target = ?', player)).toEqual([]);
      // What is theirs stays theirs.
      expect((await person.ask('GET', '/v1/reports')).status).toBe(200);
    });

    it(`counts ${crowd} at once exactly`, async () => {
      const player = target().steam.add();
      await lookup(target().url, [player]);
      const people = await members(target(), crowd);
      const answers = await Promise.all(people.map((person) => person.report(player)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(await rows('SELECT count(*) AS n FROM report WHERE target = ?', player)).toEqual([{ n: crowd }]);
      await runNow(target(), 'report-weighing');
      expect(await summary(player)).toMatchObject({ reports: crowd, state: 'none', nats: 0 });
    });
  });

  describe('GET /v1/reports', () => {
    it('pages through one’s own, newest first, and shows nobody else’s', async () => {
      const [one, other] = [await member(target()), await member(target())];
      const players = Array.from({ length: 5 }, () => target().steam.add());
      for (const player of players) read(await one.report(player), myReportSchema);
      const seen: string[] = [];
      let path = '/v1/reports?limit=2';
      for (;;) {
        const { items, next } = read(await one.ask('GET', path), myReportsResponseSchema);
        seen.push(...items.map(({ steamId }) => steamId));
        if (next === null) break;
        path = `/v1/reports?limit=2&cursor=${next}`;
      }
      expect([...seen].sort()).toEqual([...players].sort());
      expect(await mine(other)).toEqual([]);
      problem(await one.ask('GET', '/v1/reports?cursor=x'), 'bad-request', 400);
      read(await one.ask('GET', '/v1/reports?outcome=banned'), myReportsResponseSchema);
    });
  });

  describe('weighing', () => {
    /** All of these in one match, as Steam tells of it. */
    async function playTogether(steamIds: readonly string[]): Promise<void> {
      const id = crypto.randomUUID();
      const now = Date.now();
      await target().sql.batch(
        [
          {
            sql: `INSERT INTO match (id, played_at, map, revision, added_at, changed_at) VALUES (?, ?, 'de_mirage', 1, ?, ?)`,
            args: [id, now, now, now],
          },
          ...steamIds.map((steamId) => ({
            sql: `INSERT INTO match_player (match_id, steam_id, played_at, name, provenance, confirmations) VALUES (?, ?, ?, 'x', 'steam', 0)`,
            args: [id, steamId, now],
          })),
        ],
        'write',
      );
    }
    /** As if each had reported from home: all tests come from one address. */
    const fromHome = (player: string) =>
      target().sql.execute({ sql: 'UPDATE report SET address = reporter WHERE target = ?', args: [player] });

    it('tells reports by people who met the player from others, opens a case and moves the score', async () => {
      const [player, people] = [target().steam.add(), await members(target(), 8)];
      await lookup(target().url, [player, ...people.map(({ steamId }) => steamId)]);
      const before = read(await call(`${target().url}/v1/players/${player}`), playerResponseSchema).assessment;
      for (const person of people.slice(0, 6)) {
        await playTogether([player, person.steamId]);
        read(await person.report(player), myReportSchema);
      }
      await playTogether([player, people[6]?.steamId ?? '']);
      await fromHome(player);
      await runNow(target(), 'report-weighing');
      const found = await summary(player);
      expect(found).toMatchObject({ state: 'strong', reports: 6, silent: 1 });
      expect(found.independent).toBeCloseTo(6, 1);
      expect(found.nats).toBeGreaterThan(0.5);
      expect(found.nats).toBeLessThanOrEqual(1.3);
      const after = read(await call(`${target().url}/v1/players/${player}`), playerResponseSchema).assessment;
      const reason = after?.contributions.find(({ block }) => block === 'reports');
      expect(reason).toMatchObject({ key: 'reports', figures: { count: 6, silent: 1 } });
      expect((after?.logOdds ?? 0) - (before?.logOdds ?? 0)).toBeCloseTo(found.nats, 5);
      expect(await rows('SELECT state, reports FROM moderation_case WHERE steam_id = ?', player)).toEqual([
        { state: 'open', reports: 'undecided' },
      ]);
      expect((await mine(people[0] ?? (await member(target()))))[0]?.playedTogether).toBe(true);

      // Taken back by all, they say nothing any more.
      for (const person of people.slice(0, 6)) await person.ask('DELETE', `/v1/reports/${player}`);
      await runNow(target(), 'report-weighing');
      expect(await summary(player)).toMatchObject({ state: 'none', reports: 0, nats: 0 });
      const last = read(await call(`${target().url}/v1/players/${player}`), playerResponseSchema).assessment;
      expect(last?.contributions.some(({ block }) => block === 'reports')).toBe(false);
    });

    it('counts reports from one address as one, and those of muted people as nothing', async () => {
      const [player, people] = [target().steam.add(), await members(target(), 6)];
      await lookup(target().url, [player, ...people.map(({ steamId }) => steamId)]);
      await playTogether([player, ...people.map(({ steamId }) => steamId)]);
      for (const person of people) read(await person.report(player), myReportSchema);
      await runNow(target(), 'report-weighing');
      expect(await summary(player)).toMatchObject({ state: 'none', reports: 6, independent: 1, nats: 0 });
      await fromHome(player);
      for (const { userId } of people) {
        await target().sql.execute({ sql: `UPDATE user SET state = 'blocked' WHERE id = ?`, args: [userId] });
      }
      await target().sql.execute({ sql: 'UPDATE report_weight SET due_since = 1 WHERE steam_id = ?', args: [player] });
      await runNow(target(), 'report-weighing');
      expect(await summary(player)).toMatchObject({ state: 'none', independent: 0, nats: 0 });
    });

    it('bears out what was reported before a ban, and nothing that was reported after it', async () => {
      const [early, late, player] = [await member(target()), await member(target()), target().steam.add()];
      read(await early.report(player), myReportSchema);
      await runNow(target(), 'report-bans');
      expect((await mine(early))[0]?.outcome).toBe('open');
      await target().sql.execute({
        sql: 'UPDATE report SET reported_at = reported_at - ? WHERE reporter = ?',
        args: [3 * DAY, early.steamId],
      });
      target().steam.people.set(player, { vac: 1, daysSinceLastBan: 0 });
      await runNow(target(), 'ban-refresh');
      read(await late.report(player), myReportSchema);
      await runNow(target(), 'report-bans', 'report-weighing');
      const [report] = await mine(early);
      expect(report?.outcome).toBe('banned');
      expect(report?.outcomeAt).toBeGreaterThan(0);
      expect(report).toMatchObject({ state: 'decided', ban: { vac: 1, game: 0, since: true } });
      expect((await mine(late))[0]).toMatchObject({ outcome: 'open', state: 'open', ban: { vac: 1, since: false } });
      problem(await early.report(player), 'conflict', 409);
      // Withdrawing does not undo what it came to.
      await early.ask('DELETE', `/v1/reports/${player}`);
      expect(await rows('SELECT outcome FROM report WHERE reporter = ?', early.steamId)).toEqual([
        { outcome: 'banned' },
      ]);
    });

    it('never tells who reported', async () => {
      const [person, subject] = [await member(target()), await member(target())];
      await person.report(subject.steamId, { category: 'aim', words: 'so fast' });
      const held = await subject.ask('GET', '/v1/me/held');
      expect(read(held, heldResponseSchema).counts['reports']).toBe(1);
      const shown = await call(`${target().url}/v1/players/${subject.steamId}/reports`);
      for (const text of [held.text, shown.text]) {
        expect(text).not.toContain(person.steamId);
        expect(text).not.toContain('so fast');
      }
    });
  });

  it('exports what somebody reported, and deletes it with the account', async () => {
    const [person, player] = [await member(target()), target().steam.add()];
    await person.report(player, { category: 'aim', words: 'my own words' });
    const document = await person.ask('GET', '/v1/me/export');
    expect(z.object({}).loose().parse(JSON.parse(document.text))).toBeTruthy();
    expect(document.text).toContain('my own words');
    expect((await person.ask('DELETE', '/v1/me')).status).toBe(200);
    for (const table of ['report', 'report_key']) {
      expect(await rows(`SELECT * FROM ${table} WHERE reporter = ?`, person.steamId)).toEqual([]);
    }
  });
}
