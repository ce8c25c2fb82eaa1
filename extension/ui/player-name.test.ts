import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainName } from '#extension/ui/player-name.tsx';

describe('plainName', () => {
  it.each([
    ['Ferngully', 'Ferngully'],
    ['雪の夜', '雪の夜'],
    ['مرحبا', 'مرحبا'],
    ['a\nb\t c', 'ab c'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['\u2067x\u2069', 'x'],
    ['<b>x</b>', '<b>x</b>'],
    ['   ', ''],
  ])('%j becomes %j', (name, plain) => {
    expect(plainName(name)).toBe(plain);
  });

  it('keeps joined emoji together', () => {
    expect(plainName('👨‍👩‍👧 family')).toBe('👨‍👩‍👧 family');
  });

  it('is bounded and never cuts a letter in half', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const plain = plainName(name);
        expect([...plain].length).toBeLessThanOrEqual(64);
        if (name.isWellFormed()) expect(plain.isWellFormed()).toBe(true);
      }),
    );
  });
});
