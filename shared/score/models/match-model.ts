import { z } from 'zod';
import { METRIC_INDEX, METRICS, type MetricBlock } from '#shared/match/metrics.ts';
import type { PlayerMetrics } from '#shared/match/read.ts';
import { lobbyValues, ownValue, type View } from '#shared/score/models/views.ts';

const termSchema = z.object({
  metric: z.string(),
  view: z.enum(['own', 'lobby']),
  /** Mean of ordinary players, and how many chances it is worth when a player's figure is drawn towards it. */
  mean: z.number(),
  strength: z.number().positive(),
  /** Ascending limits between steps; `nats` has one more entry. */
  cuts: z.array(z.number()),
  nats: z.array(z.number()),
  /** For a player without the figure: takes back what the offset presumes an ordinary player's figure to say. */
  missing: z.number(),
});

/** An additive model: nats = offset + Σ step of each term. Its nats are a log-likelihood ratio, not log-odds. */
const modelSchema = z
  .object({ offset: z.number(), terms: z.array(termSchema) })
  .refine(({ terms }) => terms.every(({ cuts, nats }) => nats.length === cuts.length + 1), {
    error: 'steps and cuts differ',
  })
  .refine(({ terms }) => terms.every(({ metric }) => METRIC_INDEX.has(metric)), { error: 'unknown metric' });

/** The parameter file: two models with what they were fitted to and how well they did on matches they had not seen. */
export const parametersSchema = z.object({
  version: z.string(),
  source: z.string(),
  licence: z.string(),
  fittedAt: z.string(),
  data: z.object({ matches: z.int(), players: z.int(), cheaters: z.int(), baseRate: z.number() }),
  /** Cross-validated, five folds by match, selection inside each fold. */
  crossValidated: z.record(z.string(), z.record(z.string(), z.number())),
  /** On the very matches they were fitted to: flattering, and what running the evaluation on those must give again. */
  fitted: z.record(z.string(), z.record(z.string(), z.number())),
  /** Share of each detector's lead metric among clean players, 0–1: what a reason compares with. */
  typical: z.record(z.string(), z.number()),
  events: modelSchema,
  scoreboard: modelSchema,
});
export type Parameters = z.infer<typeof parametersSchema>;
export type Model = z.infer<typeof modelSchema>;
export type Term = z.infer<typeof termSchema>;

/** What one term says of one player. */
interface TermSays {
  metric: string;
  block: MetricBlock;
  view: View;
  nats: number;
  /** The player's plain counts, and the mean of ordinary players to compare k / n with. */
  k: number;
  n: number;
  typical: number;
}

export interface MatchJudgement {
  id: string;
  /** Log-likelihood ratio of cheating against not, in nats, uncapped. */
  nats: number;
  /** What ordinary figures would already say, as far as there are figures. */
  ordinary: number;
  terms: TermSays[];
}

function step({ cuts, nats }: Term, value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < (cuts[middle] ?? Number.POSITIVE_INFINITY)) high = middle;
    else low = middle + 1;
  }
  return nats[low] ?? 0;
}

/** Judges everybody of one match at once, as each is also compared with the others. */
export function judgeMatch(model: Model, players: readonly PlayerMetrics[]): MatchJudgement[] {
  const judged = players.map(
    (player): MatchJudgement => ({ id: player.id, nats: model.offset, ordinary: model.offset, terms: [] }),
  );
  for (const term of model.terms) {
    const metric = METRIC_INDEX.get(term.metric);
    const block = metric === undefined ? undefined : METRICS[metric]?.block;
    if (metric === undefined || block === undefined) continue;
    const own = players.map((player) => ownValue(player, metric, term));
    const values = term.view === 'own' ? own : lobbyValues(own);
    players.forEach((player, i) => {
      const value = values[i] ?? Number.NaN;
      const said = judged[i];
      if (said === undefined) return;
      if (Number.isNaN(value)) {
        said.nats += term.missing;
        said.ordinary += term.missing;
        return;
      }
      const nats = step(term, value);
      said.nats += nats;
      said.terms.push({
        metric: term.metric,
        block,
        view: term.view,
        nats,
        k: player.k[metric] ?? 0,
        n: player.n[metric] ?? 0,
        typical: term.mean,
      });
    });
  }
  return judged;
}
