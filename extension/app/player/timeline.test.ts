import { describe, expect, it } from 'vitest';
import { banTimeline } from '#extension/app/player/timeline.ts';
import { averagesOf } from '#extension/app/player/together.tsx';
import { ANNA, banMet, DAY, NOW, personRow } from '#extension/app/players/fixture.ts';

const bans = { observedAt: NOW, vac: 1, game: 0, community: false, economy: 'none' as const };

describe('bans in the order of time', () => {
  it('are none of nobody', () => {
    expect(banTimeline(undefined, undefined, [], [])).toEqual([]);
  });

  it('stand between the meetings, newest first, with the days since the one before', () => {
    const entries = banTimeline(
      { ...bans, lastBanAt: NOW - 10 * DAY },
      undefined,
      [],
      [NOW - 30 * DAY, NOW - 12 * DAY, NOW - 5 * DAY],
    );
    expect(entries.map(({ kind }) => kind)).toEqual(['looked', 'met-last', 'ban', 'met-first']);
    expect(entries[2]).toMatchObject({ bans: ['vac'], days: 2 });
  });

  it('tell one ban once, though Steam’s day is one off', () => {
    const entries = banTimeline({ ...bans, lastBanAt: NOW - 3 * DAY }, undefined, [banMet(ANNA)], [NOW - 10 * DAY]);
    expect(entries.filter(({ kind }) => kind === 'ban')).toHaveLength(1);
  });

  it('tell older bans beside newer ones, and what has no day as noticed', () => {
    const noticed = {
      id: '1',
      steamId: ANNA,
      name: 'a',
      kinds: ['community' as const],
      certain: true,
      metAt: NOW - 9 * DAY,
      match: null,
      noticedAt: NOW - DAY,
      seen: true,
    };
    const entries = banTimeline(
      { ...bans, game: 1, lastBanAt: NOW - 400 * DAY },
      undefined,
      [banMet(ANNA), noticed],
      [],
    );
    expect(entries.map(({ kind }) => kind)).toEqual(['looked', 'noticed', 'ban', 'ban']);
    expect(entries.at(-1)).toMatchObject({ bans: ['vac-or-game'] });
    expect(entries.at(-1)).not.toHaveProperty('days');
  });

  it('come from what was seen of somebody met, where nobody else answers', () => {
    const person = personRow(ANNA, 'Anna', NOW - DAY, { bans: { observedAt: NOW, vac: 0, counted: true } });
    expect(banTimeline(undefined, person, [], [NOW - DAY])).toEqual([
      { kind: 'looked', at: NOW, count: 0 },
      { kind: 'met-last', at: NOW - DAY },
    ]);
  });
});

describe('figures over several matches', () => {
  const line = { steamId: ANNA, name: 'Anna', team: 0 as const, ping: 1, assists: 0, mvps: 0, score: 0 };
  it('weigh headshots by kills, and are none where nothing is told', () => {
    expect(
      averagesOf([
        { ...line, kills: 30, deaths: 10, headshotPercent: 50 },
        { ...line, kills: 10, deaths: 10, headshotPercent: 100 },
        { ...line, kills: null, deaths: 3, headshotPercent: 100 },
      ]),
    ).toEqual({ ratio: 2, headshots: 63 });
    expect(averagesOf([{ ...line, kills: null, deaths: null, headshotPercent: null }])).toBeUndefined();
    expect(averagesOf([{ ...line, kills: 5, deaths: 0, headshotPercent: null }])).toEqual({ ratio: 5, headshots: 0 });
  });
});
