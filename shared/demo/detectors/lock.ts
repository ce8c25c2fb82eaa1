import { type Aim, aimAt } from '#shared/demo/aim.ts';
import { wrap } from '#shared/demo/angles.ts';
import { type Detector, nothing, shown } from '#shared/demo/detectors/detector.ts';
import { stepOf } from '#shared/demo/detectors/view.ts';
import type { Fighter, Opening } from '#shared/demo/scene.ts';
import { indexAt, isWhole } from '#shared/demo/track.ts';

/** Judged in stretches of a quarter second, */
const STRETCH = 16;
/** in which the enemy moves across the view by at least 10 degrees a second, */
const LEAST_TURN = (10 / 64) * STRETCH;
/** and the aim stays near him. */
const NEAR = 3;
/** A hand does not keep the error this steady, degrees. */
const STEADY = 0.15;
/** From this long before the first hit, ticks, to this long after the last. */
const BEFORE = 48;
const AFTER = 16;

function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** How steady the error is over a stretch of rows; undefined when it is not one of following a moving enemy. */
function steadiness({ track, lag }: Fighter, { victim }: Opening, first: number): number | undefined {
  const aims: Aim[] = [];
  let crossed = 0;
  let turned = 0;
  for (let i = first; i < first + STRETCH; i += 1) {
    const aim = aimAt(track, i, victim, lag);
    if (aim === undefined || aim.miss > NEAR) return undefined;
    const last = aims.at(-1);
    if (last !== undefined) {
      crossed += Math.abs(wrap(aim.bearingYaw - last.bearingYaw));
      turned += stepOf(track, i);
    }
    aims.push(aim);
  }
  // Who stands still while somebody runs through the crosshair follows nobody.
  if (crossed < LEAST_TURN || turned < LEAST_TURN / 2) return undefined;
  return Math.hypot(spread(aims.map(({ yaw }) => yaw)), spread(aims.map(({ pitch }) => pitch)));
}

/** The aim follows a moving enemy more steadily than a hand can. Of quarter seconds of following. */
export const LOCK: Detector = {
  key: 'lock',
  needsGeometry: false,
  observe(fighter) {
    const { track, openings } = fighter;
    const seen = nothing();
    const judged = new Set<number>();
    for (const opening of openings) {
      const { tick, until, round, victim } = opening;
      for (let start = tick - BEFORE; start + STRETCH <= until + AFTER; start += STRETCH) {
        if (judged.has(start) || !isWhole(track, start - 1, start + STRETCH)) continue;
        const steady = steadiness(fighter, opening, indexAt(track, start));
        if (steady === undefined) continue;
        judged.add(start);
        seen.opportunities += 1;
        if (steady >= STEADY) continue;
        seen.count += 1;
        const figures = { degrees: shown(steady), ticks: STRETCH };
        seen.moments.push({ moment: { round, tick: start, enemy: victim.id, figures }, weight: STEADY - steady });
      }
    }
    return seen;
  },
};
