import { describe, expect, it } from 'vitest';
import { historyTable, someone, team } from '#shared/match-history/fixture.ts';
import { readHistory } from '#shared/match-history/gcpd.ts';
import { peopleMet } from '#shared/match-history/people.ts';

const ME = someone(11);
const history = (...matches: Parameters<typeof historyTable>) =>
  readHistory(historyTable(...matches), 'competitive').matches;

describe('people met', () => {
  const matches = history(
    { time: '2026-03-03 20:00:00 GMT', score: '13 : 5', teams: [team(11, 5), team(21, 5)] },
    { time: '2026-03-02 20:00:00 GMT', score: '5 : 13', teams: [team(21, 5), team(11, 5)] },
    {
      time: '2026-03-01 20:00:00 GMT',
      score: '12 : 12',
      teams: [
        [
          { steamId: ME, name: 'me' },
          { steamId: someone(21), name: 'old name' },
        ],
        [],
      ],
    },
  );

  it('are counted by side, with our own results', () => {
    const people = peopleMet(matches, ME);
    expect(people.has(ME)).toBe(false);
    expect(people.size).toBe(9);
    expect(people.get(someone(12))).toMatchObject({
      with: { matches: 2, won: 2, lost: 0, tied: 0 },
      against: { matches: 0 },
    });
    expect(people.get(someone(21))).toMatchObject({
      name: 'P21',
      with: { matches: 1, won: 0, lost: 0, tied: 1 },
      against: { matches: 2, won: 2, lost: 0, tied: 0 },
      firstMetAt: Date.UTC(2026, 2, 1, 20),
      lastMetAt: Date.UTC(2026, 2, 3, 20),
      lastMatchId: matches[0]?.id,
    });
  });

  it('come out the same in any order of the matches', () => {
    expect(peopleMet([...matches].reverse(), ME).get(someone(21))).toEqual(peopleMet(matches, ME).get(someone(21)));
  });

  it('of one side only', () => {
    expect([...peopleMet(matches, ME, 'with').keys()]).toEqual([12, 13, 14, 15, 21].map(someone));
  });

  it('have no side where the page does not say', () => {
    const unsure = matches.map((match) => ({
      ...match,
      players: match.players.map((each) => ({ ...each, team: null })),
    }));
    expect(peopleMet(unsure, ME).get(someone(21))).toMatchObject({ with: { matches: 0 }, against: { matches: 0 } });
    expect(peopleMet(unsure, ME, 'with').size).toBe(0);
  });
});
