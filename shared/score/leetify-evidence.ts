import { z } from 'zod';
import type { LeetifyProfile } from '#shared/leetify/profile.ts';

const percent = z.number().gt(0).max(100);

/** What Leetify's profile says of one player, in its own units. A figure that is missing or zero there is absent here. */
export const leetifyEvidenceSchema = z.object({
  feature: z.literal('leetify'),
  source: z.literal('leetify'),
  /** When it was fetched, ms. */
  observedAt: z.int().min(0),
  /** From Leetify itself, or what a user's client says it says. */
  provenance: z.enum(['leetify', 'client']),
  confirmations: z.int().min(0),
  /** Matches in all that Leetify knows of the player; the figures are averages over the latest. */
  matches: z.int().min(1),
  /** CS Rating; absent when unranked or not shown. */
  premier: z.number().gt(0).max(100_000).optional(),
  accuracyHead: percent.optional(),
  accuracyEnemySpotted: percent.optional(),
  reactionTimeMs: z.number().gt(0).max(10_000).optional(),
  preaim: z.number().gt(0).max(180).optional(),
  aim: z.number().gt(0).max(100).optional(),
  utility: z.number().gt(0).max(100).optional(),
});
export type LeetifyEvidence = z.infer<typeof leetifyEvidenceSchema>;

const FIGURES = ['accuracyHead', 'accuracyEnemySpotted', 'reactionTimeMs', 'preaim', 'aim', 'utility'] as const;

/**
 * Evidence from a profile fetched at `observedAt`, ms; `undefined` when it says nothing: not shown, no matches, or figures
 * that cannot be. Only to be weighed for the moment: Leetify's data is not to be stored.
 */
export function evidenceFromLeetify(profile: LeetifyProfile, observedAt: number): LeetifyEvidence | undefined {
  const { stats, rating, ranks, total_matches } = profile;
  if (!total_matches || total_matches < 1) return undefined;
  const found: Record<string, unknown> = {
    feature: 'leetify',
    source: 'leetify',
    observedAt,
    provenance: 'leetify',
    confirmations: 0,
    matches: Math.floor(total_matches),
  };
  const take = (name: (typeof FIGURES)[number] | 'premier', value: number | null | undefined) => {
    // A figure out of its range comes from a broken answer and says nothing.
    if (value && leetifyEvidenceSchema.shape[name].safeParse(value).success) found[name] = value;
  };
  take('premier', ranks?.premier);
  take('accuracyHead', stats?.accuracy_head);
  take('accuracyEnemySpotted', stats?.accuracy_enemy_spotted);
  take('reactionTimeMs', stats?.reaction_time_ms);
  take('preaim', stats?.preaim);
  take('aim', rating?.aim);
  take('utility', rating?.utility);
  if (!FIGURES.some((name) => name in found)) return undefined;
  return leetifyEvidenceSchema.parse(found);
}
