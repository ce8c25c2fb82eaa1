import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackendError } from '#extension/lookup/backend-client.ts';
import type { LocalScorer } from '#extension/lookup/local-scorer.ts';
import type { Lookup } from '#extension/lookup/lookup.ts';
import type { Note } from '#extension/notes/note.ts';
import { type BanCheckDeps, createBanCheck } from '#extension/sync/ban-check.ts';
import { ME, matchAt, openStore } from '#extension/sync/fixture.ts';
import type { BansResponse } from '#shared/api/players.ts';
import { someone } from '#shared/match-history/fixture.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 10, 12);
const RIVAL = someone(21);

type BanFacts = Extract<BansResponse['players'][number], { state: 'ok' }>['bans'];

/** A ban check with a real database, and a backend that says what the test wants. */
function createScene() {
  const report = vi.fn();
  const { database, store } = openStore('ban-check', report);
  const banned = new Map<SteamId, Partial<BanFacts>>();
  const watched: Note[] = [];
  const calls: SteamId[][] = [];
  let now = START;
  let mayAsk = true;
  let route: Awaited<ReturnType<Lookup['route']>> = { to: 'backend' };
  const answers = {
    bans: async (steamIds: SteamId[]): Promise<BansResponse> => ({
      players: steamIds.map((steamId) => ({
        state: 'ok',
        steamId,
        bans: {
          observedAt: now,
          vac: 0,
          game: 0,
          community: false,
          economy: 'none' as const,
          ...banned.get(steamId),
        },
      })),
    }),
    score: vi.fn<LocalScorer['score']>(),
    reported: async (): Promise<Map<SteamId, number>> => new Map(),
  };
  const deps: BanCheckDeps = {
    store,
    notes: { all: async () => watched },
    backend: {
      bans: (steamIds) => {
        calls.push(steamIds);
        return answers.bans(steamIds);
      },
    },
    local: { score: (steamId, urgency) => answers.score(steamId, urgency) },
    lookup: { route: async () => route },
    reported: () => answers.reported(),
    mayAsk: async () => mayAsk,
    now: () => now,
    wait: async () => undefined,
    report,
  };
  return {
    report,
    store,
    database,
    banned,
    watched,
    calls,
    answers,
    check: createBanCheck(deps),
    later: (ms: number) => {
      now += ms;
    },
    forbid: () => {
      mayAsk = false;
    },
    today: () => now - (now % DAY),
    go: (to: typeof route) => {
      route = to;
    },
    async meet(...times: number[]) {
      await store.add(
        times.map((time) => matchAt(time)),
        ME,
      );
    },
  };
}

let scene: ReturnType<typeof createScene>;
beforeEach(() => {
  scene = createScene();
});
afterEach(async () => {
  scene.database.close();
  await Dexie.delete('ban-check');
});

describe('looking for bans since we met', () => {
  it('finds who was banned after the meeting, once, and says which match', async () => {
    await scene.meet(START - 5 * DAY, START - 2 * DAY);
    expect(await scene.check()).toEqual({ found: [], complete: true });
    scene.later(DAY);
    scene.banned.set(RIVAL, { vac: 1, lastBanAt: scene.today() });
    const { found } = await scene.check();
    expect(found).toMatchObject([
      {
        steamId: RIVAL,
        name: 'P21',
        kinds: ['vac'],
        certain: true,
        bannedAt: scene.today(),
        metAt: START - 2 * DAY,
        match: { map: 'Nuke', id: matchAt(START - 2 * DAY).id },
        seen: false,
      },
    ]);
    expect(await scene.store.bansMet()).toEqual(found);
    scene.later(DAY);
    expect((await scene.check()).found).toEqual([]);
  });

  it('knows from the first moment whether one had reported them, and tells a ban also when nobody can say', async () => {
    await scene.meet(START - 2 * DAY);
    await scene.check();
    scene.later(DAY);
    scene.banned.set(RIVAL, { vac: 1, lastBanAt: scene.today() });
    const put = vi.spyOn(scene.store, 'putBansMet');
    scene.answers.reported = async () => new Map([[RIVAL, START - DAY]]);
    expect((await scene.check()).found).toMatchObject([{ steamId: RIVAL, reportedAt: START - DAY }]);
    expect(put.mock.calls.flatMap(([rows]) => rows)).toMatchObject([{ reportedAt: START - DAY }]);
    scene.later(DAY);
    scene.banned.set(RIVAL, { vac: 1, game: 1, lastBanAt: scene.today() });
    scene.answers.reported = async () => {
      throw new Error('no network');
    };
    const { found } = await scene.check();
    expect(found).toHaveLength(1);
    expect(found[0]).not.toHaveProperty('reportedAt');
    expect(scene.report).toHaveBeenCalledOnce();
  });

  it('never takes an older ban for a new one', async () => {
    await scene.meet(START - 2 * DAY);
    scene.banned.set(RIVAL, { vac: 2, game: 1, lastBanAt: scene.today() - 400 * DAY });
    expect((await scene.check()).found).toEqual([]);
    scene.later(DAY);
    expect((await scene.check()).found).toEqual([]);
  });

  it('names the meeting before the ban when we met again after it', async () => {
    await scene.meet(START - 30 * DAY, START - DAY);
    scene.banned.set(RIVAL, { game: 1, lastBanAt: scene.today() - 10 * DAY });
    expect((await scene.check()).found).toMatchObject([{ kinds: ['game'], certain: true, metAt: START - 30 * DAY }]);
  });

  it('lists a ban on the day of the first meeting as not certain', async () => {
    await scene.meet(START - 3_600_000);
    scene.banned.set(RIVAL, { vac: 1, lastBanAt: scene.today() });
    expect((await scene.check()).found).toMatchObject([{ certain: false }]);
  });

  it('looks at ten thousand people with a hundred calls, and within a day at nobody twice', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({
      steamId: someone(1_000 + index),
      name: '',
      lastMetAt: START,
      bansCheckedAt: 0,
    }));
    await scene.store.putPeople(rows);
    expect(await scene.check()).toEqual({ found: [], complete: true });
    expect(scene.calls).toHaveLength(100);
    expect(new Set(scene.calls.flat()).size).toBe(10_000);
    await scene.check();
    expect(scene.calls).toHaveLength(100);
    scene.later(DAY);
    await scene.check();
    expect(scene.calls).toHaveLength(200);
    // Twenty thousand rows are written and read: a busy machine takes its time.
  }, 30_000);

  it('looks at everybody when a person asks for it', async () => {
    await scene.meet(START - DAY);
    await scene.check();
    scene.later(1_000);
    await scene.check(true);
    expect(scene.calls).toHaveLength(2);
  });

  it('looks at the watched, too, whom we never met', async () => {
    const note = { steamId: someone(99), name: 'W', trusted: false, text: '', tags: [], updatedAt: START - DAY };
    scene.watched.push({ ...note, watched: true }, { ...note, steamId: someone(98), watched: false });
    await scene.check();
    expect(scene.calls.flat()).toEqual([someone(99)]);
    scene.later(2 * DAY);
    scene.banned.set(someone(99), { community: true });
    expect((await scene.check()).found).toMatchObject([
      { steamId: someone(99), kinds: ['community'], match: null, metAt: START - DAY },
    ]);
  });

  it('goes on another time when the backend asks it to wait, with those who are left', async () => {
    await scene.meet(START - DAY);
    scene.answers.bans = async (steamIds) => ({
      players: steamIds.map((steamId, index) =>
        index < 3 ? { state: 'not-found', steamId } : { state: 'limited', steamId, retryAfterMs: 5_000 },
      ),
    });
    expect(await scene.check()).toEqual({ found: [], complete: false, retryAt: START + 5_000 });
    expect(await scene.store.due(START, 100)).toHaveLength(6);
    scene.answers.bans = async () => {
      throw new BackendError('limited', 'slow down', START + 9_000);
    };
    expect(await scene.check()).toEqual({ found: [], complete: false, retryAt: START + 9_000 });
    scene.answers.bans = async () => ({ players: [] });
    expect(await scene.check()).toEqual({ found: [], complete: false });
    scene.go({ to: 'nobody', until: START + 60_000 });
    expect(await scene.check()).toMatchObject({ complete: false, retryAt: START + 60_000 });
  });

  it('names nobody to a backend that may not be asked by ID', async () => {
    await scene.meet(START - DAY);
    scene.forbid();
    scene.answers.score.mockResolvedValue({ state: 'not-found' });
    expect(await scene.check()).toEqual({ found: [], complete: true });
    expect(scene.calls).toEqual([]);
    expect(scene.answers.score).toHaveBeenCalledTimes(9);
  });

  it('without a backend looks at public profiles, sixty a day, and takes no difference in what they show for a ban', async () => {
    await scene.meet(START - 5 * DAY);
    scene.banned.set(RIVAL, { vac: 1, game: 1, community: true, lastBanAt: scene.today() - 300 * DAY });
    await scene.check();
    scene.go({ to: 'local' });
    scene.later(DAY);
    scene.answers.score.mockImplementation(async (steamId) => ({
      state: 'ok',
      response: {
        steamId,
        facts: {
          bans: {
            observedAt: START + DAY,
            vac: steamId === RIVAL || steamId === someone(50) ? 1 : 0,
            game: 0,
            community: false,
            economy: 'none',
          },
        },
        sources: [],
        assessment: null,
        stale: false,
      },
    }));
    expect(await scene.check()).toEqual({ found: [], complete: true });
    expect(scene.answers.score).toHaveBeenCalledTimes(9);
    await scene.store.putPeople([
      {
        steamId: someone(50),
        name: 'x',
        lastMetAt: START,
        bansCheckedAt: 0,
        bans: { observedAt: START, vac: 0, counted: false },
      },
    ]);
    expect((await scene.check()).found).toMatchObject([{ steamId: someone(50), kinds: ['vac'], certain: true }]);
  });
});
