import { GROUP_OVERLAP, OVERLAP, PARTY_DEPENDENCE } from '#shared/reports/parameters.ts';

/** What two reporters of a player have in common beside that player. */
export interface Overlap {
  /** Players both have an unconfirmed report on. */
  shared: number;
  /** How many that would be if each reported the people they meet as others do who met them. */
  expected: number;
  /** How many it could well be: the smaller number of either's targets that the other meets. */
  comparable: number;
}

export interface CommonGround extends Overlap {
  /** The same device or address, now or when they reported. */
  sameOrigin: boolean;
  /** They queued together when they met the player. */
  sameParty: boolean;
}

/**
 * Dependence of two reporters, from 0 (each counts) to 1 (both together count as one).
 *
 * People who play in the same small pool meet the same cheaters and rightly report the same ones; only what goes beyond
 * that by more than chance (one report and a standard deviation) shows that they act alike.
 */
export function dependence({ sameOrigin, sameParty, shared, expected, comparable }: CommonGround): number {
  if (sameOrigin) return 1;
  const excess = shared - expected - OVERLAP.tolerance - OVERLAP.spread * Math.sqrt(expected);
  const alike = Math.min(1, Math.max(0, excess / Math.max(OVERLAP.full, OVERLAP.part * comparable)));
  return sameParty ? Math.max(PARTY_DEPENDENCE, alike) : alike;
}

/**
 * Dependence that the reporters of a player show as a group, from 0 to 1: for rings whose members share so few targets that
 * no pair of them stands out. `shared` and `expected` are sums over `pairs` pairs.
 */
export function groupDependence({
  shared,
  expected,
  pairs,
}: {
  shared: number;
  expected: number;
  pairs: number;
}): number {
  const { times, tolerance, spread, full } = GROUP_OVERLAP;
  const excess = shared - times * expected - tolerance - spread * Math.sqrt(expected);
  return pairs === 0 ? 0 : Math.min(1, Math.max(0, excess / (full * pairs)));
}
