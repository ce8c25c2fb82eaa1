import { aimAt } from '#shared/demo/aim.ts';
import { type Detector, nothing, shown } from '#shared/demo/detectors/detector.ts';
import { nearest } from '#shared/demo/detectors/nearest.ts';
import type { Fighter } from '#shared/demo/scene.ts';
import { roundAt } from '#shared/demo/timeline.ts';
import { indexAt, isWhole } from '#shared/demo/track.ts';
import type { PlayerTrack } from '#shared/demo/types.ts';

/** First shots: no other in so many ticks before. */
const QUIET = 24;
/** How long the crosshair must have been beside the enemy before it met him, ticks, */
const BESIDE = 4;
/** and how long after that the shot may come to be one about it. */
const LATEST = 16;
/** Shots that come within this many ticks of each other, counted from the meeting, are the same moment. */
const MOMENT = 3;

/** Ticks from the crosshair meeting the enemy to the shot; undefined when it did not just meet him. */
function delayOf({ track, lag }: Fighter, enemy: PlayerTrack, tick: number): number | undefined {
  const row = indexAt(track, tick);
  const on = (i: number): boolean => {
    const aim = aimAt(track, i, enemy, lag);
    return aim !== undefined && aim.miss <= aim.width;
  };
  if (!on(row)) return undefined;
  let met = row;
  while (row - met < LATEST && on(met - 1)) met -= 1;
  for (let i = met - BESIDE; i < met; i += 1) if (on(i)) return undefined;
  return row - met < LATEST ? row - met : undefined;
}

/** Shots always the same moment after the crosshair meets an enemy. Of first shots with an enemy near the crosshair. */
export const TRIGGER: Detector = {
  key: 'trigger',
  needsGeometry: false,
  observe(fighter, scene) {
    const seen = nothing();
    const delays: { delay: number; tick: number; enemy: string }[] = [];
    let last = Number.NEGATIVE_INFINITY;
    for (const { tick } of fighter.shots) {
      const quiet = tick - last >= QUIET;
      last = tick;
      if (!quiet || !isWhole(fighter.track, tick - LATEST - BESIDE, tick)) continue;
      const enemy = nearest(fighter, tick, scene);
      if (enemy === undefined) continue;
      seen.opportunities += 1;
      const delay = delayOf(fighter, enemy, tick);
      if (delay !== undefined) delays.push({ delay, tick, enemy: enemy.id });
    }
    let best: typeof delays = [];
    for (let from = 0; from < LATEST; from += 1) {
      const within = delays.filter(({ delay }) => delay >= from && delay < from + MOMENT);
      if (within.length > best.length) best = within;
    }
    seen.count = best.length;
    for (const { delay, tick, enemy } of best) {
      const round = roundAt(scene.timeline.rounds, tick)?.number ?? 0;
      seen.moments.push({ moment: { round, tick, enemy, figures: { ticks: shown(delay) } }, weight: -delay });
    }
    return seen;
  },
};
