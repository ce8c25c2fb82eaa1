/**
 * What community reports are worth under attack, judged by the product's own code (`shared/reports`) on made-up
 * populations, beside the rule "four reports". `--seeds 20` populations of each shape, `--json` one line for machines,
 * `--limits` also what the defence does not stop. The same seeds give the same figures. docs/REPORTS.md explains them.
 */
import { parseArgs } from 'node:util';
import { ATTACKS, type Attack, LIMITS } from './simulation/plans.ts';
import { populate, SHAPES, type Shape } from './simulation/population.ts';
import { bestPlan, carryOut, emptyTally, figures } from './simulation/trial.ts';

interface Row {
  name: string;
  precision: number;
  recall: number;
  harmed: number;
  rawPrecision: number;
  rawRecall: number;
  rawHarmed: number;
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
    limits: { type: 'boolean', default: false },
  },
});
const seeds = Number(values.seeds);
if (!Number.isInteger(seeds) || seeds < 1 || seeds > 1_000) {
  console.error('--seeds is a whole number from 1 to 1000');
  process.exit(2);
}

const round = (value: number) => Math.round(value * 10_000) / 10_000;

/** All attacks on one shape of population. Seed 0 is the ring's rehearsal and is not counted. */
function run(shape: Shape, attacks: readonly Attack[]): Row[] {
  const rehearsal = populate(shape, 0);
  const trials = attacks.map((attack) => ({
    name: `${shape}: ${attack.name}`,
    plan: bestPlan(attack, rehearsal, 0),
    tally: emptyTally(),
  }));
  for (let seed = 1; seed <= seeds; seed++) {
    const population = populate(shape, seed);
    for (const { plan, tally } of trials) carryOut(plan, population, seed, tally);
  }
  return trials.map(({ name, tally }) => {
    const product = figures(tally, 'product');
    const raw = figures(tally, 'raw');
    return {
      name,
      precision: round(product.precision),
      recall: round(product.recall),
      harmed: round(product.harmed),
      rawPrecision: round(raw.precision),
      rawRecall: round(raw.recall),
      rawHarmed: round(raw.harmed),
    };
  });
}

const GOALS = { precision: 0.98, harmed: 0.01, recall: { none: 0.5, attack: 0.4 } };

function missed({ name, precision, recall, harmed }: Row): string[] {
  const least = name.endsWith(': none') ? GOALS.recall.none : GOALS.recall.attack;
  return [
    ...(precision < GOALS.precision ? ['precision'] : []),
    ...(recall < least ? ['recall'] : []),
    ...(harmed > GOALS.harmed ? ['harmed'] : []),
  ];
}

function print(rows: readonly Row[], withGoals: boolean): void {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const columns = ['precision', 'recall', 'harmed'] as const;
  const cell = (value: number) => value.toFixed(3).padStart(9);
  console.log(`${''.padEnd(width)}   weighed                       at least four reports`);
  console.log(`${''.padEnd(width)} ${[...columns, ...columns].map((each) => each.padStart(9)).join(' ')}`);
  for (const row of rows) {
    const figures = [row.precision, row.recall, row.harmed, row.rawPrecision, row.rawRecall, row.rawHarmed];
    const missing = withGoals ? missed(row) : [];
    const note = missing.length > 0 ? `  short of its goal: ${missing.join(', ')}` : '';
    console.log(`${row.name.padEnd(width)} ${figures.map(cell).join(' ')}${note}`);
  }
}

const attacks = SHAPES.flatMap((shape) => run(shape, ATTACKS));
if (values.json) {
  console.log(JSON.stringify({ attacks }));
} else {
  console.log(
    `${seeds} populations of each shape; flagged means "reported" or "strong", without any moderator's help.\n`,
  );
  print(attacks, true);
  console.log(
    `\ngoals: precision ≥ ${GOALS.precision}, harmed ≤ ${GOALS.harmed}, recall ≥ ${GOALS.recall.none} without an attack and ≥ ${GOALS.recall.attack} under one`,
  );
  console.log('these rings spend at least 30 reports on each victim; --limits shows what fewer do');
}
if (values.limits) {
  if (!values.json)
    console.log('\nWhat is not stopped: 20 % of all users, old accounts with good records, patient and careful.\n');
  const limits = SHAPES.flatMap((shape) => run(shape, LIMITS));
  if (values.json) console.log(JSON.stringify({ limits }));
  else print(limits, false);
}
