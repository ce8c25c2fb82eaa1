import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { banKindSchema, banStateSchema } from '#shared/match-history/bans-since.ts';
import { historyMatchSchema } from '#shared/match-history/match.ts';

/** A match of the history, by whose history it is. `playerIds` is what finds the matches with somebody. */
export const matchRowSchema = historyMatchSchema.extend({
  viewer: steamIdSchema,
  playerIds: z.array(steamIdSchema),
});
export type MatchRow = z.infer<typeof matchRowSchema>;

/** Somebody met, and what was last seen of their bans. */
export const personRowSchema = z.object({
  steamId: steamIdSchema,
  name: z.string(),
  lastMetAt: timeSchema,
  /** 0: never looked. */
  bansCheckedAt: timeSchema,
  bans: banStateSchema.exactOptional(),
});
export type PersonRow = z.infer<typeof personRowSchema>;

/** A ban that came after a meeting. */
export const banMetSchema = z.object({
  id: z.string(),
  steamId: steamIdSchema,
  name: z.string(),
  kinds: z.array(banKindSchema).min(1),
  /** False: on the day of the meeting or around it, perhaps before. */
  certain: z.boolean(),
  /** Day of the ban, ms, where Steam tells one. */
  bannedAt: timeSchema.exactOptional(),
  /** The latest meeting before it; for somebody only watched, since when. */
  metAt: timeSchema,
  match: z.object({ id: z.string(), map: z.string() }).nullable(),
  /** When the person reported them, ms, if they had when the ban was noticed. */
  reportedAt: timeSchema.exactOptional(),
  noticedAt: timeSchema,
  /** Whether the person has opened the list since. */
  seen: z.boolean(),
});
export type BanMet = z.infer<typeof banMetSchema>;
