import type { Plan } from './attacks.ts';

const RING: Plan = {
  share: 0.2,
  tier: 'established',
  perAddress: 1,
  camouflaged: true,
  victims: 200,
  perVictim: 60,
  coPlay: 1,
  dealt: false,
  weeks: 4,
  decoys: 0,
};

const SYBILS: Plan = { ...RING, tier: 'new', perAddress: 8, camouflaged: false, coPlay: 0.5 };
const DRIP: Plan = { ...RING, weeks: 26, dealt: true };
const DILUTION: Plan = { ...RING, dealt: true, decoys: 30 };

/** An attack: the ring carries out the most harmful of its plans, found by rehearsing them against the product's own code. */
export interface Attack {
  name: string;
  plans: readonly Plan[];
}

/**
 * `sybils`: cheap new accounts, eight to an address, half of which really met the victim. `camouflage`: old accounts that
 * also play and report honestly. `coplay`: the same, and each has really met each victim it reports. `drip`: the same,
 * spread over the half-year and dealt out so that no two accounts share more victims than they must. `dilution`: that,
 * all at once, with thirty reports of each account on strangers. The last two try how many reports to spend on each victim.
 */
export const ATTACKS: readonly Attack[] = [
  { name: 'none', plans: [] },
  { name: 'sybils-30', plans: [{ ...SYBILS, share: 0.3 }] },
  { name: 'sybils-20', plans: [SYBILS] },
  { name: 'camouflage-20', plans: [{ ...RING, coPlay: 0.5 }] },
  { name: 'coplay-30', plans: [{ ...RING, share: 0.3 }] },
  { name: 'coplay-20', plans: [RING] },
  { name: 'drip-20', plans: [30, 40, 60].map((perVictim) => ({ ...DRIP, perVictim })) },
  { name: 'dilution-20', plans: [30, 40, 60].map((perVictim) => ({ ...DILUTION, perVictim })) },
];

/**
 * Where the defence ends: the same careful ring asks less of each account, until no two share a second victim and nothing
 * tells it from people who are right. `natural`: only those report who met the victim by chance, or who cannot be shown to have.
 */
export const LIMITS: readonly Attack[] = [20, 100, 200].flatMap((victims) =>
  [8, 16, 30].flatMap((perVictim) =>
    [0, 1].map((coPlay) => ({
      name: `${victims} victims, ${perVictim} reports each, ${coPlay === 0 ? 'natural' : 'arranged'} meetings`,
      plans: [{ ...DRIP, victims, perVictim, coPlay }],
    })),
  ),
);
