import { expect, it } from 'vitest';
import { rangeOf } from '#backend/demos/routes.ts';

it.each([
  [undefined, undefined],
  ['bytes=0-', { start: 0, end: 99 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  ['bytes=90-500', { start: 90, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-500', { start: 0, end: 99 }],
  ['bytes=99-99', { start: 99, end: 99 }],
  // None of these bytes is there.
  ['bytes=100-', null],
  ['bytes=-0', null],
  // Not understood: the whole file, as the protocol has it.
  ['bytes=20-10', undefined],
  ['bytes=-', undefined],
  ['bytes=1-2,4-5', undefined],
  ['lines=1-2', undefined],
  ['bytes=a-b', undefined],
])('of 100 bytes %s is %o', (header, range) => expect(rangeOf(header, 100)).toEqual(range));
