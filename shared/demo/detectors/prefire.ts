import { type Detector, nothing } from '#shared/demo/detectors/detector.ts';
import type { Fighter, Scene } from '#shared/demo/scene.ts';
import { roundAt, type Shot } from '#shared/demo/timeline.ts';
import { indexAt, isWhole } from '#shared/demo/track.ts';
import type { PlayerTrack } from '#shared/demo/types.ts';

/** A burst begins after half a second without a shot; no enemy was in sight for a quarter second, */
const QUIET = 32;
const UNSEEN = 16;
/** and it was early when an enemy comes into sight and is hit within 300 ms. */
const SOON = 0.3;

/** Whether the player saw anybody of the other team at a tick. */
function seesAnybody({ track }: Fighter, tick: number, { sight, fighters }: Scene): boolean {
  const i = indexAt(track, tick);
  return fighters.some(({ track: other }) => {
    const j = indexAt(other, tick);
    if (other === track || j < 0 || i < 0 || other.alive[j] !== 1 || other.team[j] === track.team[i]) return false;
    return sight?.sees(track, i, other, j) === true;
  });
}

/** The enemy who was hit soon after a shot, and when he came into sight; no tick when he never did. */
function struck(
  { track, openings }: Fighter,
  shot: Shot,
  { sight, demo }: Scene,
): { enemy: PlayerTrack; seen: number | undefined } | undefined {
  const until = shot.tick + Math.round(SOON * demo.tickRate);
  const hit = openings.find(({ tick }) => tick >= shot.tick && tick <= until);
  if (hit === undefined) return undefined;
  for (let tick = shot.tick + 1; tick <= hit.tick; tick += 1) {
    const [i, j] = [indexAt(track, tick), indexAt(hit.victim, tick)];
    if (i >= 0 && j >= 0 && sight?.sees(track, i, hit.victim, j)) return { enemy: hit.victim, seen: tick };
  }
  return { enemy: hit.victim, seen: undefined };
}

/**
 * Bursts that begin while nobody is in sight and hit somebody who then comes into sight. Of all bursts that begin while nobody is in
 * sight, but for those that hit through a wall or smoke: those are counted elsewhere.
 */
export const PREFIRE: Detector = {
  key: 'prefire',
  needsGeometry: true,
  observe(fighter, scene) {
    const seen = nothing();
    let last = Number.NEGATIVE_INFINITY;
    for (const shot of fighter.shots) {
      const quiet = shot.tick - last >= QUIET;
      last = shot.tick;
      if (!quiet || !isWhole(fighter.track, shot.tick - UNSEEN, shot.tick)) continue;
      let visible = false;
      for (let tick = shot.tick - UNSEEN; tick <= shot.tick && !visible; tick += 2) {
        visible = seesAnybody(fighter, tick, scene);
      }
      if (visible) continue;
      const victim = struck(fighter, shot, scene);
      if (victim !== undefined && victim.seen === undefined) continue;
      seen.opportunities += 1;
      if (victim?.seen === undefined) continue;
      seen.count += 1;
      const early = (victim.seen - shot.tick) / scene.demo.tickRate;
      const figures = { milliseconds: Math.round(1000 * early) };
      const round = roundAt(scene.timeline.rounds, shot.tick)?.number ?? 0;
      seen.moments.push({ moment: { round, tick: shot.tick, enemy: victim.enemy.id, figures }, weight: early });
    }
    return seen;
  },
};
