import { z } from 'zod';
import { MAX_NATS } from '#shared/reports/parameters.ts';

/** What the community's reports on one player amount to, weighed already (`shared/reports`). */
export const reportEvidenceSchema = z.object({
  feature: z.literal('reports'),
  source: z.literal('reports'),
  /** When they were weighed, ms. */
  observedAt: z.int().min(0),
  /** From this backend's own weighing, or what a user's client says of it. */
  provenance: z.enum(['reports', 'client']),
  confirmations: z.int().min(0),
  nats: z.number().min(0).max(MAX_NATS),
  reports: z.int().min(0),
  /** As how many independent ones they count, one decimal. */
  independent: z.number().min(0),
  /** Others who met the player and did not report. */
  silent: z.int().min(0),
});
export type CommunityEvidence = z.infer<typeof reportEvidenceSchema>;
