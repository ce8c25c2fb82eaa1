import { z } from 'zod';
import type { GcLine, GcMatch } from '#backend/gc/gc.ts';
import { LIMITS } from '#shared/match-history/match.ts';
import { steamIdFromAccountId } from '#shared/steam/steam-id.ts';

/**
 * What the Game Coordinator tells of a match, as far as we read it. Lists run parallel to `account_ids`; missing numbers
 * come as null. Figures of a round are sums since the beginning, so the last round has those of the match.
 */
const figures = z.array(z.number().nullable()).default([]);
const roundSchema = z.object({
  reservationid: z.string().nullish(),
  reservation: z.object({ account_ids: z.array(z.int().nullable()) }).nullish(),
  map: z.string().nullish(),
  kills: figures,
  assists: figures,
  deaths: figures,
  scores: figures,
  enemy_headshots: figures,
  mvps: figures,
  team_scores: figures,
  match_duration: z.int().nullish(),
});
const matchSchema = z.object({
  matchid: z.string(),
  matchtime: z.int().nullish(),
  roundstatsall: z.array(roundSchema).default([]),
});
const listSchema = z.array(matchSchema);

const DEMO = /^https?:\/\/replay\d+\.valve\.net\/730\/\d+_\d+\.dem\.bz2$/;

/** The whole answer; undefined when it has another form. Each match by its number. */
export function readMatchList(raw: unknown): Map<string, GcMatch | undefined> | undefined {
  const read = listSchema.safeParse(raw);
  if (!read.success) return undefined;
  return new Map(read.data.map((match) => [match.matchid, readMatch(match)]));
}

function bounded(value: number | null | undefined, max: number): number | undefined {
  const number = value ?? 0;
  return Number.isInteger(number) && number >= 0 && number <= max ? number : undefined;
}

function readMatch({ matchtime, roundstatsall }: z.infer<typeof matchSchema>): GcMatch | undefined {
  const last = roundstatsall.at(-1);
  // Players are named in the first rounds even where later ones leave them out.
  const accounts = roundstatsall.findLast((round) => (round.reservation?.account_ids.length ?? 0) > 0)?.reservation
    ?.account_ids;
  if (!last || !accounts || !matchtime) return undefined;
  const half = accounts.length / 2;
  const players = accounts.flatMap((account, index): GcLine[] => {
    // A place nobody took.
    const steamId = steamIdFromAccountId(account ?? 0);
    if (!steamId) return [];
    const kills = bounded(last.kills[index], LIMITS.kills);
    const deaths = bounded(last.deaths[index], LIMITS.deaths);
    const assists = bounded(last.assists[index], LIMITS.assists);
    const mvps = bounded(last.mvps[index], LIMITS.mvps);
    const score = bounded(last.scores[index], LIMITS.score);
    const headshots = bounded(last.enemy_headshots[index], LIMITS.kills);
    const all = [kills, deaths, assists, mvps, score, headshots];
    if (all.some((value) => value === undefined)) return [];
    const [k = 0, d = 0, a = 0, m = 0, s = 0, h = 0] = all;
    return [{ steamId, team: index < half ? 0 : 1, kills: k, deaths: d, assists: a, mvps: m, score: s, headshots: h }];
  });
  if (players.length === 0) return undefined;
  const [first, second] = [0, 1].map((side) => bounded(last.team_scores[side], LIMITS.rounds));
  return {
    playedAt: matchtime * 1000,
    reservationId: last.reservationid ?? null,
    durationSeconds: last.match_duration ?? null,
    rounds: last.team_scores.length < 2 || first === undefined || second === undefined ? null : [first, second],
    players,
    demoUrl: last.map && DEMO.test(last.map) ? last.map : null,
  };
}
