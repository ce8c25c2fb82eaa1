import type { LeetifyEvidence } from '#shared/score/leetify-evidence.ts';
import { logLikelihoodRatio } from '#shared/score/likelihood.ts';
import { LEETIFY, UNKNOWN_SKILL_SD } from '#shared/score/parameters.ts';
import type { Rule } from '#shared/score/rules/rule.ts';

/** One figure of Leetify's, and how far players of the same skill are usually from it. */
interface Figure {
  /** Below `reason.leetify.` in the locale files: the same words for and against, as the figure stands beside what is typical. */
  readonly key: 'head' | 'spotted' | 'reaction' | 'preaim';
  readonly of: (seen: LeetifyEvidence) => number | undefined;
  /** Scale on which the figure is judged, rising with suspicion, and back. */
  readonly to: (value: number) => number;
  readonly from: (scaled: number) => number;
  readonly model: (typeof LEETIFY)['head' | 'spotted' | 'reaction' | 'preaim'];
}

const FIGURES: Record<'aim' | 'information', readonly Figure[]> = {
  aim: [
    { key: 'head', of: (seen) => seen.accuracyHead, to: (v) => v, from: (s) => s, model: LEETIFY.head },
    { key: 'spotted', of: (seen) => seen.accuracyEnemySpotted, to: (v) => v, from: (s) => s, model: LEETIFY.spotted },
    { key: 'reaction', of: (seen) => seen.reactionTimeMs, to: (v) => -v, from: (s) => -s, model: LEETIFY.reaction },
  ],
  information: [
    {
      key: 'preaim',
      of: (seen) => seen.preaim,
      to: (v) => -Math.log(v),
      from: (s) => Math.exp(-s),
      model: LEETIFY.preaim,
    },
  ],
};

const oneDecimal = (value: number) => Math.round(value * 10) / 10;

function ruleOf({ key, of, to, from, model }: Figure): Rule {
  const ratio = logLikelihoodRatio(model.mixture);
  return (seen) => {
    const { leetify } = seen;
    const value = leetify && of(leetify);
    if (leetify === undefined || value === undefined) return undefined;
    const { premier } = leetify;
    const { base, perPoint, min, max } = LEETIFY.skill;
    const skill = premier === undefined ? 0 : Math.min(max, Math.max(min, (premier - base) / perPoint));
    // Of players without a rank the skill is a guess, and the spread wider for it.
    const guess = premier === undefined ? model.perSkill * UNKNOWN_SKILL_SD : 0;
    const averaged = Math.min(leetify.matches, LEETIFY.averagedOver);
    const usual = model.mean + model.perSkill * skill;
    const sd = Math.sqrt(model.sdBetween ** 2 + guess * guess + model.variancePerMatch / averaged);
    const nats = ratio((to(value) - usual) / sd);
    return { key: `leetify.${key}`, nats, figures: { value, typical: oneDecimal(from(usual)) } };
  };
}

const gapRatio = logLikelihoodRatio(LEETIFY.gap.mixture);

/** Aim far better than what else takes practice. Ratings with the same mean, so no skill comes in. */
const gap: Rule = ({ leetify }) => {
  if (leetify?.aim === undefined || leetify.utility === undefined) return undefined;
  const nats = gapRatio((leetify.aim - leetify.utility) / LEETIFY.gap.sdBetween);
  const figures = { aim: leetify.aim, utility: leetify.utility };
  return { key: 'leetify.gap', nats, figures };
};

/** What Leetify's averages say, beside the lifetime totals of the same blocks. */
export const LEETIFY_RULES = {
  aim: FIGURES.aim.map(ruleOf),
  information: FIGURES.information.map(ruleOf),
  skill: [gap],
} as const;
