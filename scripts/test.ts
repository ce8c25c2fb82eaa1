/**
 * `npm test`: everything there is to check, in the order in which it fails fastest. Arguments name the parts to run
 * (`npm test -- check unit`); none means all. The last line is `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { ensureBrowsers } from './setup-browsers.ts';

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), message: z.string(), assertionResults: z.array(z.unknown()) }),
  ),
});

interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
}

function run(command: string, args: string[]): boolean {
  const result = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.error) console.error(String(result.error));
  return result.status === 0;
}

/** A command that is one check: it passes or fails as a whole. */
function command(title: string, program: string, ...args: string[]): () => Outcome {
  return () => {
    console.log(`\n── ${title}`);
    const ok = run(program, args);
    console.log(ok ? 'ok' : `FAILED: ${title}`);
    return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  };
}

/** A Vitest project: every test counts, and so does a file that could not be run at all. */
function vitest(project: string): () => Outcome {
  return () => {
    console.log(`\n── tests: ${project}`);
    const file = `test-results/vitest-${project}.json`;
    rmSync(file, { force: true });
    const ok = run('vitest', [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      '--reporter=./scripts/testing/flaky-reporter.ts',
      `--outputFile.json=${file}`,
    ]);
    const read = reportSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!read.success) return { passed: 0, failed: 1, skipped: 0 };
    const report = read.data;
    const broken = report.testResults.filter((each) => each.status === 'failed' && each.assertionResults.length === 0);
    // An error outside any test (an unhandled rejection, say) fails the run without failing a test.
    const unseen = !ok && report.numFailedTests + broken.length === 0 ? 1 : 0;
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length + unseen,
      skipped: report.numPendingTests,
    };
  };
}

const PARTS: Record<string, (() => Outcome)[]> = {
  check: [
    command('types', 'tsc', '--noEmit'),
    command('lint and format', 'biome', 'check', '.'),
    command('dead code and dependencies', 'knip'),
  ],
  build: [
    command('build for Chrome and Edge', 'wxt', 'build'),
    command('build for Firefox', 'wxt', 'build', '--browser', 'firefox'),
    command('size budgets', 'node', 'scripts/bench-size.ts'),
    command('packages for the stores', 'node', 'scripts/zip.ts', '--check'),
  ],
  unit: [vitest('unit')],
  api: [vitest('api')],
  e2e: [vitest('e2e')],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !(part in PARTS));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}
const parts = asked.length > 0 ? asked : Object.keys(PARTS);
mkdirSync('test-results', { recursive: true });
if (parts.includes('e2e')) ensureBrowsers(['chromium', 'firefox']);

const total: Outcome = { passed: 0, failed: 0, skipped: 0 };
for (const step of parts.flatMap((part) => PARTS[part] ?? [])) {
  const { passed, failed, skipped } = step();
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}
if (total.skipped > 0) console.log(`\n${total.skipped} skipped; each prints its reason above.`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
