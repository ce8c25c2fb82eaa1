import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MatchSource, mergeSources } from '#backend/matches/merge.ts';
import { isSameMatch, normalised, type SourcedLine, type SourcedMatch } from '#backend/matches/sourced.ts';
import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

const id = (account: number): SteamId => {
  const steamId = steamIdFromAccountId(account);
  if (!steamId) throw new Error('not an account');
  return steamId;
};
const line = (account: number, team: 0 | 1, change: Partial<SourcedLine> = {}): SourcedLine => ({
  ...{ steamId: id(account), name: `player ${account}`, team, kills: 10, assists: 2, deaths: 9 },
  ...{ mvps: 1, headshotPercent: 50, score: 22, ...change },
});
const board = (change: Partial<SourcedMatch> = {}): SourcedMatch => ({
  ...{ playedAt: 1_750_000_000_000, mode: 'premier', map: 'Nuke', mapCode: 'de_nuke', rounds: [13, 8] },
  ...{ durationSeconds: 2400, reservationId: null },
  players: Array.from({ length: 10 }, (_, index) => line(index + 1, index < 5 ? 0 : 1)),
  ...change,
});
const withLine = (match: SourcedMatch, account: number, change: Partial<SourcedLine>): SourcedMatch => ({
  ...match,
  players: match.players.map((each) => (each.steamId === id(account) ? { ...each, ...change } : each)),
});
let times = 0;
const upload = (who: string, content: SourcedMatch, origin = who): MatchSource => ({
  ...{ kind: 'upload', uploader: who, origin, receivedAt: ++times, content },
});
const steam = (content: SourcedMatch): MatchSource => ({
  ...{ kind: 'steam', uploader: '', origin: '', receivedAt: ++times, content },
});
const lineOf = (sources: MatchSource[], account: number) =>
  mergeSources(sources).players.find(({ steamId }) => steamId === id(account));

describe('merging', () => {
  it('believes Steam before any number of uploads, and keeps what they said', () => {
    const forged = withLine(board(), 3, { kills: 50 });
    const sources = [upload('a', forged), upload('b', forged), upload('c', forged), steam(board())];
    expect(lineOf(sources, 3)).toMatchObject({ kills: 10, provenance: 'steam', confirmations: 0 });
    expect(mergeSources(sources).conflicts).toEqual([
      {
        path: `players.${id(3)}.kills`,
        values: [
          { value: 50, sources: ['upload', 'upload', 'upload'], shown: false },
          { value: 10, sources: ['steam'], shown: true },
        ],
      },
    ]);
  });

  it('counts households, not uploads', () => {
    const sources = [upload('a', board(), 'home'), upload('b', board(), 'home'), upload('c', board())];
    expect(lineOf(sources, 3)?.confirmations).toBe(2);
    expect(mergeSources(sources).uploads).toBe(2);
  });

  it('lets one forger neither take a player out of a match nor put one in', () => {
    const more = { ...board(), players: [...board().players, line(99, 0)] };
    const fewer = { ...board(), players: board().players.slice(1) };
    for (const forged of [more, fewer]) {
      const merged = mergeSources([upload('a', board()), upload('b', forged), upload('c', board())]);
      expect(merged.players.map(({ steamId }) => steamId)).toEqual(board().players.map(({ steamId }) => steamId));
      expect(merged.conflicts).toHaveLength(1);
    }
  });

  it('takes percentages rounded in different ways, and silence, for agreement', () => {
    const rounded = withLine(board(), 3, { headshotPercent: 51 });
    const silent = withLine(board(), 3, { headshotPercent: null, mvps: null });
    const merged = mergeSources([upload('a', board()), upload('b', rounded), upload('c', silent)]);
    expect(merged.conflicts).toEqual([]);
    expect(merged.players.every(({ confirmations }) => confirmations === 3)).toBe(true);
  });

  it('comes out the same in any order', () => {
    const change = fc.record({ kills: fc.integer({ min: 0, max: 3 }), deaths: fc.integer({ min: 0, max: 3 }) });
    const source = fc.record({
      ...{ account: fc.integer({ min: 1, max: 10 }), change, origin: fc.constantFrom('x', 'y', 'z') },
      kind: fc.constantFrom('upload' as const, 'steam' as const, 'leetify' as const),
    });
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 6 }), (given) => {
        const sources = given.map(
          ({ account, change: changed, origin, kind }, index): MatchSource => ({
            ...{ kind, origin: kind === 'upload' ? origin : '', uploader: kind === 'upload' ? `u${index}` : '' },
            ...{ receivedAt: index >> 1, content: withLine(board(), account, changed) },
          }),
        );
        const unique = sources.filter(
          (each, at) => each.kind === 'upload' || sources.findIndex(({ kind }) => kind === each.kind) === at,
        );
        expect(mergeSources([...unique].reverse())).toEqual(mergeSources(unique));
      }),
    );
  });
});

describe('two accounts of a match', () => {
  const HOUR = 3_600_000;
  it('are one when players, map and time agree, or the results where one tells the end and one the start', () => {
    expect(isSameMatch(board(), board({ playedAt: board().playedAt + 60_000 }))).toBe(true);
    expect(isSameMatch(board(), board({ playedAt: board().playedAt + HOUR }))).toBe(true);
    expect(isSameMatch(board(), board({ mapCode: null, map: '' }))).toBe(true);
    const another = {
      ...board({ playedAt: board().playedAt + HOUR }),
      players: board().players.map((each) => ({ ...each, kills: 11 })),
    };
    expect(isSameMatch(board(), another)).toBe(false);
    expect(isSameMatch(board(), board({ mapCode: 'de_mirage' }))).toBe(false);
    expect(isSameMatch(board(), board({ playedAt: board().playedAt + 4 * HOUR }))).toBe(false);
  });

  it('are never one with different reservations, nor by a reservation alone', () => {
    expect(isSameMatch(board({ reservationId: '1' }), board({ reservationId: '2' }))).toBe(false);
    const others = board({
      reservationId: '1',
      players: Array.from({ length: 10 }, (_, index) => line(index + 50, 0)),
    });
    expect(isSameMatch(board({ reservationId: '1' }), others)).toBe(false);
    expect(isSameMatch(board({ reservationId: '1' }), board({ reservationId: '1', playedAt: 1 }))).toBe(true);
  });

  it('have the same sides, whichever each calls the first', () => {
    const turn = ({ team, ...each }: SourcedLine): SourcedLine => ({ ...each, team: team === 0 ? 1 : 0 });
    const players = board().players.map(turn).reverse();
    const turned = normalised({ ...board({ rounds: [8, 13] }), players });
    expect(turned).toEqual(normalised(board()));
  });
});
