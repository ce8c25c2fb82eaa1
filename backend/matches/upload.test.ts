import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourcedMatchSchema } from '#backend/matches/sourced.ts';
import { readUpload } from '#backend/matches/upload.ts';
import { readHistory } from '#shared/match-history/gcpd.ts';
import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

const NOW = Date.UTC(2026, 6, 1);
const id = (account: number): SteamId => {
  const steamId = steamIdFromAccountId(account);
  if (!steamId) throw new Error('not an account');
  return steamId;
};
const ME = id(1);
const player = (account: number, change: object = {}) => ({
  ...{ steamId: id(account), name: `player ${account}`, team: account % 2, ping: 20, kills: 10, assists: 2, deaths: 9 },
  ...{ mvps: 1, headshotPercent: 50, score: 22, ...change },
});
const match = (change: object = {}) => ({
  ...{ id: 'x', mode: 'premier', map: 'Nuke', mapCode: 'de_nuke', playedAt: NOW - 86_400_000, ranked: true },
  ...{ waitSeconds: 1, durationSeconds: 2000, rounds: [13, 8], cutOff: false },
  replayUrl: 'http://replay377.valve.net/730/003668474235589755368_0120781063.dem.bz2',
  players: Array.from({ length: 10 }, (_, index) => player(index + 1)),
  ...change,
});
const read = (raw: unknown) => readUpload(raw, ME, NOW);
const paths = (raw: unknown) => read(raw).errors.map(({ path }) => path);

describe('an uploaded match', () => {
  it('is read whole, with the reservation of its replay', () => {
    const { match: made, errors } = read(match());
    expect(errors).toEqual([]);
    expect(made).toMatchObject({ reservationId: '3668474235589755368', mapCode: 'de_nuke' });
    expect(made?.players).toHaveLength(10);
  });

  it('keeps all but what cannot be', () => {
    const players = [
      player(1),
      player(2, { kills: 130 }),
      player(3, { team: 2 }),
      player(4, { score: 1.5 }),
      player(3),
    ];
    const raw = match({ players, mode: 'deathmatch', mapCode: '<b>', replayUrl: 'http://replay1.valve.net/x' });
    expect(paths(raw)).toEqual([
      ...['mode', 'mapCode', 'replayUrl', 'players.1.kills', 'players.2.team', 'players.3.score', 'players.4.steamId'],
    ]);
    const { match: made } = read(raw);
    expect(made).toMatchObject({ mode: null, mapCode: null, reservationId: null, rounds: [8, 13] });
    expect(made?.players.map(({ kills }) => kills)).toEqual([10, null, 10, 10]);
  });

  it('is refused without the uploader, in the future, before the game was there, or cut off', () => {
    expect(paths(match({ players: [player(2), player(3)] }))).toEqual(['players']);
    expect(paths(match({ players: [player(1)] }))).toEqual(['players']);
    expect(paths(match({ playedAt: NOW + 3_600_000 }))).toEqual(['playedAt']);
    expect(paths(match({ playedAt: 1_300_000_000_000 }))).toEqual(['playedAt']);
    expect(paths(match({ cutOff: true }))).toEqual(['cutOff']);
    expect(paths(match({ players: Array.from({ length: 21 }, (_, index) => player(index + 1)) }))).toEqual(['players']);
  });

  it('has no names that do things where they are shown', () => {
    const { match: made, errors } = read(match({ players: [player(1), player(2, { name: 'a\u001b[2Jb' })] }));
    expect(errors.map(({ path }) => path)).toEqual(['players.1.name']);
    expect(made?.players[1]?.name).toBe('');
  });

  it('is never a reason to throw, and never anything but bounded', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (anything, figure, rounds) => {
        read(anything);
        const spoiled = match({ rounds, players: [player(1, { kills: figure, name: anything }), player(2), anything] });
        const { match: made, errors } = read(spoiled);
        expect(errors.length).toBeLessThanOrEqual(20);
        if (made) expect(sourcedMatchSchema.safeParse(made).error).toBeUndefined();
      }),
    );
  });

  const folder = '../shared/data/gcpd';
  const real = existsSync(folder);
  if (!real) console.warn(`skipped: real match history tables, which are not on this machine (${folder})`);
  it.skipIf(!real)('of the real history loses nothing', () => {
    for (const file of ['matchTable.html', 'oneMatch.html', 'twoMatches.html']) {
      const { matches } = readHistory(readFileSync(join(folder, file), 'utf8'), 'premier');
      expect(matches.length).toBeGreaterThan(0);
      for (const each of matches.filter(({ cutOff, players }) => !cutOff && players.length > 1)) {
        const uploader = each.players[0]?.steamId ?? ME;
        expect(readUpload(each, uploader, Date.now()).errors, file).toEqual([]);
      }
    }
  });
});
