import { describe, expect, it } from 'vitest';
import { standsOut } from '#extension/app/match/standing-out.ts';
import { idOf } from '#extension/app/players/fixture.ts';
import type { MatchPlayer } from '#shared/match-history/match.ts';
import type { Band } from '#shared/score/assessment.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const player = (
  account: number,
  kills: number | null,
  deaths: number | null,
  headshotPercent: number | null = 40,
): MatchPlayer => ({
  steamId: idOf(account),
  name: `p${account}`,
  team: account % 2 === 0 ? 0 : 1,
  ping: 20,
  kills,
  assists: 2,
  deaths,
  mvps: 0,
  headshotPercent,
  score: 20,
});
const usual = [2, 3, 4, 5, 6, 7, 8, 9].map((account) => player(account, 14, 14));
const nothing = { scoreOf: () => undefined, bannedSince: () => false, watched: () => false };
const kinds = (players: readonly MatchPlayer[], known: Partial<typeof nothing> = {}, viewer?: SteamId) =>
  standsOut(players, viewer, { ...nothing, ...known }).map(({ kind, steamId }) => [kind, steamId]);

describe('what stands out in a match', () => {
  it('is nothing in a usual one, and nothing of figures that are not told', () => {
    expect(kinds(usual)).toEqual([]);
    expect(kinds([...usual, player(10, null, null, null), player(11, 0, 0)])).toEqual([]);
  });

  it('is somebody far ahead of the others, but not where the whole match was uneven', () => {
    expect(kinds([...usual, player(10, 36, 10)])).toEqual([['ratio', idOf(10)]]);
    expect(kinds([...usual.map((each) => ({ ...each, kills: 30 })), player(10, 36, 10)])).toEqual([]);
    // Somebody who left after two deaths.
    expect(kinds([...usual, player(10, 13, 1)])).toEqual([]);
  });

  it('is headshots out of enough kills', () => {
    expect(kinds([...usual, player(10, 20, 15, 80)])).toEqual([['headshots', idOf(10)]]);
    expect(kinds([...usual, player(10, 3, 15, 100)])).toEqual([]);
  });

  it('is who was banned, then high scores by height, then the rest; never oneself', () => {
    const scores = new Map<SteamId, { score: number | null; band: Band }>([
      [idOf(2), { score: 61, band: 'highly-suspicious' }],
      [idOf(3), { score: 100, band: 'near-certain' }],
      [idOf(4), { score: 60, band: 'suspicious' }],
      [idOf(5), { score: null, band: 'not-enough-data' }],
    ]);
    const found = standsOut([...usual, player(10, 36, 10)], idOf(10), {
      scoreOf: (steamId) => scores.get(steamId),
      bannedSince: (steamId) => steamId === idOf(7),
      watched: (steamId) => steamId === idOf(8),
    });
    expect(found.map(({ kind, steamId }) => [kind, steamId])).toEqual([
      ['banned', idOf(7)],
      ['score', idOf(3)],
      ['score', idOf(2)],
      ['watched', idOf(8)],
    ]);
  });
});
