import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInput } from '#extension/popup/read-input.ts';
import { accountIdOf, MAX_STEAM_ID, MIN_STEAM_ID, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

const id = (n: number) => steamIdFromAccountId(1_000 + n) ?? MIN_STEAM_ID;

describe('readInput', () => {
  it('reads one player in any form', () => {
    for (const text of [
      MAX_STEAM_ID,
      `https://steamcommunity.com/profiles/${MAX_STEAM_ID}/friends`,
      '[U:1:4294967295]',
    ]) {
      expect(readInput(text).references).toEqual([{ kind: 'id', steamId: MAX_STEAM_ID }]);
    }
    expect(readInput('  gaben ').references).toEqual([{ kind: 'vanity', name: 'gaben' }]);
  });

  it('finds players between other text, and takes no word of it for a name', () => {
    const status = `# 2 1 "some name" STEAM_1:0:11101 00:12 50 0 active\nhello steamcommunity.com/id/someone bye`;
    expect(readInput(status)).toEqual({
      references: [
        { kind: 'id', steamId: steamIdFromAccountId(22_202) },
        { kind: 'vanity', name: 'someone' },
      ],
      tooMany: false,
      unrecognised: 0,
    });
  });

  it('takes every line of a list of single words as a player', () => {
    const { references, unrecognised } = readInput(`gaben\n${accountIdOf(id(1))}\n${id(2)},${id(3)}\n!!!`);
    expect(references).toEqual([
      { kind: 'vanity', name: 'gaben' },
      { kind: 'id', steamId: id(1) },
      { kind: 'id', steamId: id(2) },
      { kind: 'id', steamId: id(3) },
    ]);
    expect(unrecognised).toBe(1);
  });

  it('takes the first hundred and says that there were more', () => {
    const many = Array.from({ length: 101 }, (_, n) => id(n));
    for (const separator of ['\n', ' and ']) {
      const { references, tooMany } = readInput(many.join(separator));
      expect(references).toHaveLength(100);
      expect(references.at(-1)).toEqual({ kind: 'id', steamId: id(99) });
      expect(tooMany).toBe(true);
    }
    expect(readInput(many.slice(0, 100).join('\n')).tooMany).toBe(false);
  });

  it('counts a player named twice once', () => {
    expect(readInput(`${id(1)} ${id(1)} [U:1:${accountIdOf(id(1))}]`).references).toHaveLength(1);
  });

  it('counts IDs out of range as not recognised', () => {
    expect(readInput('look at 76561190000000001 please')).toEqual({ references: [], tooMany: false, unrecognised: 1 });
  });

  it('never throws and never takes more than a hundred', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000, unit: 'binary' }), (text) => {
        expect(readInput(text).references.length).toBeLessThanOrEqual(100);
      }),
    );
  });
});
