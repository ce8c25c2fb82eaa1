import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { bandSchema } from '#shared/score/assessment.ts';

const percent = z.int().min(0).max(100);

/** A score from here on is high: where *highly suspicious* begins. */
export const HIGH_SCORE = 61;

/** Somebody met or watched whose score rose into a higher band, at least *highly suspicious*. Noticed and kept in this browser. */
export const riseSchema = z.object({
  id: z.string().min(1).max(100),
  steamId: steamIdSchema,
  /** As last known; empty where no name is. */
  name: z.string().max(1000),
  at: timeSchema,
  /** Null: there was no score before. */
  from: percent.nullable(),
  to: percent,
  band: bandSchema,
  watched: z.boolean(),
  /** The latest match together; null for somebody only watched. */
  lastMetAt: timeSchema.nullable(),
  seen: z.boolean(),
});
export type Rise = z.infer<typeof riseSchema>;
