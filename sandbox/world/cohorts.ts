import type { Cohort, LifetimeStats } from './person.ts';
import type { Random } from './random.ts';

/**
 * The synthetic population: 95 % legitimate, 5 % cheaters, cohorts and effects as in the project's scoring tables.
 * Where those give nothing for lifetime statistics (K/D, accuracy), the effects here are guesses of the same order.
 */
interface CohortShape {
  /** Share of everybody. */
  share: number;
  /** Skill z: mean and standard deviation. */
  skill: [number, number];
  /** Account age in days and hours in CS2: medians of log-normals, with the sigma of the logarithm. */
  ageDays: [number, number];
  hours: [number, number];
  privateShare: number;
  /** Chance of at least one VAC or game ban by now. */
  banned: number;
  /** Added to headshot share, hit accuracy and ln(K/D). */
  headshots: number;
  accuracy: number;
  lnKd: number;
}

const THROWAWAY = { ageDays: [120, 0.9], hours: [110, 0.8] } as const;
/** Share of cheaters who play on a throwaway account. */
const THROWAWAY_SHARE = 0.55;

const NO_EFFECT = { headshots: 0, accuracy: 0, lnKd: 0 };
const ESTABLISHED: Pick<CohortShape, 'ageDays' | 'hours'> = { ageDays: [2400, 0.6], hours: [700, 0.9] };

export const COHORTS: Record<Cohort, CohortShape> = {
  regular: { share: 0.95 * 0.73, skill: [0, 0.9], ...ESTABLISHED, privateShare: 0.36, banned: 0.035, ...NO_EFFECT },
  newbie: {
    share: 0.95 * 0.12,
    skill: [-1.2, 0.6],
    ageDays: [200, 0.8],
    hours: [60, 0.7],
    privateShare: 0.42,
    banned: 0.01,
    ...NO_EFFECT,
  },
  smurf: {
    share: 0.95 * 0.06,
    skill: [1.2, 0.6],
    ageDays: [250, 0.7],
    hours: [150, 0.6],
    privateShare: 0.5,
    banned: 0.01,
    ...NO_EFFECT,
  },
  highskill: {
    share: 0.95 * 0.09,
    skill: [1.9, 0.4],
    ageDays: [3000, 0.4],
    hours: [2600, 0.5],
    privateShare: 0.3,
    banned: 0.02,
    ...NO_EFFECT,
  },
  rage: {
    share: 0.05 * 0.15,
    skill: [-0.1, 0.9],
    ...ESTABLISHED,
    privateShare: 0.55,
    banned: 0.55,
    headshots: 0.24,
    accuracy: 0.12,
    lnKd: 0.8,
  },
  aim: {
    share: 0.05 * 0.35,
    skill: [-0.1, 0.9],
    ...ESTABLISHED,
    privateShare: 0.55,
    banned: 0.25,
    headshots: 0.13,
    accuracy: 0.06,
    lnKd: 0.4,
  },
  wallhack: {
    share: 0.05 * 0.35,
    skill: [-0.1, 0.9],
    ...ESTABLISHED,
    privateShare: 0.55,
    banned: 0.2,
    headshots: 0.02,
    accuracy: 0.01,
    lnKd: 0.4,
  },
  toggler: {
    share: 0.05 * 0.15,
    skill: [-0.1, 0.9],
    ...ESTABLISHED,
    privateShare: 0.5,
    banned: 0.12,
    headshots: 0.06,
    accuracy: 0.02,
    lnKd: 0.15,
  },
};

const ORDER: readonly Cohort[] = ['regular', 'newbie', 'smurf', 'highskill', 'rage', 'aim', 'wallhack', 'toggler'];

export function isCheater(cohort: Cohort): boolean {
  return cohort === 'rage' || cohort === 'aim' || cohort === 'wallhack' || cohort === 'toggler';
}

/** Cohort of the `index`th of `total` people: exact shares, so every seed has every cohort. */
export function cohortAt(index: number, total: number): Cohort {
  let edge = 0;
  for (const cohort of ORDER) {
    edge += COHORTS[cohort].share * total;
    if (index < Math.round(edge)) return cohort;
  }
  return 'regular';
}

export interface Draw {
  skill: number;
  ageDays: number;
  hours: number;
}

/** Age, hours and skill of one person of a cohort. */
export function drawLife(random: Random, cohort: Cohort): Draw {
  const shape = COHORTS[cohort];
  const throwaway = isCheater(cohort) && random.chance(THROWAWAY_SHARE);
  const [age, ageSigma] = throwaway ? THROWAWAY.ageDays : shape.ageDays;
  const [hours, hoursSigma] = throwaway ? THROWAWAY.hours : shape.hours;
  const ageDays = Math.min(8000, Math.max(1, random.logNormal(age, ageSigma)));
  return {
    skill: shape.skill[0] + shape.skill[1] * random.normal(),
    ageDays,
    // Nobody plays more than ten hours a day from the first day on.
    hours: Math.min(ageDays * 10, Math.max(0.5, random.logNormal(hours, hoursSigma))),
  };
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Lifetime totals that show these rates. `hours` in hours, `headshots` and `accuracy` as shares 0–1. */
export function statsFrom(rates: {
  hours: number;
  kd: number;
  headshots: number;
  accuracy: number;
  shotsPerKill?: number;
}): LifetimeStats {
  const rounds = Math.max(1, Math.round(rates.hours * 27));
  const deaths = Math.max(1, Math.round(rounds * clamp(0.68 / Math.sqrt(rates.kd), 0.25, 0.9)));
  const kills = Math.round(deaths * rates.kd);
  const shots = Math.round(kills * (rates.shotsPerKill ?? clamp(3.2 / rates.accuracy, 4, 40)));
  return {
    kills,
    deaths,
    headshotKills: Math.round(kills * rates.headshots),
    shots,
    hits: Math.min(shots, Math.round(shots * rates.accuracy)),
    rounds,
    timePlayed: Math.round(rates.hours * 3600 * 0.62),
    wins: Math.round(rounds * 0.5),
    mvps: Math.round(rounds * 0.09 * Math.min(2, rates.kd)),
  };
}

/** Lifetime totals of one person: skill moves them a little, cheating as the cohort's effects say. */
export function drawStats(random: Random, cohort: Cohort, life: Draw): LifetimeStats {
  const shape = COHORTS[cohort];
  return statsFrom({
    hours: life.hours,
    kd: Math.exp(clamp(0.2 * life.skill + shape.lnKd + 0.12 * random.normal(), -1.2, 1.6)),
    headshots: clamp(0.46 + 0.025 * life.skill + shape.headshots + 0.075 * random.normal(), 0.1, 0.97),
    accuracy: clamp(0.18 + 0.01 * life.skill + shape.accuracy + 0.02 * random.normal(), 0.07, 0.6),
  });
}
