import { aimAt } from '#shared/demo/aim.ts';
import { type Detector, nothing, shown } from '#shared/demo/detectors/detector.ts';
import type { Fighter, Opening } from '#shared/demo/scene.ts';
import { isWhole } from '#shared/demo/track.ts';

/** A turn onto an enemy of at least this much, degrees, in the half second before the first hit. */
const WIDE = 3;
const BEFORE = 32;
/** It starts at full speed: the tick before its fastest one is slower than this share of it. A hand takes three ticks or more to speed up. */
const ONSET = 0.4;
/** The fastest tick turns at least this much, degrees. */
const FAST = 0.5;
/** Ticks of slowing down that are looked at, */
const TICKS = 6;
/** each slower than the last by nearly the same share: standard deviation of ln speed from a straight line. */
const EVEN = 0.14;
const LEAST_SLOWING = 0.04;
/** Steps smaller than this, degrees, are the noise of the mouse. */
const SMALL = 0.12;

/** Steps of the view against the enemy's own movement, degrees a tick: entry 0 ends at `first`. */
function approach({ track, lag }: Fighter, { victim }: Opening, first: number, last: number): number[] {
  const steps: number[] = [];
  let before = aimAt(track, first - 1, victim, lag);
  for (let i = first; i <= last; i += 1) {
    const aim = aimAt(track, i, victim, lag);
    const step = before && aim && Math.hypot(aim.yaw - before.yaw, aim.pitch - before.pitch);
    steps.push(step ?? Number.NaN);
    before = aim;
  }
  return steps;
}

/** Whether speeds fall by the same share from tick to tick. */
function fallsEvenly(speeds: readonly number[]): boolean {
  if (speeds.some((speed) => !(speed > SMALL))) return false;
  const logs = speeds.map(Math.log);
  const n = logs.length;
  const middle = (n - 1) / 2;
  const mean = logs.reduce((sum, value) => sum + value, 0) / n;
  const times = logs.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const slope = logs.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0) / times;
  const square = logs.reduce((sum, value, i) => sum + (value - mean - slope * (i - middle)) ** 2, 0);
  return slope <= -LEAST_SLOWING && Math.sqrt(square / n) <= EVEN;
}

/**
 * Of all movements before the hit the first that starts at full speed and then slows down by the same share in every tick: what
 * a program does that covers a share of the remaining way in each.
 */
function mechanical(fighter: Fighter, opening: Opening): { row: number; degrees: number } | undefined {
  const { track, lag } = fighter;
  const from = opening.row - BEFORE;
  const steps = approach(fighter, opening, from, opening.row + 2);
  for (let p = 1; p + TICKS <= steps.length; p += 1) {
    const speed = steps[p] ?? 0;
    if (speed < FAST || (steps[p - 1] ?? 0) > ONSET * speed) continue;
    // A fast program is there within fewer ticks.
    const falling = steps.slice(p, p + TICKS);
    const small = falling.findIndex((step) => !(step > SMALL));
    const kept = small < 0 ? falling : falling.slice(0, small);
    if (kept.length < 4 || !fallsEvenly(kept)) continue;
    const before = aimAt(track, from + p - 1, opening.victim, lag);
    const after = aimAt(track, from + p + kept.length - 1, opening.victim, lag);
    const degrees = kept.reduce((sum, step) => sum + step, 0);
    // Towards the enemy, and straight.
    if (before && after && degrees >= WIDE && before.miss - after.miss >= 0.7 * degrees)
      return { row: from + p, degrees };
  }
  return undefined;
}

/** Whether the view turned far enough in the half second before the hit to be a turn onto the enemy. */
function turned({ track, lag }: Fighter, { row, victim }: Opening): boolean {
  const end = aimAt(track, row, victim, lag);
  if (end === undefined) return false;
  for (let i = row - BEFORE; i < row; i += 1) {
    const aim = aimAt(track, i, victim, lag);
    if (aim !== undefined && aim.miss - end.miss >= WIDE) return true;
  }
  return false;
}

/** Turns onto an enemy that start at full speed and slow down by the same share in every tick. Of turns before first hits. */
export const FLICK: Detector = {
  key: 'flick',
  needsGeometry: false,
  observe(fighter) {
    const seen = nothing();
    for (const opening of fighter.openings) {
      const { tick, round, victim } = opening;
      if (!isWhole(fighter.track, tick - BEFORE - 1, tick + 2) || !turned(fighter, opening)) continue;
      seen.opportunities += 1;
      const movement = mechanical(fighter, opening);
      if (movement === undefined) continue;
      seen.count += 1;
      const figures = { degrees: shown(movement.degrees) };
      const at = fighter.track.tick[movement.row] ?? tick;
      seen.moments.push({ moment: { round, tick: at, enemy: victim.id, figures }, weight: movement.degrees });
    }
    return seen;
  },
};
