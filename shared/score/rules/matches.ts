import type { MatchEvidence } from '#shared/score/match-evidence.ts';
import { DETECTORS, type Detector } from '#shared/score/models/detectors.ts';
import { DAY, MATCHES } from '#shared/score/parameters.ts';
import { percent, type Rule } from '#shared/score/rules/rule.ts';

/**
 * How much of each match counts: its age halves it, a scoreboard of a match is weaker only by what it says, and matches
 * of one player repeat each other, so m of them count as m / (1 + (m − 1)ρ).
 */
function weightOf(match: MatchEvidence, now: number): number {
  const days = Math.max(0, (now - match.observedAt) / DAY);
  return 2 ** (-days / MATCHES.halfLifeDays);
}

function shareOfSum(total: number): number {
  return total <= 1 ? 1 : 1 / (1 + (total - 1) * MATCHES.correlation);
}

function ruleOf({ key: detector }: Detector): Rule {
  return (seen, now) => {
    const { matches } = seen;
    if (matches === undefined) return undefined;
    let total = 0;
    let nats = 0;
    let [k, n, typical, spoke] = [0, 0, 0, 0];
    for (const match of matches) {
      const weight = weightOf(match, now);
      total += weight;
      const said = match.detectors.find(({ key }) => key === detector);
      if (said === undefined) continue;
      spoke += 1;
      nats += weight * said.nats;
      k += said.k;
      n += said.n;
      typical = said.typical;
    }
    if (spoke === 0) return undefined;
    const combined = nats * shareOfSum(total);
    const { min, max } = MATCHES.detectorRange;
    const figures = {
      percent: percent(n > 0 ? k / n : 0),
      count: Math.round(n),
      typical: percent(typical),
      matches: spoke,
    };
    return {
      key: combined > 0 ? `match.${detector}.high` : `match.${detector}.ordinary`,
      nats: Math.min(max, Math.max(min, combined)),
      figures,
    };
  };
}

/** What a match without anything unusual says: mostly that this is no blatant cheater. */
const ordinary: Rule = (seen, now) => {
  const { matches } = seen;
  if (matches === undefined) return undefined;
  let total = 0;
  let nats = 0;
  for (const match of matches) {
    const weight = weightOf(match, now);
    total += weight;
    nats += weight * match.ordinary;
  }
  const { min, max } = MATCHES.ordinaryRange;
  const combined = Math.min(max, Math.max(min, nats * shareOfSum(total)));
  return { key: 'match.ordinary', nats: combined, figures: { matches: matches.length } };
};

const rulesOf = (block: Detector['block']): readonly Rule[] => DETECTORS.filter((d) => d.block === block).map(ruleOf);

/** Aimbot, wallhack and movement detectors and results, over all matches seen. Entries of the blocks of the engine. */
export const MATCH_RULES = {
  aim: rulesOf('aim'),
  information: rulesOf('information'),
  movement: rulesOf('movement'),
  skill: [ordinary, ...rulesOf('skill')],
} as const;
