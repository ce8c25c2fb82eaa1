import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { assessmentSchema, bandSchema } from '#shared/score/assessment.ts';
import { playerFactsSchema, sourceStatusSchema } from '#shared/score/facts.ts';

/** Most players one lookup may name: Steam's own batch size, so one request never costs two upstream calls per source. */
export const MAX_LOOKUP = 100;

/** A hash prefix: the first 4 to 6 hex digits (lower case) of SHA-256 over the 17 ASCII digits of the SteamID64. */
export const prefixSchema = z.string().regex(/^[0-9a-f]{4,6}$/, { error: 'not 4 to 6 lower-case hex digits' });

/** What a badge needs, and no more: buckets of these are fetched without saying who was meant. */
export const scoreEntrySchema = z.object({
  steamId: steamIdSchema,
  /** Calibrated headline, null for not enough data. */
  score: z.int().min(0).max(100).nullable(),
  /** The seed's rubric total, for those who chose it as headline. */
  rubric: z.int().min(0).max(100),
  band: bandSchema,
  confidence: z.int().min(0).max(100),
  assessedAt: timeSchema,
});
export type ScoreEntry = z.infer<typeof scoreEntrySchema>;

/** `GET /v1/scores/{prefix}`: every scored player of the bucket; empty is an answer, not an error. */
export const bucketResponseSchema = z.object({ prefix: prefixSchema, scores: z.array(scoreEntrySchema) });

/** `POST /v1/players/lookup`. Repeated IDs count once. */
export const lookupRequestSchema = z.strictObject({ steamIds: z.array(steamIdSchema).min(1).max(MAX_LOOKUP) });

/** Why a player got no fresh score: Steam knows no such account, asked us to wait, or could not be reached. */
const lookupResultSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('scored'), steamId: steamIdSchema, entry: scoreEntrySchema, stale: z.boolean() }),
  z.object({ state: z.literal('not-found'), steamId: steamIdSchema }),
  z.object({ state: z.literal('limited'), steamId: steamIdSchema, retryAfterMs: z.int().min(0) }),
  z.object({ state: z.literal('failed'), steamId: steamIdSchema }),
]);
export type LookupResult = z.infer<typeof lookupResultSchema>;

/** One result per distinct ID asked, in the order asked. `partial` when any is neither scored nor not-found. */
export const lookupResponseSchema = z.object({ players: z.array(lookupResultSchema), partial: z.boolean() });
export type LookupResponse = z.infer<typeof lookupResponseSchema>;

/** `GET /v1/players/{steamId}`, and the answer of analyze and update. */
export const playerResponseSchema = z.object({
  steamId: steamIdSchema,
  /** The facts last seen, source by source, with what we recorded of names and countries. */
  facts: playerFactsSchema,
  sources: z.array(sourceStatusSchema),
  assessment: assessmentSchema.nullable(),
  /** True when the assessment is older than its time to live and could not be renewed just now. */
  stale: z.boolean(),
});
export type PlayerResponse = z.infer<typeof playerResponseSchema>;

/** `GET /v1/players/{steamId}/analysis`: past assessments, newest first; `next` is the cursor of the next page or null. */
export const analysisQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(64).optional(),
});
export const analysisResponseSchema = z.object({ items: z.array(assessmentSchema), next: z.string().nullable() });

/** `POST /v1/players/bans`: what Steam says of their bans, a day old at most. Repeated IDs count once. */
export const bansRequestSchema = z.strictObject({ steamIds: z.array(steamIdSchema).min(1).max(MAX_LOOKUP) });
const bansResultSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ok'), steamId: steamIdSchema, bans: playerFactsSchema.shape.bans.unwrap() }),
  z.object({ state: z.literal('not-found'), steamId: steamIdSchema }),
  z.object({ state: z.literal('limited'), steamId: steamIdSchema, retryAfterMs: z.int().min(0) }),
  z.object({ state: z.literal('failed'), steamId: steamIdSchema }),
]);

/** One result per distinct ID asked, in the order asked. */
export const bansResponseSchema = z.object({ players: z.array(bansResultSchema) });
export type BansResponse = z.infer<typeof bansResponseSchema>;

/** `GET /v1/resolve?q=`: any form of player reference. */
export const resolveQuerySchema = z.object({ q: z.string().min(1).max(500) });
export const resolveResponseSchema = z.object({ steamId: steamIdSchema, via: z.enum(['id', 'vanity']) });
