import type { PlayerView } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import type { MatchRow } from '#extension/sync/rows.ts';
import { MATCH_MODES, type MatchMode } from '#shared/match-history/match.ts';
import { type PersonMet, peopleMet } from '#shared/match-history/people.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const DAY = 86_400_000;

export const RANGES = ['last20', 'month', 'quarter', 'all'] as const;
export const SIDES = ['both', 'with', 'against'] as const;
export const MODES = ['all', ...MATCH_MODES] as const;

/** Which matches, and whom of them. */
export interface Filter {
  range: (typeof RANGES)[number];
  side: (typeof SIDES)[number];
  mode: 'all' | MatchMode;
  /** As the page writes it; empty for all. */
  map: string;
  bannedSince: boolean;
}
export const START_FILTER: Filter = { range: 'last20', side: 'both', mode: 'all', map: '', bannedSince: false };

/** The matches of a filter, out of all, newest first. */
export function matchesIn(matches: readonly MatchRow[], { range, mode, map }: Filter, now: number): MatchRow[] {
  const since = range === 'month' ? now - 30 * DAY : range === 'quarter' ? now - 90 * DAY : 0;
  const fitting = matches.filter(
    (match) => match.playedAt >= since && (mode === 'all' || match.mode === mode) && (map === '' || match.map === map),
  );
  return range === 'last20' ? fitting.slice(0, 20) : fitting;
}

/** The maps there are, most played first. */
export function mapsOf(matches: readonly MatchRow[]): string[] {
  const counts = new Map<string, number>();
  for (const { map } of matches) counts.set(map, (counts.get(map) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([map]) => map);
}

/** Whom one met, of a filter's matches, last met first. */
export function peopleIn(
  matches: readonly MatchRow[],
  filter: Filter,
  banned: ReadonlySet<SteamId>,
  now: number,
): PersonMet[] {
  const people: PersonMet[] = [];
  // Several accounts may have played in this browser; each counts its own sides.
  const byViewer = Map.groupBy(matchesIn(matches, filter, now), ({ viewer }) => viewer);
  const seen = new Set<SteamId>();
  for (const [viewer, own] of byViewer) {
    for (const person of peopleMet(own, viewer, filter.side === 'both' ? undefined : filter.side).values()) {
      if ((filter.bannedSince && !banned.has(person.steamId)) || seen.has(person.steamId)) continue;
      seen.add(person.steamId);
      people.push(person);
    }
  }
  return people.sort((a, b) => b.lastMetAt - a.lastMetAt);
}

/** The higher, the further up: by headline, then those without a number, then those not answered; trusted ones last of all. */
function rankOf(view: PlayerView | undefined, headline: Settings['headline'], trusted: boolean): number {
  const entry = view?.entry;
  const figure = entry ? (entry.score === null ? -1 : headline === 'rubric' ? entry.rubric : entry.score) : -2;
  return trusted ? figure - 1_000 : figure;
}

/** Most suspicious first; among equals those met last. */
export function mostSuspiciousFirst(
  people: readonly PersonMet[],
  views: ReadonlyMap<SteamId, PlayerView>,
  headline: Settings['headline'],
  trusted: ReadonlySet<SteamId>,
): PersonMet[] {
  return people
    .map((person) => ({ person, rank: rankOf(views.get(person.steamId), headline, trusted.has(person.steamId)) }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ person }) => person);
}
