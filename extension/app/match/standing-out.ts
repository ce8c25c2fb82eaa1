import type { MatchPlayer } from '#shared/match-history/match.ts';
import type { Band } from '#shared/score/assessment.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** From here on a number is told: the two upper bands begin at 61. */
const HIGH_SCORE = 61;
/** Kills below which a share of headshots says little. */
const ENOUGH_KILLS = 12;
/** Share of headshots, percent, that few players of a whole match reach. */
const MANY_HEADSHOTS = 75;
/** Kills per death against the match's own middle. */
const FAR_AHEAD = 2.2;
/** A bot's or a leaver's deaths make any ratio large. */
const ENOUGH_DEATHS = 4;

export type StandsOut =
  | { kind: 'score'; steamId: SteamId; score: number; band: Band }
  | { kind: 'banned'; steamId: SteamId }
  | { kind: 'headshots'; steamId: SteamId; percent: number; kills: number }
  | { kind: 'ratio'; steamId: SteamId; kills: number; deaths: number }
  | { kind: 'watched'; steamId: SteamId };

const ratioOf = ({ kills, deaths }: MatchPlayer): number | undefined =>
  kills === null || deaths === null || kills + deaths === 0 ? undefined : kills / Math.max(1, deaths);

/**
 * What somebody who looks at a scoreboard would point at, the weightiest first. One good match is no evidence, which is
 * why these are told apart from scores: they say where to look.
 */
export function standsOut(
  players: readonly MatchPlayer[],
  viewer: SteamId | undefined,
  known: {
    scoreOf(steamId: SteamId): { score: number | null; band: Band } | undefined;
    bannedSince(steamId: SteamId): boolean;
    watched(steamId: SteamId): boolean;
  },
): StandsOut[] {
  const found: StandsOut[] = [];
  const ratios = players.flatMap((player) => ratioOf(player) ?? []).sort((a, b) => a - b);
  const middle = ratios[Math.floor(ratios.length / 2)];
  for (const player of players) {
    const { steamId, kills, deaths, headshotPercent } = player;
    if (steamId === viewer) continue;
    if (known.bannedSince(steamId)) found.push({ kind: 'banned', steamId });
    const entry = known.scoreOf(steamId);
    if (entry && entry.score !== null && entry.score >= HIGH_SCORE) {
      found.push({ kind: 'score', steamId, score: entry.score, band: entry.band });
    }
    if (kills !== null && kills >= ENOUGH_KILLS && headshotPercent !== null && headshotPercent >= MANY_HEADSHOTS) {
      found.push({ kind: 'headshots', steamId, percent: headshotPercent, kills });
    }
    const ratio = ratioOf(player);
    if (
      ratio !== undefined &&
      middle !== undefined &&
      kills !== null &&
      deaths !== null &&
      kills >= ENOUGH_KILLS &&
      deaths >= ENOUGH_DEATHS &&
      ratio >= FAR_AHEAD * Math.max(1, middle)
    ) {
      found.push({ kind: 'ratio', steamId, kills, deaths });
    }
    if (known.watched(steamId)) found.push({ kind: 'watched', steamId });
  }
  const weight = { banned: 4, score: 3, ratio: 2, headshots: 1, watched: 0 } as const;
  return found.sort(
    (a, b) => weight[b.kind] - weight[a.kind] || (a.kind === 'score' && b.kind === 'score' ? b.score - a.score : 0),
  );
}
