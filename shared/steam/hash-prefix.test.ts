import { describe, expect, it } from 'vitest';
import { hashPrefix, steamIdHash } from '#shared/steam/hash-prefix.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

// Expected values by coreutils: printf 76561197960287930 | sha256sum
const VECTORS: [SteamId, string][] = [
  ['76561197960287930' as SteamId, '9d135e264c5f017159e5eec06889665766660d38ce1bf8a73db256863f97953b'],
  ['76561198000000001' as SteamId, '17e6c523d23b7d908e9daef4d2d8cf307740ba396581627072be951a862b26f1'],
];

describe('hash prefixes', () => {
  it.each(VECTORS)('hashes %s', async (steamId, hash) => {
    expect(await steamIdHash(steamId)).toBe(hash);
  });

  it('cuts to the lengths the API answers, and to no other', () => {
    const hash = VECTORS[0]?.[1] ?? '';
    expect([4, 5, 6].map((digits) => hashPrefix(hash, digits))).toEqual(['9d13', '9d135', '9d135e']);
    for (const digits of [0, 3, 7, 4.5, Number.NaN]) expect(() => hashPrefix(hash, digits)).toThrow(RangeError);
  });
});
