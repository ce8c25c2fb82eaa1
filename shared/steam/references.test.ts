import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPlayerReferences, parsePlayerReference } from '#shared/steam/references.ts';
import {
  accountIdOf,
  isSteamId,
  MAX_STEAM_ID,
  MIN_STEAM_ID,
  type SteamId,
  steamIdFromAccountId,
} from '#shared/steam/steam-id.ts';

// The account ID 22202 and its other forms, from Valve's documentation of Steam IDs.
const ID = '76561197960287930';
const SAME_PLAYER = [
  ID,
  'STEAM_0:0:11101',
  'STEAM_1:0:11101',
  'steam_0:0:11101',
  '[U:1:22202]',
  'U:1:22202',
  '22202',
  'https://steamcommunity.com/profiles/76561197960287930',
  'http://www.steamcommunity.com/profiles/76561197960287930/friends/?p=2#top',
  'steamcommunity.com/profiles/[U:1:22202]/',
  'https://steamcommunity.com/profiles/76561197960287930?l=german',
  'https://leetify.com/app/profile/76561197960287930',
  'https://s.team/p/hjqp',
  'https://s.team/p/hj-qp/ABCDEFGH',
  'steam://url/SteamIDPage/76561197960287930',
  '  "76561197960287930", ',
  'Player <76561197960287930> was odd',
  'data-miniprofile="22202"',
  'https:\\/\\/steamcommunity.com\\/profiles\\/76561197960287930\\/',
];

describe('parsePlayerReference', () => {
  it.each(SAME_PLAYER)('reads %s', (text) => {
    expect(parsePlayerReference(text)).toEqual({ kind: 'id', steamId: ID });
  });

  it.each([
    ['gabelogannewell', 'gabelogannewell'],
    [' @"some_name-1" ', 'some_name-1'],
    ['/id/some_name/', 'some_name'],
    ['https://steamcommunity.com/id/some_name', 'some_name'],
    ['www.steamcommunity.com/id/some_name/games/?tab=all', 'some_name'],
    ['look: https://steamcommunity.com/id/some_name.', 'some_name'],
    ['https://example.com/?to=https%3A%2F%2Fsteamcommunity.com%2Fid%2Fsome_name%2Ffriends', 'some_name'],
    // Somebody who chose another player's ID as custom URL is still somebody else.
    [`https://steamcommunity.com/id/${ID}`, ID],
  ])('reads %s as a custom URL', (text, name) => {
    expect(parsePlayerReference(text)).toEqual({ kind: 'vanity', name });
  });

  it.each([
    '',
    ' ',
    '0',
    'STEAM_0:0:0',
    'STEAM_2:0:1',
    'STEAM_0:2:1',
    'STEAM_0:0:2147483648',
    '[U:1:0]',
    '[U:1:4294967296]',
    '4294967296',
    '76561197960265728',
    '76561202255233024',
    '765611979602879300',
    '12345678901234567',
    'two words',
    'https://example.com/somebody',
    'https://steamcommunity.com.example.com/id/name',
    'https://notsteamcommunity.com/id/name',
    'https://steamcommunity.com/groups/name',
    'a',
    'x'.repeat(33),
    'ｗｉｄｅ',
  ])('reads no player in %j', (text) => {
    expect(parsePlayerReference(text)).toBeUndefined();
  });

  it('accepts the first and the last account and nothing outside', () => {
    expect(parsePlayerReference(MIN_STEAM_ID)).toEqual({ kind: 'id', steamId: MIN_STEAM_ID });
    expect(parsePlayerReference('[U:1:4294967295]')).toEqual({ kind: 'id', steamId: MAX_STEAM_ID });
    expect(parsePlayerReference('STEAM_0:1:2147483647')).toEqual({ kind: 'id', steamId: MAX_STEAM_ID });
  });

  it('finds its way back from every form of every account', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 0xffff_ffffn }), (account) => {
        const steamId = steamIdFromAccountId(account) as SteamId;
        const forms = [
          steamId,
          `${account}`,
          `STEAM_0:${account & 1n}:${account >> 1n}`,
          `[U:1:${account}]`,
          `https://steamcommunity.com/profiles/${steamId}/`,
          `https://s.team/p/${[...account.toString(16)].map((d) => 'bcdfghjkmnpqrtvw'[parseInt(d, 16)]).join('')}`,
        ];
        expect(accountIdOf(steamId)).toBe(Number(account));
        for (const form of forms) expect(parsePlayerReference(form)).toEqual({ kind: 'id', steamId });
      }),
    );
  });

  it('never throws and never answers an ID out of range', () => {
    const pieces = fc.constantFrom(
      'STEAM_',
      '0:',
      '1:',
      '[U:1:',
      ']',
      '7656',
      '119',
      's.team/p/',
      'steamcommunity.com',
      '/id/',
    );
    const text = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 5 }), fc.nat().map(String)), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, (parts) => {
        for (const reference of [parsePlayerReference(parts.join('')), ...findPlayerReferences(parts.join(' '), 100)]) {
          if (reference?.kind === 'id') expect(isSteamId(reference.steamId)).toBe(true);
          if (reference?.kind === 'vanity') expect(reference.name).toMatch(/^[\w-]{2,32}$/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('findPlayerReferences', () => {
  it('reads the players of a console status, in order', () => {
    const status = `# userid name uniqueid connected ping loss state rate
#  2 1 "Some [U:1] player" STEAM_1:0:11101 12:01 45 0 active 196608
#  3 2 "other 12345" STEAM_1:1:5 10:00 31 0 active 786432
# 4 "Bot" BOT active
#end`;
    expect(findPlayerReferences(status, 100)).toEqual([
      { kind: 'id', steamId: ID },
      { kind: 'id', steamId: steamIdFromAccountId(11) },
    ]);
  });

  it('names each player once and stops at the limit', () => {
    const text = `${SAME_PLAYER.join('\n')}\nsteamcommunity.com/id/Name, steamcommunity.com/id/name [U:1:7] [U:1:8]`;
    expect(findPlayerReferences(text, 3)).toEqual([
      { kind: 'id', steamId: ID },
      { kind: 'vanity', name: 'Name' },
      { kind: 'id', steamId: steamIdFromAccountId(7) },
    ]);
    expect(findPlayerReferences(text, 0)).toEqual([]);
  });

  it('takes words and short numbers of a sentence for what they are', () => {
    expect(findPlayerReferences('they won 16 to 14 and Anna had 31 kills in menu:1:20', 10)).toEqual([]);
  });

  it('survives long hostile text', () => {
    for (const piece of ['7656', 'STEAM_0:', '[U:1:', 'steamcommunity.com/id/', '%2F', '9', '-', '"', 's.team/p/b']) {
      expect(findPlayerReferences(piece.repeat(200_000), 5).length).toBeLessThanOrEqual(5);
    }
  });
});
