import { aimAt } from '#shared/demo/aim.ts';
import { type Detector, nothing, shown } from '#shared/demo/detectors/detector.ts';
import { stepOf, turnOf } from '#shared/demo/detectors/view.ts';
import type { Fighter, Opening } from '#shared/demo/scene.ts';
import { isWhole } from '#shared/demo/track.ts';

/** A flick turns at least this far, degrees, in the half second before the first hit. */
const WIDE = 8;
const BEFORE = 32;
/** The movement lasts while the view turns faster than this share of its peak. */
const EDGE = 0.06;
const EDGE_LEAST = 0.12;
/** A movement that reaches its peak in this share of its time had no speeding up. */
const EARLY = 0.2;

interface Movement {
  readonly from: number;
  readonly peak: number;
  readonly to: number;
  readonly degrees: number;
}

/** The widest movement that ends before the row. */
function movementBefore({ track }: Fighter, row: number): Movement | undefined {
  let peak = row;
  for (let i = row - BEFORE + 1; i <= row; i += 1) if (stepOf(track, i) > stepOf(track, peak)) peak = i;
  const edge = Math.max(EDGE_LEAST, EDGE * stepOf(track, peak));
  let from = peak;
  while (from - 1 > row - BEFORE && stepOf(track, from - 1) > edge) from -= 1;
  let to = peak;
  while (to < row && stepOf(track, to + 1) > edge) to += 1;
  const degrees = turnOf(track, from - 1, to);
  return degrees >= WIDE ? { from, peak, to, degrees } : undefined;
}

/**
 * Whether the movement goes straight at the enemy, slows down steadily without a second push, and starts at full speed: what a
 * program does that covers a share of the remaining way in every tick. A hand speeds up first, and corrects.
 */
function isMechanical(fighter: Fighter, { victim }: Opening, movement: Movement): boolean {
  const { track, lag } = fighter;
  const { from, peak, to } = movement;
  const length = to - from + 1;
  if (length < 4 || (peak - from) / length > EARLY) return false;
  for (let i = peak + 1; i <= to; i += 1) {
    if (stepOf(track, i) > stepOf(track, i - 1) * 1.08 + 0.05) return false;
  }
  const end = aimAt(track, to, victim, lag);
  return end !== undefined && end.miss <= 1.5 * end.width;
}

/** Wide turns onto an enemy at full speed from the first tick and without a correction. Of wide turns before first hits. */
export const FLICK: Detector = {
  key: 'flick',
  needsGeometry: false,
  observe(fighter) {
    const seen = nothing();
    for (const opening of fighter.openings) {
      const { tick, row, round, victim } = opening;
      if (!isWhole(fighter.track, tick - BEFORE - 1, tick + 1)) continue;
      const movement = movementBefore(fighter, row);
      if (movement === undefined) continue;
      seen.opportunities += 1;
      if (!isMechanical(fighter, opening, movement)) continue;
      seen.count += 1;
      const figures = { degrees: shown(movement.degrees), ticks: movement.to - movement.from + 1 };
      const at = fighter.track.tick[movement.from] ?? tick;
      seen.moments.push({ moment: { round, tick: at, enemy: victim.id, figures }, weight: movement.degrees });
    }
    return seen;
  },
};
