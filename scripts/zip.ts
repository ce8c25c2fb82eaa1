/**
 * `npm run zip`: the packages for Chrome, Edge and Firefox and the archive of sources that Firefox's reviewers ask for, in
 * `.output/packages`, with their SHA-256. Each is built twice, in different folders, and must come out the same; the
 * checker of addons.mozilla.org must have nothing to say. `--check` leaves no packages behind. Exits with 1 otherwise.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInstance } from 'addons-linter';
import { type Zippable, zipSync } from 'fflate';
import { build } from 'wxt';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '..');
const BROWSERS = ['chrome', 'edge', 'firefox'] as const;
type Browser = (typeof BROWSERS)[number];
/** What zip files begin with; a build has no time of its own. */
const EPOCH = new Date(1980, 0, 1);

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

/** A zip that depends on nothing but names and contents. */
function zipOf(folder: string, files: readonly string[]): Uint8Array {
  const entries: Zippable = {};
  for (const file of files.toSorted()) {
    entries[file.replaceAll('\\', '/')] = [readFileSync(join(folder, file)), { level: 9, mtime: EPOCH }];
  }
  return zipSync(entries);
}

const filesIn = (folder: string) =>
  globSync('**/*', { cwd: folder }).filter((file) => statSync(join(folder, file)).isFile());
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function builtFor(browser: Browser, into: string): Promise<Uint8Array> {
  await build({ root: ROOT, browser, outDir: into, logger: QUIET });
  const [made] = globSync(`${browser}-mv*`, { cwd: into });
  if (!made) throw new Error(`nothing was built for ${browser}`);
  const folder = join(into, made);
  return zipOf(folder, filesIn(folder));
}

/** WXT tells what it does; here only what goes wrong counts. */
const silent = () => {};
const QUIET = {
  debug: silent,
  log: silent,
  info: silent,
  success: silent,
  warn: console.warn,
  error: console.error,
  fatal: console.error,
  level: 3,
};

/** Everything under version control: what a reviewer needs to build the same. */
function sources(): Uint8Array {
  const listed = spawnSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
  if (listed.status !== 0) throw new Error(`the sources could not be listed: ${listed.stderr}`);
  return zipOf(ROOT, listed.stdout.split('\0').filter(Boolean));
}

const lintSchema = z.object({
  summary: z.object({ errors: z.number(), warnings: z.number(), notices: z.number() }),
  errors: z.array(z.object({ code: z.string(), file: z.string().optional(), message: z.string() })),
  warnings: z.array(z.object({ code: z.string(), file: z.string().optional(), message: z.string() })),
});

async function findingsIn(file: string) {
  const linter = createInstance({ config: { _: [file], logLevel: 'fatal', output: 'none' }, runAsBinary: false });
  return lintSchema.parse(await linter.run());
}

const check = process.argv.includes('--check');
const packages = check ? mkdtempSync(join(tmpdir(), 'cstatsentry-packages-')) : join(ROOT, '.output', 'packages');
mkdirSync(packages, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'cstatsentry-build-'));
let wrong = 0;
const say = (name: string, bytes: Uint8Array, more = '') => {
  writeFileSync(join(packages, name), bytes);
  console.log(`${name.padEnd(40)} ${(bytes.length / 1000).toFixed(1).padStart(8)} kB  ${sha256(bytes)}${more}`);
};
try {
  for (const browser of BROWSERS) {
    const first = await builtFor(browser, join(scratch, 'first'));
    const second = await builtFor(browser, join(scratch, 'second'));
    const same = sha256(first) === sha256(second);
    if (!same) wrong++;
    say(`cstatsentry-${version}-${browser}.zip`, first, same ? '  twice the same' : '  DIFFERS between two builds');
  }
  say(`cstatsentry-${version}-sources.zip`, sources());
  const { summary, errors, warnings } = await findingsIn(join(packages, `cstatsentry-${version}-firefox.zip`));
  for (const { code, file, message } of [...errors, ...warnings]) console.log(`${code} ${file ?? ''}: ${message}`);
  console.log(`checker of addons.mozilla.org: ${summary.errors} errors, ${summary.warnings} warnings`);
  wrong += summary.errors + summary.warnings;
} finally {
  rmSync(scratch, { recursive: true, force: true });
  if (check) rmSync(packages, { recursive: true, force: true });
}
process.exitCode = wrong === 0 ? 0 : 1;
