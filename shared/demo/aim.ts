import { cosine, pitchTo, sizeAt, wrap, yawTo } from '#shared/demo/angles.ts';
import { at, indexAt } from '#shared/demo/track.ts';
import type { PlayerTrack } from '#shared/demo/types.ts';

/** Heights above the feet, in units: eyes and the middle of the head standing, and how much lower crouched. */
export const EYES = 64;
export const CROUCH = 18;
/** The part of the body that is aimed at: from the hips to the top of the head, and this far to each side. */
const HIPS = 38;
const TOP = 68;
const HALF_WIDTH = 7;

/** Where somebody's view is, relative to an enemy. Angles in degrees. */
export interface Aim {
  /** Signed, from the middle of the head: positive yaw is left of it, positive pitch below. */
  readonly yaw: number;
  readonly pitch: number;
  /** How far the view passes the line from hips to head. */
  readonly miss: number;
  /** How far it may pass and still meet the body, at this distance. */
  readonly width: number;
  /** Towards the head, from the viewer. */
  readonly bearingYaw: number;
  readonly bearingPitch: number;
  /** Units, eye to head. */
  readonly distance: number;
}

/**
 * The view of row `i` against where the enemy was `lag` ticks earlier: what a player sees has travelled to him, and what he does has
 * travelled back. Undefined when the enemy's row is missing.
 */
export function aimAt(viewer: PlayerTrack, i: number, enemy: PlayerTrack, lag: number): Aim | undefined {
  const j = indexAt(enemy, (viewer.tick[i] ?? 0) - lag);
  if (j < 0) return undefined;
  return aimAtPoint(viewer, i, at(enemy.x, j), at(enemy.y, j), at(enemy.z, j), at(enemy.duck, j));
}

function aimAtPoint(
  viewer: PlayerTrack,
  i: number,
  x: number,
  y: number,
  z: number,
  duck: number,
): Aim | undefined {
  const dx = x - at(viewer.x, i);
  const dy = y - at(viewer.y, i);
  const eyes = at(viewer.z, i) + EYES - CROUCH * at(viewer.duck, i);
  const flat = Math.hypot(dx, dy);
  // Closer than two bodies, the angles say where somebody stands and not where somebody aims.
  if (!(flat >= 48)) return undefined;
  const low = CROUCH * duck;
  const head = z + EYES - low - eyes;
  const bearingYaw = yawTo(dx, dy);
  const bearingPitch = pitchTo(flat, head);
  const viewPitch = at(viewer.pitch, i);
  const yaw = wrap(at(viewer.yaw, i) - bearingYaw);
  const pitch = viewPitch - bearingPitch;
  if (Number.isNaN(yaw) || Number.isNaN(pitch)) return undefined;
  const upper = pitchTo(flat, z + TOP - low - eyes);
  const lower = pitchTo(flat, z + HIPS - low / 2 - eyes);
  const beside = yaw * cosine(viewPitch);
  const above = viewPitch < upper ? upper - viewPitch : Math.max(0, viewPitch - lower);
  return {
    yaw,
    pitch,
    miss: Math.hypot(beside, above),
    width: sizeAt(HALF_WIDTH, flat),
    bearingYaw,
    bearingPitch,
    distance: Math.hypot(flat, head),
  };
}
