import { type Random, randomFor } from '#sandbox/world/random.ts';
import type { AccountTier } from '#shared/reports/reporter.ts';
import { addUser, Encounters, HONEST, NOW, PERIOD, PLAYERS, type Population, playAndReport } from './population.ts';

/** A ring of accounts that reports players chosen in advance, who never did anything. */
export interface Plan {
  /** Share of all users that belong to the ring. */
  share: number;
  tier: AccountTier;
  /** Accounts behind one address; 1 for each its own. */
  perAddress: number;
  /** Plays and reports like anybody else beside the attack, which earns confirmed reports. */
  camouflaged: boolean;
  victims: number;
  /** Reports on each victim. */
  perVictim: number;
  /** Share of the ring's reports whose author has seen to it that the two really met. */
  coPlay: number;
  /** Deals the victims out so that two accounts have as few in common as can be; otherwise by lot. */
  dealt: boolean;
  /** Weeks over which the reports are spread, up to now. */
  weeks: number;
  /** Reports of each account on other people, to look independent. */
  decoys: number;
}

const WEEK = PERIOD / 26;

/** The population with the ring in it, and the ring's victims. The population given is left as it was. */
export function attack(honest: Population, plan: Plan, seed: number): { population: Population; victims: number[] } {
  const random = randomFor(seed, `attack ${JSON.stringify(plan)}`);
  const population: Population = {
    ...honest,
    users: [...honest.users],
    reports: [...honest.reports],
    encounters: new Encounters(honest.encounters),
  };
  const size = Math.round((HONEST * plan.share) / (1 - plan.share));
  const ring = Array.from({ length: size }, (_, i) =>
    addUser(population, random, { tier: plan.tier, origins: [`ring ${Math.floor(i / plan.perAddress)}`] }),
  );
  if (plan.camouflaged) for (const member of ring) playAndReport(population, random, member);
  const victims = chooseVictims(population, random, plan.victims);
  const reported = new Set(population.reports.map(({ user, player }) => user * PLAYERS + player));
  const report = (user: number, player: number) => {
    const key = user * PLAYERS + player;
    if (reported.has(key)) return;
    reported.add(key);
    population.reports.push({ user, player, at: NOW - random.next() * plan.weeks * WEEK });
  };
  const met = (member: number, victim: number) => population.encounters.met(member, victim);
  const deal = dealer(ring, random, plan.dealt, met);
  for (const victim of victims) {
    for (const member of deal(plan.perVictim, victim)) {
      if (random.chance(plan.coPlay)) population.encounters.meet(member, victim);
      report(member, victim);
    }
  }
  for (const member of ring) {
    for (let i = 0; i < plan.decoys; i++) {
      const player = population.opponent(random, member);
      population.encounters.meet(member, player);
      report(member, player);
    }
  }
  return { population, victims };
}

/** Innocent players whom honest users meet. */
function chooseVictims(population: Population, random: Random, count: number): number[] {
  const victims = new Set<number>();
  while (victims.size < count) {
    const player = population.opponent(random, victims.size);
    const kind = population.kinds[player];
    if (kind === 'ordinary' || kind === 'skilled') victims.add(player);
  }
  return [...victims];
}

/** Picks members for one victim after another. */
function dealer(
  ring: readonly number[],
  random: Random,
  dealt: boolean,
  met: (member: number, victim: number) => boolean,
): (count: number, victim: number) => number[] {
  if (!dealt) {
    return (count) => {
      const left = [...ring];
      return Array.from(
        { length: Math.min(count, ring.length) },
        () => left.splice(random.int(0, left.length - 1), 1)[0] ?? 0,
      );
    };
  }
  // Greedy: whoever has least in common with those already picked, and of those the least used.
  const size = ring.length;
  const together = new Int32Array(size * size);
  const used = new Int32Array(size);
  return (count, victim) => {
    const picked: number[] = [];
    const cost = Float64Array.from(
      { length: size },
      (_, i) => (used[i] ?? 0) * 0.01 + random.next() * 0.001 - (met(ring[i] ?? 0, victim) ? 0.9 : 0),
    );
    while (picked.length < Math.min(count, size)) {
      let best = 0;
      for (let i = 1; i < size; i++) if ((cost[i] ?? 0) < (cost[best] ?? 0)) best = i;
      for (let i = 0; i < size; i++) cost[i] = (cost[i] ?? 0) + (together[best * size + i] ?? 0);
      for (const other of picked) {
        together[best * size + other] = (together[best * size + other] ?? 0) + 1;
        together[other * size + best] = (together[other * size + best] ?? 0) + 1;
      }
      used[best] = (used[best] ?? 0) + 1;
      cost[best] = Number.POSITIVE_INFINITY;
      picked.push(best);
    }
    return picked.map((i) => ring[i] ?? 0);
  };
}
