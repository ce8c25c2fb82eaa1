import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyTable, matchRow, someone, team } from '#shared/match-history/fixture.ts';
import { readHistory } from '#shared/match-history/gcpd.ts';
import { historyMatchSchema, resultFor } from '#shared/match-history/match.ts';
import { readGcpdTime } from '#shared/match-history/time.ts';

const TEN = { teams: [team(11, 5), team(21, 5)] as [ReturnType<typeof team>, ReturnType<typeof team>] };
const read = (html: string) => readHistory(html, 'premier');
const only = (html: string) => {
  const { matches, problems } = read(html);
  expect(matches).toHaveLength(1);
  const [match] = matches;
  if (!match) throw new Error('no match');
  return { match, problems };
};

describe('a match history', () => {
  it('is read with everything the page says', () => {
    const replay = 'http://replay377.valve.net/730/003668474235589755368_0120781063.dem.bz2';
    const { match, problems } = only(historyTable({ ...TEN, replay }));
    expect(problems).toEqual([]);
    expect(match).toMatchObject({
      id: `${Date.UTC(2026, 2, 1, 20, 15)}-de_nuke`,
      mode: 'premier',
      map: 'Nuke',
      mapCode: 'de_nuke',
      playedAt: Date.UTC(2026, 2, 1, 20, 15),
      ranked: true,
      waitSeconds: 29,
      durationSeconds: 1667,
      rounds: [13, 5],
      replayUrl: replay,
      cutOff: false,
    });
    expect(match.players.map(({ team }) => team)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    const figures = { ping: 31, kills: 22, assists: 2, deaths: 11, mvps: 5, headshotPercent: 45, score: 48 };
    expect(match.players[0]).toEqual({ steamId: someone(11), name: 'P11', team: 0, ...figures });
    expect(match.players.map((player) => resultFor(match, player))).toEqual([
      ...Array(5).fill('won'),
      ...Array(5).fill('lost'),
    ]);
  });

  it('without a match is an answer without problems', () => {
    expect(read(historyTable())).toEqual({ matches: [], problems: [] });
    expect(read('')).toEqual({ matches: [], problems: [] });
  });

  it('reads wingman and five-player rows as they are', () => {
    const wingman = only(historyTable({ title: 'Wingman Lake', teams: [team(11, 2), team(21, 2)] }));
    expect(wingman.match.players.map(({ team }) => team)).toEqual([0, 0, 1, 1]);
    expect(wingman.match.mapCode).toBe('de_lake');
    expect(only(historyTable({ teams: [team(11, 2), team(21, 3)] })).match.players).toHaveLength(5);
  });

  it('names a column it does not know, and keeps the others in place', () => {
    const headers = ['Player Name', 'Ping', 'K', 'Karma', 'D', '★', 'Score'];
    const cells = ['31', '22', '99', '11', '★', '48'];
    const { match, problems } = only(
      historyTable({ headers, teams: [[{ steamId: someone(11), cells }], [{ steamId: someone(12), cells }]] }),
    );
    expect(problems).toEqual(['column "Karma"']);
    const figures = { ping: 31, kills: 22, assists: null, deaths: 11, mvps: 1, headshotPercent: null, score: 48 };
    expect(match.players[0]).toMatchObject(figures);
  });

  it('reads another language by shape, and says what it does not know', () => {
    const { match, problems } = only(
      historyTable({
        ...TEN,
        title: 'Wettkampfmodus Mirage',
        lines: ['Gewertet: Ja', 'Wartezeit: 01:05', 'Matchdauer: 42:10'],
        headers: ['Spielername', 'Ping', 'K', 'V', 'T', '★', 'KT', 'Punkte'],
      }),
    );
    expect(problems).toEqual(['ranked']);
    expect(match).toMatchObject({ mapCode: 'de_mirage', ranked: null, waitSeconds: 65, durationSeconds: 2530 });
    expect(match.players[0]).toMatchObject({ kills: 22, assists: 2, deaths: 11, headshotPercent: 45 });
  });

  it('keeps an unknown map by its name, without a code', () => {
    const { match, problems } = only(historyTable({ ...TEN, title: 'Competitive Grail' }));
    expect(match).toMatchObject({ map: 'Grail', mapCode: null });
    expect(problems).toEqual(['map "Grail"']);
  });

  it.each([
    ['K of 4000', ['31', '4000', '2', '11', '★5', '45%', '48'], 'kills'],
    ['HS of 145 %', ['31', '22', '2', '11', '★5', '145%', '48'], 'headshotPercent'],
    ['words', ['31', '22', '2', 'many', '★5', '45%', '48'], 'deaths'],
    ['a negative number', ['31', '22', '-2', '11', '★5', '45%', '48'], 'assists'],
  ] as const)('leaves an impossible value out: %s', (_, cells, field) => {
    const player = { steamId: someone(11), cells: [...cells] };
    const { match, problems } = only(historyTable({ teams: [[player], team(21, 1)] }));
    expect(match.players[0]?.[field]).toBeNull();
    expect(problems).toEqual([`value ${field}`]);
  });

  it('takes an empty star cell as none and an empty headshot cell as not told', () => {
    const player = { steamId: someone(11), cells: ['31', '0', '2', '11', '&nbsp;', '&nbsp;', '4'] };
    const { match, problems } = only(historyTable({ teams: [[player], team(21, 1)] }));
    expect(match.players[0]).toMatchObject({ mvps: 0, headshotPercent: null });
    expect(problems).toEqual([]);
  });

  it.each([
    'http://evil.example/730/003668474235589755368_0120781063.dem.bz2',
    'http://replay1.valve.net.evil.example/730/1_2.dem.bz2',
    'javascript:alert(1)//replay1.valve.net/730/1_2.dem.bz2',
  ])('takes no replay from elsewhere: %s', (replay) => {
    const { match, problems } = only(historyTable({ ...TEN, replay }));
    expect(match.replayUrl).toBeNull();
    expect(problems).toEqual(['replay link']);
  });

  it('reads names as text, whatever is in them', () => {
    const name = '&lt;b&gt;x&lt;/b&gt; &amp; 日本 &#x202e;abc';
    const { match } = only(historyTable({ teams: [[{ steamId: someone(11), name }], team(21, 1)] }));
    expect(match.players[0]?.name).toBe('<b>x</b> & 日本 \u202eabc');
  });

  it('keeps no match without a time: it would have no identity', () => {
    const { matches, problems } = read(historyTable({ ...TEN, time: 'yesterday' }, TEN));
    expect(matches).toHaveLength(1);
    expect(problems).toContain('time');
  });

  it('lists the same match once', () => {
    expect(read(historyTable(TEN, TEN)).matches).toHaveLength(1);
  });

  it('gives what is sure of a page that is cut off anywhere, and nothing else', () => {
    const whole = historyTable({ ...TEN, time: '2026-03-02 20:15:00 GMT' }, TEN);
    const complete = new Map(read(whole).matches.map((match) => [match.id, match]));
    for (let length = 0; length < whole.length; length += 7) {
      for (const match of read(whole.slice(0, length)).matches) {
        const same = complete.get(match.id);
        if (!match.cutOff) {
          expect(match).toEqual(same);
          continue;
        }
        // A map name may be cut, and is then another one; what else there is, is true.
        for (const player of match.players) {
          const other = same?.players.find(({ steamId }) => steamId === player.steamId);
          if (!same) continue;
          expect(other).toEqual({ ...player, team: player.team ?? other?.team });
        }
      }
    }
  });

  it('survives anything', () => {
    const piece = fc.oneof(
      fc.constantFrom('<tr>', '</tr>', '<td>', '</table>', '<table class="csgo_scoreboard_inner_left">', '<', '>', '"'),
      fc.constantFrom('<!--', '-->', '<script>', '&#99999999;', '&nbsp;', matchRow(TEN).slice(0, 400), '\u0000'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        for (const match of read(pieces.join('')).matches) historyMatchSchema.parse(match);
      }),
    );
    // Deep nesting is no way to end the stack, nor many open tags to end the day.
    expect(read('<div>'.repeat(100_000)).matches).toEqual([]);
    expect(read('<td'.repeat(50_000)).matches).toEqual([]);
  });
});

describe('a time', () => {
  it.each(['2026-02-31 10:00:00 GMT', '2026-03-01 10:00:00', '2026-03-01 25:00:00 GMT', '1999-01-01 00:00:00 GMT', ''])(
    'that is none is none: %s',
    (text) => expect(readGcpdTime(text)).toBeUndefined(),
  );
});

const REAL = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'gcpd');
const real = existsSync(REAL);
if (!real) console.warn('skipped: real match history tables, which are not on this machine (../shared/data/gcpd)');

describe.skipIf(!real)('real tables', () => {
  it.each([
    ['matchTable', [['de_nuke', 13, 5, 10]]],
    ['oneMatch', [['de_mirage', 9, 13, 10]]],
    [
      'twoMatches',
      [
        ['de_inferno', 13, 4, 10],
        ['de_mirage', 9, 13, 10],
      ],
    ],
  ])('%s is read whole', (file, expected) => {
    const { matches, problems } = read(readFileSync(join(REAL, `${file}.html`), 'utf8'));
    expect(problems).toEqual([]);
    expect(matches.map(({ mapCode, rounds, players }) => [mapCode, ...(rounds ?? []), players.length])).toEqual(
      expected,
    );
    for (const { players } of matches) {
      for (const player of players) {
        expect(Object.values(player).every((value) => value !== null)).toBe(true);
      }
    }
  });
});
