import { z } from 'zod';
import { steamIdSchema } from '#shared/api/common.ts';

/**
 * A player's profile as Leetify's public API v3 gives it, as far as it is shown or weighed. Names and units are Leetify's:
 * `stats` in percent 0–100, milliseconds and degrees, `winrate` 0–1, ratings around 50 (`aim`, `positioning`, `utility`)
 * or around 0 (the others). A zero, or nothing, is what it gives for what it does not have or does not show.
 */

const figure = z.number().nullable().optional();

export const leetifyProfileSchema = z.object({
  steam64_id: steamIdSchema,
  /** Anything but `public` shows less. The values are not documented. */
  privacy_mode: z.string().max(100).optional(),
  winrate: figure,
  total_matches: figure,
  ranks: z.object({ leetify: figure, premier: figure, faceit: figure, faceit_elo: figure }).optional(),
  rating: z.object({ aim: figure, positioning: figure, utility: figure, clutch: figure, opening: figure }).optional(),
  stats: z
    .object({
      accuracy_enemy_spotted: figure,
      accuracy_head: figure,
      counter_strafing_good_shots_ratio: figure,
      preaim: figure,
      reaction_time_ms: figure,
      spray_accuracy: figure,
    })
    .optional(),
});
export type LeetifyProfile = z.infer<typeof leetifyProfileSchema>;
