import { DEMO_DETECTORS, type DemoDetectorKey } from '#shared/demo/types.ts';
import type { DemoEvidence } from '#shared/score/demo-evidence.ts';
import type { MatchEvidence } from '#shared/score/match-evidence.ts';
import { DETECTOR_KEYS, type DetectorKey } from '#shared/score/models/detectors.ts';
import { DAY } from '#shared/score/parameters.ts';

/** Evidence for tests of the score. */

export const NOW = Date.UTC(2026, 0, 1);

/** What both kinds say of the match of `day` days ago. */
const common = (day: number) =>
  ({
    source: `match-${day}`,
    observedAt: NOW - day * DAY,
    provenance: 'demo',
    confirmations: 0,
    model: 'test',
  }) as const;

const saying = <K extends string>(
  keys: readonly K[],
  nats: Partial<Record<K, number>>,
  figures: { k: number; n: number; typical: number },
) =>
  keys.flatMap((key) => {
    const said = nats[key];
    return said === undefined ? [] : [{ key, nats: said, ...figures }];
  });

/** An ordinary match whose detectors say `nats`. */
export function matchEvidence(
  day: number,
  nats: Partial<Record<DetectorKey, number>>,
  more: Partial<MatchEvidence> = {},
): MatchEvidence {
  return {
    feature: 'match',
    ...common(day),
    kind: 'events',
    rounds: 20,
    kills: 15,
    deaths: 15,
    headshots: 7,
    ordinary: -1.5,
    detectors: saying(DETECTOR_KEYS, nats, { k: 6, n: 12, typical: 0.3 }),
    ...more,
  };
}

/** A demo whose detectors say `nats`. */
export function demoSaying(
  day: number,
  nats: Partial<Record<DemoDetectorKey, number>>,
  more: Partial<DemoEvidence> = {},
): DemoEvidence {
  return {
    feature: 'demo',
    ...common(day),
    geometry: true,
    detectors: saying(DEMO_DETECTORS, nats, { k: 6, n: 20, typical: 0.01 }),
    ...more,
  };
}
