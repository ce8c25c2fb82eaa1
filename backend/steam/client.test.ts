import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DAY } from '#backend/platform/clock.ts';
import { createLog } from '#backend/platform/log.ts';
import { createBreaker } from '#backend/steam/breaker.ts';
import { createSteamClient } from '#backend/steam/client.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

const NOW = 20_000 * DAY + 5 * 3_600_000;
const id = (text: string): SteamId => {
  if (!isSteamId(text)) throw new RangeError(text);
  return text;
};
const ANNE = id('76561198000000001');
const BOB = id('76561198000000002');

/** A client whose every call is answered with this. */
function client(status: number, body: unknown) {
  const clock = { now: () => NOW, sleep: async () => undefined };
  return createSteamClient({
    clock,
    breaker: createBreaker(clock),
    log: createLog('silent'),
    quota: { take: async () => true, resetsIn: () => 0 },
    random: () => 0,
    url: 'https://steam.example',
    key: 'k',
    fetch: async () => new Response(JSON.stringify(body), { status }),
  });
}

const ban = (fields: object) => ({
  SteamId: ANNE,
  CommunityBanned: false,
  VACBanned: false,
  NumberOfVACBans: 0,
  DaysSinceLastBan: 0,
  NumberOfGameBans: 0,
  EconomyBan: 'none',
  ...fields,
});
const bansOf = async (fields: object) => (await client(200, { players: [ban(fields)] }).bans([ANNE])).get(ANNE);

describe('bans', () => {
  it('have the midnight of their day, today included', async () => {
    expect(await bansOf({ NumberOfVACBans: 1, DaysSinceLastBan: 0 })).toMatchObject({
      value: { lastBanAt: 20_000 * DAY },
    });
    expect(await bansOf({ NumberOfGameBans: 1, DaysSinceLastBan: 340 })).toMatchObject({
      value: { vac: 0, game: 1, lastBanAt: (20_000 - 340) * DAY },
    });
  });
  it('have no date without a ban', async () => {
    expect(await bansOf({})).toEqual({
      state: 'ok',
      value: { vac: 0, game: 0, community: false, economy: 'none' },
    });
  });
  it('take an economy ban of an unknown kind for one', async () => {
    expect(await bansOf({ EconomyBan: 'probation' })).toMatchObject({ value: { economy: 'probation' } });
    expect(await bansOf({ EconomyBan: 'suspended' })).toMatchObject({ value: { economy: 'banned' } });
  });
  it('of somebody Steam leaves out are not found', async () => {
    const answer = await client(200, { players: [ban({})] }).bans([ANNE, BOB]);
    expect(answer.get(BOB)).toEqual({ state: 'not-found' });
  });
});

describe('games', () => {
  const games = (response: unknown) => client(200, { response }).games(ANNE);
  it('are private when the answer is empty', async () => {
    expect(await games({})).toEqual({ state: 'private' });
  });
  it('may be none', async () => {
    expect(await games({ game_count: 0 })).toEqual({ state: 'ok', value: { owned: 0 } });
  });
  it('with hidden play time say nothing of what was played', async () => {
    const hidden = [10, 730].map((appid) => ({ appid, playtime_forever: 0 }));
    expect(await games({ game_count: 2, games: hidden })).toEqual({ state: 'ok', value: { owned: 2 } });
  });
  it('count those with play time, and CS2 minutes', async () => {
    const list = [
      { appid: 730, playtime_forever: 600, playtime_2weeks: 60 },
      { appid: 10, playtime_forever: 1 },
      { appid: 20, playtime_forever: 0 },
    ];
    expect(await games({ game_count: 3, games: list })).toEqual({
      state: 'ok',
      value: { owned: 3, played: 2, cs2Minutes: 600, cs2RecentMinutes: 60 },
    });
  });
});

describe('statistics', () => {
  it('are private by error, by 403 and by 500 with an error', async () => {
    const error = { playerstats: { error: 'Profile is not public' } };
    for (const [status, body] of [
      [200, error],
      [403, {}],
      [500, error],
    ] as const) {
      expect(await client(status, body).stats(ANNE)).toEqual({ state: 'private' });
    }
  });
  it('of somebody who never played are not found', async () => {
    const none = { playerstats: { steamID: ANNE, gameName: 'Counter-Strike 2' } };
    expect(await client(200, none).stats(ANNE)).toEqual({ state: 'not-found' });
    expect(await client(400, {}).stats(ANNE)).toEqual({ state: 'not-found' });
  });
  it('are whole and not negative', async () => {
    const stats = [
      { name: 'total_kills', value: 10.7 },
      { name: 'total_deaths', value: -3 },
    ];
    expect(await client(200, { playerstats: { stats } }).stats(ANNE)).toEqual({
      state: 'ok',
      value: { kills: 10, deaths: 0, headshotKills: 0, shots: 0, hits: 0 },
    });
  });
});

describe('levels and custom names', () => {
  it('may be hidden or unknown', async () => {
    expect(await client(200, { response: {} }).level(ANNE)).toEqual({ state: 'private' });
    expect(await client(200, { response: { success: 42 } }).resolveVanity('x')).toEqual({ state: 'not-found' });
    expect(await client(200, { response: { success: 1, steamid: '123' } }).resolveVanity('x')).toEqual({
      state: 'not-found',
    });
  });
});

const SHAPES = '../shared/data/steam-web-api/shapes.json';
/** The recorded answers, or nothing where they are not. */
function recorded(): Record<string, Record<string, unknown>> | undefined {
  if (!existsSync(SHAPES)) {
    console.warn(`skipped: the recorded answers (${SHAPES}) are not here`);
    return undefined;
  }
  const { _note, ...shapes } = z.looseObject({ _note: z.string() }).parse(JSON.parse(readFileSync(SHAPES, 'utf8')));
  return z.record(z.string(), z.looseObject({})).parse(shapes);
}
const shapes = recorded();

describe.skipIf(!shapes)('recorded answers', () => {
  it('are read', async () => {
    const of = (name: string, part = 'shape') => shapes?.[name]?.[part];
    const profiles = await client(200, of('ISteamUser/GetPlayerSummaries/v2')).profiles([ANNE, BOB]);
    expect(profiles.get(ANNE)).toMatchObject({
      state: 'ok',
      value: { visibility: 'public', createdAt: 1_432_447_593_000 },
    });
    expect(profiles.get(BOB)).toMatchObject({ state: 'ok', value: { visibility: 'private', name: 'private' } });
    const bans = await client(200, of('ISteamUser/GetPlayerBans/v1')).bans([ANNE, BOB]);
    expect([bans.get(ANNE)?.state, bans.get(BOB)?.state]).toEqual(['ok', 'ok']);
    expect(await client(200, of('IPlayerService/GetSteamLevel/v1')).level(ANNE)).toEqual({
      state: 'ok',
      value: { level: 135 },
    });
    expect(await client(200, of('IPlayerService/GetOwnedGames/v1', 'doc')).games(ANNE)).toMatchObject({
      value: { owned: 2, played: 2 },
    });
    const stats = client(200, of('ISteamUserStats/GetUserStatsForGame/v2?appid=730', 'doc')).stats(ANNE);
    expect(await stats).toMatchObject({ value: { kills: 54_984, deaths: 41_645 } });
    expect(await client(200, of('ISteamUser/ResolveVanityURL/v1')).resolveVanity('x')).toEqual({
      state: 'ok',
      value: '76561198000000004',
    });
  });
});
