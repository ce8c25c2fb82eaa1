import { describe, expect, it } from 'vitest';
import type { PlayerView } from '#extension/messages.ts';
import { mapsOf, matchesIn, mostSuspiciousFirst, peopleIn, START_FILTER } from '#extension/people/filter.ts';
import { ME, matchAt } from '#extension/sync/fixture.ts';
import type { MatchRow } from '#extension/sync/rows.ts';
import { someone } from '#shared/match-history/fixture.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 20, 12);
const row = (daysAgo: number, first: number, change: Partial<MatchRow> = {}): MatchRow => {
  const match = matchAt(NOW - daysAgo * DAY, first);
  return { ...match, viewer: ME, playerIds: match.players.map(({ steamId }) => steamId), ...change };
};
const matches = [row(1, 21), row(10, 31, { map: 'Mirage', mode: 'wingman' }), row(45, 21), row(200, 41)];
const nobody = new Set<SteamId>();
const ids = (filter: Parameters<typeof peopleIn>[1], banned = nobody) =>
  peopleIn(matches, filter, banned, NOW).map(({ steamId }) => steamId);

describe('people of a filter', () => {
  it('are of the matches in range', () => {
    const all = { ...START_FILTER, range: 'all' } as const;
    expect(matchesIn(matches, { ...all, range: 'month' }, NOW)).toHaveLength(2);
    expect(matchesIn(matches, { ...all, range: 'quarter' }, NOW)).toHaveLength(3);
    expect(matchesIn(matches, all, NOW)).toHaveLength(4);
    const many = Array.from({ length: 30 }, (_, index) => row(index, 21));
    expect(matchesIn(many, { ...all, range: 'last20' }, NOW)).toHaveLength(20);
  });

  it('come by mode, map, side and ban, last met first', () => {
    const all = { ...START_FILTER, range: 'all' } as const;
    expect(ids({ ...all, side: 'against', mode: 'wingman' })).toEqual([31, 32, 33, 34, 35].map(someone));
    expect(ids({ ...all, side: 'against', map: 'Mirage' })).toEqual([31, 32, 33, 34, 35].map(someone));
    expect(ids({ ...all, side: 'with' })).toEqual([12, 13, 14, 15].map(someone));
    expect(ids({ ...all, bannedSince: true }, new Set([someone(41), someone(22)]))).toEqual([someone(22), someone(41)]);
    expect(ids({ ...all, side: 'against', map: 'Nowhere' })).toEqual([]);
  });

  it('of two accounts in one browser are counted by each one’s own sides', () => {
    const other = row(2, 21, { viewer: someone(21) });
    const found = peopleIn([...matches, other], { ...START_FILTER, range: 'all', side: 'with' }, nobody, NOW);
    expect(found.map(({ steamId }) => steamId)).toEqual([12, 13, 14, 15, 22, 23, 24, 25].map(someone));
  });

  it('have maps, the most played first', () => {
    expect(mapsOf(matches)).toEqual(['Nuke', 'Mirage']);
  });
});

describe('the order', () => {
  const view = (account: number, score: number | null): [SteamId, PlayerView] => [
    someone(account),
    {
      steamId: someone(account),
      state: 'scored',
      stale: false,
      entry: { score, rubric: 100 - (score ?? 0), band: 'suspicious', confidence: 50, assessedAt: NOW },
    },
  ];
  const people = peopleIn(matches, { ...START_FILTER, side: 'against', mode: 'wingman' }, nobody, NOW);
  const views = new Map([view(32, 20), view(33, 90), view(34, null)]);

  it('is most suspicious first, then without a number, then without an answer; trusted ones last', () => {
    const order = (trusted: ReadonlySet<SteamId>, headline: 'calibrated' | 'rubric' = 'calibrated') =>
      mostSuspiciousFirst(people, views, headline, trusted).map(({ steamId }) => steamId);
    expect(order(nobody)).toEqual([33, 32, 34, 31, 35].map(someone));
    expect(order(new Set([someone(33)]))).toEqual([32, 34, 31, 35, 33].map(someone));
    expect(order(nobody, 'rubric')).toEqual([32, 33, 34, 31, 35].map(someone));
  });
});
