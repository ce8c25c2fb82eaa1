import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * Sizes of what the browser loads, gzip -9, against their budgets in kB (1 kB = 1000 bytes): `npm run bench:size`. Needs
 * `npm run build` first. Exits with 1 above a budget.
 */
const BUDGETS: Record<string, number> = {
  'content-scripts/steam.js': 15,
  'content-scripts/leetify.js': 15,
  'background.js': 120,
  'card.js': 40,
};

const output = new URL('../.output/', import.meta.url).pathname;
const builds = readdirSync(output).filter((name) => /^(?:chrome-mv3|firefox-mv2)$/.test(name));
if (!builds.length) throw new Error('nothing is built: run `npm run build` first');

const rows = builds.flatMap((build) =>
  Object.entries(BUDGETS).map(([file, budget]) => {
    const size = gzipSync(readFileSync(join(output, build, file)), { level: 9 }).length / 1000;
    return { build, file, kB: Math.round(size * 10) / 10, budget, ofBudget: Math.round((size / budget) * 100) / 100 };
  }),
);
for (const { build, file, kB, budget, ofBudget } of rows) {
  console.log(`${build.padEnd(12)} ${file.padEnd(26)} ${kB.toFixed(1).padStart(6)} kB of ${budget} (${ofBudget})`);
}
console.log(JSON.stringify({ bench: 'size', rows }));
if (rows.some(({ ofBudget }) => ofBudget > 1)) process.exitCode = 1;
