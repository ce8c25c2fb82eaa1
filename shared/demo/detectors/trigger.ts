import { aimAt } from '#shared/demo/aim.ts';
import { type Detector, nothing, shown } from '#shared/demo/detectors/detector.ts';
import type { Fighter, Opening } from '#shared/demo/scene.ts';
import { isWhole } from '#shared/demo/track.ts';

/** How long the crosshair must have been beside the enemy before it met him, ticks, */
const BESIDE = 6;
/** and how long after that the shot may come to be one about it. */
const LATEST = 16;
/** Shots that come within this many ticks of each other, counted from the meeting, are the same moment. */
const MOMENT = 2;

/** Ticks from the crosshair meeting the enemy to the first shot of the fight; undefined when it did not just meet him. */
function delayOf({ track, shots, lag }: Fighter, { tick, row, victim }: Opening): number | undefined {
  if (!isWhole(track, tick - LATEST - BESIDE, tick)) return undefined;
  const shot = [...shots].reverse().find((each) => each.tick <= tick);
  if (shot === undefined || tick - shot.tick > 1) return undefined;
  // A shot out of a spray has its time from the gun.
  if (shots.some((each) => each.tick < shot.tick && shot.tick - each.tick < 24)) return undefined;
  let met = row;
  const on = (i: number): boolean => {
    const aim = aimAt(track, i, victim, lag);
    return aim !== undefined && aim.miss <= aim.width;
  };
  if (!on(met)) return undefined;
  while (row - met < LATEST && on(met - 1)) met -= 1;
  for (let i = met - BESIDE; i < met; i += 1) if (i < 0 || on(i)) return undefined;
  return row - met < LATEST ? row - met : undefined;
}

/** Shots always the same moment after the crosshair meets an enemy. Of first shots that just met one. */
export const TRIGGER: Detector = {
  key: 'trigger',
  needsGeometry: false,
  observe(fighter) {
    const seen = nothing();
    const delays = fighter.openings.flatMap((opening) => {
      const delay = delayOf(fighter, opening);
      return delay === undefined ? [] : [{ delay, opening }];
    });
    seen.opportunities = delays.length;
    let best: typeof delays = [];
    for (let from = 0; from < LATEST; from += 1) {
      const within = delays.filter(({ delay }) => delay >= from && delay < from + MOMENT);
      if (within.length > best.length) best = within;
    }
    seen.count = best.length;
    for (const { delay, opening } of best) {
      const { round, tick, victim } = opening;
      seen.moments.push({ moment: { round, tick, enemy: victim.id, figures: { ticks: shown(delay) } }, weight: 1 });
    }
    return seen;
  },
};
