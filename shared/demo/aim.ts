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
/** Nearer than two bodies, the angles say where somebody stands and not where somebody aims. Units. */
const CLOSEST = 48;

/** Where somebody's view is, relative to an enemy. Angles in degrees. */
export interface Aim {
  /** Signed, from the middle of the head: positive yaw is left of it, positive pitch below. */
  readonly yaw: number;
  readonly pitch: number;
  /** How far the view passes the line from hips to head. */
  readonly miss: number;
  /** How far it may pass and still meet the body, at this distance. */
  readonly width: number;
  /** Towards the enemy, from the viewer. */
  readonly bearingYaw: number;
}

/**
 * The view of row `i` against where the enemy was `lag` ticks earlier: what a player sees has travelled to him, and what he does has
 * travelled back. Undefined when the enemy's row is missing, or he is too near to tell.
 */
export function aimAt(viewer: PlayerTrack, i: number, enemy: PlayerTrack, lag: number): Aim | undefined {
  const j = indexAt(enemy, (viewer.tick[i] ?? 0) - lag);
  if (j < 0) return undefined;
  const dx = at(enemy.x, j) - at(viewer.x, i);
  const dy = at(enemy.y, j) - at(viewer.y, i);
  const flat = Math.hypot(dx, dy);
  if (!(flat >= CLOSEST)) return undefined;
  const low = CROUCH * at(enemy.duck, j);
  /** From the viewer's eyes to the enemy's feet. */
  const feet = at(enemy.z, j) - at(viewer.z, i) - EYES + CROUCH * at(viewer.duck, i);
  const bearingYaw = yawTo(dx, dy);
  const bearingPitch = pitchTo(flat, feet + EYES - low);
  const viewPitch = at(viewer.pitch, i);
  const yaw = wrap(at(viewer.yaw, i) - bearingYaw);
  const pitch = viewPitch - bearingPitch;
  if (Number.isNaN(yaw) || Number.isNaN(pitch)) return undefined;
  const upper = pitchTo(flat, feet + TOP - low);
  const lower = pitchTo(flat, feet + HIPS - low / 2);
  const beside = yaw * cosine(viewPitch);
  const above = viewPitch < upper ? upper - viewPitch : Math.max(0, viewPitch - lower);
  return { yaw, pitch, miss: Math.hypot(beside, above), width: sizeAt(HALF_WIDTH, flat), bearingYaw };
}
