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

/** What all matches say of one detector: nats by weight, shares by count. */
interface Pooled {
  spoke: number;
  nats: number;
  k: number;
  n: number;
  typical: number;
}
interface Pool {
  ordinary: number;
  share: number;
  detectors: readonly Pooled[];
}

const PLACE: Readonly<Record<string, number>> = Object.fromEntries(DETECTORS.map(({ key }, place) => [key, place]));

function pool(matches: readonly MatchEvidence[], now: number): Pool {
  const detectors = DETECTORS.map((): Pooled => ({ spoke: 0, nats: 0, k: 0, n: 0, typical: 0 }));
  let total = 0;
  let ordinary = 0;
  for (const match of matches) {
    const weight = weightOf(match, now);
    total += weight;
    ordinary += weight * match.ordinary;
    for (const said of match.detectors) {
      const pooled = detectors[PLACE[said.key] ?? -1];
      if (pooled === undefined) continue;
      pooled.spoke += 1;
      pooled.nats += weight * said.nats;
      pooled.k += said.k;
      pooled.n += said.n;
      pooled.typical = said.typical;
    }
  }
  return { ordinary, share: shareOfSum(total), detectors };
}

/** The rules of one assessment ask about the same matches one after another: they are pooled once. */
let last: { matches: readonly MatchEvidence[]; now: number; pool: Pool } | undefined;
function poolOf(matches: readonly MatchEvidence[], now: number): Pool {
  if (last?.matches !== matches || last.now !== now) last = { matches, now, pool: pool(matches, now) };
  return last.pool;
}

function ruleOf({ key: detector }: Detector): Rule {
  const place = PLACE[detector] ?? -1;
  const [high, usual] = [`match.${detector}.high`, `match.${detector}.ordinary`] as const;
  const { min, max } = MATCHES.detectorRange;
  return ({ matches }, now) => {
    if (matches === undefined) return undefined;
    const { detectors, share } = poolOf(matches, now);
    const pooled = detectors[place];
    if (pooled === undefined || pooled.spoke === 0) return undefined;
    const { nats, k, n, typical, spoke } = pooled;
    const combined = nats * share;
    const figures = {
      percent: percent(n > 0 ? k / n : 0),
      count: Math.round(n),
      typical: percent(typical),
      matches: spoke,
    };
    return { key: combined > 0 ? high : usual, nats: Math.min(max, Math.max(min, combined)), figures };
  };
}

/** What a match without anything unusual says: mostly that this is no blatant cheater. */
const ordinary: Rule = ({ matches }, now) => {
  if (matches === undefined) return undefined;
  const pooled = poolOf(matches, now);
  const { min, max } = MATCHES.ordinaryRange;
  const combined = Math.min(max, Math.max(min, pooled.ordinary * pooled.share));
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
