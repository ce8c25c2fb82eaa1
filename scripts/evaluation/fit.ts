import { type BoostOptions, boost, type Staircase } from '#scripts/evaluation/boost.ts';
import type { JudgedMatch, Label } from '#scripts/evaluation/players.ts';
import { METRIC_INDEX, METRICS } from '#shared/match/metrics.ts';
import type { PlayerMetrics } from '#shared/match/read.ts';
import type { Model, Term } from '#shared/score/models/match-model.ts';
import { lobbyValues, ownValue, type View } from '#shared/score/models/views.ts';

export interface FitOptions {
  /** Metrics to choose from. */
  metrics: readonly number[];
  /** Terms kept, by how much they move the score. */
  terms: number;
  /** Weight of an unlisted player, taken as clean: low, as the label is wrong for nearly half of them. */
  unlisted: number;
  /** Models with different seeds that are averaged: one to choose the terms by, these to make the result. */
  bags: number;
  boost: Omit<BoostOptions, 'seed'>;
}

interface Column {
  metric: number;
  view: View;
  mean: number;
  strength: number;
  values: Float64Array;
}

/** Mean share of each metric among clean players. */
export function typicalOf(matches: readonly JudgedMatch[], metrics: readonly string[]): Record<string, number> {
  const players = matches.flatMap((match) => match.players);
  const labels = matches.flatMap((match) => match.labels);
  return Object.fromEntries(metrics.map((id) => [id, referenceOf(players, labels, METRIC_INDEX.get(id) ?? 0).mean]));
}

/** Weight of a player's own figures against the mean of the clean ones: light, as the model sees only what is there. */
function referenceOf(
  players: readonly PlayerMetrics[],
  labels: readonly Label[],
  metric: number,
): { mean: number; strength: number } {
  let k = 0;
  let n = 0;
  let havers = 0;
  players.forEach((player, i) => {
    const chances = player.n[metric] ?? 0;
    if (labels[i] !== 'clean' || chances <= 0) return;
    k += player.k[metric] ?? 0;
    n += chances;
    havers += 1;
  });
  const mean = n > 0 ? k / n : 0;
  // A share between players varies far more than chance at these counts; a tenth of the usual count steadies the rest.
  const usual = havers > 0 ? n / havers : 1;
  return { mean: Number(mean.toPrecision(4)), strength: Number(Math.min(4, Math.max(0.2, usual / 10)).toPrecision(2)) };
}

function columnsOf(matches: readonly JudgedMatch[], metrics: readonly number[]): Column[] {
  const players = matches.flatMap((match) => match.players);
  const labels = matches.flatMap((match) => match.labels);
  const columns: Column[] = [];
  for (const metric of metrics) {
    const reference = referenceOf(players, labels, metric);
    const own: number[] = [];
    const lobby: number[] = [];
    for (const match of matches) {
      const values = match.players.map((player) => ownValue(player, metric, reference));
      own.push(...values);
      lobby.push(...lobbyValues(values));
    }
    columns.push({ metric, view: 'own', ...reference, values: Float64Array.from(own) });
    columns.push({ metric, view: 'lobby', ...reference, values: Float64Array.from(lobby) });
  }
  return columns;
}

function stepAt({ cuts, steps }: Staircase, value: number): number {
  let bin = 0;
  while (bin < cuts.length && value >= (cuts[bin] ?? Number.POSITIVE_INFINITY)) bin += 1;
  return steps[bin] ?? 0;
}

/** Mean step of the clean players that have the value, which becomes zero, and how far the others are from it on average. */
function spreadOf(stair: Staircase, column: Column, labels: readonly Label[]): { centre: number; reach: number } {
  const said = [...column.values].flatMap((value, i) =>
    labels[i] === 'clean' && !Number.isNaN(value) ? [stepAt(stair, value)] : [],
  );
  const centre = said.reduce((a, b) => a + b, 0) / Math.max(1, said.length);
  const all = [...column.values]
    .filter((value) => !Number.isNaN(value))
    .map((value) => Math.abs(stepAt(stair, value) - centre));
  return { centre, reach: all.reduce((a, b) => a + b, 0) / Math.max(1, column.values.length) };
}

/** A term with equal neighbouring steps merged, centred so that the ordinary player gets nothing from it. */
function termOf(stair: Staircase, column: Column, centre: number): Term {
  const cuts: number[] = [];
  const nats: number[] = [];
  stair.steps.forEach((step, bin) => {
    const value = Number((step - centre).toFixed(3));
    if (bin > 0 && value === nats.at(-1)) return;
    if (bin > 0) cuts.push(stair.cuts[bin - 1] ?? 0);
    nats.push(value);
  });
  const metric = METRICS[column.metric];
  if (metric === undefined) throw new Error(`no metric ${column.metric}`);
  return {
    metric: metric.id,
    view: column.view,
    mean: column.mean,
    strength: column.strength,
    cuts,
    nats,
    missing: Number((-centre).toFixed(3)),
  };
}

/**
 * Fits an additive model to labelled matches: chooses terms with one run, refits on those with several and averages.
 * The result is not calibrated: its nats order players, and `calibrated` makes a likelihood ratio of them.
 */
export function fitModel(matches: readonly JudgedMatch[], options: FitOptions): Model {
  const labels = matches.flatMap((match) => match.labels);
  const weights = Float64Array.from(labels, (label) => (label === 'unlisted' ? options.unlisted : 1));
  const outcomes = Uint8Array.from(labels, (label) => (label === 'cheater' ? 1 : 0));
  const all = columnsOf(matches, options.metrics);
  const run = (columns: readonly Column[], seed: number): Staircase[] =>
    boost(
      columns.map(({ values }) => values),
      weights,
      outcomes,
      { ...options.boost, seed },
    );

  const chosen = run(all, 1)
    .flatMap((stair, i) => {
      const column = all[i];
      return column === undefined ? [] : [{ column, reach: spreadOf(stair, column, labels).reach }];
    })
    .filter(({ reach }) => reach > 0)
    .sort((a, b) => b.reach - a.reach)
    .slice(0, options.terms)
    .map(({ column }) => column);

  const bags = Array.from({ length: options.bags }, (_, bag) => run(chosen, bag + 2));
  const terms = chosen.flatMap((column, i) => {
    const first = bags[0]?.[i];
    if (first === undefined) return [];
    const steps = first.steps.map(
      (_, bin) => bags.reduce((sum, bag) => sum + (bag[i]?.steps[bin] ?? 0), 0) / bags.length,
    );
    const mean = { cuts: first.cuts, steps };
    const term = termOf(mean, column, spreadOf(mean, column, labels).centre);
    return term.nats.length > 1 ? [term] : [];
  });
  return { offset: 0, terms };
}

/** The model with its nats scaled and shifted; both are what calibration on unseen matches found. */
export function calibrated(model: Model, slope: number, offset: number): Model {
  return {
    offset: Number(offset.toFixed(4)),
    terms: model.terms.map((term) => ({
      ...term,
      nats: term.nats.map((value) => Number((value * slope).toFixed(3))),
      missing: Number((term.missing * slope).toFixed(3)),
    })),
  };
}
