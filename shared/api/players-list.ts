import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { scoreEntrySchema } from '#shared/api/players.ts';
import { BANDS } from '#shared/score/assessment.ts';
import { SOURCES } from '#shared/score/facts.ts';

/**
 * Which players: `met` in the caller's matches, `watched` or `reported` by the caller, or everybody this backend has a score
 * for (`known`).
 */
export const PLAYER_SETS = ['met', 'watched', 'reported', 'known'] as const;

/**
 * `banned` by VAC or a game, `none` of the two, each kind by itself, or `since-met`: noticed after the caller first met them.
 */
const BAN_FILTERS = ['banned', 'none', 'vac', 'game', 'community', 'economy', 'since-met'] as const;

/** Players without a value (no score, never banned, never met) come last in either order. */
export const PLAYER_SORTS = ['score', 'confidence', 'name', 'assessed', 'ban', 'met'] as const;

/** Words of a list in a query: `band=suspicious,near-certain`. */
const listOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)).min(1).max(values.length));

const percent = z.coerce.number().int().min(0).max(100).optional();
const time = z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional();

/** `GET /v1/players`. Filters hold together; `met`, `since-met` and the times of meeting look at the caller's matches. */
export const playersQuerySchema = z.strictObject({
  among: z.enum(PLAYER_SETS).default('met'),
  /** Part of a name as seen now, ignoring case and accents; or an ID or profile link in any form, which finds that player alone. */
  q: z.string().trim().min(1).max(200).optional(),
  /** Of the calibrated score; players without one are left out when given. */
  minScore: percent,
  maxScore: percent,
  minConfidence: percent,
  band: listOf(BANDS).optional(),
  ban: z.enum(BAN_FILTERS).optional(),
  /** Last met at or after, and before; ms. */
  metFrom: time,
  metUntil: time,
  /** Steam showed us all of these sources of the player. */
  source: listOf(SOURCES).optional(),
  sort: z.enum(PLAYER_SORTS).default('score'),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Of the same filters and order; anything else is 400. */
  cursor: z.string().max(800).optional(),
});
export type PlayersQuery = z.infer<typeof playersQuerySchema>;

const listedPlayerSchema = z.object({
  steamId: steamIdSchema,
  /** As last seen at Steam, or else in the match. */
  name: z.string().nullable(),
  avatarUrl: z.string().nullable(),
  entry: scoreEntrySchema.nullable(),
  /** Null where Steam was not asked yet. `noticedAt`: when as many VAC and game bans as now were first seen, null when they were there at the first look. */
  bans: z
    .object({
      vac: z.int().min(0),
      game: z.int().min(0),
      community: z.boolean(),
      economy: z.enum(['none', 'probation', 'banned']),
      lastBanAt: timeSchema.nullable(),
      noticedAt: timeSchema.nullable(),
    })
    .nullable(),
  sources: z.array(z.enum(SOURCES)),
  /** With the caller; null when they never met. */
  met: z
    .object({
      first: timeSchema,
      last: timeSchema,
      matches: z.int().min(1),
    })
    .nullable(),
  watched: z.boolean(),
  reported: z.boolean(),
});
export type ListedPlayer = z.infer<typeof listedPlayerSchema>;

/** `next` is the cursor of the next page or null. */
export const playersResponseSchema = z.object({ items: z.array(listedPlayerSchema), next: z.string().nullable() });
