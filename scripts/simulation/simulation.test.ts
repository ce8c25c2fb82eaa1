import { describe, expect, it } from 'vitest';
import { attack } from './attacks.ts';
import { ATTACKS } from './plans.ts';
import { populate } from './population.ts';
import { carryOut, emptyTally, figures } from './trial.ts';

const honest = populate('dense', 1);
const planOf = (name: string) => ATTACKS.find((each) => each.name === name)?.plans[0];

describe('the simulation of reports', () => {
  it('makes the same population from the same seed, and another from another', () => {
    expect(populate('dense', 1).reports).toEqual(honest.reports);
    expect(populate('dense', 2).reports).not.toEqual(honest.reports);
  });

  it('carries an attack out the same way each time and leaves the population it is given alone', () => {
    const plan = planOf('drip-20');
    if (plan === undefined) throw new Error('there is no such attack');
    const before = { reports: [...honest.reports], users: honest.users.length };
    const one = attack(honest, plan, 3);
    const again = attack(honest, plan, 3);
    expect(again.population.reports).toEqual(one.population.reports);
    expect(again.victims).toEqual(one.victims);
    expect({ reports: honest.reports, users: honest.users.length }).toEqual(before);
    // 20 % of all users, and each victim gets the reports that were planned.
    expect(one.population.users.length).toBe(1_250);
    const victim = one.victims[0];
    const reporters = one.population.reports.filter(({ player, user }) => player === victim && user >= 1_000);
    expect(reporters.length).toBeGreaterThanOrEqual(plan.perVictim);
  });

  it('finds most cheaters without an attack, hardly any innocent', () => {
    const result = figures(carryOut(undefined, honest, 1, emptyTally()), 'product');
    expect(result.recall).toBeGreaterThan(0.5);
    expect(result.precision).toBeGreaterThan(0.98);
    expect(result.harmed).toBeLessThan(0.001);
  });

  it('protects victims whom the rule of four reports flags without exception', () => {
    for (const name of ['sybils-20', 'camouflage-20', 'coplay-20', 'drip-20']) {
      const tally = carryOut(planOf(name), honest, 1, emptyTally());
      expect(figures(tally, 'product').harmed, name).toBeLessThanOrEqual(0.01);
      expect(figures(tally, 'raw').harmed, name).toBe(1);
    }
  });
});
