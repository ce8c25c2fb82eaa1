import { type HistoryMatch, resultFor } from '#shared/match-history/match.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Matches with somebody on one side; those without a readable result are in `matches` alone. */
interface Tally {
  matches: number;
  won: number;
  lost: number;
  tied: number;
}

/** Somebody met in matches of one's own. Results are one's own, not theirs. */
export interface PersonMet {
  steamId: SteamId;
  /** As shown in the latest match. */
  name: string;
  with: Tally;
  against: Tally;
  firstMetAt: number;
  lastMetAt: number;
  /** The latest match. */
  lastMatchId: string;
}

const noMatches = (): Tally => ({ matches: 0, won: 0, lost: 0, tied: 0 });

/** Whom the viewer met in these matches, whatever their order; oneself left out. `side` counts only those stood with, or against. */
export function peopleMet(
  matches: Iterable<HistoryMatch>,
  viewer: SteamId,
  side?: 'with' | 'against',
): Map<SteamId, PersonMet> {
  const people = new Map<SteamId, PersonMet>();
  for (const match of matches) {
    const own = match.players.find(({ steamId }) => steamId === viewer);
    const result = own && resultFor(match, own);
    for (const player of match.players) {
      if (player.steamId === viewer) continue;
      const stood =
        !own || own.team === null || player.team === null ? undefined : own.team === player.team ? 'with' : 'against';
      if (side && stood !== side) continue;
      let person = people.get(player.steamId);
      if (!person) {
        person = {
          steamId: player.steamId,
          name: player.name,
          with: noMatches(),
          against: noMatches(),
          firstMetAt: match.playedAt,
          lastMetAt: match.playedAt,
          lastMatchId: match.id,
        };
        people.set(player.steamId, person);
      }
      if (stood) {
        person[stood].matches += 1;
        if (result) person[stood][result] += 1;
      }
      if (match.playedAt >= person.lastMetAt) {
        person.name = player.name;
        person.lastMetAt = match.playedAt;
        person.lastMatchId = match.id;
      }
      person.firstMetAt = Math.min(person.firstMetAt, match.playedAt);
    }
  }
  return people;
}
