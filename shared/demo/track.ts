import type { PlayerTrack } from '#shared/demo/types.ts';

/** Row of a tick, or −1 when the track does not have it. */
export function indexAt(track: PlayerTrack, tick: number): number {
  let low = 0;
  let high = track.tick.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((track.tick[middle] ?? 0) < tick) low = middle + 1;
    else high = middle;
  }
  return track.tick[low] === tick ? low : -1;
}

/** Whether every tick from `from` to `to` is there, each with a view, and the player alive in all of them. */
export function isWhole(track: PlayerTrack, from: number, to: number): boolean {
  const first = indexAt(track, from);
  const last = first + (to - from);
  if (first < 0 || track.tick[last] !== to) return false;
  for (let i = first; i <= last; i += 1) {
    if (track.alive[i] !== 1 || Number.isNaN(track.yaw[i]) || Number.isNaN(track.pitch[i])) return false;
  }
  return true;
}

/** A column where it is known to have the row: out of range reads as NaN, which every comparison refuses. */
export function at(column: Float32Array, i: number): number {
  return column[i] ?? Number.NaN;
}
