import { type Rule, ratio } from '#shared/score/rules/rule.ts';

/** Reports of other players, as far as they are independent; silence is no evidence of anything. */
export const REPORT_RULES: readonly Rule[] = [
  function reports({ reports: weighed }) {
    if (weighed === undefined || weighed.nats <= 0) return undefined;
    const { nats, reports: count, independent, silent } = weighed;
    return { key: 'reports', nats, figures: { count, independent: ratio(independent), silent } };
  },
];
