import { angleBetween } from '#shared/demo/angles.ts';
import { at } from '#shared/demo/track.ts';
import type { PlayerTrack } from '#shared/demo/types.ts';

/** Degrees between the views of two rows. */
export function turnOf(track: PlayerTrack, from: number, to: number): number {
  return angleBetween(at(track.pitch, from), at(track.yaw, from), at(track.pitch, to), at(track.yaw, to));
}

/** Degrees the view turned in the tick that ends at the row. */
export function stepOf(track: PlayerTrack, row: number): number {
  return turnOf(track, row - 1, row);
}
