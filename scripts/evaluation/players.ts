import type { MatchFile } from '#scripts/evaluation/matches.ts';
import { type PlayerMetrics, readMatch } from '#shared/match/read.ts';
import { SCOREBOARD_METRICS } from '#shared/match/scoreboard.ts';

/**
 * What the labels say of a player. `unlisted` are the others of a match with labelled cheaters: published as clean in
 * little more than half of the cases, so they are no clean players.
 */
export type Label = 'cheater' | 'clean' | 'unlisted';

export interface JudgedMatch {
  name: string;
  players: PlayerMetrics[];
  labels: Label[];
}

/** Metrics and labels of one file, or why it has none. Labelled players without a single event cannot be judged. */
export function playersOf(file: MatchFile): JudgedMatch | { reason: string } {
  const reading = readMatch(file.events);
  if (reading.state !== 'ok') return { reason: reading.reason };
  const unlabelled: Label = file.cheaters.size > 0 ? 'unlisted' : 'clean';
  return {
    name: file.name,
    players: reading.players,
    labels: reading.players.map(({ id }): Label => (file.cheaters.has(id) ? 'cheater' : unlabelled)),
  };
}

/** The same players, knowing only what a scoreboard tells. */
export function asScoreboard(players: readonly PlayerMetrics[]): PlayerMetrics[] {
  return players.map((player) => {
    const n = new Float64Array(player.n.length);
    for (const metric of SCOREBOARD_METRICS) n[metric] = player.n[metric] ?? 0;
    return { ...player, n };
  });
}
