import { attack, type Plan } from './attacks.ts';
import { judge, type Verdicts } from './judge.ts';
import type { Attack } from './plans.ts';
import type { Population } from './population.ts';

/** Counts of players, summed over seeds. */
export interface Tally {
  cheaters: number;
  innocents: number;
  victims: number;
  product: Flagged;
  raw: Flagged;
}

interface Flagged {
  cheaters: number;
  /** Victims included. */
  innocents: number;
  victims: number;
}

export const emptyTally = (): Tally => ({
  cheaters: 0,
  innocents: 0,
  victims: 0,
  product: { cheaters: 0, innocents: 0, victims: 0 },
  raw: { cheaters: 0, innocents: 0, victims: 0 },
});

/** The plan that harms most in a rehearsal; undefined when there is none to carry out. */
export function bestPlan({ plans }: Attack, rehearsal: Population, seed: number): Plan | undefined {
  if (plans.length <= 1) return plans[0];
  const harm = (plan: Plan) => carryOut(plan, rehearsal, seed, emptyTally()).product.victims;
  return plans.map((plan) => ({ plan, harmed: harm(plan) })).sort((a, b) => b.harmed - a.harmed)[0]?.plan;
}

/** Carries a plan (or nothing) out on a population and adds what came of it to `tally`. */
export function carryOut(plan: Plan | undefined, honest: Population, seed: number, tally: Tally): Tally {
  const { population, victims } = plan ? attack(honest, plan, seed) : { population: honest, victims: [] };
  const verdicts = judge(population);
  const isVictim = new Set(victims);
  population.kinds.forEach((kind, player) => {
    // Nobody can report whom no user met, and a ban has settled the question.
    if (population.banned.has(player) || population.encounters.count(player) === 0) return;
    const role = kind === 'subtle' || kind === 'blatant' ? 'cheaters' : 'innocents';
    tally[role] += 1;
    count(tally.product, verdicts.states, player, role, isVictim);
    count(tally.raw, verdicts.raw, player, role, isVictim);
  });
  tally.victims += victims.length;
  return tally;
}

function count(
  flagged: Flagged,
  players: Verdicts['states'] | Verdicts['raw'],
  player: number,
  role: 'cheaters' | 'innocents',
  victims: ReadonlySet<number>,
): void {
  if (!players.has(player)) return;
  flagged[role] += 1;
  if (victims.has(player)) flagged.victims += 1;
}

/** Precision, recall and the share of victims (without an attack: of all innocents) that is flagged. */
export function figures(tally: Tally, by: 'product' | 'raw'): { precision: number; recall: number; harmed: number } {
  const { cheaters, innocents, victims } = tally[by];
  const flagged = cheaters + innocents;
  return {
    precision: flagged === 0 ? 1 : cheaters / flagged,
    recall: cheaters / tally.cheaters,
    harmed: tally.victims > 0 ? victims / tally.victims : innocents / tally.innocents,
  };
}
