import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { LIMITS } from '#shared/match-history/match.ts';

const figure = (max: number) => z.int().min(0).max(max).nullable();

const sourcedLineSchema = z.object({
  steamId: steamIdSchema,
  name: z.string().max(200),
  team: z.union([z.literal(0), z.literal(1)]).nullable(),
  kills: figure(LIMITS.kills),
  assists: figure(LIMITS.assists),
  deaths: figure(LIMITS.deaths),
  mvps: figure(LIMITS.mvps),
  headshotPercent: figure(100),
  score: figure(LIMITS.score),
});
export type SourcedLine = z.infer<typeof sourcedLineSchema>;

/** A match as one source has it. `playedAt` is the start for some and the end for others. */
export const sourcedMatchSchema = z.object({
  playedAt: timeSchema,
  mode: z.enum(['premier', 'competitive', 'scrimmage', 'wingman']).nullable(),
  map: z.string().max(100),
  mapCode: z.string().max(40).nullable(),
  rounds: z.tuple([figure(LIMITS.rounds).unwrap(), figure(LIMITS.rounds).unwrap()]).nullable(),
  durationSeconds: z.int().min(0).max(86_400).nullable(),
  /** Valve's number of the reservation; digits. */
  reservationId: z
    .string()
    .regex(/^\d{1,20}$/)
    .nullable(),
  players: z.array(sourcedLineSchema).max(64),
});
export type SourcedMatch = z.infer<typeof sourcedMatchSchema>;

/** Lists players by ID and calls the team of the first of them 0, so that two sources can be compared. */
export function normalised(match: SourcedMatch): SourcedMatch {
  const players = [...match.players].sort((a, b) => (a.steamId < b.steamId ? -1 : 1));
  if (players.find(({ team }) => team !== null)?.team !== 1) return { ...match, players };
  return {
    ...match,
    rounds: match.rounds && [match.rounds[1], match.rounds[0]],
    players: players.map((line) => (line.team === null ? line : { ...line, team: line.team === 0 ? 1 : 0 })),
  };
}

/** Sources tell the start or the end of a match: this far apart, ms, two times may mean the same one. */
export const TIME_WINDOW = 3 * 3_600_000;
/** Nobody plays two whole matches within this, ms. */
const SAME_TIME = 10 * 60_000;
/** Share of players, and of equal lines, that makes two accounts one match. */
const MOST = 0.8;

/**
 * Whether two accounts are of one match. Different reservations never are; the same one is when half of the players are the
 * same (anybody can write down a number); else map and players must agree, and the time or else the results.
 */
export function isSameMatch(a: SourcedMatch, b: SourcedMatch): boolean {
  const others = new Map(b.players.map((line) => [line.steamId, line]));
  const common = a.players.flatMap((line) => {
    const other = others.get(line.steamId);
    return other ? [{ line, other }] : [];
  });
  const share = common.length / Math.max(1, a.players.length, b.players.length);
  if (a.reservationId !== null && b.reservationId !== null) return a.reservationId === b.reservationId && share >= 0.5;
  const apart = Math.abs(a.playedAt - b.playedAt);
  if (apart > TIME_WINDOW || share < MOST) return false;
  if (a.mapCode !== null && b.mapCode !== null && a.mapCode !== b.mapCode) return false;
  if (apart <= SAME_TIME) return true;
  const equal = common.filter(
    ({ line, other }) => line.kills !== null && line.kills === other.kills && line.deaths === other.deaths,
  );
  return equal.length >= MOST * common.length;
}
