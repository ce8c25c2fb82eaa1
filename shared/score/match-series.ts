import type { MatchEvidence } from '#shared/score/match-evidence.ts';
import { SERIES } from '#shared/score/parameters.ts';

/** What the rubric's flags about spikes, consistency and trends look at: figures per match, oldest match first. */

/** Kills among kills and deaths, drawn towards a half: one figure a match, even when nobody died. */
function performance({ kills, deaths }: MatchEvidence): number {
  return (kills + SERIES.pseudoCount) / (kills + deaths + 2 * SERIES.pseudoCount);
}

/** Up to so many, inserting beats the runtime's own sort by far. */
const FEW = 48;

/** In place, ascending. */
function sort(values: Float64Array): Float64Array {
  if (values.length > FEW) return values.sort();
  for (let i = 1; i < values.length; i++) {
    const moved = values[i] ?? 0;
    let at = i;
    for (; at > 0; at--) {
      const before = values[at - 1] ?? 0;
      if (before <= moved) break;
      values[at] = before;
    }
    values[at] = moved;
  }
  return values;
}

/** Of ascending values. */
function middleOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Median and a standard deviation that outliers do not move; never below what chance alone makes. */
function robust(values: Float64Array): { centre: number; sd: number } {
  const sorted = sort(values.slice());
  const centre = middleOf(sorted);
  for (let i = 0; i < sorted.length; i++) sorted[i] = Math.abs((sorted[i] ?? centre) - centre);
  const deviation = 1.4826 * middleOf(sort(sorted));
  return { centre, sd: Math.max(SERIES.leastSd, deviation) };
}

/** The performances in matches with enough fights to have one, in order. */
function performances(matches: readonly MatchEvidence[]): Float64Array {
  const values = new Float64Array(matches.length);
  let count = 0;
  for (const match of matches) {
    if (match.kills + match.deaths >= SERIES.leastFights) values[count++] = performance(match);
  }
  return values.subarray(0, count);
}

/** How far the best match stands above the player's own usual one, in sd; undefined with too few matches. */
export function spikeOf(matches: readonly MatchEvidence[]): { matches: number; z: number } | undefined {
  if (matches.length < SERIES.spike.matches) return undefined;
  const values = performances(matches);
  if (values.length < SERIES.spike.matches) return undefined;
  const { centre, sd } = robust(values);
  let best = 0;
  for (const value of values) best = Math.max(best, value);
  return { matches: values.length, z: (best - centre) / sd };
}

/** How many of the matches look suspicious by themselves; undefined with too few. */
export function consistencyOf(matches: readonly MatchEvidence[]): { matches: number; suspicious: number } | undefined {
  if (matches.length < SERIES.consistency.matches) return undefined;
  let suspicious = 0;
  for (const { ordinary, detectors } of matches) {
    let nats = ordinary;
    for (const said of detectors) nats += said.nats;
    if (nats >= SERIES.consistency.nats) suspicious += 1;
  }
  return { matches: matches.length, suspicious };
}

/**
 * CUSUM: whether results rose for good above those of the first 20 matches. z-scores are clipped to ±3.5, each match adds
 * z − ½ to a sum that never falls below zero, and 10 is an alarm (2.8 % false alarms in 40 further matches).
 */
export function trendOf(matches: readonly MatchEvidence[]): { matches: number; peak: number } | undefined {
  const { baseline, further, slack, clip } = SERIES.trend;
  if (matches.length < baseline + further) return undefined;
  const values = performances(matches);
  if (values.length < baseline + further) return undefined;
  const { centre, sd } = robust(values.subarray(0, baseline));
  let sum = 0;
  let peak = 0;
  for (const value of values.subarray(baseline)) {
    const z = Math.min(clip, Math.max(-clip, (value - centre) / sd));
    sum = Math.max(0, sum + z - slack);
    peak = Math.max(peak, sum);
  }
  return { matches: values.length, peak };
}
