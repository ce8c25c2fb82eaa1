import type { Random } from '#sandbox/world/random.ts';

/**
 * How somebody handles a mouse. Ranges span what is published on pointing and tracking by hand (Fitts, minimum jerk,
 * visual delays of 100 to 200 ms, errors in proportion to the way) generously, as demos of many real people were not at hand.
 */
export interface Person {
  readonly kind: 'ordinary' | 'novice' | 'elite' | 'flicker' | 'steady';
  /** Ticks between what is on the screen and the server, and from the eye to the hand. */
  readonly lag: number;
  readonly eye: number;
  /** Median ticks from sight to the first move. */
  readonly reaction: number;
  /** Duration of a movement in ticks: a + b · log2(2·way / width). */
  readonly fittsA: number;
  readonly fittsB: number;
  /** Share of the way the first movement covers, and its spread; spread across the way. */
  readonly reach: number;
  readonly reachSpread: number;
  readonly across: number;
  /** How much later movements miss, in proportion. */
  readonly correctionSpread: number;
  /** Following: how well speed is matched, the noise of it in proportion, and steady noise in degrees a tick. */
  readonly pursuit: number;
  readonly pursuitNoise: number;
  readonly tremor: number;
  /** Degrees of one count of the mouse. */
  readonly quantum: number;
  /** Shoots when the first movement ends, rather than when the crosshair has settled: share of shots. */
  readonly shootsOnArrival: number;
  /** Spread of the click in ticks. */
  readonly clickSpread: number;
  /** How much of the recoil is taken back, the error of one's own habit per bullet, and of each time anew, degrees. */
  readonly recoilGain: number;
  readonly recoilHabit: number;
  readonly recoilSpread: number;
  readonly sprays: number;
  /** Share of fights in which the crosshair already is where the enemy appears. */
  readonly preaims: number;
}

const KINDS: readonly Person['kind'][] = [
  'ordinary',
  'ordinary',
  'ordinary',
  'ordinary',
  'novice',
  'novice',
  'elite',
  'elite',
  'flicker',
  'steady',
];

/** Nobody we know of: every figure of the hand at or beyond the best that is published. To see where the detectors give way. */
export function outlier(random: Random): Person {
  return {
    ...somebody(random, 'elite'),
    eye: 5,
    reaction: 8 + 2 * random.next(),
    fittsA: 1.4 + 0.6 * random.next(),
    fittsB: 0.6,
    reach: 1,
    reachSpread: 0.02,
    across: 0.01,
    correctionSpread: 0.05,
    pursuit: 1,
    pursuitNoise: 0.04,
    tremor: 0.005,
    quantum: 0.01,
    shootsOnArrival: 0.8,
    clickSpread: 0.7,
    recoilGain: 1,
    recoilHabit: 0.05,
    recoilSpread: 0.06,
    preaims: 0.5,
  };
}

export function somebody(random: Random, kind: Person['kind'] = random.pick(KINDS)): Person {
  const between = (low: number, high: number): number => low + (high - low) * random.next();
  const skilled = kind === 'elite' || kind === 'flicker' || kind === 'steady';
  const novice = kind === 'novice';
  return {
    kind,
    lag: random.int(2, 8),
    eye: between(6, 9.5),
    reaction: skilled ? between(9, 14) : novice ? between(16, 26) : between(11, 18),
    fittsA: kind === 'flicker' ? between(1.6, 3) : skilled ? between(2.5, 4.5) : between(3, 7),
    fittsB: kind === 'flicker' ? between(0.7, 1.2) : skilled ? between(1, 1.8) : between(1.4, 3.2),
    reach: skilled ? between(0.92, 1.01) : between(0.82, 1),
    reachSpread: skilled ? between(0.025, 0.06) : novice ? between(0.08, 0.18) : between(0.05, 0.11),
    across: skilled ? between(0.015, 0.03) : between(0.03, 0.08),
    correctionSpread: between(0.08, 0.25),
    pursuit: skilled ? between(0.85, 1) : between(0.6, 0.95),
    pursuitNoise: kind === 'steady' ? between(0.06, 0.12) : between(0.1, 0.35),
    tremor: kind === 'steady' ? between(0.008, 0.015) : between(0.012, 0.05),
    quantum: between(0.01, 0.06),
    shootsOnArrival: kind === 'flicker' ? between(0.4, 0.8) : between(0.05, 0.4),
    clickSpread: skilled ? between(0.9, 1.8) : between(1.2, 3),
    recoilGain: skilled ? between(0.8, 1) : novice ? between(0.1, 0.6) : between(0.5, 0.95),
    recoilHabit: skilled ? between(0.1, 0.3) : between(0.2, 0.6),
    recoilSpread: skilled ? between(0.12, 0.3) : between(0.2, 0.6),
    sprays: between(0.3, 0.7),
    preaims: skilled ? between(0.5, 0.75) : between(0.25, 0.6),
  };
}
