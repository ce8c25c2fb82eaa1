import { METRICS } from '#shared/match/metrics.ts';
import { EVENT_NAMES, inMatchOrder } from '#shared/match/order.ts';
import { flagOf, isRow, numberOf, playerOf } from '#shared/match/rows.ts';
import { MatchTally } from '#shared/match/tally.ts';

/** One player's figures from one match. `k` and `n` run parallel to `METRICS`: sums and the chances they are out of. */
export interface PlayerMetrics {
  id: string;
  k: Float64Array;
  n: Float64Array;
  rounds: number;
  kills: number;
  deaths: number;
  assists: number;
  shots: number;
  /** As the game reported it at the end of the match: type 11 is the Premier rating, 12 the rank 1–18 of a map. */
  rank?: { type: number; value: number };
  /** Wins in this mode, as reported with the rank. */
  wins?: number;
}

export type MatchReading =
  | { state: 'ok'; players: PlayerMetrics[]; rounds: number; dropped: number }
  /** Nothing to judge: not an object of event lists, or no player in any event. */
  | { state: 'unreadable'; reason: 'not-events' | 'no-players' };

/** Teams before the first change of sides, which only that change tells. Later changes are followed while reading. */
function firstTeams(events: Readonly<Record<string, unknown>>): Map<string, number> {
  const teams = new Map<string, number>();
  const changes = events['player_team'];
  if (!Array.isArray(changes)) return teams;
  for (const row of changes) {
    if (!isRow(row) || flagOf(row, 'disconnect')) continue;
    const player = playerOf(row, 'user_steamid');
    if (player === undefined || teams.has(player)) continue;
    const before = numberOf(row, 'oldteam') ?? 0;
    // Who came from nowhere had no team before: the team joined is right from the start.
    teams.set(player, before >= 2 ? before : (numberOf(row, 'team') ?? 0));
  }
  return teams;
}

/**
 * Per-player metrics of one match from what a parser returns: an object of event lists, as demoparser2's `parseEvents`
 * grouped by name. Never throws, whatever it is given; rows that cannot be read are left out and counted in `dropped`.
 */
export function readMatch(input: unknown): MatchReading {
  if (!isRow(input) || !EVENT_NAMES.some((name) => Array.isArray(input[name]))) {
    return { state: 'unreadable', reason: 'not-events' };
  }
  const tally = new MatchTally(firstTeams(input));
  const dropped = inMatchOrder(input, (name, tick, row) => tally.add(name, tick, row));
  const states = tally.finish();
  if (states.length === 0) return { state: 'unreadable', reason: 'no-players' };
  const players = states.map((state): PlayerMetrics => {
    const player: PlayerMetrics = {
      id: state.id,
      k: state.k,
      n: state.n,
      rounds: state.rounds,
      kills: state.kills,
      deaths: state.deaths,
      assists: state.assists,
      shots: state.shots,
    };
    if (state.rank !== undefined && state.rankType !== undefined) {
      player.rank = { type: state.rankType, value: state.rank };
    }
    if (state.wins !== undefined) player.wins = state.wins;
    return player;
  });
  return { state: 'ok', players, rounds: Math.max(...players.map((p) => p.rounds)), dropped };
}

/** A metric of a player as plain counts; undefined when there was no chance for it. */
export function metricOf(player: PlayerMetrics, metric: number): { k: number; n: number; value: number } | undefined {
  const n = player.n[metric] ?? 0;
  const k = player.k[metric] ?? 0;
  return metric < METRICS.length && n > 0 ? { k, n, value: k / n } : undefined;
}
