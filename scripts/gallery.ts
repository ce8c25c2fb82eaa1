import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { accessibility, overflow } from './gallery-checks.ts';
import { type Comparison, compareWith, gone } from './gallery-pixels.ts';
import { scenesOf, VARIANTS } from './gallery-scenes.ts';
import { openGallery, picture, serveGallery } from './gallery-stage.ts';

/**
 * Pictures of every component in every state, both themes and all languages, under test-results/gallery/, and what is wrong
 * in each. `npm run gallery -- NAME …` draws those whose name has one of the NAMEs in it, `--variant light-de` one theme and
 * language, `--browser firefox` in Firefox, `--contrast` as for somebody who wants more of it, `--against DIR` compares with
 * the pictures of an earlier run, `--serve` leaves the gallery on a local port instead.
 */

const KINDS = ['chromium', 'firefox'] as const;

function kindOf(name: string): (typeof KINDS)[number] {
  const kind = KINDS.find((each) => each === name);
  if (!kind) throw new Error(`there are the browsers ${KINDS.join(', ')}`);
  return kind;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    serve: { type: 'boolean' },
    against: { type: 'string' },
    variant: { type: 'string' },
    browser: { type: 'string', default: 'chromium' },
    contrast: { type: 'boolean', default: false },
  },
});
const { variant: wanted, contrast } = values;
const kind = kindOf(values.browser);
if (wanted !== undefined && !VARIANTS.some(([variant]) => variant === wanted)) {
  throw new Error(`there are the variants ${VARIANTS.map(([variant]) => variant).join(', ')}`);
}

/** Pictures of different kinds beside each other. */
const OUT = resolve(
  import.meta.dirname,
  '../test-results',
  ['gallery', kind === 'firefox' && kind, contrast && 'contrast'].filter(Boolean).join('-'),
);
const DIFFS = join(OUT, 'diff');

async function drawAll(only: readonly string[], against: string | undefined): Promise<void> {
  if (against === OUT) throw new Error(`${OUT} is written anew: copy it first and compare with the copy`);
  mkdirSync(OUT, { recursive: true });
  rmSync(DIFFS, { recursive: true, force: true });
  const among = (name: string) => only.length === 0 || only.some((part) => name.includes(part));
  const scenes = VARIANTS.filter(([variant]) => wanted === undefined || variant === wanted)
    .flatMap(([variant, query]) => scenesOf(variant, query))
    .filter(({ name }) => among(name));
  const gallery = await openGallery({ kind, contrast });
  const compared: Comparison[] = [];
  let found = 0;
  for (const scene of scenes) {
    const drawing = gallery.draw(scene, async (page, problems) => {
      const drawn = await picture(page, scene);
      writeFileSync(join(OUT, `${scene.name}.png`), drawn);
      if (against) compared.push(compareWith(against, DIFFS, scene.name, drawn));
      return [...problems, ...(await overflow(page)), ...(await accessibility(page))];
    });
    // A scene that cannot be drawn is a finding; the others are drawn all the same.
    const problems = await drawing.catch((error: unknown) => [`not drawn: ${String(error)}`]);
    found += problems.length;
    console.log(`${scene.name}: ${problems.length === 0 ? 'ok' : `\n  ${problems.join('\n  ')}`}`);
  }
  await gallery.close();
  console.log(`${found} findings; pictures in ${OUT}`);
  if (against)
    tellChanges(
      compared,
      gone(
        against,
        new Set(scenes.map(({ name }) => name)),
        (name) => among(name) && (!wanted || name.endsWith(wanted)),
      ),
    );
  process.exitCode = found === 0 ? 0 : 1;
}

function tellChanges(compared: readonly Comparison[], missing: readonly string[]): void {
  for (const { name, change } of compared) {
    if (change === 'new') console.log(`new: ${name}`);
    else if (change > 0) console.log(`changed: ${name} by ${(100 * change).toFixed(3)} % of its pixels`);
  }
  for (const name of missing) console.log(`gone: ${name}`);
  const same = compared.filter(({ change }) => change === 0).length;
  console.log(`${same} of ${compared.length} pictures are the same; where others differ is in ${DIFFS}`);
}

if (values.serve) console.log(await serveGallery());
else await drawAll(positionals, values.against && resolve(values.against));
