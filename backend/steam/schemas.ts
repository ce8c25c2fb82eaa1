import { z } from 'zod';

/**
 * What the Steam Web API answers, as far as we read it. Lists of players are read one by one, so that one odd account
 * does not take the other 99 of its batch down.
 */

export const summariesResponse = z.object({ response: z.object({ players: z.array(z.unknown()) }) });

export const summary = z.object({
  steamid: z.string(),
  /** 3 public, 1 private or friends only; a friend's key would see 2. */
  communityvisibilitystate: z.int(),
  /** 1 when the profile was set up; absent otherwise. */
  profilestate: z.int().optional(),
  personaname: z.string(),
  avatarfull: z.string().optional(),
  /** Seconds; only on public profiles. */
  timecreated: z.int().positive().optional(),
  loccountrycode: z.string().optional(),
});

/** No `response` around it, and PascalCase: this endpoint alone. */
export const bansResponse = z.object({ players: z.array(z.unknown()) });

const count = z.int().min(0);
export const bans = z.object({
  SteamId: z.string(),
  CommunityBanned: z.boolean(),
  NumberOfVACBans: count,
  NumberOfGameBans: count,
  /** 0 without a ban, and on the day of one. */
  DaysSinceLastBan: count,
  EconomyBan: z.string(),
});

/** Minutes. A private game list is an empty `response`. */
export const gamesResponse = z.object({
  response: z.object({
    game_count: count.optional(),
    games: z
      .array(z.object({ appid: z.int(), playtime_forever: count.optional(), playtime_2weeks: count.optional() }))
      .optional(),
  }),
});

export const levelResponse = z.object({ response: z.object({ player_level: count.optional() }) });

/** `error` when private; neither `error` nor `stats` when there are none. */
export const statsResponse = z.object({
  playerstats: z.object({
    error: z.string().optional(),
    stats: z.array(z.object({ name: z.string(), value: z.number() })).optional(),
  }),
});

/** `n/a` (with status 202) behind the newest. */
export const nextCodeResponse = z.object({ result: z.object({ nextcode: z.string() }) });

/** `success` 1 is a match, 42 none. */
export const vanityResponse = z.object({
  response: z.object({ success: z.int(), steamid: z.string().optional() }),
});
