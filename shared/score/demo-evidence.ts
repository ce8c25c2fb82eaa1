import { z } from 'zod';
import { DEMO_DETECTORS, type DemoFindings } from '#shared/demo/types.ts';

const count = z.int().min(0);

/** What the view angles of one demo say of one player: ready to weigh, and explained without the demo. */
export const demoEvidenceSchema = z.object({
  feature: z.literal('demo'),
  /** Which match; several pieces of evidence of one match count once. */
  source: z.string(),
  /** When it was played, ms. */
  observedAt: count,
  provenance: z.enum(['steam', 'demo', 'server', 'client']),
  confirmations: count,
  /** Version of the detectors. */
  model: z.string(),
  /** Whether the walls of the map were known. */
  geometry: z.boolean(),
  /** Of detectors that had enough to go by: what they counted of how many chances, what is typical (0–1), and the nats. */
  detectors: z.array(
    z.object({
      key: z.enum(DEMO_DETECTORS),
      nats: z.number(),
      k: z.number().min(0),
      n: z.number().min(0),
      typical: z.number(),
    }),
  ),
});
export type DemoEvidence = z.infer<typeof demoEvidenceSchema>;

/** Where and when a demo's match was played, as evidence keeps it. */
export type DemoOrigin = Pick<DemoEvidence, 'source' | 'observedAt' | 'provenance' | 'confirmations'>;

/** Evidence for every player of a demo of whom any detector had enough to go by; a demo without combat gives none. */
export function demoEvidence(findings: DemoFindings, origin: DemoOrigin): Map<string, DemoEvidence> {
  const evidence = new Map<string, DemoEvidence>();
  for (const { id, detectors } of findings.players) {
    const told = detectors.flatMap(({ detector, state, count: k, opportunities: n, nats, typical }) =>
      state === 'found' || state === 'clear' ? [{ key: detector, nats, k, n, typical }] : [],
    );
    if (told.length === 0) continue;
    const { version: model, geometry } = findings;
    evidence.set(id, { feature: 'demo', ...origin, model, geometry, detectors: told });
  }
  return evidence;
}
