import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReportDraft } from '#extension/reports/report.ts';
import { createWorld, kept, ME, ORIGIN, OTHER, problem, START, THEM } from '#extension/reports/world.fixture.ts';

const draft = (change: Partial<ReportDraft> = {}): ReportDraft => ({
  category: 'aim',
  evidence: [],
  words: '',
  ...change,
});
const HOLD = 10_100;

describe('reports made here', () => {
  let world: ReturnType<typeof createWorld>;
  beforeEach(() => {
    world = createWorld();
  });
  afterEach(() => world.kill());
  const own = async (steamId = THEM) => (await world.reports.view(steamId)).own;
  const sent = () => [...world.server.held.values()];
  const puts = () => world.server.seen.filter(({ method }) => method === 'PUT');
  const report = (change: Partial<ReportDraft> = {}, steamId = THEM) =>
    world.reports.submit({ steamId, name: 'Them', draft: draft(change) });

  it('are not sent for ten seconds, and then once, by key and device', async () => {
    expect(await report({ words: 'once', playedAt: START - 1_000 })).toMatchObject({ state: 'held' });
    expect(await own()).toMatchObject({ state: 'held', dueAt: START + 10_000, name: 'Them' });
    await world.pass(9_000);
    expect(sent()).toEqual([]);
    await world.pass(2_000);
    expect(sent()).toMatchObject([
      { target: THEM, body: { category: 'aim', words: 'once', playedAt: START - 1_000, evidence: [] } },
    ]);
    expect(await own()).toMatchObject({ state: 'sent', withdrawing: false, stored: { outcome: 'open' } });
    await world.pass(3_600_000);
    expect(puts()).toHaveLength(1);
    expect(puts()[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(puts()[0]?.device).toMatch(/^[\w-]{16,128}$/);
    expect(world.alarm()).toBeUndefined();
    expect(world.reported).toEqual([]);
  });

  it('name the same device every time', async () => {
    await report();
    await world.pass(HOLD);
    world.start();
    await report({}, OTHER);
    await world.pass(HOLD);
    expect(new Set(puts().map(({ device }) => device)).size).toBe(1);
  });

  it('can be undone, and what was typed is still there', async () => {
    await report({ words: 'too fast' });
    expect(await world.reports.undo(THEM)).toBe(true);
    await world.pass(60_000);
    expect(puts()).toEqual([]);
    const view = await world.reports.view(THEM);
    expect(view.own).toBeUndefined();
    expect(view.draft).toMatchObject({ category: 'aim', words: 'too fast' });
    expect(world.alarm()).toBeUndefined();
  });

  it('cannot be undone once they are on their way', async () => {
    await report();
    await world.pass(HOLD);
    expect(await world.reports.undo(THEM)).toBe(false);
    expect(await own()).toMatchObject({ state: 'sent' });
  });

  describe('reach the backend exactly once', () => {
    it('when it is away for long', async () => {
      world.server.down = true;
      await report();
      await world.pass(HOLD);
      expect(await own()).toMatchObject({ state: 'waiting', why: 'unreachable' });
      await world.pass(60_000);
      const next = (await own())?.dueAt ?? 0;
      expect(next).toBeGreaterThan(world.now);
      world.server.down = false;
      await world.pass(next - world.now + 1_000);
      expect(await own()).toMatchObject({ state: 'sent' });
      expect(world.server.taken).toBe(1);
    });

    it('when the answer is lost after it was stored', async () => {
      world.server.next = ['lost'];
      await report();
      await world.pass(HOLD);
      expect(sent()).toHaveLength(1);
      expect(await own()).toMatchObject({ state: 'waiting' });
      await world.pass(10_000);
      expect(puts()).toHaveLength(2);
      expect(world.server.taken).toBe(1);
      expect(await own()).toMatchObject({ state: 'sent', stored: { editedAt: null } });
    });

    it('when the worker ends before it is sent', async () => {
      await report();
      world.kill();
      world.now += 3_600_000;
      world.start();
      await world.settled();
      expect(world.server.taken).toBe(1);
      expect(await own()).toMatchObject({ state: 'sent' });
    });

    it('when the worker ends while it is on its way', async () => {
      await report();
      world.now += HOLD;
      // The row is marked, the request is out, and nobody is there for the answer.
      const work = world.reports.wake();
      void work;
      await expect.poll(async () => (await own())?.state).toMatch(/sending|sent/);
      world.kill();
      await expect.poll(() => world.server.taken).toBe(1);
      world.start();
      await world.settled();
      expect(world.server.taken).toBe(1);
      expect(new Set(puts().map(({ key }) => key)).size).toBe(1);
      expect(await own()).toMatchObject({ state: 'sent' });
    });

    it('when the worker ends after the answer came and before it was noted', async () => {
      await report();
      world.now += HOLD;
      const { store } = world;
      const change = store.change.bind(store);
      // The worker never gets to write.
      store.change = () => new Promise(() => {});
      void world.reports.wake();
      await expect.poll(() => world.server.taken).toBe(1);
      world.kill();
      store.change = change;
      world.start();
      await world.settled();
      expect(world.server.taken).toBe(1);
      expect(await own()).toMatchObject({ state: 'sent' });
    });

    it('when it fails at every turn, many of them', async () => {
      const people = Array.from({ length: 12 }, (_, i) => String(BigInt(THEM) + BigInt(i)) as typeof THEM);
      world.server.next = people.flatMap((_, i) =>
        i % 3 === 0 ? ['lost' as const] : i % 3 === 1 ? ['down' as const] : [],
      );
      for (const steamId of people) await report({}, steamId);
      for (let i = 0; i < 20; i++) {
        await world.pass(60_000);
        if (i % 3 === 0) {
          world.kill();
          world.start();
          await world.settled();
        }
      }
      expect(world.server.taken).toBe(12);
      expect((await world.reports.mine(false)).reports.map(({ state }) => state)).toEqual(people.map(() => 'sent'));
    });
  });

  it('wait longer after every failure, and not at all when told', async () => {
    world.server.down = true;
    await report();
    await world.pass(HOLD);
    const waits: number[] = [];
    for (let i = 0; i < 5; i++) {
      const dueAt = (await own())?.dueAt ?? 0;
      waits.push(dueAt - world.now);
      await world.pass(dueAt - world.now + 50);
    }
    expect(waits.every((wait, i) => i === 0 || wait > (waits[i - 1] ?? 0))).toBe(true);
    // A worker may end meanwhile: the alarm wakes the next.
    expect(world.alarm()).toBeGreaterThan(world.now);
    world.server.down = false;
    await world.reports.sendNow();
    expect(await own()).toMatchObject({ state: 'sent' });
  });

  it('wait as long as the backend says when there were too many', async () => {
    world.server.next = [
      problem(429, 'rate-limited', [{ path: 'steamId', message: 'too many players reported' }], 600),
    ];
    await report();
    await world.pass(HOLD);
    expect(await own()).toMatchObject({ state: 'waiting', why: 'limited' });
    const dueAt = (await own())?.dueAt ?? 0;
    expect(dueAt - world.now).toBeGreaterThan(590_000);
    await world.pass(300_000);
    expect(puts()).toHaveLength(1);
    world.now = dueAt;
    world.start();
    await world.settled();
    expect(await own()).toMatchObject({ state: 'sent' });
  });

  it.each([
    [problem(400, 'bad-request', [{ path: 'playedAt', message: 'in the future' }]), 'invalid', ['playedAt']],
    [problem(400, 'bad-request', [{ path: 'matchId', message: 'no such match' }]), 'invalid', ['playedAt']],
    [problem(400, 'bad-request', [{ path: 'evidence.0.url', message: 'no' }]), 'invalid', ['evidence']],
    [problem(400, 'bad-request', [{ path: 'steamId', message: 'is your own' }]), 'self', []],
    [problem(404, 'not-found', [{ path: 'steamId', message: 'no such account' }]), 'no-player', []],
    [problem(409, 'conflict'), 'decided', []],
    [problem(403, 'account-blocked'), 'blocked', []],
    [problem(413, 'body-too-large'), 'other', []],
    [new Response('a proxy says no', { status: 418 }), 'other', []],
  ])('that are refused say why: %#', async (response, why, fields) => {
    world.server.next = [response];
    await report();
    await world.pass(HOLD);
    expect(await own()).toMatchObject({ state: 'refused', why, fields });
    await world.pass(3_600_000);
    expect(puts()).toHaveLength(1);
    // And can be corrected.
    expect(await report({ words: 'corrected' })).toMatchObject({ state: 'held' });
    await world.pass(HOLD);
    expect(await own()).toMatchObject({ state: 'sent', request: { words: 'corrected' } });
  });

  it('go on with the next when one is refused', async () => {
    world.server.next = [problem(404, 'not-found', [{ path: 'steamId', message: 'no such account' }])];
    await report();
    await report({}, OTHER);
    await world.pass(HOLD);
    expect(await own()).toMatchObject({ state: 'refused' });
    expect(await own(OTHER)).toMatchObject({ state: 'sent' });
  });

  it.each([
    [{ words: 'x'.repeat(1_001) }, ['words']],
    [{ words: 'a\u0000b' }, ['words']],
    [{ words: 'half \ud800' }, ['words']],
    [{ playedAt: START + 3_600_000 }, ['playedAt']],
    [{ evidence: [{ kind: 'link', url: 'javascript:alert(1)' }] }, ['evidence']],
    [{ evidence: [{ kind: 'link', url: 'https://user:secret@example.org/' }] }, ['evidence']],
    [{ evidence: [{ kind: 'share-code', code: 'CSGO-aaaaa' }] }, ['evidence']],
    [{ evidence: Array.from({ length: 6 }, () => ({ kind: 'link', url: 'https://example.org/' })) }, ['evidence']],
  ] as [Partial<ReportDraft>, string[]][])('that are not right are refused here: %#', async (change, fields) => {
    expect(await report(change)).toEqual({ state: 'invalid', why: 'invalid', fields });
    expect(await own()).toBeUndefined();
  });

  it('need a category', async () => {
    const { category: _, ...none } = draft();
    expect(await world.reports.submit({ steamId: THEM, draft: none })).toMatchObject({ fields: ['category'] });
  });

  it('cannot be on oneself', async () => {
    expect(await report({}, ME)).toMatchObject({ state: 'invalid', why: 'self' });
    expect((await world.reports.view(ME)).account).toBe('self');
  });

  it('cannot be made by somebody blocked', async () => {
    world.session = kept(ME, 'blocked');
    expect(await report()).toMatchObject({ state: 'invalid', why: 'blocked' });
  });

  describe('belong to one account', () => {
    it('are kept as a draft while nobody is signed in', async () => {
      world.session = undefined;
      expect(await report({ words: 'later' })).toEqual({ state: 'signed-out' });
      expect(await world.reports.view(THEM)).toMatchObject({ account: 'signed-out', draft: { words: 'later' } });
      await world.pass(60_000);
      expect(puts()).toEqual([]);
    });

    it('wait when the session has ended, and go when its owner is back', async () => {
      await report();
      world.server.next = [problem(401, 'unauthorized')];
      await world.pass(HOLD);
      expect(await own()).toMatchObject({ state: 'waiting', why: 'signed-out' });
      world.session = kept(ME);
      await world.reports.signedIn();
      expect(await own()).toMatchObject({ state: 'sent' });
    });

    it('never go out in the name of somebody else', async () => {
      await report();
      world.session = kept(OTHER);
      await world.pass(3_600_000);
      expect(puts()).toEqual([]);
      expect(await own()).toBeUndefined();
      world.session = kept(ME);
      await world.reports.wake();
      expect(sent().map(({ by }) => by)).toEqual([`Bearer token of ${ME}`]);
    });

    it('never go to another backend', async () => {
      await report();
      world.origin = 'https://other.example.org';
      world.session = kept(ME, 'active', 'https://other.example.org');
      await world.pass(3_600_000);
      expect(puts()).toEqual([]);
      world.origin = ORIGIN;
      world.session = kept(ME);
      await world.reports.wake();
      expect(sent()).toHaveLength(1);
    });

    it('are gone from this browser after signing out, except what waits; and all of it after deletion', async () => {
      await report();
      await world.pass(HOLD);
      world.server.down = true;
      await report({}, OTHER);
      world.session = undefined;
      await world.reports.signedOut(false);
      const { account, reports } = await world.reports.mine(false);
      expect(account).toBe('signed-out');
      expect(reports).toMatchObject([{ steamId: OTHER }]);
      await world.reports.signedOut(true);
      expect((await world.reports.mine(false)).reports).toEqual([]);
    });
  });

  describe('can be changed', () => {
    it('after they were sent: the backend has the new one', async () => {
      await report();
      await world.pass(HOLD);
      await report({ category: 'wall', words: 'rather this' });
      expect(await own()).toMatchObject({ state: 'held', request: { category: 'wall' }, stored: { category: 'aim' } });
      await world.pass(HOLD);
      expect(sent()).toMatchObject([{ body: { category: 'wall', words: 'rather this' } }]);
      expect(world.server.taken).toBe(2);
    });

    it('and the change undone: what was is what is', async () => {
      world.server.down = true;
      await report();
      await world.pass(HOLD);
      await report({ category: 'wall' });
      expect(await world.reports.undo(THEM)).toBe(true);
      world.server.down = false;
      await world.reports.sendNow();
      expect(sent()).toMatchObject([{ body: { category: 'aim' } }]);
      expect(world.server.taken).toBe(1);
    });

    it('while they are on their way: the last one stands', async () => {
      await report();
      world.server.next = ['lost'];
      await world.pass(HOLD);
      await report({ category: 'griefing' });
      await world.pass(60_000);
      expect(sent()).toMatchObject([{ body: { category: 'griefing' } }]);
      expect(await own()).toMatchObject({ state: 'sent', request: { category: 'griefing' } });
    });

    it('not after there is an outcome', async () => {
      await report();
      await world.pass(HOLD);
      for (const held of world.server.held.values()) held.outcome = 'banned';
      expect((await world.reports.mine(true)).reports).toMatchObject([{ stored: { outcome: 'banned' } }]);
      expect(await report({ words: 'more' })).toMatchObject({ state: 'invalid', why: 'decided' });
    });
  });

  describe('can be taken back', () => {
    it('after they were sent, which can be undone', async () => {
      await report();
      await world.pass(HOLD);
      await world.reports.withdraw(THEM);
      expect(await own()).toMatchObject({ state: 'held', withdrawing: true });
      expect(await world.reports.undo(THEM)).toBe(true);
      expect(await own()).toMatchObject({ state: 'sent', withdrawing: false });
      await world.reports.withdraw(THEM);
      await world.pass(HOLD);
      expect(await own()).toBeUndefined();
      expect(sent()).toEqual([]);
    });

    it('at once when the backend cannot have it', async () => {
      world.server.down = true;
      await report({ words: 'kept' });
      await world.reports.withdraw(THEM);
      expect(await world.reports.view(THEM)).toMatchObject({ draft: { words: 'kept' } });
      expect(await own()).toBeUndefined();
    });

    it('also when the backend may have it without our knowing', async () => {
      world.server.next = ['lost'];
      await report();
      await world.pass(HOLD);
      await world.reports.withdraw(THEM);
      await world.pass(60_000);
      expect(sent()).toEqual([]);
      expect(await own()).toBeUndefined();
    });
  });

  it('are fetched from the backend, with what became of them', async () => {
    await report();
    await world.pass(HOLD);
    for (const held of world.server.held.values()) held.outcome = 'upheld';
    await world.reports.hear();
    expect(await own()).toMatchObject({ name: 'Them', stored: { outcome: 'upheld' } });
    world.server.down = true;
    const { fresh, reports } = await world.reports.mine(true);
    expect(fresh).toBe(false);
    expect(reports).toHaveLength(1);
  });

  it('offer the matches played together', async () => {
    expect((await world.reports.view(THEM)).matches).toEqual([
      { playedAt: START - 3_600_000, map: 'Nuke', mode: 'premier' },
    ]);
  });

  it('survive a clock that is set back', async () => {
    await report();
    world.now -= 86_400_000;
    world.start();
    await world.settled();
    expect(await own()).toMatchObject({ state: 'sent' });
  });
});
