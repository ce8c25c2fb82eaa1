import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { firstScreenFiles, frameFiles, sizeOf } from './first-screen.ts';

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

/** All that the app takes until its dashboard is there; charts come after that. */
const FIRST_SCREEN = 120;
/** All that the popup takes until its tabs are there; what is in them comes after that. */
const POPUP_FRAME = 55;

const output = new URL('../.output/', import.meta.url).pathname;
const builds = readdirSync(output).filter((name) => /^(?:chrome-mv3|firefox-mv2)$/.test(name));
if (!builds.length) throw new Error('nothing is built: run `npm run build` first');

const rowOf = (build: string, file: string, bytes: number, budget: number) => {
  const size = bytes / 1000;
  return { build, file, kB: Math.round(size * 10) / 10, budget, ofBudget: Math.round((size / budget) * 100) / 100 };
};
const rows = builds.flatMap((build) => {
  const folder = join(output, build);
  const all = (files: readonly string[]) => files.reduce((sum, file) => sum + sizeOf(folder, file), 0);
  return [
    ...Object.entries(BUDGETS).map(([file, budget]) => rowOf(build, file, sizeOf(folder, file), budget)),
    rowOf(build, 'app.html (first screen)', all(firstScreenFiles(folder)), FIRST_SCREEN),
    rowOf(build, 'popup.html (frame)', all(frameFiles(folder, 'popup')), POPUP_FRAME),
  ];
});
for (const { build, file, kB, budget, ofBudget } of rows) {
  console.log(`${build.padEnd(12)} ${file.padEnd(26)} ${kB.toFixed(1).padStart(6)} kB of ${budget} (${ofBudget})`);
}
console.log(JSON.stringify({ bench: 'size', rows }));
if (rows.some(({ ofBudget }) => ofBudget > 1)) process.exitCode = 1;
