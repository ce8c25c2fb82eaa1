import {
  ACCOUNT_BOUNDS,
  ACCOUNT_MEAN,
  HALF_LIFE,
  NEWCOMER_CAP,
  OPEN_TOO_LONG,
  PRIOR_STRENGTH,
  UNPROVEN,
} from '#shared/reports/parameters.ts';

export type AccountTier = keyof typeof ACCOUNT_MEAN;

/** What a reporter's account shows; a missing figure (private, unknown) is neither held against nor for it. */
export interface AccountFigures {
  ageDays?: number;
  /** Played in Counter-Strike. */
  hours?: number;
  /** Steam level. */
  level?: number;
}

const FIGURES = ['ageDays', 'hours', 'level'] as const;

/** How established an account is. One that shows nothing is new: hiding must not help. */
export function accountTier(figures: AccountFigures): AccountTier {
  const known = FIGURES.flatMap((name) => {
    const value = figures[name];
    return value === undefined ? [] : [{ value, bounds: ACCOUNT_BOUNDS[name] }];
  });
  if (known.length === 0 || known.some(({ value, bounds }) => value < bounds.middling)) return 'new';
  // Level and hours alone can be bought or idled; only age cannot be had sooner.
  const aged = figures.ageDays !== undefined;
  return aged && known.every(({ value, bounds }) => value >= bounds.established) ? 'established' : 'middling';
}

/** A reporter's record. Counts of reports, each at most once. */
export interface ReporterRecord {
  tier: AccountTier;
  /** Later borne out: the player was banned, or a moderator upheld it. */
  confirmed: number;
  /** A moderator found nothing. */
  rejected: number;
  /** Neither, and open for longer than 16 weeks. */
  lapsed: number;
  /** Muted, blocked or banned here: weighs nothing. */
  muted?: boolean;
}

/** Weight of a reporter, 0–1: the expected share of their reports that will be borne out. */
export function reporterWeight({ tier, confirmed, rejected, lapsed, muted }: ReporterRecord): number {
  if (muted) return 0;
  const against = rejected + OPEN_TOO_LONG.rejection * lapsed;
  const weight = (PRIOR_STRENGTH * ACCOUNT_MEAN[tier] + confirmed) / (PRIOR_STRENGTH + confirmed + against);
  return tier === 'new' ? Math.min(weight, NEWCOMER_CAP) : weight;
}

/** Whether a report made at `reportedAt` and still open at `now` (both ms) counts as lapsed. */
export function hasLapsed(reportedAt: number, now: number): boolean {
  return now - reportedAt > OPEN_TOO_LONG.after;
}

/** What is left of a report's weight after `age` ms. Before 0 it is more than all: weights are kept at a reference time. */
export function fading(age: number): number {
  return 2 ** (-age / HALF_LIFE);
}

/** Weight of one report before it fades: the reporter's, and less when the two cannot be shown to have met. */
export function freshWeight(reporter: number, playedTogether: boolean): number {
  return reporter * (playedTogether ? 1 : UNPROVEN);
}
