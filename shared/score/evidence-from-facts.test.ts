import { describe, expect, it } from 'vitest';
import { assess } from '#shared/score/engine.ts';
import { evidenceSchema } from '#shared/score/evidence.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import type { PlayerFacts } from '#shared/score/facts.ts';
import { DAY } from '#shared/score/parameters.ts';

const NOW = Date.UTC(2026, 0, 1);
const observedAt = NOW - DAY;

function featuresOf(facts: PlayerFacts): Record<string, string> {
  return Object.fromEntries(
    evidenceFrom(facts, NOW).map((item) => [
      item.feature,
      'k' in item ? `${item.k}/${item.n}` : 'value' in item ? `${item.value}` : item.source,
    ]),
  );
}

const bans = { observedAt, vac: 0, game: 0, community: false, economy: 'none' } as const;

describe('evidenceFrom', () => {
  it('turns everything known into evidence the schema accepts', () => {
    const facts: PlayerFacts = {
      profile: { observedAt, visibility: 'friends', name: 'x', createdAt: NOW - 90 * DAY },
      bans: { observedAt, vac: 1, game: 2, community: true, economy: 'probation', lastBanAt: NOW - 7 * DAY },
      games: { observedAt, owned: 9, played: 4, cs2Minutes: 90 },
      level: { observedAt, level: 0 },
      stats: { observedAt, kills: 300, deaths: 200, headshotKills: 100, shots: 5000, hits: 900 },
      history: {
        observedAt,
        since: NOW - 800 * DAY,
        names: [
          { value: 'a', lastSeenAt: NOW - DAY },
          { value: 'b', lastSeenAt: NOW - 365 * DAY },
          { value: 'c', lastSeenAt: NOW - 366 * DAY },
        ],
        countries: [{ value: 'DE', lastSeenAt: NOW - 400 * DAY }],
      },
    };
    expect(featuresOf(facts)).toEqual({
      'account.createdAt': `${NOW - 90 * DAY}`,
      'profile.visibility': '1',
      'games.owned': '9',
      'games.played': '4',
      'games.hours': '1.5',
      level: '0',
      'bans.vac': '1',
      'bans.game': '2',
      'bans.lastAt': `${NOW - 7 * DAY}`,
      'bans.community': '1',
      'bans.economy': '1',
      'history.names': '2',
      'history.countries': '0',
      'history.since': `${NOW - 800 * DAY}`,
      'stats.headshots': '100/300',
      'stats.accuracy': '900/5000',
      'stats.kills': '300/500',
    });
    for (const item of evidenceFrom(facts, NOW)) {
      expect(evidenceSchema.parse(item)).toEqual(item);
      expect(item).toMatchObject({ observedAt, provenance: 'steam' });
    }
  });

  it('finds nothing in nothing', () => {
    expect(evidenceFrom({}, NOW)).toEqual([]);
    expect(assess([], NOW)).toMatchObject({ band: 'not-enough-data', score: null, logOdds: null, confidence: 0 });
  });

  it('takes hidden play time for hidden, not for zero', () => {
    expect(featuresOf({ games: { observedAt, owned: 80, played: 0, cs2Minutes: 0 } })).toEqual({ 'games.owned': '80' });
    const { rubric } = assess(evidenceFrom({ games: { observedAt, owned: 80, cs2Minutes: 0 } }, NOW), NOW);
    expect(rubric.profile.flags).toContainEqual(expect.objectContaining({ key: 'profile.onlyCs2', state: 'unknown' }));
  });

  it('knows that somebody with one game plays only that one', () => {
    expect(featuresOf({ games: { observedAt, owned: 1, cs2Minutes: 60 } })['games.played']).toBe('1');
    expect(featuresOf({ games: { observedAt, owned: 2, cs2Minutes: 60 } })['games.played']).toBeUndefined();
    expect(featuresOf({ games: { observedAt, cs2Minutes: 60 } })).toEqual({ 'games.hours': '1' });
  });

  it('takes nothing from empty or contradictory totals', () => {
    const stats = { observedAt, kills: 0, deaths: 0, headshotKills: 0, shots: 0, hits: 0 };
    expect(featuresOf({ stats })).toEqual({});
    expect(featuresOf({ stats: { ...stats, deaths: 5, headshotKills: 3, hits: 9 } })).toEqual({ 'stats.kills': '0/5' });
  });

  it('calls a private profile without bans not enough data, and never suspicious', () => {
    const profile = { observedAt, visibility: 'private', name: 'x' } as const;
    expect(assess(evidenceFrom({ profile, bans }, NOW), NOW).band).toBe('not-enough-data');
    expect(assess(evidenceFrom({ profile, bans, level: { observedAt, level: 3 } }, NOW), NOW).score).toBeNull();
  });

  it('leaves flags unknown that it could not see', () => {
    const { rubric } = assess(
      evidenceFrom({ profile: { observedAt, visibility: 'private', name: 'x' }, bans }, NOW),
      NOW,
    );
    const states = [rubric.profile, rubric.statistical, rubric.historical].flatMap(({ flags }) =>
      flags.map(({ key, state }) => `${key} ${state}`),
    );
    expect(states).toEqual([
      'profile.newAccount unknown',
      'profile.private raised',
      'profile.fewGames unknown',
      'profile.onlyCs2 unknown',
      'statistical.spikes unknown',
      'statistical.headshots unknown',
      'statistical.consistency unknown',
      'statistical.skillHours unknown',
      'historical.names unknown',
      'historical.country unknown',
      'historical.trends unknown',
    ]);
  });

  it('calls the history clear only after watching for a month', () => {
    const flagsAfter = (days: number) => {
      const history = { observedAt, since: NOW - days * DAY, names: [], countries: [] };
      return assess(evidenceFrom({ history }, NOW), NOW).rubric.historical.flags.map(({ state }) => state);
    };
    expect(flagsAfter(29)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(flagsAfter(30)).toEqual(['clear', 'clear', 'unknown']);
  });

  it('turns from recent to old on the right day', () => {
    const reasonsAt = (facts: PlayerFacts) => assess(evidenceFrom(facts, NOW), NOW).contributions.slice(1);
    const bannedFor = (days: number) => reasonsAt({ bans: { ...bans, vac: 1, lastBanAt: NOW - days * DAY } })[0];
    expect(bannedFor(0)).toMatchObject({ key: 'bans.recent', nats: 1.8, figures: { vac: 1, game: 0, days: 0 } });
    expect(bannedFor(364)).toMatchObject({ key: 'bans.recent' });
    expect(bannedFor(365)).toMatchObject({ key: 'bans.old', nats: 1.1, figures: { days: 365, years: 1 } });

    const aged = (days: number) => {
      const profile = { observedAt, visibility: 'public', name: 'x', createdAt: NOW - days * DAY } as const;
      return reasonsAt({ profile }).map(({ key, figures }) => `${key} ${Object.values(figures)}`);
    };
    // A clock that runs behind Steam's makes an account of today, not of the future.
    expect(aged(-1)).toEqual(['account.young 0']);
    expect(aged(29)).toEqual(['account.young 29']);
    expect(aged(30)).toEqual(['account.recent 30']);
    expect(aged(180)).toEqual([]);
    expect(aged(1825)).toEqual([]);
    expect(aged(1826)).toEqual(['account.old 5']);
  });
});
