import type { PlayerMetrics } from '#shared/match/read.ts';

/** A metric of a player alone, or against the median of the others in the same match. */
export type View = 'own' | 'lobby';

/** Fewer others with a figure make no comparison. */
const MIN_OTHERS = 4;

/** What a player's share is drawn towards when little was seen: `mean` of ordinary players, worth `strength` chances. */
export interface Reference {
  mean: number;
  strength: number;
}

/** The shrunken value of a metric, or NaN when there was no chance for it: missing is missing. */
export function ownValue(player: PlayerMetrics, metric: number, { mean, strength }: Reference): number {
  const n = player.n[metric] ?? 0;
  return n > 0 ? ((player.k[metric] ?? 0) + strength * mean) / (n + strength) : Number.NaN;
}

/** Each player's value less the median of the others'; NaN where it, or too many of theirs, are missing. */
export function lobbyValues(own: readonly number[]): number[] {
  const known = own.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (known.length <= MIN_OTHERS) return own.map(() => Number.NaN);
  // Without one of them, the upper median of the rest sits at the same place or one further.
  const middle = Math.floor((known.length - 1) / 2);
  return own.map((value) => {
    if (Number.isNaN(value)) return Number.NaN;
    const upTo = known[middle] ?? Number.NaN;
    return value - (value <= upTo ? (known[middle + 1] ?? Number.NaN) : upTo);
  });
}
