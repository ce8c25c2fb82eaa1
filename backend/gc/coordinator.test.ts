import GlobalOffensive from 'globaloffensive';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGameCoordinator } from '#backend/gc/coordinator.ts';
import type { GameCoordinator } from '#backend/gc/gc.ts';
import type { Clock } from '#backend/platform/clock.ts';
import { createLog } from '#backend/platform/log.ts';
import { coordinatorMatch, FakeSteamConnection } from '#sandbox/game-coordinator/steam-connection.ts';
import { shareCodesOf } from '#sandbox/steam-api/share-codes.ts';
import { createWorld } from '#sandbox/world/world.ts';
import { decodeShareCode } from '#shared/steam/share-code.ts';

/** Drives the real `globaloffensive`, with its real messages, over a connection that is played. */

/** Time that moves when told to; short pauses pass at once. */
function createFakeClock() {
  let now = Date.UTC(2026, 0, 1);
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const slept: number[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        slept.push(ms);
        if (ms < 10_000) {
          now += ms;
          resolve();
          return;
        }
        const sleeper = { at: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
  };
  const pass = (ms: number) => {
    now += ms;
    for (const { at, wake } of sleepers) if (at <= now) wake();
  };
  return { clock, pass, slept };
}

const world = createWorld({ seed: 1, people: 50, matches: 8, now: Date.UTC(2026, 0, 1) });
const codes = shareCodesOf(world).map(({ code, match }) => {
  const matchId = String(decodeShareCode(code)?.matchId);
  return { code, match, matchId, told: coordinatorMatch(match, matchId) };
});
const at = (index: number) => {
  const found = codes[index];
  if (!found) throw new Error(`no match ${index}`);
  return found;
};

let steam: FakeSteamConnection;
let coordinator: GameCoordinator;
let time: ReturnType<typeof createFakeClock>;
beforeEach(() => {
  time = createFakeClock();
  // The last one is unknown to it.
  steam = new FakeSteamConnection(new Map(codes.slice(0, -1).map(({ matchId, told }) => [matchId, told])));
  coordinator = createGameCoordinator({
    steam,
    game: new GlobalOffensive(steam),
    refreshToken: 'a.b.c',
    clock: time.clock,
    log: createLog('silent'),
  });
});
afterEach(() => coordinator.stop());

describe('the Game Coordinator', () => {
  it('tells a match by its share code, from its last round', async () => {
    const { code, match } = at(0);
    const answer = await coordinator.match(code);
    if (answer.state !== 'ok') throw new Error(answer.state);
    const { value } = answer;
    expect(value).toMatchObject({
      playedAt: match.at,
      rounds: match.rounds,
      durationSeconds: match.durationSeconds,
      reservationId: String(BigInt(match.replay.match)),
      demoUrl: `http://replay${match.replay.host}.valve.net/730/${match.replay.match}_${match.replay.reservation}.dem.bz2`,
    });
    const told = (side: 0 | 1) => value.players.filter(({ team }) => team === side);
    for (const side of [0, 1] as const) {
      expect(told(side)).toEqual(
        match.teams[side].map(({ person, kills, assists, deaths, mvps, score, headshotPercent }) => ({
          ...{ steamId: person.steamId, team: side, kills, assists, deaths, mvps, score },
          headshots: Math.round((kills * headshotPercent) / 100),
        })),
      );
    }
  });

  it('is asked one match at a time, at a pace, with one sign-in', async () => {
    const answers = await Promise.all([0, 1, 2].map((index) => coordinator.match(at(index).code)));
    expect(answers.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    expect(steam.asked).toEqual([0, 1, 2].map((index) => at(index).matchId));
    expect(steam.logOns).toBe(1);
    expect(time.slept.filter((ms) => ms === 2000)).toHaveLength(2);
  });

  it('does not know every match, and takes no other one for it', async () => {
    expect(await coordinator.match(at(codes.length - 1).code)).toEqual({ state: 'not-found' });
    expect(await coordinator.match('CSGO-nothing')).toEqual({ state: 'not-found' });
    steam.behaviour = 'another';
    const answer = coordinator.match(at(1).code);
    await expect.poll(() => steam.asked.at(-1)).toBe(at(1).matchId);
    steam.answer([at(1).told]);
    expect(await answer).toMatchObject({ state: 'ok', value: { playedAt: at(1).match.at } });
  });

  it('that does not answer in 30 s is given up, and asked anew over a new connection', async () => {
    steam.behaviour = 'silent';
    const answer = coordinator.match(at(0).code);
    await expect.poll(() => steam.asked).toHaveLength(1);
    time.pass(30_000);
    expect(await answer).toEqual({ state: 'failed' });
    // What comes too late is no answer to the next question.
    steam.behaviour = 'answer';
    const next = coordinator.match(at(1).code);
    steam.answer([at(0).told]);
    expect(await next).toMatchObject({ state: 'ok', value: { playedAt: at(1).match.at } });
    expect(steam.logOns).toBe(2);
  });

  it('is connected to again when the session is lost, and asked the same again', async () => {
    steam.behaviour = 'lose';
    expect(await coordinator.match(at(0).code)).toMatchObject({ state: 'ok' });
    expect(steam.asked).toEqual([at(0).matchId, at(0).matchId]);
    expect(steam.logOns).toBe(1);
  });

  it('waits longer and longer while Steam refuses the connection, and much longer for a refused account', async () => {
    steam.result = 84;
    expect(await coordinator.match(at(0).code)).toEqual({ state: 'failed' });
    expect(await coordinator.match(at(0).code)).toEqual({ state: 'limited', retryAfterMs: 10_000 });
    time.pass(10_000);
    expect(await coordinator.match(at(0).code)).toEqual({ state: 'failed' });
    expect(await coordinator.match(at(0).code)).toEqual({ state: 'limited', retryAfterMs: 20_000 });
    time.pass(20_000);
    steam.result = 5;
    await coordinator.match(at(0).code);
    expect(await coordinator.match(at(0).code)).toEqual({ state: 'limited', retryAfterMs: 3_600_000 });
    time.pass(3_600_000);
    steam.result = 1;
    expect(await coordinator.match(at(0).code)).toMatchObject({ state: 'ok' });
  });

  it('says nothing of a match it tells garbled or empty', async () => {
    steam.behaviour = 'silent';
    const answer = coordinator.match(at(0).code);
    await expect.poll(() => steam.asked).toHaveLength(1);
    steam.answer([{ matchid: at(0).matchId, matchtime: 1, roundstatsall: [{ kills: [1, 2] }] }]);
    expect(await answer).toEqual({ state: 'not-found' });
  });

  it('ends what waits when it is stopped', async () => {
    steam.behaviour = 'silent';
    const answers = [coordinator.match(at(0).code), coordinator.match(at(1).code)];
    await expect.poll(() => steam.asked).toHaveLength(1);
    coordinator.stop();
    expect(await Promise.all(answers)).toEqual([{ state: 'failed' }, { state: 'failed' }]);
  });
});
