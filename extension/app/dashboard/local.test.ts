import { describe, expect, it } from 'vitest';
import { someone } from '#shared/match-history/fixture.ts';
import type { Band } from '#shared/score/assessment.ts';
import { EMPTY, happeningsOf, type LocalData, type LocalMatch, statisticsOf, summaryOf, weekOf } from './local.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** A Friday. */
const NOW = Date.UTC(2026, 10, 20, 12);
const ME = someone(1);

function match(daysAgo: number, rounds: [number, number] | null, opponents = [2, 3], map = 'de_nuke'): LocalMatch {
  const playedAt = NOW - daysAgo * DAY;
  return {
    id: `${playedAt}-${map}`,
    mode: 'premier',
    map: 'Nuke',
    mapCode: map,
    playedAt,
    rounds,
    viewer: ME,
    players: [
      { steamId: ME, name: 'me', team: 1 },
      ...opponents.map((each) => ({ steamId: someone(each), name: `P${each}`, team: 0 as const })),
    ],
  };
}
const entry = (score: number | null, band: Band) => ({ score, rubric: 0, band, confidence: 50, assessedAt: NOW });

const data: LocalData = {
  ...EMPTY,
  matches: [match(0, [5, 13]), match(1, [13, 5], [2, 4], 'de_mirage'), match(8, [12, 12], [5]), match(400, null, [6])],
  scores: new Map([
    [someone(2), entry(100, 'near-certain')],
    [someone(3), entry(9, 'unlikely')],
    [someone(5), entry(null, 'not-enough-data')],
  ]),
  bans: [
    {
      id: 'a',
      steamId: someone(2),
      name: 'P2',
      kinds: ['vac'],
      certain: true,
      metAt: NOW - DAY,
      match: { id: 'x', map: 'Nuke' },
      noticedAt: NOW - 3_600_000,
      seen: false,
    },
    {
      id: 'b',
      steamId: someone(9),
      name: '',
      kinds: ['game'],
      certain: false,
      metAt: NOW - 30 * DAY,
      match: null,
      noticedAt: NOW - 9 * DAY,
      seen: true,
    },
  ],
  rises: [
    {
      id: 'r',
      steamId: someone(2),
      name: 'P2',
      at: NOW - 2 * DAY,
      from: 40,
      to: 100,
      band: 'near-certain',
      watched: true,
      lastMetAt: NOW,
      seen: false,
    },
  ],
  reports: [
    { steamId: someone(2), at: NOW - 5 * DAY, outcome: 'banned', outcomeAt: NOW - DAY },
    { steamId: someone(3), at: NOW - 4 * DAY, outcome: 'open', outcomeAt: null },
  ],
  watched: 4,
  reasons: new Map([
    ['games.few', 2],
    ['reports', 7],
  ]),
};

describe('weeks', () => {
  it('begin on Monday, midnight UTC, before 1970, too', () => {
    for (const time of [NOW, 0, Date.UTC(1969, 5, 1), Date.UTC(2026, 0, 1)]) {
      const start = weekOf(time);
      expect(new Date(start).getUTCDay()).toBe(1);
      expect(Math.abs(start % DAY)).toBe(0);
      expect(time - start).toBeGreaterThanOrEqual(0);
      expect(time - start).toBeLessThan(WEEK);
    }
  });
});

describe('statistics', () => {
  const statistics = statisticsOf(data, 4, NOW);

  it('count the weeks asked for and nothing before them', () => {
    expect(statistics.weeks).toHaveLength(4);
    expect(statistics.weeks.map((week) => week.matches)).toEqual([0, 0, 1, 2]);
    expect(statistics.matches).toBe(3);
    expect(statistics.weeks.at(-1)).toMatchObject({ bans: 1, highScores: 1, people: 3 });
    expect(statistics.weeks.at(-2)).toMatchObject({ bans: 1, highScores: 0, people: 1 });
  });

  it('count results as one’s own, whichever team one was in', () => {
    expect(statistics.results).toEqual({ won: 1, lost: 1, tied: 1 });
    expect(statistics.maps).toContainEqual({ map: 'de_mirage', matches: 1, results: { won: 0, lost: 1, tied: 0 } });
  });

  it('put 100 in the last bin, and no score nowhere', () => {
    expect(statistics.scores.bins.at(-1)).toBe(1);
    expect(statistics.scores.bins[0]).toBe(1);
    expect(statistics.scores.unknown).toBe(2);
  });

  it('name the most common reasons first', () => {
    expect(statistics.reasons.map(({ key }) => key)).toEqual(['reports', 'games.few']);
  });

  it('count every hour once, in the local time zone', () => {
    expect(statistics.hours.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(statistics.hours[new Date(NOW).getHours()]).toBe(3);
  });

  it('of nothing are zeros', () => {
    const none = statisticsOf(EMPTY, 2, NOW);
    expect(none).toMatchObject({ matches: 0, maps: [], reasons: [] });
    expect(none.weeks.every(({ matches }) => matches === 0)).toBe(true);
  });
});

describe('summary', () => {
  it('tells what is new since, newest first, and what there is in all', () => {
    const { changes, totals } = summaryOf(data, NOW - 3 * DAY);
    expect(changes.bans).toMatchObject({ count: 1, items: [{ kinds: ['vac'], lastMetAt: NOW - DAY }] });
    expect(changes.scores.count).toBe(1);
    expect(changes.outcomes).toMatchObject({ count: 1, items: [{ outcome: 'banned', name: 'P2' }] });
    expect(changes.matches).toBe(2);
    expect(totals).toMatchObject({
      matches: 4,
      won: 1,
      lost: 1,
      tied: 1,
      people: 5,
      scored: 2,
      banned: 2,
      watched: 4,
      reports: 2,
      borneOut: 1,
    });
  });

  it('tells of nothing when it was just looked at', () => {
    const { changes } = summaryOf(data, NOW);
    expect([changes.bans.count, changes.scores.count, changes.outcomes.count, changes.matches]).toEqual([0, 0, 0, 0]);
  });
});

describe('what happened', () => {
  it('comes newest first, of all kinds', () => {
    const happenings = happeningsOf(data, 20);
    expect(happenings.map(({ at }) => at)).toEqual([...happenings.map(({ at }) => at)].sort((a, b) => b - a));
    expect(new Set(happenings.map(({ kind }) => kind))).toEqual(
      new Set(['match', 'ban', 'score', 'report', 'outcome']),
    );
    expect(happeningsOf(data, 3)).toHaveLength(3);
  });

  it('shows own rounds first, and who scores highest', () => {
    const [first] = happeningsOf(data, 1);
    expect(first).toMatchObject({
      kind: 'match',
      result: 'won',
      rounds: [13, 5],
      highest: { steamId: someone(2), entry: { score: 100 } },
    });
  });
});
