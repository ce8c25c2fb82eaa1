import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { heldResponseSchema, meSchema } from '#shared/api/accounts.ts';
import { caseListSchema, caseResponseSchema, heldCaseSchema, logResponseSchema } from '#shared/api/moderation.ts';
import { myReportSchema, myReportsResponseSchema } from '#shared/api/reports.ts';
import { type Answer, problem, read } from '#tests/api/client.ts';
import { type Member, member, members, runNow } from '#tests/api/reports-people.ts';
import type { Target } from '#tests/api/targets.ts';

const conflictSchema = z.object({ reason: z.string(), case: caseResponseSchema.exactOptional() });
const reasonOf = (answer: Answer) => conflictSchema.parse(JSON.parse(answer.text)).reason;

/** Cases, those who judge them and those they are about. */
export function moderationTests(target: () => Target): void {
  const moderator = () => member(target(), { role: 'moderator' });
  const act = (by: Member, steamId: string, body: object) =>
    by.ask('POST', `/v1/moderation/cases/${steamId}/events`, body);
  const view = async (by: Member, steamId: string) =>
    read(await by.ask('GET', `/v1/moderation/cases/${steamId}`), caseResponseSchema);
  const stateOf = async (person: Member) => read(await person.ask('GET', '/v1/me'), meSchema).state;
  const held = async (person: Member) => read(await person.ask('GET', '/v1/me/held'), heldResponseSchema).moderation;

  describe('POST /v1/moderation/cases/{steamId}/events', () => {
    it('flags, blocks, bans and clears, in any order, with effect on the account at once', async () => {
      const [judge, person] = [await moderator(), await member(target())];
      let version = 0;
      const steps = [
        ['flag', 'active', 200],
        ['block', 'blocked', 403],
        ['ban', 'banned', 403],
        ['block', 'blocked', 403],
        ['flag', 'active', 200],
        ['ban', 'banned', 403],
        ['clear', 'active', 200],
      ] as const;
      for (const [type, state, mayReport] of steps) {
        const body = { type, version, reason: `because of ${type}` };
        const { status } = read(await act(judge, person.steamId, body), caseResponseSchema);
        expect(status).toMatchObject({
          measure: type === 'clear' ? 'none' : type,
          state: 'closed',
          sequence: version + 1,
        });
        version = status.version;
        expect(await stateOf(person)).toBe(state);
        expect((await person.report(target().steam.add())).status).toBe(mayReport);
      }
      const { events } = await view(judge, person.steamId);
      expect(events.map(({ type, actor, sequence }) => [sequence, type, actor])).toEqual(
        steps.map(([type], index) => [index + 1, type, judge.steamId]),
      );
    });

    it('answers a decision on an older version with the newer case, and changes nothing', async () => {
      const [one, two, person] = [await moderator(), await moderator(), await member(target())];
      read(await act(one, person.steamId, { type: 'flag', version: 0, reason: 'first' }), caseResponseSchema);
      const refused = await act(two, person.steamId, { type: 'ban', version: 0, reason: 'second' });
      problem(refused, 'conflict', 409);
      const { reason, case: newer } = conflictSchema.parse(JSON.parse(refused.text));
      expect([reason, newer?.status.measure, newer?.status.version]).toEqual(['stale', 'flag', 1]);
      expect(await stateOf(person)).toBe('active');
      expect((await view(two, person.steamId)).events).toHaveLength(1);
    });

    it('lets one of many decide who decide at once, and every note through', async () => {
      const [judges, person] = [await members(target(), 8, { role: 'moderator' }), await member(target())];
      const decided = await Promise.all(
        judges.map((judge) => act(judge, person.steamId, { type: 'block', version: 0, reason: 'me first' })),
      );
      expect(decided.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
      const noted = await Promise.all(
        judges.map((judge) => act(judge, person.steamId, { type: 'note', text: 'seen' })),
      );
      expect(noted.map(({ status }) => status)).toEqual(Array(8).fill(200));
      const { events, status } = await view(judges[0] ?? (await moderator()), person.steamId);
      expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(status.version).toBe(1);
    });

    it('is not for who reported the player, who is judged, or who has no higher rank', async () => {
      const [reporter, judge] = [await moderator(), await moderator()];
      const [admin, player] = [await member(target(), { role: 'admin' }), target().steam.add()];
      read(await reporter.report(player), myReportSchema);
      const flag = { type: 'flag', version: 0, reason: 'looks odd' };
      const refusals: [Member, string, string][] = [
        [reporter, player, 'reported-it'],
        [judge, judge.steamId, 'own-case'],
        [judge, reporter.steamId, 'outranked'],
        [judge, admin.steamId, 'outranked'],
        [admin, admin.steamId, 'own-case'],
      ];
      for (const [by, steamId, why] of refusals) {
        const refused = await act(by, steamId, flag);
        problem(refused, 'forbidden', 403);
        expect(reasonOf(refused)).toBe(why);
        expect(await view(by, steamId)).toMatchObject({ barred: why, events: [] });
      }
      expect((await act(admin, judge.steamId, flag)).status).toBe(200);
      expect((await act(judge, player, flag)).status).toBe(200);
    });

    it('names what is wrong with an action', async () => {
      const [judge, person] = [await moderator(), await member(target())];
      const bad: [string, object][] = [
        ['reason', { type: 'flag', version: 0, reason: ' ' }],
        ['reason', { type: 'flag', version: 0 }],
        ['version', { type: 'flag', reason: 'x' }],
        ['type', { type: 'expire', version: 0 }],
        ['text', { type: 'note', text: '' }],
        ['expiresAt', { type: 'block', version: 0, reason: 'x', expiresAt: 1 }],
        ['', { type: 'clear', version: 0, reason: 'x', expiresAt: 1 }],
      ];
      for (const [path, body] of bad) {
        const refused = problem(await act(judge, person.steamId, body), 'bad-request', 400);
        expect(refused.errors?.[0]?.path, JSON.stringify(body)).toBe(path);
      }
      expect(reasonOf(await act(judge, person.steamId, { type: 'clear', version: 0, reason: 'x' }))).toBe(
        'nothing-in-force',
      );
      expect((await view(judge, person.steamId)).status.sequence).toBe(0);
    });

    it('decides the reports, which stay decided', async () => {
      const [judge, players] = [await moderator(), [target().steam.add(), target().steam.add()]];
      const [person, undecided] = [await member(target()), target().steam.add()];
      for (const player of [...players, undecided]) read(await person.report(player), myReportSchema);
      const [right = '', wrong = ''] = players;
      const upheld = await act(judge, right, { type: 'uphold', version: 0, reason: 'seen in the demo' });
      expect(read(upheld, caseResponseSchema).reportList).toMatchObject([{ reporter: 1, category: 'aim' }]);
      expect(upheld.text).not.toContain(person.steamId);
      read(await act(judge, wrong, { type: 'reject', version: 0, reason: 'plays well' }), caseResponseSchema);
      const { items } = read(await person.ask('GET', '/v1/reports'), myReportsResponseSchema);
      const outcomes = Object.fromEntries(items.map(({ steamId, outcome }) => [steamId, outcome]));
      expect(outcomes).toEqual({ [right]: 'upheld', [wrong]: 'rejected', [undecided]: 'open' });
      problem(await person.report(wrong), 'conflict', 409);
    });
  });

  describe('GET /v1/moderation/cases/{steamId}', () => {
    it('says what each report weighs and why, who acted, and which matches are vouched for', async () => {
      const [judge, player] = [await moderator(), target().steam.add()];
      const [one, two, gone] = [await member(target()), await member(target()), await member(target())];
      const device = { 'x-device': 'device-0123456789abcdef' };
      const report = (by: Member) => {
        const key = { 'idempotency-key': crypto.randomUUID(), ...device };
        return by.ask('PUT', `/v1/reports/${player}`, { category: 'aim' }, key);
      };
      for (const by of [one, two, gone]) read(await report(by), myReportSchema);
      // An earlier report of the first was found wrong, the third is blocked now.
      const other = target().steam.add();
      read(await one.report(other), myReportSchema);
      read(await act(judge, other, { type: 'reject', version: 0, reason: 'plays well' }), caseResponseSchema);
      await act(judge, gone.steamId, { type: 'block', version: 0, reason: 'reports everybody' });
      const played = (id: string, provenance: string) => [
        {
          sql: `INSERT INTO match (id, played_at, map, revision, added_at, changed_at) VALUES (?, 5, 'Mirage', 1, 5, 5)`,
          args: [id],
        },
        {
          sql: `INSERT INTO match_player (match_id, steam_id, played_at, name, kills, provenance, confirmations)
            VALUES (?, ?, 5, 'x', 31, ?, 0)`,
          args: [id, player, provenance],
        },
      ];
      await target().sql.batch([...played(`${player}-a`, 'steam'), ...played(`${player}-b`, 'client')], 'write');
      read(await act(judge, player, { type: 'flag', version: 0, reason: 'a look' }), caseResponseSchema);
      const answer = await view(judge, player);
      expect(answer.reportList.map(({ standing, weight }) => [standing.rejected, standing.muted, weight > 0])).toEqual([
        [1, false, true],
        [0, false, true],
        [0, true, false],
      ]);
      const [first, second] = answer.reportList;
      expect(first?.standing.weight).toBeLessThan(second?.standing.weight ?? 0);
      expect(answer.reportList.map(({ sameOrigin }) => sameOrigin)).toEqual([
        [2, 3],
        [1, 3],
        [1, 2],
      ]);
      expect(answer.matches.map(({ id, own }) => [id, own.kills])).toEqual([[`${player}-a`, 31]]);
      expect(Object.keys(answer.names)).not.toContain(one.steamId);
    });

    it('answers 304 to who holds it, until something happens', async () => {
      const [judge, person] = [await moderator(), await member(target())];
      const paths = [`/v1/moderation/cases/${person.steamId}`, '/v1/moderation/cases?filter=all', '/v1/moderation/log'];
      const tags = await Promise.all(
        paths.map(async (path) => (await judge.ask('GET', path)).headers.get('etag') ?? ''),
      );
      const again = () =>
        Promise.all(
          paths.map(async (path, i) => {
            const headers = { 'if-none-match': tags[i] ?? '' };
            return (await judge.ask('GET', path, undefined, headers)).status;
          }),
        );
      expect(await again()).toEqual([304, 304, 304]);
      read(await act(judge, person.steamId, { type: 'flag', version: 0, reason: 'x' }), caseResponseSchema);
      expect(await again()).toEqual([200, 200, 200]);
    });

    it('tells a moderator no more of their own case than others are told of theirs', async () => {
      const [judge, admin] = [await moderator(), await member(target(), { role: 'admin' })];
      read(await act(admin, judge.steamId, { type: 'flag', version: 0, reason: 'for all to see' }), caseResponseSchema);
      await act(admin, judge.steamId, { type: 'note', text: 'among us' });
      expect(await view(judge, judge.steamId)).toMatchObject({ barred: 'own-case', events: [], reportList: [] });
      const log = await judge.ask('GET', '/v1/moderation/log?limit=100');
      expect(read(log, logResponseSchema).items.some(({ steamId }) => steamId === judge.steamId)).toBe(false);
      const theirs = read(await admin.ask('GET', '/v1/moderation/log?limit=100'), logResponseSchema);
      expect(theirs.items.some(({ steamId }) => steamId === judge.steamId)).toBe(true);
      expect(await held(judge)).toMatchObject({ measure: 'flag', events: [{ reason: 'for all to see' }] });
    });
  });

  describe('what has an end', () => {
    it('ends by itself, with an event, and frees the account', async () => {
      const [judge, person] = [await moderator(), await member(target())];
      const expiresAt = Date.now() + 3_600_000;
      read(
        await act(judge, person.steamId, { type: 'ban', version: 0, reason: 'an hour', expiresAt }),
        caseResponseSchema,
      );
      await runNow(target(), 'moderation-expiry');
      expect(await stateOf(person)).toBe('banned');
      // The hour is over: what is stored says so, in the log and in the case.
      await target().sql.batch(
        [
          {
            sql: `UPDATE moderation_event SET body = json_set(body, '$.expiresAt', 5) WHERE steam_id = ?`,
            args: [person.steamId],
          },
          { sql: 'UPDATE moderation_case SET expires_at = 5 WHERE steam_id = ?', args: [person.steamId] },
        ],
        'write',
      );
      await runNow(target(), 'moderation-expiry');
      expect(await stateOf(person)).toBe('active');
      const { events, status } = await view(judge, person.steamId);
      expect(events.map(({ type, actor }) => [type, actor])).toEqual([
        ['ban', judge.steamId],
        ['expire', 'system'],
      ]);
      expect(status).toMatchObject({ measure: 'none', expiresAt: null });
    });
  });

  describe('the person concerned', () => {
    it('sees what was done and why, not by whom, and appeals once until it is answered', async () => {
      const [judge, person] = [await moderator(), await member(target())];
      expect(await held(person)).toBeUndefined();
      const nothing = await person.ask('POST', '/v1/me/appeal', { text: 'but why' });
      problem(nothing, 'conflict', 409);
      expect(reasonOf(nothing)).toBe('nothing-in-force');
      read(await act(judge, person.steamId, { type: 'ban', version: 0, reason: 'three demos' }), caseResponseSchema);
      await act(judge, person.steamId, { type: 'note', text: 'talk to Ada about this one' });
      const answer = await person.ask('GET', '/v1/me/held');
      expect(read(answer, heldResponseSchema).moderation).toMatchObject({
        measure: 'ban',
        mayAppeal: true,
        events: [{ type: 'ban', reason: 'three demos', expiresAt: null }],
      });
      for (const secret of [judge.steamId, 'talk to Ada']) expect(answer.text).not.toContain(secret);

      const appealed = read(await person.ask('POST', '/v1/me/appeal', { text: 'that was my brother' }), heldCaseSchema);
      expect(appealed).toMatchObject({ appealed: true, mayAppeal: false, measure: 'ban' });
      expect(reasonOf(await person.ask('POST', '/v1/me/appeal', { text: 'again' }))).toBe('already-appealed');
      const { status } = await view(judge, person.steamId);
      expect(status).toMatchObject({ state: 'open', appealed: true, version: 2 });
      // A decision made before the appeal was seen is not taken.
      expect((await act(judge, person.steamId, { type: 'ban', version: 1, reason: 'still' })).status).toBe(409);
      read(await act(judge, person.steamId, { type: 'clear', version: 2, reason: 'believed' }), caseResponseSchema);
      expect(await stateOf(person)).toBe('active');
      expect(await held(person)).toMatchObject({ measure: 'none', appealed: false, mayAppeal: false });
    });
  });

  describe('the queue and the log', () => {
    it('show appeals first, then by strength; with counts, filters and pages', async () => {
      const [judge, people] = [await moderator(), await members(target(), 5)];
      const strengths = [0.1, 0.3, 0.2, 0.05, 0];
      for (const [index, person] of people.entries()) {
        const type = index === 4 ? 'ban' : 'flag';
        read(await act(judge, person.steamId, { type, version: 0, reason: 'x' }), caseResponseSchema);
        await target().sql.execute({
          sql: 'UPDATE moderation_case SET strength = ? WHERE steam_id = ?',
          args: [strengths[index] ?? 0, person.steamId],
        });
      }
      read((await people[3]?.ask('POST', '/v1/me/appeal', { text: 'no' })) ?? missing(), heldCaseSchema);
      const ours = new Set<string>(people.map(({ steamId }) => steamId));
      const queue = async (query: string) =>
        read(await judge.ask('GET', `/v1/moderation/cases?${query}`), caseListSchema);
      const seen: string[] = [];
      let cursor = '';
      for (;;) {
        const page = await queue(`filter=all&limit=3${cursor}`);
        seen.push(...page.items.map(({ steamId }) => steamId).filter((steamId) => ours.has(steamId)));
        if (page.next === null) break;
        cursor = `&cursor=${page.next}`;
      }
      expect(seen).toEqual([3, 1, 2, 0, 4].map((index) => people[index]?.steamId));
      const open = await queue('filter=appealed&limit=100');
      expect(open.items.some(({ steamId }) => steamId === people[3]?.steamId)).toBe(true);
      expect(open.items.every(({ status }) => status.appealed)).toBe(true);
      for (const filter of ['all', 'open', 'appealed', 'flag', 'block', 'ban'] as const) {
        const page = await queue(`filter=${filter}&limit=100`);
        expect(page.items, filter).toHaveLength(page.counts[filter]);
      }
      expect((await queue('filter=all&source=speed')).items).toEqual([]);
      problem(await judge.ask('GET', '/v1/moderation/cases?cursor=x'), 'bad-request', 400);
      problem(await judge.ask('GET', '/v1/moderation/cases?filter=x'), 'bad-request', 400);
    });

    it('tell everything that was done, newest first, by source and measure', async () => {
      const [judge, person] = [await moderator(), await member(target())];
      for (const [version, type] of (['flag', 'block', 'clear'] as const).entries()) {
        read(await act(judge, person.steamId, { type, version, reason: 'in turn' }), caseResponseSchema);
      }
      const log = async (query: string) =>
        read(await judge.ask('GET', `/v1/moderation/log?${query}`), logResponseSchema);
      const types = ({ items }: { items: { event: { type: string } }[] }) => items.map(({ event }) => event.type);
      const first = await log('limit=2&source=manual');
      expect(types(first)).toEqual(['clear', 'block']);
      expect(types(await log(`limit=1&cursor=${first.next}`))).toEqual(['flag']);
      expect(types(await log('limit=1&measure=block'))).toEqual(['block']);
      expect(types(await log('limit=1&measure=none'))).toEqual(['clear']);
      problem(await judge.ask('GET', '/v1/moderation/log?cursor=x'), 'bad-request', 400);
    });
  });
}

function missing(): never {
  throw new Error('nobody was made');
}
