import type { MatchRow } from '#extension/sync/rows.ts';
import type { MatchSummary } from '#shared/api/matches.ts';
import { type MatchMode, type MatchPlayer, type MatchResult, resultFor } from '#shared/match-history/match.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** A match as lists show it, wherever it is from. Rounds are one's own first. */
export interface MatchItem {
  id: string;
  playedAt: number;
  map: string;
  mode: MatchMode | null;
  result: MatchResult | undefined;
  rounds: readonly [number, number] | null;
  own: Pick<MatchPlayer, 'kills' | 'assists' | 'deaths' | 'headshotPercent'> | undefined;
  /** Everybody else in it; none where the list does not name them. */
  others: readonly Pick<MatchPlayer, 'steamId' | 'name'>[];
}

/** A match kept in this browser. */
export function itemOfRow(match: MatchRow): MatchItem {
  const own = match.players.find(({ steamId }) => steamId === match.viewer);
  const { rounds } = match;
  return {
    id: match.id,
    playedAt: match.playedAt,
    map: match.map,
    mode: match.mode,
    result: own && resultFor(match, own),
    rounds: rounds && own?.team === 1 ? [rounds[1], rounds[0]] : rounds,
    own,
    others: match.players.filter(({ steamId }) => steamId !== match.viewer),
  };
}

/** A match of the backend's list. */
export function itemOfSummary(match: MatchSummary): MatchItem {
  const { own, rounds } = match;
  return {
    id: match.id,
    playedAt: match.playedAt,
    map: match.map,
    mode: match.mode,
    result: match.result ?? undefined,
    rounds: rounds && own.team === 1 ? [rounds[1], rounds[0]] : rounds,
    own,
    others: [],
  };
}

/** Of the others in a match, the one whose number is the highest. */
export function mostSuspicious<E extends { score: number | null }>(
  { others }: MatchItem,
  scores: ReadonlyMap<SteamId, E>,
): { player: MatchItem['others'][number]; entry: E } | undefined {
  let best: { player: MatchItem['others'][number]; entry: E } | undefined;
  for (const player of others) {
    const entry = scores.get(player.steamId);
    if (entry && entry.score !== null && entry.score > (best?.entry.score ?? -1)) best = { player, entry };
  }
  return best;
}
