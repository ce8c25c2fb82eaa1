// Runs a TypeScript script of the project under the Node that the project pins, after installing what package-lock.json names
// when that has not been done yet. Plain JavaScript without dependencies: on a fresh clone nothing else is there, and the
// system's Node may be as old as 20.
//
//   node scripts/run.mjs scripts/start.ts [arguments]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.installed-from');
const pinnedNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Runs a command in the project's folder with our output; ends this process with its status when it fails. */
function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(pinnedNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing dependencies (once; about a minute) …');
  // Progress belongs to stderr, so that a script's stdout stays its own. Install scripts are not run, with one exception:
  // `node` fetches its binary in one. (The libSQL server used in tests has one that fails; it is not needed.)
  const stdio = ['ignore', process.stderr, process.stderr];
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { stdio });
  run('npm', ['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'], { stdio });
  writeFileSync(stamp, wanted);
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node 20 or newer is needed to start; this is ${process.versions.node}.`);
  process.exit(1);
}
const [script, ...args] = process.argv.slice(2);
if (!script) {
  console.error('usage: node scripts/run.mjs <script> [arguments]');
  process.exit(2);
}
install();
const child = spawnSync(pinnedNode, [join(root, script), ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: `${join(modules, '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
  },
});
if (child.error) throw child.error;
// Ended by a signal: report it the way a shell does.
process.exit(child.status ?? 130);
