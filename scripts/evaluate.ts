/**
 * How good the shipped engine is, without fitting anything:
 * `npm run evaluate -- --cs2cd DIR [--json FILE] [--params FILE]` on labelled matches (a folder or one file), or
 * `npm run evaluate -- --synthetic [--seed N] [--json FILE]` on a made-up population. Plots go to test-results/evaluate/.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Figures, figuresOf, natsOf, reliabilityOf } from '#scripts/evaluation/judge.ts';
import { plot, reliabilityLine, rocPoints, save } from '#scripts/evaluation/plots.ts';
import {
  atLeast61,
  cohortsOf,
  evaluateFolder,
  intervalOf,
  perFeature,
  withoutDoubtfulLobbies,
} from '#scripts/evaluation/shipped.ts';
import { evaluateSynthetic } from '#scripts/evaluation/synthetic.ts';
import { parametersSchema } from '#shared/score/models/match-model.ts';
import { MATCH_PARAMETERS } from '#shared/score/models/parameters.ts';

const FOLDER = 'test-results/evaluate';

const { values } = parseArgs({
  options: {
    cs2cd: { type: 'string' },
    json: { type: 'string' },
    params: { type: 'string' },
    synthetic: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});

const percent = (share: number): string => (Number.isNaN(share) ? 'none' : `${(share * 100).toFixed(1)} %`);
const three = (value: number): string => (Number.isNaN(value) ? 'none' : value.toFixed(3));

function line(name: string, figures: Omit<Figures, 'withinMatchAuc'>): string {
  return `${name.padEnd(48)} AUC ${three(figures.auc)}  found at 1 % ${percent(figures.tprAtFpr1)}, at 5 % ${percent(figures.tprAtFpr5)}  Brier ${three(figures.brier)}  ECE ${three(figures.ece)}  (${figures.cheaters} of ${figures.players})`;
}

/** NaN has no JSON: what could not be worked out is null. */
function write(result: unknown): void {
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

function labelled(path: string): void {
  const parameters =
    values.params === undefined
      ? MATCH_PARAMETERS
      : parametersSchema.parse(JSON.parse(readFileSync(values.params, 'utf8')));
  const { players, boards, matches, unreadable, speed } = evaluateFolder(path, parameters);
  for (const { name, reason } of unreadable) console.error(`unreadable: ${name}: ${reason}`);
  if (matches.length === 0) {
    console.error('no readable match');
    process.exitCode = 1;
    write({ matches: 0, players: 0, unreadable });
    return;
  }
  const figures = figuresOf(players);
  const board = figuresOf(boards);
  const interval = intervalOf(players);
  const cohorts = cohortsOf(players);
  const doubtful = withoutDoubtfulLobbies(players);
  const features = perFeature(matches);
  const legit = atLeast61(players);

  console.log(
    `${matches.length} matches (${unreadable.length} unreadable), parameters ${parameters.version} from ${parameters.source}`,
  );
  console.log(
    'These parameters were fitted to CS2CD: on its own matches the figures below flatter. On unseen matches of it, by cross-validation:',
  );
  for (const [name, cv] of Object.entries(parameters.crossValidated)) console.log(`  ${name}: ${JSON.stringify(cv)}`);
  console.log(line('single match, all players', figures));
  console.log(
    `${''.padEnd(48)} AUC 95 % interval ${three(interval.low)} to ${three(interval.high)}, within matches ${three(figures.withinMatchAuc)}, clean players at 61 or more ${percent(legit)}`,
  );
  console.log(line('from the scoreboard alone', board));
  for (const [name, cohort] of Object.entries(cohorts)) {
    console.log(
      `${line(name, cohort)}  clean above the common 5 % threshold: ${percent(cohort.cleanAboveCommonThreshold)}`,
    );
  }
  console.log(
    `without ${doubtful.matches} lobbies labelled clean that look full of cheaters (upper bound): AUC ${three(doubtful.auc)}, ${percent(doubtful.tprAtFpr1)}, ${percent(doubtful.tprAtFpr5)}`,
  );
  console.log(
    `speed: ${speed.msPerMatch.toFixed(2)} ms from parsed JSON to ten assessments (median), ${speed.ratioToParse.toFixed(2)} × JSON.parse of the same file`,
  );
  console.log('best single features:');
  for (const [id, value] of Object.entries(features).slice(0, 15)) console.log(`  ${id.padEnd(28)} ${three(value)}`);

  const roc = (of: typeof players) => rocPoints(natsOf(of, 'cheater'), natsOf(of, 'clean'));
  save(
    FOLDER,
    'roc',
    plot(
      'Single match: cheaters found against false alarms',
      'clean players above the threshold',
      'cheaters above the threshold',
      [
        { name: `all events, AUC ${three(figures.auc)}`, colour: '#0b62a4', points: roc(players) },
        { name: `scoreboard alone, AUC ${three(board.auc)}`, colour: '#b35900', points: roc(boards) },
      ],
    ),
  );
  save(
    FOLDER,
    'reliability',
    plot('Reliability at the base rate of the data', 'predicted probability', 'observed share', [
      reliabilityLine(reliabilityOf(players)),
    ]),
  );
  write({
    matches: matches.length,
    unreadable,
    parameters: parameters.version,
    crossValidated: parameters.crossValidated,
    ...figures,
    aucLow: interval.low,
    aucHigh: interval.high,
    legitAtLeast61: legit,
    reliability: reliabilityOf(players),
    scoreboard: board,
    cohorts,
    withoutDoubtfulLobbies: doubtful,
    speed,
    perFeature: features,
  });
}

if (values.cs2cd !== undefined && !existsSync(values.cs2cd)) {
  console.error(`no such file or folder: ${values.cs2cd}`);
  process.exitCode = 2;
} else if (values.cs2cd !== undefined) labelled(values.cs2cd);
else if (values.synthetic) {
  const result = evaluateSynthetic(Number(values.seed));
  for (const text of result.report) console.log(text);
  save(
    FOLDER,
    'synthetic-roc',
    plot('Synthetic population', 'legitimate players above', 'cheaters above', result.curves),
  );
  write(result.json);
} else {
  console.error(
    'usage: npm run evaluate -- --cs2cd DIR [--json FILE] [--params FILE] | --synthetic [--seed N] [--json FILE]',
  );
  process.exitCode = 2;
}
