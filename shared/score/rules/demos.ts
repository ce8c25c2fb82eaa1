import type { DemoDetectorKey } from '#shared/demo/types.ts';
import { DAY, DEMOS, MATCHES } from '#shared/score/parameters.ts';
import { percent, type Rule } from '#shared/score/rules/rule.ts';

/** What one detector says over all demos: each by its age, and m demos of one player as m / (1 + (m − 1)ρ), as with matches. */
function ruleOf(detector: DemoDetectorKey): Rule {
  return ({ demos }, now) => {
    if (demos === undefined) return undefined;
    let [total, nats, k, n, usual, spoke] = [0, 0, 0, 0, 0, 0];
    for (const demo of demos) {
      const said = demo.detectors.find(({ key }) => key === detector);
      if (said === undefined) continue;
      const weight = 2 ** (-Math.max(0, (now - demo.observedAt) / DAY) / MATCHES.halfLifeDays);
      total += weight;
      nats += weight * said.nats;
      k += said.k;
      n += said.n;
      usual += said.n * said.typical;
      spoke += 1;
    }
    if (spoke === 0 || n === 0) return undefined;
    const combined = total <= 1 ? nats : nats / (1 + (total - 1) * MATCHES.correlation);
    const { min, max } = DEMOS.detectorRange;
    const figures = {
      count: Math.round(k),
      chances: Math.round(n),
      percent: percent(k / n),
      typical: percent(usual / n),
      demos: spoke,
    };
    return { key: `demo.${detector}`, nats: Math.min(max, Math.max(min, combined)), figures };
  };
}

/** Aim and information, as demos with ticks show them. Entries of the blocks of the engine. */
export const DEMO_RULES = {
  aim: (['snap', 'silent', 'flick', 'lock', 'recoil', 'spin', 'trigger'] as const).map(ruleOf),
  information: (['reaction', 'wallTrack', 'prefire'] as const).map(ruleOf),
} as const;
