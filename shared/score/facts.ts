import { z } from 'zod';

/**
 * What is known of one player, source by source, in one shape whether it came through the Web API (backend) or from
 * the public profile page and its XML (extension without a backend). `evidenceFrom` turns it into evidence.
 * A missing group or field means unknown, never zero.
 */

/** Where a group of facts comes from. */
export const SOURCES = ['profile', 'bans', 'games', 'level', 'stats'] as const;
const sourceSchema = z.enum(SOURCES);
export type Source = z.infer<typeof sourceSchema>;

/**
 * How the last look at a source ended: `private` and `not-found` are answers; `limited` (429, quota) and `failed` are
 * none, and what was known before stays; `unavailable` means this way of asking has no such source.
 */
export const SOURCE_STATES = ['ok', 'private', 'not-found', 'limited', 'failed', 'unavailable'] as const;
export const sourceStatusSchema = z.object({
  source: sourceSchema,
  state: z.enum(SOURCE_STATES),
  /** When the last look ended, in ms. */
  checkedAt: z.int().min(0),
  /** When the facts held now were seen, in ms; absent when there are none. */
  observedAt: z.int().min(0).optional(),
});
export type SourceStatus = z.infer<typeof sourceStatusSchema>;
export type SourceState = SourceStatus['state'];

const count = z.int().min(0);
const time = z.int().min(0);

export const playerFactsSchema = z.object({
  profile: z
    .object({
      observedAt: time,
      visibility: z.enum(['public', 'friends', 'private']),
      name: z.string(),
      avatarUrl: z.string().optional(),
      /** Account creation, ms; hidden on private profiles. */
      createdAt: time.optional(),
      /** ISO 3166 alpha-2, as the player set it. */
      country: z.string().optional(),
      /** The player never set the profile up. */
      unconfigured: z.boolean().optional(),
    })
    .optional(),
  bans: z
    .object({
      observedAt: time,
      /** Number of VAC bans, any game; the XML says only whether, so it gives 0 or 1. */
      vac: count,
      game: count,
      community: z.boolean(),
      economy: z.enum(['none', 'probation', 'banned']),
      /** Day of the last VAC or game ban, ms; Steam gives one date for both. */
      lastBanAt: time.optional(),
    })
    .optional(),
  games: z
    .object({
      observedAt: time,
      /** Games owned, free ones that were played included. Unknown to the XML. */
      owned: count.optional(),
      /** Of those, the ones with play time. */
      played: count.optional(),
      /** Minutes in CS:GO and CS2 together; Steam counts them as one. Zero is unknown: hidden play time reads as zero. */
      cs2Minutes: count.optional(),
      cs2RecentMinutes: count.optional(),
    })
    .optional(),
  level: z.object({ observedAt: time, level: count }).optional(),
  /** Lifetime CS:GO and CS2 totals. */
  stats: z
    .object({
      observedAt: time,
      kills: count,
      deaths: count,
      headshotKills: count,
      shots: count,
      hits: count,
      rounds: count.optional(),
    })
    .optional(),
  /** Kept by us, not by Steam: what changed while we looked. */
  history: z
    .object({
      observedAt: time,
      /** First time this player was seen, ms: changes before it are unknown. */
      since: time,
      /** Distinct earlier names and countries with the time each was last seen, newest first. */
      names: z.array(z.object({ value: z.string(), lastSeenAt: time })),
      countries: z.array(z.object({ value: z.string(), lastSeenAt: time })),
    })
    .optional(),
});
export type PlayerFacts = z.infer<typeof playerFactsSchema>;
