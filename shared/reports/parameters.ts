/**
 * Every number by which reports are weighed. Times are milliseconds, weights are shares of one fully trusted reporter.
 * Where no reason stands beside it, a number is a considered guess that `npm run simulate:reports` has been run with.
 */

const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** What an account is worth before its reports have been put to the test: the mean of the prior, out of 1. */
export const ACCOUNT_MEAN = { new: 0.1, middling: 0.3, established: 0.45 } as const;

/** Reports' worth of prior: so many confirmed or rejected reports outweigh the account's age. */
export const PRIOR_STRENGTH = 4;

/** A newcomer never weighs more, whatever was confirmed: fresh accounts are cheap, and so is reporting known cheaters with them. */
export const NEWCOMER_CAP = 0.2;

/** An account is new while any known figure is below `middling`, and established when all known ones reach `established`. */
export const ACCOUNT_BOUNDS = {
  ageDays: { middling: 90, established: 730 },
  hours: { middling: 50, established: 400 },
  level: { middling: 1, established: 8 },
} as const;

/** A report still open after this long speaks a little against its reporter. */
export const OPEN_TOO_LONG = { after: 16 * WEEK, rejection: 0.35 } as const;

/** A report's weight halves in this time. */
export const HALF_LIFE = 26 * WEEK;

/** Weight of a report by somebody who cannot be shown to have met the player. */
export const UNPROVEN = 0.15;

/**
 * Reports by people who cannot be shown to have met the player weigh at most this share of those by people who can:
 * anybody can write them in any number, so they may add to a case but never make one.
 */
export const UNPROVEN_AT_MOST = 0.5;

/** Two reporters who queued together saw the same rounds and talked about them. */
export const PARTY_DEPENDENCE = 0.5;

/**
 * How two reporters' common targets become a dependence: what exceeds the expected number by more than `tolerance` plus
 * `spread` standard deviations counts, and `full` more (or a share `part` of what could have been common) is full dependence.
 */
export const OVERLAP = { tolerance: 1, spread: 1, full: 2, part: 0.2 } as const;

/**
 * A group that takes care that no two of its members overlap much still overlaps more, all in all, than people who do not
 * know of one another. What exceeds `times` the expected sum over pairs by more than `tolerance` plus `spread` standard
 * deviations counts, and one target for every `1 / full` pairs is full dependence. At most `pairs` pairs are looked at.
 */
export const GROUP_OVERLAP = { times: 1.3, tolerance: 1, spread: 1.5, full: 1, pairs: 400 } as const;

/** Share of its co-players that reports an unconfirmed target, before any is counted, and how many co-players that is worth. */
export const REPORT_RATE_PRIOR = { rate: 0.2, strength: 4 } as const;

/** Beta prior of the share of co-players who report an ordinary player: mean 5 %. */
export const RATE_PRIOR = { reported: 0.5, silent: 9.5 } as const;

/** The cautious estimate is this quantile of the posterior. */
export const CAUTION = 0.1;

/** Bounds of the states: the cautious share of co-players that reported, and the reports' number of independent ones. */
export const STATES = { reported: { share: 0.05, independent: 2.5 }, strong: { share: 0.08 } } as const;

/** Most that reports can add to a score, in nats. */
export const MAX_NATS = 1.3;
