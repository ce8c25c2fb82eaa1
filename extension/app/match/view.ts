import type { MatchRow } from '#extension/sync/rows.ts';
import type { MatchDetails } from '#shared/api/matches.ts';
import { type MatchMode, type MatchPlayer, type MatchResult, resultFor } from '#shared/match-history/match.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** A match as its page shows it, wherever it is from. */
export interface MatchView {
  id: string;
  playedAt: number;
  map: string;
  mode: MatchMode | null;
  durationSeconds: number | null;
  /** Who looks, where they are in it. */
  viewer: SteamId | undefined;
  result: MatchResult | undefined;
  /** One's own team first, and each team's rounds; players without a team are a group of their own. */
  teams: readonly { own: boolean | undefined; rounds: number | undefined; players: readonly MatchPlayer[] }[];
  players: readonly MatchPlayer[];
  cutOff: boolean;
}

type Parts = Pick<MatchRow, 'id' | 'playedAt' | 'map' | 'durationSeconds' | 'rounds' | 'cutOff'> & {
  mode: MatchMode | null;
  viewer: SteamId | undefined;
  result: MatchResult | undefined;
  players: readonly MatchPlayer[];
};

function viewOf({ rounds, players, viewer, ...rest }: Parts): MatchView {
  const mine = players.find(({ steamId }) => steamId === viewer)?.team;
  const order: MatchPlayer['team'][] = mine === 1 ? [1, 0, null] : [0, 1, null];
  const byFigures = (a: MatchPlayer, b: MatchPlayer) =>
    (b.score ?? -1) - (a.score ?? -1) || (b.kills ?? -1) - (a.kills ?? -1);
  const teams = order
    .map((team) => ({
      own: team === null || mine === undefined || mine === null ? undefined : team === mine,
      rounds: team === null ? undefined : rounds?.[team],
      players: players.filter((player) => player.team === team).sort(byFigures),
    }))
    .filter((team) => team.players.length > 0);
  return { ...rest, players, viewer, teams };
}

export function viewOfRow(row: MatchRow): MatchView {
  const own = row.players.find(({ steamId }) => steamId === row.viewer);
  return viewOf({ ...row, result: own && resultFor(row, own) });
}

export function viewOfDetails(match: MatchDetails): MatchView {
  return viewOf({
    ...match,
    viewer: match.own.steamId,
    result: match.result ?? undefined,
    cutOff: false,
    players: match.players.map((line) => ({ ...line, ping: null })),
  });
}
