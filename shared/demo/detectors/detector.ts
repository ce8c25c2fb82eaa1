import type { Fighter, Scene } from '#shared/demo/scene.ts';
import type { DemoDetectorKey, DemoMoment } from '#shared/demo/types.ts';

/** What a detector counted for one player: `count` of `opportunities`, and the moments that made the count. */
export interface Observation {
  count: number;
  opportunities: number;
  /** With how much each is worth telling, for choosing among too many. */
  moments: { moment: DemoMoment; weight: number }[];
  /** Where chance is told by shifting in time: how many standard deviations above it. */
  z?: number;
  /** Share that is usual among people, where the demo itself tells it. */
  typical?: number;
}

/** One question asked of one player's demo. */
export interface Detector {
  readonly key: DemoDetectorKey;
  /** Says `no-geometry` without the walls of the map. */
  readonly needsGeometry: boolean;
  readonly observe: (fighter: Fighter, scene: Scene) => Observation;
}

export function nothing(): Observation {
  return { count: 0, opportunities: 0, moments: [] };
}

/** Two decimals, as figures are shown. */
export function shown(value: number): number {
  return Math.round(value * 100) / 100;
}
