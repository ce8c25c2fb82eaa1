import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { playerResponseSchema, scoreEntrySchema } from '#shared/api/players.ts';

/** Rows as they lie in IndexedDB. They are read with these schemas: what an older version or a defect left is dropped. */

const origin = z.enum(['backend', 'local']);

/** What is known of one player's score. `failed` keeps an older entry beside it, if there was one. */
export const scoreRowSchema = z.object({
  steamId: steamIdSchema,
  state: z.enum(['scored', 'not-found', 'failed']),
  entry: scoreEntrySchema.omit({ steamId: true }).optional(),
  origin,
  /** Old already when it came: whoever gave it could not renew it. */
  stale: z.boolean().optional(),
  fetchedAt: timeSchema,
  /** Stale from here on: still shown, and asked again. */
  expiresAt: timeSchema,
});
export type ScoreRow = z.infer<typeof scoreRowSchema>;

export const detailsRowSchema = z.object({
  steamId: steamIdSchema,
  origin,
  response: playerResponseSchema,
  expiresAt: timeSchema,
});
export type DetailsRow = z.infer<typeof detailsRowSchema>;

/** A custom URL name, lower case, and whose it is; null: nobody's. */
export const vanityRowSchema = z.object({
  vanity: z.string(),
  steamId: steamIdSchema.nullable(),
  expiresAt: timeSchema,
});
export type VanityRow = z.infer<typeof vanityRowSchema>;

export const recentRowSchema = z.object({ steamId: steamIdSchema, name: z.string().optional(), at: timeSchema });
export type RecentRow = z.infer<typeof recentRowSchema>;
