import { describe, expect, it } from 'vitest';
import { MeetingSets } from '#shared/reports/meetings.ts';

const from = (start: number, count: number) => new Set(Array.from({ length: count }, (_, i) => start + i));
const meetings = new MeetingSets(
  new Map([
    [1, from(0, 100)],
    [2, from(75, 100)],
    [3, from(0, 4_000)],
    [4, from(3_000, 4_000)],
    [5, new Set<number>()],
  ]),
  new Map([[80, 31]]),
);

describe('whom users have met', () => {
  it('tells who met whom, and how many met a player', () => {
    expect(meetings.met(1, 80)).toBe(true);
    expect(meetings.met(1, 180)).toBe(false);
    expect(meetings.met(9, 80)).toBe(false);
    expect(meetings.count(80)).toBe(31);
    expect(meetings.count(81)).toBe(0);
  });

  it('compares few exactly and many by a sample', () => {
    expect(meetings.commonShares(1, 2)).toEqual([0.25, 0.25]);
    expect(meetings.commonShares(1, 3)).toEqual([1, 0.025]);
    expect(meetings.commonShares(3, 1)).toEqual([0.025, 1]);
    const [ofThird, ofFourth] = meetings.commonShares(3, 4);
    expect(ofThird).toBeCloseTo(0.25, 1);
    expect(ofFourth).toBeCloseTo(0.25, 1);
  });

  it('finds nothing in common with those who met nobody', () => {
    expect(meetings.commonShares(5, 1)).toEqual([0, 0]);
    expect(meetings.commonShares(1, 5)).toEqual([0, 0]);
    expect(meetings.commonShares(1, 99)).toEqual([0, 0]);
  });
});
