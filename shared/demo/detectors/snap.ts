import { aimAt } from '#shared/demo/aim.ts';
import { type Detector, nothing, shown } from '#shared/demo/detectors/detector.ts';
import { stepOf, turnOf } from '#shared/demo/detectors/view.ts';
import type { Fighter, Opening } from '#shared/demo/scene.ts';
import { isWhole } from '#shared/demo/track.ts';

/** A jump is at least this wide, degrees, and at most two ticks long: 31 ms. */
const JUMP = 8;
/** Looked for in the quarter second before the first hit. */
const BEFORE = 16;
/** A hand speeds up and slows down; a jump has next to none of the turn just before and after it. */
const STILL_BEFORE = 0.12;
const STILL_AFTER = 0.06;
const STILL_LEAST = 0.4;

/** The jump that ends at the row, in degrees, if it is one that ends on the enemy and stands still. */
function jumpAt({ track, lag }: Fighter, { victim }: Opening, end: number): number | undefined {
  const jump = turnOf(track, end - 2, end);
  if (jump < JUMP) return undefined;
  const aim = aimAt(track, end, victim, lag);
  if (aim === undefined || aim.miss > aim.width) return undefined;
  const before = aimAt(track, end - 2, victim, lag);
  if (before === undefined || before.miss < JUMP / 2) return undefined;
  const moved = turnOf(track, end - 6, end - 2);
  if (moved > Math.max(STILL_LEAST, STILL_BEFORE * jump)) return undefined;
  // A moving enemy takes the view along.
  const later = aimAt(track, end + 3, victim, lag);
  const followed = later === undefined ? 0 : Math.abs(later.bearingYaw - aim.bearingYaw);
  const after = stepOf(track, end + 1) + stepOf(track, end + 2) + stepOf(track, end + 3);
  return after <= Math.max(STILL_LEAST, STILL_AFTER * jump) + followed ? jump : undefined;
}

/** The aim jumps onto an enemy within two ticks and stands still there. Of first hits. */
export const SNAP: Detector = {
  key: 'snap',
  needsGeometry: false,
  observe(fighter) {
    const seen = nothing();
    for (const opening of fighter.openings) {
      const { tick, row, round, victim } = opening;
      if (!isWhole(fighter.track, tick - BEFORE - 6, tick + 4)) continue;
      seen.opportunities += 1;
      for (let end = row - BEFORE; end <= row + 1; end += 1) {
        const jump = jumpAt(fighter, opening, end);
        if (jump === undefined) continue;
        seen.count += 1;
        const at = fighter.track.tick[end] ?? tick;
        const figures = { degrees: shown(jump), ticks: 2 };
        seen.moments.push({ moment: { round, tick: at, enemy: victim.id, figures }, weight: jump });
        break;
      }
    }
    return seen;
  },
};
