import type { MatchEvidence } from '#shared/score/match-evidence.ts';
import { SERIES } from '#shared/score/parameters.ts';

/** What the rubric's flags about spikes, consistency and trends look at: figures per match, oldest match first. */

/** Kills among kills and deaths, drawn towards a half: one figure a match, even when nobody died. */
function performance({ kills, deaths }: MatchEvidence): number {
  return (kills + SERIES.pseudoCount) / (kills + deaths + 2 * SERIES.pseudoCount);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Median and a standard deviation that outliers do not move; never below what chance alone makes. */
function robust(values: readonly number[]): { centre: number; sd: number } {
  const centre = median(values);
  const deviation = 1.4826 * median(values.map((value) => Math.abs(value - centre)));
  return { centre, sd: Math.max(SERIES.leastSd, deviation) };
}

const kept = (matches: readonly MatchEvidence[]): MatchEvidence[] =>
  matches.filter(({ kills, deaths }) => kills + deaths >= SERIES.leastFights);

/** How far the best match stands above the player's own usual one, in sd; undefined with too few matches. */
export function spikeOf(matches: readonly MatchEvidence[]): { matches: number; z: number } | undefined {
  const values = kept(matches).map(performance);
  if (values.length < SERIES.spike.matches) return undefined;
  const { centre, sd } = robust(values);
  return { matches: values.length, z: (Math.max(...values) - centre) / sd };
}

/** How many of the matches look suspicious by themselves; undefined with too few. */
export function consistencyOf(matches: readonly MatchEvidence[]): { matches: number; suspicious: number } | undefined {
  if (matches.length < SERIES.consistency.matches) return undefined;
  const suspicious = matches.filter(
    (match) => match.ordinary + match.detectors.reduce((sum, { nats }) => sum + nats, 0) >= SERIES.consistency.nats,
  ).length;
  return { matches: matches.length, suspicious };
}

/**
 * CUSUM: whether results rose for good above those of the first 20 matches. z-scores are clipped to ±3.5, each match adds
 * z − ½ to a sum that never falls below zero, and 10 is an alarm (2.8 % false alarms in 40 further matches).
 */
export function trendOf(matches: readonly MatchEvidence[]): { matches: number; peak: number } | undefined {
  const { baseline, further, slack, clip } = SERIES.trend;
  const values = kept(matches).map(performance);
  if (values.length < baseline + further) return undefined;
  const { centre, sd } = robust(values.slice(0, baseline));
  let sum = 0;
  let peak = 0;
  for (const value of values.slice(baseline)) {
    const z = Math.min(clip, Math.max(-clip, (value - centre) / sd));
    sum = Math.max(0, sum + z - slack);
    peak = Math.max(peak, sum);
  }
  return { matches: values.length, peak };
}
