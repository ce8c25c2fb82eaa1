import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import type { AccountAnswer } from '#extension/answers.ts';
import { ME, matchAt, openStore } from '#extension/sync/fixture.ts';
import { createUploader, portionOf } from '#extension/sync/upload.ts';
import { createUploadStore } from '#extension/sync/upload-store.ts';
import { MAX_UPLOAD_BYTES, type UploadResult } from '#shared/api/matches.ts';
import { someone } from '#shared/match-history/fixture.ts';
import type { HistoryMatch } from '#shared/match-history/match.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 10, 12);
const history = (count: number) => Array.from({ length: count }, (_, index) => matchAt(START - index * HOUR));

type Body = { matches: { playedAt: number; players: { steamId: string }[] }[] };
type Backend = (body: Body) => AccountAnswer<{ results: UploadResult[] }>;
const taken: Backend = ({ matches }) => ({
  state: 'ok',
  value: { results: matches.map(({ playedAt }) => ({ state: 'added', id: String(playedAt), errors: [] })) },
});

let created = 0;

function createScene(backend: Backend = taken) {
  const report = vi.fn();
  const { database, store } = openStore(`upload-${++created}`, report);
  const calls: Body[] = [];
  const waits: number[] = [];
  const alarms: number[] = [];
  const scene = {
    backend,
    wanted: true,
    signedIn: ME as SteamId | undefined,
    stored: undefined as unknown,
    now: START,
  };
  const make = () =>
    createUploader({
      store: createUploadStore(database, report),
      account: {
        kept: async () => scene.signedIn && { origin: 'https://sentry.example.org', steamId: scene.signedIn },
        async ask<S extends z.ZodType>(_method: string, _path: string, schema: S, body?: unknown) {
          // As it goes over the wire.
          const sent: Body = JSON.parse(JSON.stringify(body));
          calls.push(sent);
          const answer = scene.backend(sent);
          return answer.state === 'ok' ? { state: 'ok' as const, value: schema.parse(answer.value) } : answer;
        },
      },
      wanted: async () => scene.wanted,
      wakeAt: async (when) => alarms.push(when),
      load: async () => structuredClone(scene.stored),
      save: async (state) => {
        scene.stored = structuredClone(state);
      },
      now: () => scene.now,
      wait: async (ms) => void waits.push(ms),
      report,
    });
  const uploader = make();
  return { scene, store, database, calls, waits, alarms, report, make, uploader };
}

const run = async (uploader: ReturnType<typeof createUploader>) => {
  await uploader.start();
  await uploader.settled();
  return uploader.status();
};

describe('the upload of matches', () => {
  it('sends fifty a call, newest first, each once, and nothing the backend has no use for', async () => {
    const { uploader, store, calls, waits, report } = createScene();
    await store.add(history(120), ME);
    expect(await uploader.status()).toMatchObject({ state: 'waiting', total: 120, sent: 0 });
    expect(await run(uploader)).toMatchObject({ state: 'done', total: 120, sent: 120, refused: 0, lastAt: START });
    expect(calls.map(({ matches }) => matches.length)).toEqual([50, 50, 20]);
    expect(calls[0]?.matches[0]?.playedAt).toBe(START);
    expect(Object.keys(calls[0]?.matches[0] ?? {}).sort()).toEqual(
      ['durationSeconds', 'map', 'mapCode', 'mode', 'playedAt', 'players', 'replayUrl', 'rounds'].sort(),
    );
    expect(waits).toEqual([500, 500]);
    await run(uploader);
    await uploader.ring();
    expect(calls).toHaveLength(3);
    expect(report).not.toHaveBeenCalled();
  });

  it('keeps to the pace of the backend, however long the history is', async () => {
    const { uploader, store, waits } = createScene();
    await store.add(history(900), ME);
    expect(await run(uploader)).toMatchObject({ state: 'done', sent: 900 });
    expect(waits).toEqual([...Array(14).fill(500), ...Array(3).fill(3_200)]);
  }, 30_000);

  it('does nothing unless it is wanted and somebody is signed in', async () => {
    const { uploader, scene, store, calls } = createScene();
    await store.add(history(2), ME);
    scene.wanted = false;
    expect(await run(uploader)).toMatchObject({ state: 'off' });
    scene.wanted = true;
    scene.signedIn = undefined;
    expect(await run(uploader)).toMatchObject({ state: 'signed-out' });
    await uploader.ring();
    await uploader.settled();
    expect(calls).toEqual([]);
  });

  it('keeps what was not taken, by field and by name, and sends the rest', async () => {
    const { uploader, store } = createScene(({ matches }) => ({
      state: 'ok',
      value: {
        results: matches.map((_, index): UploadResult => {
          if (index === 0) return { state: 'refused', errors: [{ path: 'playedAt', message: 'lies in the future' }] };
          const errors = index === 1 ? [{ path: 'players.1.kills', message: 'not a whole number from 0 to 200' }] : [];
          return { state: 'added', id: String(index), errors };
        }),
      },
    }));
    const matches = history(3);
    await store.add(matches, ME);
    const { sent, refused, state, problems } = await run(uploader);
    expect({ sent, refused, state }).toEqual({ sent: 2, refused: 1, state: 'done' });
    expect(problems).toMatchObject([
      { id: matches[0]?.id, refused: true, errors: [{ path: 'playedAt' }] },
      { id: matches[1]?.id, refused: false, errors: [{ path: 'players.1.kills', name: matches[1]?.players[1]?.name }] },
    ]);
  });

  it('goes on where it ended: with the service worker, without an answer, or switched off in between', async () => {
    const { uploader, make, scene, store, calls, alarms } = createScene();
    await store.add(history(120), ME);
    scene.backend = (body) => {
      if (calls.length < 2) return taken(body);
      // Stored there, but the answer never came.
      return { state: 'unreachable' };
    };
    expect(await run(uploader)).toMatchObject({ state: 'failed', why: 'unreachable', sent: 50 });
    const { retryAt } = await uploader.status();
    expect(retryAt).toBe(START + 60_000);
    // Woken while it runs, should the service worker end, and when it is to be tried again.
    expect(alarms).toEqual([START + 90_000, START + 90_000, START + 60_000]);
    expect(calls).toHaveLength(4);
    scene.backend = (body) => {
      scene.wanted = false;
      return taken(body);
    };
    const restarted = make();
    await restarted.ring();
    await restarted.settled();
    expect(calls).toHaveLength(4);
    scene.now += 60_000;
    await restarted.ring();
    await restarted.settled();
    scene.wanted = true;
    expect(await restarted.status()).toMatchObject({ state: 'waiting', sent: 100, total: 120 });
    // The same fifty again: what the backend makes one match of.
    expect(calls[4]).toEqual(calls[1]);
    scene.backend = taken;
    expect(await run(restarted)).toMatchObject({ state: 'done', sent: 120 });
  });

  it('rests longer each time nobody answers, and a day when it is refused', async () => {
    const { uploader, scene, store, calls, waits } = createScene(() => ({ state: 'unreachable' }));
    await store.add(history(1), ME);
    const rests = [];
    for (let runs = 0; runs < 10; runs += 1) rests.push(((await run(uploader)).retryAt ?? 0) - START);
    expect(rests.slice(0, 4)).toEqual([60_000, 120_000, 240_000, 480_000]);
    expect(rests.at(-1)).toBe(6 * HOUR);
    expect(waits.slice(0, 2)).toEqual([2_000, 4_000]);
    expect(calls).toHaveLength(30);
    scene.backend = () => ({ state: 'refused' });
    expect(await run(uploader)).toMatchObject({ state: 'failed', why: 'refused', retryAt: START + 24 * HOUR });
    scene.backend = () => ({ state: 'expired' });
    expect(await run(uploader)).not.toHaveProperty('why');
  });

  it('takes an answer that leaves matches out for none', async () => {
    const { uploader, store } = createScene(() => ({ state: 'ok', value: { results: [] } }));
    await store.add(history(2), ME);
    expect(await run(uploader)).toMatchObject({ state: 'failed', why: 'unreachable', sent: 0 });
  });

  it('sends nothing of another Steam account, nor what was only read in part', async () => {
    const { uploader, scene, store, calls } = createScene();
    const [own, other, half] = history(3);
    if (!own || !other || !half) throw new Error('three matches');
    await store.add([own, { ...half, cutOff: true }], ME);
    await store.add([other], someone(21));
    expect(await run(uploader)).toMatchObject({ state: 'done', total: 1, sent: 1, skipped: 2 });
    expect(calls.flatMap(({ matches }) => matches.map(({ playedAt }) => playedAt))).toEqual([own.playedAt]);
    // Read whole later, it is sent.
    await store.add([half], ME);
    expect(await run(uploader)).toMatchObject({ sent: 2, skipped: 1 });
    // And each account its own.
    scene.signedIn = someone(21);
    expect(await run(uploader)).toMatchObject({ total: 1, sent: 1, skipped: 2 });
    expect(calls.at(-1)?.matches.map(({ playedAt }) => playedAt)).toEqual([other.playedAt]);
  });

  it('leaves out a row that cannot be read, and goes on', async () => {
    const { uploader, store, database, report } = createScene();
    await store.add(history(2), ME);
    await database.matches.put({ id: 'broken', playedAt: START + HOUR, playerIds: [] });
    expect(await run(uploader)).toMatchObject({ state: 'done', sent: 2, skipped: 1 });
    expect(report).toHaveBeenCalledOnce();
  });

  it('is forgotten with the matches', async () => {
    const { uploader, store } = createScene();
    await store.add(history(2), ME);
    await run(uploader);
    await store.clear();
    expect(await uploader.status()).toMatchObject({ total: 0, sent: 0 });
  });
});

describe('a call', () => {
  it('never holds more than the backend reads, however long the names are', () => {
    const long = (match: HistoryMatch) => ({
      ...match,
      viewer: ME,
      playerIds: [],
      players: match.players.map((player) => ({ ...player, name: '漢'.repeat(200) })),
    });
    const portion = portionOf(history(50).map(long));
    expect(portion.length).toBeGreaterThan(10);
    expect(portion.length).toBeLessThan(50);
    const size = Buffer.byteLength(JSON.stringify({ matches: portion.map(({ players }) => players) }));
    expect(size).toBeLessThan(MAX_UPLOAD_BYTES);
    expect(portionOf(history(80).map((match) => ({ ...match, viewer: ME, playerIds: [] })))).toHaveLength(50);
  });
});
