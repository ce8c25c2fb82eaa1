import { type SQL, sql } from 'drizzle-orm';
import { DAY, HOUR } from '#backend/platform/clock.ts';

/** Weeks are counted from Monday, 29 December 1969, 00:00 UTC; 1970 began on a Thursday. */
const WEEK = 7 * DAY;
const TO_MONDAY = 3 * DAY;

export const weekOf = (at: number): number => Math.floor((at + TO_MONDAY) / WEEK);
/** The week of a time in SQL. Written out, because a libSQL server takes parameters for fractions and divides accordingly. */
export const weekOfColumn = (column: string, shift = 0): SQL =>
  sql.raw(`((${column}) + ${TO_MONDAY + shift}) / ${WEEK}`);
export const startOf = (week: number): number => week * WEEK - TO_MONDAY;

/** The first day of `weeks` weeks that end with the present one, ms; not before 1970. */
export const beginningOf = (weeks: number, now: number): number => Math.max(0, startOf(weekOf(now) - weeks + 1));

/** The hour of day, 0–23, in a time zone (IANA name). Offsets are looked up twice a day of matches, not for each match. */
export function hourIn(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const),
  });
  const offsetAt = (at: number): number => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
    return local - Math.floor(at / 60_000) * 60_000;
  };
  const offsets = new Map<number, number>();
  const known = (at: number): number => {
    const offset = offsets.get(at) ?? offsetAt(at);
    offsets.set(at, offset);
    return offset;
  };
  return (at) => {
    const day = Math.floor(at / DAY) * DAY;
    const [before, after] = [known(day), known(day + DAY)];
    // On the day clocks change only the hour itself knows.
    const offset = before === after ? before : known(Math.floor(at / HOUR) * HOUR);
    return Math.floor((at + offset) / HOUR) % 24;
  };
}
