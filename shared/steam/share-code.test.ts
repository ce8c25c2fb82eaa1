import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeShareCode, encodeShareCode } from '#shared/steam/share-code.ts';

const VECTORS = '../shared/data/share-codes/vectors.json';
const match = z.object({ shareCode: z.string(), matchId: z.string(), reservationId: z.string(), tvPort: z.int() });
const vectorsSchema = z.object({
  valid: z.array(match),
  decodedByUsOnly: z.array(match),
  invalid: z.array(z.string()),
});

describe('share codes', () => {
  it('reads and writes a real code', () => {
    const shared = { matchId: 3230642215713767580n, reservationId: 3230647599455273103n, tvPort: 55788 };
    expect(decodeShareCode('CSGO-GADqf-jjyJ8-cSP2r-smZRo-TO2xK')).toEqual(shared);
    expect(encodeShareCode(shared)).toBe('CSGO-GADqf-jjyJ8-cSP2r-smZRo-TO2xK');
  });

  it.skipIf(!existsSync(VECTORS))(`agrees with ${VECTORS} (skipped where it is absent)`, () => {
    const vectors = vectorsSchema.parse(JSON.parse(readFileSync(VECTORS, 'utf8')));
    for (const { shareCode, matchId, reservationId, tvPort } of [...vectors.valid, ...vectors.decodedByUsOnly]) {
      const shared = { matchId: BigInt(matchId), reservationId: BigInt(reservationId), tvPort };
      expect(decodeShareCode(shareCode)).toEqual(shared);
      expect(encodeShareCode(shared)).toBe(shareCode);
    }
    for (const code of vectors.invalid) expect(decodeShareCode(code)).toBeUndefined();
  });

  it.each([
    '',
    'CSGO-GADqf-jjyJ8-cSP2r-smZRo-TO2x',
    'CSGO-GADqf-jjyJ8-cSP2r-smZRo-TO2xK ',
    'CSGO-GADqf-jjyJ8-cSP2r-smZRo-TO2x1',
    'CSGO-GADqf-jjyJ8-cSP2r-smZRo-TO2x_',
    'CSGO-99999-99999-99999-99999-99999',
  ])('refuses %j', (code) => {
    expect(decodeShareCode(code)).toBeUndefined();
  });

  it('writes what it can read back, and nothing else', () => {
    const id = fc.bigInt({ min: -1n, max: 1n << 65n });
    fc.assert(
      fc.property(id, id, fc.integer({ min: -1, max: 0x1_0000 }), (matchId, reservationId, tvPort) => {
        const code = encodeShareCode({ matchId, reservationId, tvPort });
        const inRange = [matchId, reservationId].every((n) => n >= 1n << 60n && n < 1n << 64n);
        expect(code !== undefined).toBe(inRange && tvPort >= 0 && tvPort <= 0xffff);
        if (code !== undefined) expect(decodeShareCode(code)).toEqual({ matchId, reservationId, tvPort });
      }),
    );
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^CSGO(-\w{5}){5}$/)), (text) => void decodeShareCode(text)),
    );
  });
});
