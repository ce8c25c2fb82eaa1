import { describe, expect, it } from 'vitest';
import { matchesFitting, readMatchesFilter, writeMatchesFilter } from '#extension/app/matches/filter.ts';
import { itemOfRow, mostSuspicious } from '#extension/app/matches/match-item.ts';
import { ANNA, BORIS, DAY, NOW, WANG } from '#extension/app/players/fixture.ts';
import type { MatchRow } from '#extension/sync/rows.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const line = (steamId: SteamId, name: string, team: 0 | 1, kills: number) => ({
  steamId,
  name,
  team,
  ping: 10,
  kills,
  assists: 1,
  deaths: 9,
  mvps: 0,
  headshotPercent: 40,
  score: 20,
});
const row = (
  id: string,
  map: string,
  playedAt: number,
  players: MatchRow['players'],
  rounds: [number, number],
): MatchRow => ({
  id,
  mode: 'premier',
  map,
  mapCode: null,
  playedAt,
  ranked: true,
  waitSeconds: 1,
  durationSeconds: 1_800,
  rounds,
  replayUrl: null,
  players,
  cutOff: false,
  viewer: WANG,
  playerIds: players.map(({ steamId }) => steamId),
});
const matches = [
  row('new', 'Nuke', NOW - DAY, [line(WANG, '王', 1, 20), line(ANNA, 'Anna', 0, 30)], [13, 7]),
  row('old', 'Mirage', NOW - 60 * DAY, [line(WANG, '王', 0, 9), line(BORIS, 'Борис', 0, 8)], [13, 7]),
].map(itemOfRow);
const scores = new Map([
  [ANNA, { score: 92 }],
  [BORIS, { score: null }],
]);
const fitting = (query: string) =>
  matchesFitting(matches, readMatchesFilter(new URLSearchParams(query)), scores, new Set([BORIS]), NOW).map(
    ({ id }) => id,
  );

describe('matches', () => {
  it('are told from one’s own side', () => {
    expect(matches[0]).toMatchObject({ result: 'lost', rounds: [7, 13], own: { kills: 20 } });
    expect(matches[0]?.others.map(({ name }) => name)).toEqual(['Anna']);
    expect(matches[1]).toMatchObject({ result: 'won', rounds: [13, 7] });
  });

  it('name the one with the highest score, and nobody where nobody has one', () => {
    expect(matches.map((match) => mostSuspicious(match, scores)?.player.name)).toEqual(['Anna', undefined]);
  });

  it.each([
    ['', ['new', 'old']],
    ['map=Nuke', ['new']],
    ['mode=wingman', []],
    ['result=won', ['old']],
    ['when=month', ['new']],
    ['score=81', ['new']],
    ['banned=yes', ['old']],
    ['q=anna', ['new']],
    ['q=борис', ['old']],
    [`q=${BORIS}`, ['old']],
    [`q=https://steamcommunity.com/profiles/${ANNA}`, ['new']],
    ['q=王', []],
    ['map=Nuke&result=won', []],
  ])('fit %s', (query, found) => {
    expect(fitting(query)).toEqual(found);
  });

  it('have an address that comes back as it was, whatever stands in it', () => {
    const query = 'list=backend&q=a+b&map=Nuke&mode=premier&result=won&when=week&score=61&banned=yes';
    expect(writeMatchesFilter(readMatchesFilter(new URLSearchParams(query))).toString()).toBe(query);
    expect(
      writeMatchesFilter(readMatchesFilter(new URLSearchParams('mode=x&score=-3&banned=1&when='))).toString(),
    ).toBe('');
  });
});
