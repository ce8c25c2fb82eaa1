/**
 * How well the detectors of demos tell made-up hands from made-up cheats, and how long a ray through the walls of a map
 * takes: `npm run bench:detectors`. `--people N` on open ground (600), `--cheaters N` of each kind (60), `--matches N` in the
 * city (40), `--seed N`, `--only open|city|rays`, `--json` for one line for machines.
 */
import { parseArgs } from 'node:util';
import { measureRays } from '#scripts/detectors/rays.ts';
import { inCity, type Line, openGround } from '#scripts/detectors/table.ts';
import { DEMO_VERSION } from '#shared/demo/parameters.ts';
import { DEMO_DETECTORS, type DemoDetectorKey } from '#shared/demo/types.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '600' },
    cheaters: { type: 'string', default: '60' },
    matches: { type: 'string', default: '40' },
    rounds: { type: 'string', default: '16' },
    seed: { type: 'string', default: '1' },
    triangles: { type: 'string', default: '300000' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

function number(name: 'people' | 'cheaters' | 'matches' | 'rounds' | 'seed' | 'triangles'): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number above 0`);
  return value;
}

const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

/** Largest rate that so few found would still be likely under (95 %, Wilson). */
function atMost(found: number, players: number): number {
  const z = 1.645;
  const share = found / players;
  const spread = z * Math.sqrt((share * (1 - share)) / players + (z * z) / (4 * players * players));
  return (share + (z * z) / (2 * players) + spread) / (1 + (z * z) / players);
}

/** Columns of the detectors that a setting is made for. */
function columnsOf({ cells }: Line): DemoDetectorKey[] {
  return DEMO_DETECTORS.filter((key) => cells[key] !== undefined);
}

function printTable(table: readonly Line[]): void {
  const [people, ...others] = table;
  if (people === undefined) return;
  const columns = columnsOf(people);
  console.log(
    `\n${people.setting}: ${people.players} people by hand and eye alone, anything found of ${percent(people.any, people.players)}`,
  );
  console.log('             found      (at most)   counted of chances     typical   too few   mean nats');
  for (const key of columns) {
    const cell = people.cells[key];
    if (cell === undefined) continue;
    const { found, players, count, opportunities, few, nats } = cell;
    const chances = `${(count / players).toFixed(1)} of ${(opportunities / players).toFixed(0)}`;
    console.log(
      `  ${key.padEnd(10)} ${percent(found, players).padStart(6)} ${`${(100 * atMost(found, players)).toFixed(2)} %`.padStart(13)} ${chances.padStart(20)} ${percent(count, opportunities).padStart(11)} ${percent(few, players).padStart(9)} ${nats.toFixed(2).padStart(11)}`,
    );
  }
  console.log(
    `\nfound, and AUC against these people${''.padEnd(2)}\n${''.padEnd(20)}${columns.map((key) => key.padStart(15)).join('')}       anything`,
  );
  for (const { name, cells, players, any } of others) {
    const told = columns.map((key) => {
      const cell = cells[key];
      if (cell === undefined || Number.isNaN(cell.auc)) return '–'.padStart(15);
      return `${Math.round((100 * cell.found) / cell.players)} %  ${cell.auc.toFixed(2)}`.padStart(15);
    });
    console.log(`${name.padEnd(20)}${told.join('')}${percent(any, players).padStart(15)}`);
  }
}

const wants = (part: string): boolean => values.only === undefined || values.only === part;
const lines: Line[] = [
  ...(wants('open') ? openGround(number('people'), number('cheaters'), number('seed')) : []),
  ...(wants('city') ? inCity(number('matches'), number('rounds'), number('seed')) : []),
];
const rays = wants('rays') ? measureRays(number('triangles'), 200_000) : undefined;
if (!values.json) {
  printTable(lines.filter(({ setting }) => setting === 'open ground'));
  printTable(lines.filter(({ setting }) => setting === 'city'));
  if (rays !== undefined) {
    const { triangles, buildMs, microseconds, baselineMicroseconds, ratio, differ, blockedShare } = rays;
    console.log(
      `\nrays, ${triangles} triangles: ${microseconds.toFixed(2)} µs of CPU each, ${percent(blockedShare, 1)} blocked (target 2 µs); a textbook tree of objects on the same rays ${baselineMicroseconds.toFixed(1)} µs, ratio ${ratio.toFixed(3)}; they differ on ${differ}; built in ${(buildMs / 1000).toFixed(1)} s`,
    );
  }
}
console.log(
  JSON.stringify({ bench: 'detectors', version: DEMO_VERSION, lines, ...(rays === undefined ? {} : { rays }) }),
);
