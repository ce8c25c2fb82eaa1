import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BanState, bansSince } from '#shared/match-history/bans-since.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 20, 15);
/** As the backend tells it: the start (UTC) of the day that was `days` days ago. */
const dayAgo = (days: number, now = NOW) => now - (now % DAY) - days * DAY;
const state = (change: Partial<BanState> = {}): BanState => ({
  observedAt: NOW,
  vac: 0,
  counted: true,
  game: 0,
  community: false,
  economy: 'none',
  ...change,
});

describe('bans since a meeting', () => {
  it('are none without a ban, and none for one that is older', () => {
    expect(bansSince(NOW - 30 * DAY, state())).toBeUndefined();
    expect(bansSince(NOW - 30 * DAY, state({ vac: 1, lastBanAt: dayAgo(40) }))).toBeUndefined();
    expect(
      bansSince(NOW - 30 * DAY, state({ vac: 1, lastBanAt: dayAgo(40) }), state({ vac: 1, observedAt: NOW - DAY })),
    ).toBeUndefined();
  });

  it('count today: zero days since', () => {
    expect(bansSince(NOW - 5 * DAY, state({ game: 1, lastBanAt: dayAgo(0) }))).toEqual({
      kinds: ['game'],
      certain: true,
      bannedAt: dayAgo(0),
    });
  });

  it('are not certain on the day of the meeting, unless somebody looked between', () => {
    const banned = state({ vac: 1, lastBanAt: dayAgo(0) });
    expect(bansSince(NOW - 3_600_000, banned)).toMatchObject({ certain: false });
    expect(bansSince(NOW - 3_600_000, banned, state({ observedAt: NOW - 1_800_000 }))).toMatchObject({
      kinds: ['vac'],
      certain: true,
    });
    // A look before the meeting proves nothing.
    expect(bansSince(NOW - 3_600_000, banned, state({ observedAt: NOW - 5 * DAY }))).toMatchObject({ certain: false });
  });

  it('tell the kinds apart as far as Steam allows', () => {
    const before = state({ observedAt: NOW - DAY, vac: 1 });
    const now = state({ vac: 1, game: 1, community: true, economy: 'banned', lastBanAt: dayAgo(0) });
    expect(bansSince(NOW - 2 * DAY, now, before)?.kinds).toEqual(['game', 'community', 'trade']);
    expect(bansSince(NOW - 9 * DAY, now)?.kinds).toEqual(['vac-or-game']);
  });

  it('of kinds without a date are known only to who looked before', () => {
    expect(bansSince(NOW - 9 * DAY, state({ community: true, economy: 'banned' }))).toBeUndefined();
    expect(bansSince(NOW - 9 * DAY, state({ community: true }), state({ observedAt: NOW - DAY }))).toEqual({
      kinds: ['community'],
      certain: true,
    });
  });

  it('never come from having looked elsewhere: a public profile shows less', () => {
    const xml: BanState = { observedAt: NOW - DAY, vac: 1, counted: false };
    const api = state({ vac: 3, game: 1, community: true, economy: 'banned', lastBanAt: dayAgo(400) });
    expect(bansSince(NOW - 9 * DAY, api, xml)).toBeUndefined();
    expect(bansSince(NOW - 9 * DAY, { observedAt: NOW, vac: 1, counted: false }, { ...xml, vac: 0 })).toEqual({
      kinds: ['vac'],
      certain: true,
    });
  });

  it('are certain only when they truly are, whatever the hours', () => {
    const hours = fc.integer({ min: 0, max: 24 * 60 }).map((hour) => hour * 3_600_000);
    fc.assert(
      fc.property(hours, hours, fc.integer({ min: 0, max: 23 }), (bannedAgo, metAgo, hour) => {
        const now = NOW + hour * 3_600_000;
        const days = Math.floor(bannedAgo / DAY);
        const told = bansSince(now - metAgo, state({ observedAt: now, vac: 1, lastBanAt: dayAgo(days, now) }));
        if (told?.certain) expect(bannedAgo).toBeLessThanOrEqual(metAgo);
        // And one that came after is never passed over.
        if (bannedAgo < metAgo) expect(told).toBeDefined();
      }),
    );
  });
});
