import { z } from 'zod';
import { METRIC_INDEX } from '#shared/match/metrics.ts';
import type { PlayerMetrics } from '#shared/match/read.ts';
import { DETECTOR_KEYS, DETECTORS, detectorOf } from '#shared/score/models/detectors.ts';
import { judgeMatch, type Parameters } from '#shared/score/models/match-model.ts';

const count = z.int().min(0);

/** What one match says of one player: ready to weigh, small enough to keep, and explained without the match. */
export const matchEvidenceSchema = z.object({
  feature: z.literal('match'),
  /** Which match; several pieces of evidence of one match count once. */
  source: z.string(),
  /** When it was played, ms. */
  observedAt: z.int().min(0),
  provenance: z.enum(['steam', 'demo', 'server', 'client']),
  confirmations: count,
  /** From every event of the match, or from its scoreboard alone. */
  kind: z.enum(['events', 'scoreboard']),
  /** Version of the parameters that judged it. */
  model: z.string(),
  rounds: count,
  kills: count,
  deaths: count,
  headshots: count,
  /** Nats that an ordinary player's match would say; those of the detectors come on top. */
  ordinary: z.number(),
  /** Per detector the nats, and the share that is shown with it: k of n, and what is typical (0–1). */
  detectors: z.array(
    z.object({
      key: z.enum(DETECTOR_KEYS),
      nats: z.number(),
      k: z.number().min(0),
      n: z.number().min(0),
      typical: z.number(),
    }),
  ),
});
export type MatchEvidence = z.infer<typeof matchEvidenceSchema>;

/** Where and when a match was seen, as evidence keeps it. */
export type MatchOrigin = Pick<MatchEvidence, 'source' | 'observedAt' | 'provenance' | 'confirmations'>;

const HEADSHOTS = METRIC_INDEX.get('score.headKill') ?? 0;

/**
 * Evidence for every player of one match, by the IDs the match has. Everybody is compared with the others, so all
 * players of the match must be given at once.
 */
export function matchEvidence(
  players: readonly PlayerMetrics[],
  kind: MatchEvidence['kind'],
  origin: MatchOrigin,
  parameters: Parameters,
): Map<string, MatchEvidence> {
  const model = parameters[kind];
  const judged = judgeMatch(model, players);
  const typical = DETECTORS.map(({ lead }) => parameters.typical[lead] ?? 0);
  return new Map(
    players.map((player, i): [string, MatchEvidence] => {
      const nats = new Map<string, number>();
      for (const term of judged[i]?.terms ?? []) {
        const { key } = detectorOf(term.metric);
        nats.set(key, (nats.get(key) ?? 0) + term.nats);
      }
      const detectors = DETECTORS.flatMap(({ key, lead }, d) => {
        const said = nats.get(key);
        const metric = METRIC_INDEX.get(lead) ?? 0;
        const [k, n] = [player.k[metric] ?? 0, player.n[metric] ?? 0];
        return said === undefined ? [] : [{ key, nats: said, k, n, typical: typical[d] ?? 0 }];
      });
      const evidence: MatchEvidence = {
        feature: 'match',
        ...origin,
        kind,
        model: parameters.version,
        rounds: player.rounds,
        kills: player.kills,
        deaths: player.deaths,
        headshots: player.k[HEADSHOTS] ?? 0,
        ordinary: judged[i]?.ordinary ?? 0,
        detectors,
      };
      return [player.id, evidence];
    }),
  );
}
