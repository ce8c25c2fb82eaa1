import { M } from '#shared/match/metrics.ts';
import type { PlayerState } from '#shared/match/player-state.ts';

/** Sums counted while a round ran, whose number of chances is the number of rounds. */
const PER_ROUND = [
  M.burstsPerRound,
  M.jumps,
  M.footsteps,
  M.reloads,
  M.equips,
  M.knifeSwings,
  M.utility,
  M.flashes,
  M.enemiesFlashed,
  M.utilityDamage,
  M.objective,
  M.shots,
] as const;

/**
 * Takes the round that just ended into a player's figures, or forgets it: a round without a single gunshot was a knife
 * round or none at all. `numbered` is false in a match without round events, where nothing is known per round.
 * `aliveTicks` is how long the player lived in it.
 */
export function commitRound(player: PlayerState, played: boolean, numbered: boolean, aliveTicks: number): void {
  if (played && player.seen) {
    player.kills += player.roundKills;
    player.deaths += player.roundDeaths;
    player.assists += player.roundAssists;
    if (numbered) countRound(player, aliveTicks);
  }
  player.seen = false;
  player.roundKills = 0;
  player.roundDeaths = 0;
  player.roundAssists = 0;
  player.roundDamage = 0;
  player.roundTaken = 0;
  player.roundSuicides = 0;
  player.feuds.clear();
}

function countRound(player: PlayerState, aliveTicks: number): void {
  player.rounds += 1;
  player.killsByRound.push(player.roundKills);
  player.damageByRound.push(player.roundDamage);
  player.observe(M.kills, player.roundKills);
  player.observe(M.alive, aliveTicks);
  player.aliveTicks += aliveTicks;
  player.observe(M.deaths, player.roundDeaths);
  player.observe(M.assists, player.roundAssists);
  player.observe(M.damage, player.roundDamage);
  player.observe(M.damageTaken, Math.min(100, player.roundTaken));
  player.chance(M.multiKill2, player.roundKills >= 2);
  player.chance(M.multiKill3, player.roundKills >= 3);
  player.chance(M.multiKill4, player.roundKills >= 4);
  player.chance(M.killless, player.roundKills === 0);
  player.chance(M.suicide, player.roundSuicides > 0);
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return meanOf(values.map((v) => (v - mean) ** 2));
}

/** Rounds in a window that is compared with the rest of the match. */
const WINDOW = 5;

/** The best five rounds in a row against the rest, in standard errors of a Poisson count. */
function spikeOf(kills: readonly number[]): number {
  const mean = meanOf(kills);
  let best = 0;
  for (let start = 0; start + WINDOW <= kills.length; start += 1) {
    best = Math.max(best, meanOf(kills.slice(start, start + WINDOW)));
  }
  return (best - mean) / Math.sqrt((mean + 0.2) / WINDOW);
}

function longestRun(kills: readonly number[]): number {
  let run = 0;
  let best = 0;
  for (const count of kills) {
    run = count > 0 ? run + 1 : 0;
    best = Math.max(best, run);
  }
  return best;
}

/** Fills in what only the whole match tells. */
export function closePlayer(player: PlayerState): void {
  for (const metric of PER_ROUND) player.n[metric] = player.rounds;
  const minutes = player.aliveTicks / 3840;
  if (minutes > 0) {
    player.k[M.killRate] = player.kills;
    player.n[M.killRate] = minutes;
  }
  const fought = player.kills + player.deaths;
  player.k[M.killShare] = player.kills;
  player.n[M.killShare] = fought;
  player.k[M.assistShare] = player.assists;
  player.n[M.assistShare] = player.kills + player.assists;
  if (player.kills > 0) player.observe(M.headStreak, player.bestHeadStreak);
  const kills = player.killsByRound;
  if (kills.length < 2 * WINDOW) return;
  player.observe(M.killDispersion, varianceOf(kills) / (meanOf(kills) + 0.2));
  player.observe(M.damageDispersion, Math.sqrt(varianceOf(player.damageByRound)) / (meanOf(player.damageByRound) + 10));
  player.observe(M.spike, spikeOf(kills));
  const half = Math.floor(kills.length / 2);
  const change = Math.abs(meanOf(kills.slice(0, half)) - meanOf(kills.slice(half)));
  player.observe(M.halves, change / Math.sqrt((meanOf(kills) + 0.2) / half));
  player.observe(M.bestRun, longestRun(kills));
}
