import { describe, expect, it } from 'vitest';
import { aboutOf, readIds, reasonRows } from '#extension/app/compare/rows.ts';
import { galleryPlayers } from '#extension/ui/gallery/people.ts';
import { translatorOf } from '#extension/words/fixture.ts';
import { someone } from '#shared/match-history/fixture.ts';
import { REASONS } from '#shared/score/reasons.ts';
import { isSteamId } from '#shared/steam/steam-id.ts';

describe('reasons side by side', () => {
  const players = galleryPlayers(Date.now());
  const [one, other] = [players.get('suspicious'), [...players.values()][0]];

  it('put the same figure into one row, whichever way it counts', () => {
    const rows = reasonRows([one, other, undefined]);
    expect(rows.length).toBeGreaterThan(3);
    expect(new Set(rows.map(({ about }) => about)).size).toBe(rows.length);
    const headshots = rows.find(({ about }) => about === 'stats.headshots.high');
    expect(headshots?.reasons.filter(Boolean)).toHaveLength(2);
    expect(rows.every(({ reasons }) => reasons.length === 3 && reasons[2] === undefined)).toBe(true);
    expect(rows.some(({ about }) => about === 'prior')).toBe(false);
  });

  it('begin with what weighs most', () => {
    const weights = reasonRows([one, other]).map(({ reasons }) =>
      Math.max(...reasons.map((reason) => Math.abs(reason?.points ?? 0))),
    );
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });

  it.each(['en', 'de'] as const)('have a short name for each the engine knows (%s)', (language) => {
    const words = translatorOf('app', language);
    const nameless = REASONS.filter(({ key }) => key !== 'prior')
      .map(({ key }) => aboutOf(key))
      .filter((about) => words.find(`reason.short.${about}`) === undefined);
    expect(nameless).toEqual([]);
  });
});

describe('the players of an address', () => {
  it('are valid, each once, and no more than fit', () => {
    const ids = [2, 3, 2, 4, 5, 6, 7].map(someone);
    expect(readIds(`${ids.join(',')},12,x`, isSteamId)).toEqual([2, 3, 4, 5, 6].map(someone));
    expect(readIds(null, isSteamId)).toEqual([]);
    expect(readIds('<script>,', isSteamId)).toEqual([]);
  });
});
