import type { ShareEvidence } from '#shared/score/evidence.ts';
import { logLikelihoodRatio } from '#shared/score/likelihood.ts';
import { ACCURACY, HEADSHOTS, UNKNOWN_SKILL_SD } from '#shared/score/parameters.ts';
import { percent, type Rule } from '#shared/score/rules/rule.ts';

const headshotsRatio = logLikelihoodRatio(HEADSHOTS.mixture);
const accuracyRatio = logLikelihoodRatio(ACCURACY.mixture);

/** How many of a player's bullets end where they do the most. */
export const AIM_RULES: readonly Rule[] = [
  function headshots(seen) {
    const share = seen['stats.headshots'];
    if (share === undefined || share.n === 0) return undefined;
    const nats = headshotsRatio(zOfShare(share, HEADSHOTS));
    const figures = {
      percent: percent(share.k / share.n),
      headshots: share.k,
      kills: share.n,
      typical: percent(HEADSHOTS.mean),
    };
    return { key: nats > 0 ? 'stats.headshots.high' : 'stats.headshots.ordinary', nats, figures };
  },

  function accuracy(seen) {
    const share = seen['stats.accuracy'];
    if (share === undefined || share.n === 0) return undefined;
    const nats = accuracyRatio(zOfShare(share, ACCURACY));
    const figures = {
      percent: percent(share.k / share.n),
      hits: share.k,
      shots: share.n,
      typical: percent(ACCURACY.mean),
    };
    return { key: nats > 0 ? 'stats.accuracy.high' : 'stats.accuracy.ordinary', nats, figures };
  },
];

/** How far a share, drawn towards what is usual by its prior, lies above the mean of players of unknown rank, in sd. */
function zOfShare({ k, n }: ShareEvidence, of: typeof HEADSHOTS | typeof ACCURACY): number {
  const shrunk = (k + of.prior.alpha) / (n + of.prior.alpha + of.prior.beta);
  const skill = of.perSkill * UNKNOWN_SKILL_SD;
  return (shrunk - of.mean) / Math.sqrt(of.sdBetween * of.sdBetween + skill * skill + of.varianceWithin / n);
}
