import type { Contribution } from '#shared/score/assessment.ts';
import type { Seen } from '#shared/score/evidence.ts';
import type { ReasonKey } from '#shared/score/reasons.ts';

/** What a rule says: its reason, its weight in nats before block weighting and caps, and the figures for the words. */
interface Weighed {
  readonly key: ReasonKey;
  readonly nats: number;
  readonly figures: Contribution['figures'];
}

/** One thing to judge. `undefined` when there is nothing to judge it by, or it says nothing. `now` is in ms. */
export type Rule = (seen: Seen, now: number) => Weighed | undefined;

/** For the many reasons that need none; frozen because it is shared. */
export const NO_FIGURES: Contribution['figures'] = Object.freeze({});

/** A share as percent with one decimal. */
export function percent(share: number): number {
  return Math.round(share * 1000) / 10;
}

/** A ratio with two decimals. */
export function ratio(value: number): number {
  return Math.round(value * 100) / 100;
}
