import { M, METRICS } from '#shared/match/metrics.ts';
import type { PlayerMetrics } from '#shared/match/read.ts';

/** One line of a scoreboard, as match-history pages show it. */
export interface ScoreboardLine {
  id: string;
  kills: number;
  assists: number;
  deaths: number;
  /** Share of kills by headshot, 0–1; missing when the page does not say. */
  headshotShare?: number;
  /** Rounds of the match, when known. */
  rounds?: number;
}

function whole(value: number): number {
  return Number.isFinite(value) && value > 0 ? Math.min(1000, Math.round(value)) : 0;
}

/** The few metrics a scoreboard gives, in the shape of those of a whole match; all others have no chances. */
export function scoreboardMetrics(line: ScoreboardLine): PlayerMetrics {
  const k = new Float64Array(METRICS.length);
  const n = new Float64Array(METRICS.length);
  const kills = whole(line.kills);
  const deaths = whole(line.deaths);
  const assists = whole(line.assists);
  const rounds = whole(line.rounds ?? 0);
  k[M.killShare] = kills;
  n[M.killShare] = kills + deaths;
  const share = line.headshotShare;
  if (share !== undefined && share >= 0 && share <= 1) {
    k[M.headKillAny] = Math.round(share * kills);
    n[M.headKillAny] = kills;
  }
  k[M.assistShare] = assists;
  n[M.assistShare] = kills + assists;
  for (const [metric, count] of [
    [M.kills, kills],
    [M.deaths, deaths],
    [M.assists, assists],
  ] as const) {
    k[metric] = rounds > 0 ? count : 0;
    n[metric] = rounds;
  }
  return { id: line.id, k, n, rounds, kills, deaths, assists, shots: 0 };
}

/** Metrics that a scoreboard can tell. */
export const SCOREBOARD_METRICS: readonly number[] = [
  M.killShare,
  M.headKillAny,
  M.assistShare,
  M.kills,
  M.deaths,
  M.assists,
];
