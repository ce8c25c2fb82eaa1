import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';

/** Kinds of match the history page tells apart by its tabs. */
export const MATCH_MODES = ['premier', 'competitive', 'scrimmage', 'wingman'] as const;
const matchModeSchema = z.enum(MATCH_MODES);
export type MatchMode = z.infer<typeof matchModeSchema>;

/** Above these a scoreboard was misread or made up. */
export const LIMITS = { kills: 200, assists: 200, deaths: 200, mvps: 60, score: 1000, ping: 5000, rounds: 60 } as const;

const figure = (max: number) => z.int().min(0).max(max).nullable();

/** One line of a scoreboard; null: the page does not say, or not in a way that is sure. */
const matchPlayerSchema = z.object({
  steamId: steamIdSchema,
  /** As shown when the page was read; Steam shows the present name. */
  name: z.string().max(200),
  /** The first or second team of the page, which says nothing of T or CT; null: cut off before the score. */
  team: z.union([z.literal(0), z.literal(1)]).nullable(),
  /** ms. */
  ping: figure(LIMITS.ping),
  kills: figure(LIMITS.kills),
  assists: figure(LIMITS.assists),
  deaths: figure(LIMITS.deaths),
  mvps: figure(LIMITS.mvps),
  /** Share of kills by headshot in percent, 0–100. */
  headshotPercent: figure(100),
  score: figure(LIMITS.score),
});
export type MatchPlayer = z.infer<typeof matchPlayerSchema>;

/** A match of the user's own match history. */
export const historyMatchSchema = z.object({
  /** Made of time and map: the same match read twice, from two tabs, or half and then whole, has the same. */
  id: z.string().min(1).max(100),
  mode: matchModeSchema,
  /** As the page writes it, without the mode: `Nuke`. */
  map: z.string().max(100),
  /** `de_nuke`; null for a map this version does not know. */
  mapCode: z.string().max(40).nullable(),
  playedAt: timeSchema,
  ranked: z.boolean().nullable(),
  waitSeconds: z.int().min(0).nullable(),
  durationSeconds: z.int().min(0).nullable(),
  /** Rounds won by the first and second team. */
  rounds: z.tuple([z.int().min(0).max(LIMITS.rounds), z.int().min(0).max(LIMITS.rounds)]).nullable(),
  replayUrl: z.string().max(200).nullable(),
  players: z.array(matchPlayerSchema).max(64),
  /** The page ended inside this match: players may be missing. */
  cutOff: z.boolean(),
});
export type HistoryMatch = z.infer<typeof historyMatchSchema>;

export type MatchResult = 'won' | 'lost' | 'tied';

/** How a match ended for one of its players; undefined when the page does not say. */
export function resultFor(
  match: Pick<HistoryMatch, 'rounds'>,
  player: Pick<MatchPlayer, 'team'>,
): MatchResult | undefined {
  if (!match.rounds || player.team === null) return undefined;
  const own = match.rounds[player.team];
  const other = match.rounds[player.team === 0 ? 1 : 0];
  return own === other ? 'tied' : own > other ? 'won' : 'lost';
}
