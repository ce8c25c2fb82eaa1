import { describe, expect, it } from 'vitest';
import { beginningOf, hourIn, startOf, weekOf } from '#backend/dashboard/weeks.ts';

describe('weeks', () => {
  it('begin on Monday at midnight UTC', () => {
    const monday = Date.UTC(2026, 10, 16);
    expect(new Date(monday).getUTCDay()).toBe(1);
    expect(startOf(weekOf(monday))).toBe(monday);
    expect(startOf(weekOf(monday - 1))).toBe(Date.UTC(2026, 10, 9));
    expect(startOf(weekOf(Date.UTC(2026, 10, 22, 23, 59)))).toBe(monday);
  });

  it('are counted back from the present one, which is one of them', () => {
    const now = Date.UTC(2026, 10, 20, 12);
    expect(beginningOf(1, now)).toBe(Date.UTC(2026, 10, 16));
    expect(beginningOf(2, now)).toBe(Date.UTC(2026, 10, 9));
    expect(beginningOf(260, 0)).toBe(0);
  });
});

describe('hours of day', () => {
  it('are those of the zone, in summer and winter, with half hours', () => {
    const at = (month: number, hour: number, minute = 0) => Date.UTC(2026, month, 15, hour, minute);
    const berlin = hourIn('Europe/Berlin');
    expect([berlin(at(0, 12)), berlin(at(6, 12)), berlin(at(6, 23))]).toEqual([13, 14, 1]);
    const kolkata = hourIn('Asia/Kolkata');
    expect([kolkata(at(0, 12, 29)), kolkata(at(0, 12, 30))]).toEqual([17, 18]);
    expect(hourIn('America/Los_Angeles')(at(0, 3))).toBe(19);
    expect(hourIn('UTC')(at(0, 3))).toBe(3);
  });

  it('are right on the day clocks change', () => {
    const berlin = hourIn('Europe/Berlin');
    // 29 March 2026: 02:00 becomes 03:00.
    expect([0, 1, 2].map((hour) => berlin(Date.UTC(2026, 2, 29, hour, 30)))).toEqual([1, 3, 4]);
    // 25 October 2026: 03:00 becomes 02:00.
    expect([0, 1, 2].map((hour) => berlin(Date.UTC(2026, 9, 25, hour, 30)))).toEqual([2, 2, 3]);
  });
});
