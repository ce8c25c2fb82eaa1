import type { DemoDetectorKey } from '#shared/demo/types.ts';
import type { ShareModel } from '#shared/demo/weigh.ts';
import type { Mixture } from '#shared/score/parameters.ts';

/** Version of the detectors and these figures; any change of either that can change a finding gets a new one. */
export const DEMO_VERSION = '1.0.0';

export interface Weight {
  /** Fewer chances than this are not enough data. */
  readonly least: number;
  /** Nats, before the cap, from which something counts as found; below, it can only speak against suspicion. */
  readonly found: number;
  /** Most nats, either way: what people do was measured on generated sequences, not on labelled players. */
  readonly cap: number;
  readonly floor: number;
  readonly share: ShareModel;
  /** Judged by standard deviations above chance in place of the share. */
  readonly z?: Mixture;
}

/**
 * What each detector's count is worth. People's and cheats' shares are fitted to the generated sequences of
 * `scripts/detectors/` and widened, as real people spread more than made-up ones (docs/DEMOS.md).
 */
export const WEIGHTS: Record<DemoDetectorKey, Weight> = {
  snap: {
    least: 10,
    found: 2.5,
    cap: 2.5,
    floor: -0.25,
    share: { people: { a: 0.6, b: 79.4 }, cheats: { a: 1.5, b: 3.5 }, q: 0.25 },
  },
  silent: {
    least: 60,
    found: 2.5,
    cap: 2.5,
    floor: -0.1,
    share: { people: { a: 0.3, b: 299.7 }, cheats: { a: 0.7, b: 9 }, q: 0.2 },
  },
  flick: {
    least: 6,
    found: 2.5,
    cap: 1.5,
    floor: -0.2,
    share: { people: { a: 0.7, b: 59.3 }, cheats: { a: 1.5, b: 2.5 }, q: 0.3 },
  },
  lock: {
    least: 4,
    found: 2.5,
    cap: 2,
    floor: -0.25,
    share: { people: { a: 1, b: 44 }, cheats: { a: 1.5, b: 3 }, q: 0.3 },
  },
  reaction: {
    least: 6,
    found: 2.5,
    cap: 1.5,
    floor: -0.2,
    share: { people: { a: 2, b: 48 }, cheats: { a: 2, b: 4 }, q: 0.3 },
  },
  wallTrack: {
    least: 400,
    found: 3.2,
    cap: 2,
    floor: -0.3,
    share: { people: { a: 2, b: 98 }, cheats: { a: 2, b: 18 }, q: 0.4 },
    z: { q: 0.4, delta: 5, s: 2, cap: 5 },
  },
  prefire: {
    least: 6,
    found: 2.5,
    cap: 1,
    floor: -0.15,
    share: { people: { a: 2, b: 58 }, cheats: { a: 2, b: 4 }, q: 0.3 },
  },
  recoil: {
    least: 3,
    found: 2.5,
    cap: 1.5,
    floor: -0.1,
    share: { people: { a: 0.3, b: 29.7 }, cheats: { a: 3, b: 2 }, q: 0.2 },
  },
  spin: {
    least: 5,
    found: 2.5,
    cap: 2.5,
    floor: -0.1,
    share: { people: { a: 0.1, b: 99.9 }, cheats: { a: 3, b: 1 }, q: 0.1 },
  },
  trigger: {
    least: 12,
    found: 2.5,
    cap: 1.5,
    floor: -0.1,
    share: { people: { a: 4, b: 22 }, cheats: { a: 6, b: 4 }, q: 0.15 },
  },
};
