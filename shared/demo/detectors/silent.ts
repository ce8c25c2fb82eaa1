import { type Detector, nothing, shown } from '#shared/demo/detectors/detector.ts';
import { stepOf, turnOf } from '#shared/demo/detectors/view.ts';
import { roundAt } from '#shared/demo/timeline.ts';
import { indexAt, isWhole } from '#shared/demo/track.ts';
import type { PlayerTrack } from '#shared/demo/types.ts';

/** The view must leave its way by this much, degrees, */
const OUT = 3;
/** come back within two ticks to within this share of it, */
const BACK = 0.25;
/** and have been calm before: a hand that shakes wildly goes out and back too. */
const CALM = 0.3;

/** How far the view was out at the row, in degrees, if it came back at once. */
function excursion(track: PlayerTrack, row: number): number | undefined {
  const out = stepOf(track, row);
  if (out < OUT || stepOf(track, row - 1) > CALM * out || stepOf(track, row - 2) > CALM * out) return undefined;
  const back = Math.min(turnOf(track, row - 1, row + 1), turnOf(track, row - 1, row + 2));
  return back <= BACK * out ? out : undefined;
}

/** The view leaves its way for the tick of a shot and is back at once. Of shots. */
export const SILENT: Detector = {
  key: 'silent',
  needsGeometry: false,
  observe({ track, shots }, { timeline }) {
    const seen = nothing();
    for (const { tick } of shots) {
      if (!isWhole(track, tick - 4, tick + 3)) continue;
      seen.opportunities += 1;
      const row = indexAt(track, tick);
      // The tick in which the event is told and the one in which the view is may differ by one.
      const out = excursion(track, row) ?? excursion(track, row - 1) ?? excursion(track, row + 1);
      if (out === undefined) continue;
      seen.count += 1;
      const round = roundAt(timeline.rounds, tick)?.number ?? 0;
      seen.moments.push({ moment: { round, tick, figures: { degrees: shown(out) } }, weight: out });
    }
    return seen;
  },
};
