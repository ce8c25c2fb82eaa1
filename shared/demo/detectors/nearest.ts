import { aimAt } from '#shared/demo/aim.ts';
import type { Fighter, Scene } from '#shared/demo/scene.ts';
import { indexAt } from '#shared/demo/track.ts';
import type { PlayerTrack } from '#shared/demo/types.ts';

/** How close to the crosshair an enemy is one that may be aimed at, degrees. */
const NEAR = 5;

/** The enemy closest to the crosshair at a tick, where one is close. */
export function nearest({ track, lag }: Fighter, tick: number, { fighters }: Scene): PlayerTrack | undefined {
  const row = indexAt(track, tick);
  let best: PlayerTrack | undefined;
  let least = NEAR;
  for (const { track: other } of fighters) {
    const j = indexAt(other, tick);
    if (other === track || j < 0 || other.alive[j] !== 1 || other.team[j] === track.team[row]) continue;
    const miss = aimAt(track, row, other, lag)?.miss ?? NEAR;
    if (miss < least) {
      least = miss;
      best = other;
    }
  }
  return best;
}
