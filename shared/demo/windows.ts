import { timelineOf } from '#shared/demo/timeline.ts';
import { isRow } from '#shared/match/rows.ts';

/** Ticks kept before and after a shot, and before and after a hit, in 1/64 s. */
const SHOT = { before: 48, after: 16 } as const;
const HIT = { before: 128, after: 32 } as const;
/** Where the walls are known, every so many ticks of a live round are wanted too: who follows whom behind them. */
export const COARSE_STEP = 8;
/** More ticks than these are no match: two and a half hours of nothing but fights. */
const MOST_TICKS = 600_000;

/**
 * The ticks to ask a parser for, ascending and distinct. Windows around shots and hits in full; with `geometry` also
 * every eighth tick of the rounds. Never empty, as parsers take an empty list for all ticks: a demo without a shot gives its first and last.
 */
export function wantedTicks(events: unknown, options: { geometry?: boolean; tickRate?: number } = {}): Int32Array {
  if (!isRow(events)) return Int32Array.of(1);
  const timeline = timelineOf(events, options.tickRate ?? 64);
  const windows: { from: number; to: number }[] = [];
  for (const shots of timeline.shots.values()) {
    for (const { tick } of shots) windows.push({ from: tick - SHOT.before, to: tick + SHOT.after });
  }
  for (const { tick } of timeline.hits) windows.push({ from: tick - HIT.before, to: tick + HIT.after });
  windows.sort((a, b) => a.from - b.from);

  const wanted: number[] = [];
  let next = 0;
  for (const { from, to } of windows) {
    for (next = Math.max(next, from, 0); next <= to && wanted.length < MOST_TICKS; next += 1) wanted.push(next);
  }
  if (wanted.length === 0) wanted.push(1, Math.max(2, timeline.lastTick));
  if (options.geometry !== true) return Int32Array.from(wanted);

  for (const { number, from, to } of timeline.rounds) {
    if (number === 0) continue;
    const first = Math.ceil(from / COARSE_STEP) * COARSE_STEP;
    for (let tick = first; tick <= to && wanted.length < MOST_TICKS; tick += COARSE_STEP) wanted.push(tick);
  }
  const sorted = Int32Array.from(wanted).sort();
  return sorted.filter((tick, i) => i === 0 || tick !== sorted[i - 1]);
}
