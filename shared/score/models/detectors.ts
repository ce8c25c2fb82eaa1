import type { MetricBlock } from '#shared/match/metrics.ts';

/**
 * Detectors: the terms of the match model that answer one question a person would ask, gathered into one reason. `lead`
 * is the share shown with it. A metric belongs to the first detector one of whose `metrics` it begins with.
 */
export interface Detector {
  readonly key: DetectorKey;
  readonly block: MetricBlock;
  readonly lead: string;
  readonly metrics: readonly string[];
}

export const DETECTOR_KEYS = [
  'unaware',
  'walls',
  'jumps',
  'snipers',
  'headshots',
  'firstShots',
  'killSpeed',
  'discipline',
  'accuracy',
  'results',
] as const;
export type DetectorKey = (typeof DETECTOR_KEYS)[number];

export const DETECTORS: readonly Detector[] = [
  {
    // Who knows where everybody is meets people who do not expect it.
    key: 'unaware',
    block: 'information',
    lead: 'kill.unaware',
    metrics: [
      'kill.unaware',
      'kill.logVictimSilence',
      'kill.oneTapUnaware',
      'kill.early',
      'kill.time',
      'opening.unaware',
      'death.',
    ],
  },
  {
    key: 'walls',
    block: 'information',
    lead: 'hits.penetrating',
    metrics: ['kill.wallbang', 'kill.smoke', 'kill.blind', 'hits.penetrating', 'flashed.'],
  },
  {
    key: 'jumps',
    block: 'movement',
    lead: 'move.chainedJump',
    metrics: ['move.', 'hits.airborne', 'kill.airborne', 'kill.afterJump'],
  },
  {
    key: 'snipers',
    block: 'aim',
    lead: 'sniper.hit',
    metrics: ['sniper.', 'awp.', 'scout.', 'hits.noScope', 'kill.noScope'],
  },
  {
    key: 'headshots',
    block: 'aim',
    lead: 'score.headKill',
    metrics: [
      'score.headKill',
      'gun.head',
      'rifle.head',
      'smg.head',
      'pistol.head',
      'heavyPistol.head',
      'hits.',
      'kill.headAfterHead',
      'steady.headStreak',
    ],
  },
  {
    key: 'firstShots',
    block: 'aim',
    lead: 'opening.head',
    metrics: [
      'gun.first',
      'rifle.first',
      'smg.first',
      'pistol.first',
      'heavyPistol.first',
      'gun.cold',
      'rifle.cold',
      'smg.cold',
      'pistol.cold',
      'heavyPistol.cold',
      'opening.',
      'kill.oneTap',
      'burst.wait',
      'switch.',
    ],
  },
  {
    key: 'killSpeed',
    block: 'aim',
    lead: 'gun.oneHitKill',
    metrics: [
      'gun.timeToKill',
      'rifle.timeToKill',
      'smg.timeToKill',
      'pistol.timeToKill',
      'heavyPistol.timeToKill',
      'gun.hitsPerKill',
      'rifle.hitsPerKill',
      'smg.hitsPerKill',
      'pistol.hitsPerKill',
      'heavyPistol.hitsPerKill',
      'gun.oneHitKill',
      'rifle.oneHitKill',
      'smg.oneHitKill',
      'pistol.oneHitKill',
      'heavyPistol.oneHitKill',
      'kill.within',
      'duel.',
    ],
  },
  {
    // Who shoots only when there is somebody there.
    key: 'discipline',
    block: 'information',
    lead: 'burst.hit',
    metrics: ['burst.', 'round.shots', 'habit.'],
  },
  { key: 'results', block: 'skill', lead: 'score.killShare', metrics: ['round.', 'score.', 'steady.', 'kill.'] },
  { key: 'accuracy', block: 'aim', lead: 'gun.hit', metrics: [''] },
];

/** The detector that a metric speaks through; every metric has one, as the last takes what is left. */
export function detectorOf(metric: string): Detector {
  const found = DETECTORS.find(({ metrics }) => metrics.some((prefix) => metric.startsWith(prefix)));
  if (found === undefined) throw new Error(`no detector for ${metric}`);
  return found;
}
