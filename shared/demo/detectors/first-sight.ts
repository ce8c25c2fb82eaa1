import type { Fighter, Opening, Scene } from '#shared/demo/scene.ts';
import { indexAt, isWhole } from '#shared/demo/track.ts';

/** How far back the enemy's coming into sight is looked for, and how long he must have been out of sight before. */
const BEFORE = 96;
const HIDDEN = 16;
/** Shots this close together are one burst. */
const BURST = 16;

export interface FirstSight {
  /** Tick from which the enemy showed, and tick of the first shot of the burst that hit him. */
  readonly seen: number;
  readonly shot: number;
}

/**
 * When the enemy of an opening came into sight, if he did in the second and a half before: the start of the last stretch of sight
 * that a quarter second out of sight preceded. Undefined where he was in sight all along, or never.
 */
export function firstSight(fighter: Fighter, opening: Opening, { sight }: Scene): FirstSight | undefined {
  const { track } = fighter;
  const { tick, victim } = opening;
  const from = tick - BEFORE;
  if (sight === undefined || !isWhole(track, from, tick) || !isWhole(victim, from, tick - 1)) return undefined;
  const row = indexAt(track, from);
  const other = indexAt(victim, from);
  let seen: number | undefined;
  let hidden = 0;
  for (let i = tick - from; i >= 0; i -= 1) {
    if (sight.sees(track, row + i, victim, other + i)) {
      seen = from + i;
      hidden = 0;
      continue;
    }
    if (seen !== undefined) hidden += 1;
    if (hidden === HIDDEN) break;
  }
  const shot = burstStart(fighter, tick);
  return seen === undefined || hidden < HIDDEN || shot === undefined ? undefined : { seen, shot };
}

/** First shot of the burst that was going on at a tick. */
function burstStart({ shots }: Fighter, tick: number): number | undefined {
  let start: number | undefined;
  for (let i = shots.length - 1; i >= 0; i -= 1) {
    const shot = shots[i];
    if (shot === undefined || shot.tick > tick) continue;
    if ((start ?? tick) - shot.tick > BURST) break;
    start = shot.tick;
  }
  return start;
}
