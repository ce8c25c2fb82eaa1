import { CROUCH, EYES } from '#shared/demo/aim.ts';
import { angleBetween, pitchTo, yawTo } from '#shared/demo/angles.ts';
import type { Smoke, Timeline } from '#shared/demo/timeline.ts';
import { at } from '#shared/demo/track.ts';
import type { Geometry, PlayerTrack } from '#shared/demo/types.ts';

/** Half the field of view of a wide screen, generously, in degrees. */
const FIELD = 60;
/** Radius of a smoke, units. */
const SMOKE = 144;
/** Heights of chest and hips over the feet, and how far to each side a shoulder shows. */
const CHEST = 52;
const HIPS = 34;
const SHOULDER = 12;

/** Who can see whom, by the walls of the map, the smokes and the flashes. */
export class Sight {
  private readonly geometry: Geometry;
  private readonly timeline: Timeline;
  private smokeTick = -1;
  private smokes: readonly Smoke[] = [];

  constructor(geometry: Geometry, timeline: Timeline) {
    this.geometry = geometry;
    this.timeline = timeline;
  }

  /** Whether any of five points of the enemy's body shows on the viewer's screen: the two rows are of the same tick. */
  sees(viewer: PlayerTrack, i: number, enemy: PlayerTrack, j: number): boolean {
    return this.isOnScreen(viewer, i, enemy, j) && !this.isBlind(viewer, i) && !this.isHidden(viewer, i, enemy, j);
  }

  /** Whether walls and smokes hide all of the enemy from where the viewer stands, wherever the viewer looks. */
  isHidden(viewer: PlayerTrack, i: number, enemy: PlayerTrack, j: number): boolean {
    const ex = at(viewer.x, i);
    const ey = at(viewer.y, i);
    const ez = at(viewer.z, i) + EYES - CROUCH * at(viewer.duck, i);
    const x = at(enemy.x, j);
    const y = at(enemy.y, j);
    const z = at(enemy.z, j);
    const low = CROUCH * at(enemy.duck, j);
    const flat = Math.hypot(x - ex, y - ey);
    if (!(flat > 1)) return false;
    const sideX = (-(y - ey) / flat) * SHOULDER;
    const sideY = ((x - ex) / flat) * SHOULDER;
    const smokes = this.smokesAt(viewer.tick[i] ?? 0);
    const hides = (px: number, py: number, pz: number): boolean =>
      this.geometry.blocked(ex, ey, ez, px, py, pz) || smokes.some((smoke) => crosses(smoke, ex, ey, ez, px, py, pz));
    return (
      hides(x, y, z + EYES - low) &&
      hides(x, y, z + CHEST - low) &&
      hides(x + sideX, y + sideY, z + CHEST - low) &&
      hides(x - sideX, y - sideY, z + CHEST - low) &&
      hides(x, y, z + HIPS - low / 2)
    );
  }

  isOnScreen(viewer: PlayerTrack, i: number, enemy: PlayerTrack, j: number): boolean {
    const dx = at(enemy.x, j) - at(viewer.x, i);
    const dy = at(enemy.y, j) - at(viewer.y, i);
    const dz = at(enemy.z, j) - at(viewer.z, i);
    const pitch = pitchTo(Math.hypot(dx, dy), dz);
    return angleBetween(at(viewer.pitch, i), at(viewer.yaw, i), pitch, yawTo(dx, dy)) <= FIELD;
  }

  private isBlind(viewer: PlayerTrack, i: number): boolean {
    const tick = viewer.tick[i] ?? 0;
    return this.timeline.blind.get(viewer.id)?.some(({ from, to }) => from <= tick && tick <= to) === true;
  }

  /** Kept for one tick: everybody is asked about it before the next. */
  private smokesAt(tick: number): readonly Smoke[] {
    if (tick !== this.smokeTick) {
      this.smokeTick = tick;
      this.smokes = this.timeline.smokes.filter(({ from, to }) => from <= tick && tick <= to);
    }
    return this.smokes;
  }
}

/** Whether the way between two points leads through a smoke. */
function crosses(smoke: Smoke, ax: number, ay: number, az: number, bx: number, by: number, bz: number): boolean {
  const [dx, dy, dz] = [bx - ax, by - ay, bz - az];
  const square = dx * dx + dy * dy + dz * dz;
  const towards = (smoke.x - ax) * dx + (smoke.y - ay) * dy + (smoke.z - az) * dz;
  const along = square > 0 ? Math.min(1, Math.max(0, towards / square)) : 0;
  return Math.hypot(ax + along * dx - smoke.x, ay + along * dy - smoke.y, az + along * dz - smoke.z) < SMOKE;
}
