import { wrap } from '#shared/demo/angles.ts';
import { type Detector, nothing, shown } from '#shared/demo/detectors/detector.ts';
import { at, indexAt, isWhole } from '#shared/demo/track.ts';
import type { PlayerTrack } from '#shared/demo/types.ts';

/** Judged in the half second before a first hit, */
const BEFORE = 32;
/** in which the view turns on average by this much a tick: more than two and a half times round. */
const TURN = 30;

/** Mean turn a tick, degrees; there and back counts as much as round and round. */
function turning(track: PlayerTrack, first: number): number {
  let sum = 0;
  for (let i = first + 1; i <= first + BEFORE; i += 1) sum += Math.abs(wrap(at(track.yaw, i) - at(track.yaw, i - 1)));
  return sum / BEFORE;
}

/** Turning round and round, or to and fro, while hitting somebody. Of first hits. */
export const SPIN: Detector = {
  key: 'spin',
  needsGeometry: false,
  observe({ track, openings }) {
    const seen = nothing();
    for (const { tick, round, victim } of openings) {
      if (!isWhole(track, tick - BEFORE, tick)) continue;
      seen.opportunities += 1;
      const mean = turning(track, indexAt(track, tick - BEFORE));
      if (mean < TURN) continue;
      seen.count += 1;
      const figures = { degrees: shown(mean), ticks: BEFORE };
      seen.moments.push({ moment: { round, tick: tick - BEFORE, enemy: victim.id, figures }, weight: mean });
    }
    return seen;
  },
};
