import { describe, expect, it } from 'vitest';
import { playersToCsv, playersToJson } from '#extension/app/players/export.ts';
import { countFilters, NO_FILTER, type PlayersFilter, readFilter, writeFilter } from '#extension/app/players/filter.ts';
import {
  ANNA,
  BORIS,
  idOf,
  NOBODY,
  NOW,
  noteOf,
  scoreRow,
  somePlayers,
  WANG,
  ZOE,
} from '#extension/app/players/fixture.ts';
import { createGathering, foldName } from '#extension/app/players/known-player.ts';
import { changedNotes, draftOf } from '#extension/app/players/note-changes.ts';
import { createListing } from '#extension/app/players/orders.ts';
import { renote } from '#extension/app/players/use-known.ts';
import { listQuery } from '#extension/app/players/use-listed.ts';
import { playersQuerySchema } from '#shared/api/players-list.ts';
import { MAX_STEAM_ID } from '#shared/steam/steam-id.ts';

const players = somePlayers();
const select = (filter: Partial<PlayersFilter>, headline: 'calibrated' | 'rubric' = 'calibrated') =>
  createListing(players, headline)
    .select({ ...NO_FILTER, ...filter }, NOW)
    .map(({ steamId }) => steamId);

describe('players known here', () => {
  it('are put together from all places, with the name last met', () => {
    const anna = players.find(({ steamId }) => steamId === ANNA);
    expect(anna).toMatchObject({ name: 'Anna', score: 92, metAt: NOW - 3 * 86_400_000 });
    expect([...(anna?.origins ?? [])].sort()).toEqual(['met', 'seen']);
    expect(players.find(({ steamId }) => steamId === WANG)).toMatchObject({ name: '王', score: null });
  });

  it('leave out whom Steam does not know, and take control characters out of names', () => {
    const gathering = createGathering();
    gathering.score({ ...scoreRow(ANNA, 1, 'unlikely'), state: 'not-found' });
    gathering.note(noteOf(BORIS, { name: 'B\u202eo\u0000ris', watched: true }));
    const [only, ...others] = gathering.players();
    expect(others).toEqual([]);
    expect(only?.name).toBe('Boris');
  });

  it('are the same objects after a change of other notes', () => {
    const notes = new Map([[BORIS, noteOf(BORIS, { watched: true, updatedAt: NOW + 1 })]]);
    const before = new Map(players.flatMap(({ steamId, note }) => (note ? [[steamId, note] as const] : [])));
    const after = renote(players, before, notes);
    const changed = after.filter((player, i) => player !== players[i]).map(({ steamId }) => steamId);
    expect(changed.sort()).toEqual([BORIS, ZOE]);
    expect(after.find(({ steamId }) => steamId === ZOE)?.note).toBeUndefined();
    const stranger = idOf(99);
    expect(
      renote(players, before, new Map([...before, [stranger, noteOf(stranger, { watched: true })]])).at(-1),
    ).toMatchObject({
      steamId: stranger,
      metAt: 0,
    });
  });
});

describe('the list of players', () => {
  it('comes most suspicious first, those without a number last in either order', () => {
    expect(select({})).toEqual([ANNA, BORIS, NOBODY, WANG, ZOE]);
    expect(select({ order: 'asc' })).toEqual([NOBODY, BORIS, ANNA, WANG, ZOE]);
    expect(select({ sort: 'name', order: 'asc' })).toEqual([ANNA, ZOE, BORIS, WANG, NOBODY]);
    expect(select({ sort: 'met' })).toEqual([ANNA, BORIS, ZOE, WANG, NOBODY]);
    expect(select({ sort: 'ban' })[0]).toBe(ANNA);
  });

  it.each([
    ['a name in another case', { q: 'ANNA' }, [ANNA]],
    ['a name without its accents', { q: 'zoe' }, [ZOE]],
    ['a name of another script', { q: 'борис' }, [BORIS]],
    ['a Chinese name', { q: '王' }, [WANG]],
    ['an ID', { q: ANNA }, [ANNA]],
    ['an account ID', { q: '[U:1:12]' }, [BORIS]],
    ['a Steam2 ID', { q: 'STEAM_1:1:6' }, [WANG]],
    ['a profile link', { q: `https://steamcommunity.com/profiles/${NOBODY}/` }, [NOBODY]],
    ['somebody unknown', { q: MAX_STEAM_ID }, []],
    ['a name with space around it', { q: '\n anna\t' }, [ANNA]],
    ['nobody by what stands between name and ID', { q: 'anna\t7656' }, []],
  ])('finds %s', (_, filter, found) => {
    expect(select(filter)).toEqual(found);
  });

  it.each<[string, Partial<PlayersFilter>, string[]]>([
    ['a score from 0', { min: 0 }, [ANNA, BORIS, NOBODY]],
    ['a score up to 0', { max: 0 }, [NOBODY]],
    ['a score of 92 to 100', { min: 92, max: 100 }, [ANNA]],
    ['bands', { bands: ['suspicious', 'not-enough-data'] }, [BORIS, WANG]],
    ['confidence', { confidence: 61 }, []],
    ['the banned', { ban: 'banned' }, [ANNA]],
    ['the banned since', { ban: 'since' }, [ANNA]],
    ['those seen without a ban', { ban: 'none' }, [BORIS]],
    ['those nobody looked at', { ban: 'unknown' }, [NOBODY, WANG, ZOE]],
    ['met this week', { met: 'week' }, [ANNA]],
    ['met this year', { met: 'year' }, [ANNA, BORIS]],
    ['ever met', { met: 'met' }, [ANNA, BORIS, ZOE]],
    ['never met', { met: 'never' }, [NOBODY, WANG]],
    ['watched', { mark: 'watched' }, [BORIS]],
    ['trusted', { mark: 'trusted' }, [ZOE]],
    ['noted', { mark: 'noted' }, [BORIS, ZOE]],
    ['unmarked', { mark: 'none' }, [ANNA, NOBODY, WANG]],
    ['a tag', { tag: 'prefire' }, [BORIS]],
    ['looked up', { source: 'looked-up' }, [WANG]],
    ['several at once', { ban: 'none', met: 'year', q: 'б' }, [BORIS]],
  ])('filters on %s', (_, filter, found) => {
    expect(select(filter)).toEqual(found);
  });

  it('goes by the rubric where that is the number shown', () => {
    expect(select({ min: 20, max: 20 }, 'rubric').sort()).toEqual([ANNA, BORIS, NOBODY]);
    expect(select({ bands: ['near-certain'] }, 'rubric')).toEqual([]);
  });

  it('takes other notes without sorting anew, and prepares every order once', () => {
    const listing = createListing(players, 'calibrated');
    let steps = 0;
    while (listing.prepare()) steps += 1;
    expect(steps).toBe(7);
    const renoted = listing.renewed(players.map((player) => ({ ...player, note: undefined })));
    expect(renoted.prepare()).toBe(false);
    expect(renoted.select({ ...NO_FILTER, mark: 'none' }, NOW)).toHaveLength(players.length);
  });
});

describe('the address of a list', () => {
  it('holds what differs from no filter, and comes back as it was', () => {
    expect(writeFilter(NO_FILTER).toString()).toBe('');
    const filter: PlayersFilter = {
      list: 'watched',
      q: 'a&b=c#1',
      min: 0,
      max: 100,
      confidence: 50,
      bands: ['suspicious', 'near-certain'],
      ban: 'since',
      met: 'month',
      mark: 'noted',
      tag: 'wall',
      source: 'met',
      sort: 'name',
      order: 'desc',
    };
    expect(readFilter(new URLSearchParams(writeFilter(filter).toString()))).toEqual(filter);
    expect(countFilters(filter)).toBe(9);
    expect(countFilters({ ...NO_FILTER, q: 'x', sort: 'met', order: 'asc', list: 'met' })).toBe(0);
  });

  it('is read as no filter where it is broken', () => {
    const broken =
      'list=x&min=-1&max=1e3&confidence=NaN&band=,guilty&ban=&met=0&mark=1&source=../&sort=__proto__&order=up';
    expect(readFilter(new URLSearchParams(broken))).toEqual(NO_FILTER);
    expect(readFilter(new URLSearchParams('min=250')).min).toBe(100);
  });

  it('is a query that the backend takes', () => {
    const filter = readFilter(
      new URLSearchParams(
        'list=met&q=an&min=1&max=9&confidence=25&band=unlikely&ban=since&met=week&mark=watched&tag=x',
      ),
    );
    expect(playersQuerySchema.parse(listQuery(filter, NOW))).toMatchObject({
      among: 'met',
      q: 'an',
      minScore: 1,
      maxScore: 9,
      minConfidence: 25,
      band: ['unlikely'],
      ban: 'since-met',
      sort: 'score',
      order: 'desc',
    });
    expect(playersQuerySchema.safeParse(listQuery({ ...NO_FILTER, list: 'known' }, NOW)).success).toBe(true);
  });
});

describe('changes of notes', () => {
  it('are only those that change something', () => {
    expect(changedNotes(players, { kind: 'watch', on: true })).toHaveLength(players.length - 1);
    expect(changedNotes(players, { kind: 'watch', on: false })).toEqual([
      expect.objectContaining({ steamId: BORIS, watched: false, tags: ['prefire'] }),
    ]);
    expect(changedNotes(players, { kind: 'untag', tags: ['prefire'] })).toHaveLength(1);
    expect(changedNotes(players, { kind: 'trust', on: true }).map(({ steamId }) => steamId)).not.toContain(ZOE);
  });

  it('add no more tags than a note may have', () => {
    const full = somePlayers().map((player) => ({
      ...player,
      note: noteOf(player.steamId, { tags: Array.from({ length: 10 }, (_, i) => `t${i}`) }),
    }));
    expect(changedNotes(full, { kind: 'tag', tags: ['one more'] })).toEqual([]);
    const [first] = changedNotes(players.slice(0, 1), { kind: 'tag', tags: ['a', 'b'] });
    expect(first).toMatchObject({ steamId: ANNA, name: 'Anna', tags: ['a', 'b'] });
    expect(draftOf({ steamId: ANNA, name: '', note: undefined })).not.toHaveProperty('name');
  });
});

describe('the export', () => {
  const odd = somePlayers().map((player) => (player.steamId === ANNA ? { ...player, name: '=1+1,"x"' } : player));

  it('is a table whose fields no spreadsheet takes for formulas', () => {
    const rows = playersToCsv(odd).split('\r\n');
    expect(rows).toHaveLength(odd.length + 2);
    expect(rows[0]).toContain('steamId,name,score');
    expect(rows[1]).toContain(`${ANNA},"'=1+1,""x""",92,20,near-certain,60`);
    expect(playersToCsv(odd)).toContain('prefire');
  });

  it('is JSON with unknown as null, never as zero', () => {
    const file = JSON.parse(playersToJson(odd, NOW));
    expect(file).toMatchObject({ format: 'cstatsentry-players', version: 1 });
    const zoe = file.players.find(({ steamId }: { steamId: string }) => steamId === ZOE);
    expect(zoe).toMatchObject({
      score: null,
      rubric: null,
      band: null,
      vacBans: null,
      trusted: true,
      note: 'a friend',
    });
    const nobody = file.players.find(({ steamId }: { steamId: string }) => steamId === NOBODY);
    expect(nobody).toMatchObject({ name: null, score: 0 });
  });
});

it('folds names as people compare them', () => {
  expect(foldName('ＦＵＬＬ Zoë')).toBe('full zoe');
  expect(foldName('ЙЁ')).toBe(foldName('йё'));
});
