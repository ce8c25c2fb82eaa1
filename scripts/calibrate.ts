/**
 * Fits the match model: `npm run calibrate -- --cs2cd DIR [--out FILE] [--seeds N]`. Prints cross-validated figures and
 * writes the parameter file the engine loads. Reads labelled matches, fits nothing else.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { crossValidate } from '#scripts/evaluation/cross-validate.ts';
import { calibrated, type FitOptions, fitModel, typicalOf } from '#scripts/evaluation/fit.ts';
import { type Figures, figuresOf, judgedOf } from '#scripts/evaluation/judge.ts';
import { loadMatch, matchPaths } from '#scripts/evaluation/matches.ts';
import { asScoreboard, type JudgedMatch, playersOf } from '#scripts/evaluation/players.ts';
import { METRICS } from '#shared/match/metrics.ts';
import { SCOREBOARD_METRICS } from '#shared/match/scoreboard.ts';
import { DETECTORS } from '#shared/score/models/detectors.ts';
import { judgeMatch, type Parameters } from '#shared/score/models/match-model.ts';

/**
 * Not to choose from: which weapon somebody likes is no evidence, and figures that say more about the lobby than about
 * the player (how one dies, time alive) were found to differ between matches, not within them.
 */
const NOT_EVIDENCE = /^(kill\.by|death\.|round\.(alive|suicide))/;

const EVENTS: FitOptions = {
  metrics: METRICS.flatMap(({ id }, i) => (NOT_EVIDENCE.test(id) ? [] : [i])),
  terms: 200,
  unlisted: 0.2,
  bags: 4,
  boost: { rounds: 600, rate: 0.07, bins: 40, ridge: 2, minCurvature: 2, rows: 0.7, columns: 0.2 },
};

const SCOREBOARD: FitOptions = {
  metrics: SCOREBOARD_METRICS,
  terms: 12,
  unlisted: 0.2,
  bags: 4,
  boost: { rounds: 150, rate: 0.07, bins: 16, ridge: 10, minCurvature: 6, rows: 0.7, columns: 0.6 },
};

const { values } = parseArgs({
  options: {
    cs2cd: { type: 'string' },
    out: { type: 'string', default: 'shared/score/models/match-parameters.json' },
    seeds: { type: 'string', default: '3' },
    terms: { type: 'string' },
    dry: { type: 'boolean', default: false },
  },
});
if (values.cs2cd === undefined || !(Number(values.seeds) >= 1)) {
  console.error('usage: npm run calibrate -- --cs2cd DIR [--out FILE] [--seeds N] [--terms N] [--dry]');
  process.exit(2);
}

const base = values.cs2cd;
const matches: JudgedMatch[] = [];
for (const path of matchPaths(base)) {
  const loaded = loadMatch(path, base);
  const players = loaded.state === 'ok' ? playersOf(loaded.match) : { reason: loaded.reason };
  if ('reason' in players) console.error(`left out ${path}: ${players.reason}`);
  else matches.push(players);
}
const labels = matches.flatMap((match) => match.labels);
const cheaters = labels.filter((label) => label === 'cheater').length;
const clean = labels.filter((label) => label === 'clean').length;
console.log(`${matches.length} matches, ${labels.length} players, ${cheaters} labelled cheaters, ${clean} clean`);

const rounded = (figures: Figures): Record<string, number> =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(Number(value).toFixed(4))]));

/** Fits and validates one of the two models; the mean over seeds of the split is what is reported. */
function make(name: string, on: readonly JudgedMatch[], options: FitOptions) {
  const runs = Array.from({ length: Number(values.seeds) }, (_, i) => {
    const run = crossValidate(on, options, 7 + i);
    const figures = figuresOf(run.judged);
    console.log(name, 'split', 7 + i, JSON.stringify(rounded(figures)));
    return { ...run, figures };
  });
  const mean = (of: (run: (typeof runs)[number]) => number): number =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  const model = values.dry
    ? { offset: 0, terms: [] }
    : calibrated(
        fitModel(on, options),
        mean(({ slope }) => slope),
        mean(({ offset }) => offset),
      );
  const figures: Figures = {
    players: mean((run) => run.figures.players),
    cheaters: mean((run) => run.figures.cheaters),
    auc: mean((run) => run.figures.auc),
    tprAtFpr1: mean((run) => run.figures.tprAtFpr1),
    tprAtFpr5: mean((run) => run.figures.tprAtFpr5),
    brier: mean((run) => run.figures.brier),
    ece: mean((run) => run.figures.ece),
    withinMatchAuc: mean((run) => run.figures.withinMatchAuc),
  };
  const own = on.flatMap((match) =>
    judgedOf(
      match,
      judgeMatch(model, match.players).map(({ nats }) => nats),
    ),
  );
  return { model, figures: rounded(figures), fitted: rounded(figuresOf(own)) };
}

const eventsOptions = values.terms === undefined ? EVENTS : { ...EVENTS, terms: Number(values.terms) };
const events = make('events', matches, eventsOptions);
const boards = matches.map((match) => ({ ...match, players: asScoreboard(match.players) }));
const scoreboard = make('scoreboard', boards, SCOREBOARD);

const day = new Date().toISOString().slice(0, 10);
const parameters: Parameters = {
  version: `match-${day}`,
  source: 'CS2CD, Loo & Lužkov 2025, doi 10.57967/hf/5654',
  licence: 'CC BY 4.0',
  fittedAt: day,
  data: {
    matches: matches.length,
    players: labels.length,
    cheaters,
    baseRate: Number((cheaters / (cheaters + clean)).toFixed(4)),
  },
  crossValidated: { events: events.figures, scoreboard: scoreboard.figures },
  fitted: { events: events.fitted, scoreboard: scoreboard.fitted },
  typical: typicalOf(
    matches,
    DETECTORS.map(({ lead }) => lead),
  ),
  events: events.model,
  scoreboard: scoreboard.model,
};
if (!values.dry) {
  // One term a line, so that a change of parameters can be read as a diff.
  const text = `${JSON.stringify(parameters).replaceAll('{"metric"', '\n{"metric"')}\n`;
  writeFileSync(values.out, text);
  console.log(
    `wrote ${values.out}: ${text.length} bytes, ${events.model.terms.length} + ${scoreboard.model.terms.length} terms`,
  );
}
