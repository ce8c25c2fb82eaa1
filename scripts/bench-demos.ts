/**
 * What the analysis of a demo costs beside the parser alone, and what the worker needs of memory:
 * `npm run bench:demos -- --demo FILE --match FILE [--runs N] [--json]`. FILE of `--demo` is a short real demo, that of `--match` the
 * events of a real match; out of both one of a match's length is made. The bare pass is a process of its own, too, that reads
 * the very same fields and does nothing with them; both are run in turns.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '@libsql/client';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { analyse } from '#backend/demos/analysis.ts';
import { demoLimitsOf } from '#backend/demos/node.ts';
import { parseEvents } from '#backend/demos/parse.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { startReplays } from '#sandbox/replays/server.ts';
import { createWorld } from '#sandbox/world/world.ts';
import { lengthen, withPlayers } from '#scripts/demos/long-demo.ts';
import { loadMatch } from '#scripts/evaluation/matches.ts';
import { DEMO_EVENTS, TICK_FIELDS } from '#shared/demo/types.ts';
import { wantedTicks } from '#shared/demo/windows.ts';

const { values } = parseArgs({
  options: {
    demo: { type: 'string', default: '../shared/data/demos/14065.dem' },
    match: { type: 'string', default: '../shared/data/cs2cd/no_cheater_present/107.json.gz' },
    runs: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const say = (line: string) => console[values.json ? 'error' : 'log'](line);

/** Who is in the short demo: everybody's ID in the events, so that there are ticks of them. */
const ONLY_PLAYER = '76561197966986733';
const BARE = `
  const parser = require('@laihoe/demoparser2');
  const { path, events, fields, ticks } = JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'));
  parser.parseHeader(path);
  parser.parseEvents(path, events);
  parser.parseTicks(path, fields, ticks, null, true);
`;

const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-bench-demos-'));
const middle = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

interface Cost {
  ms: number;
  /** Of the processor, this process and its children together. */
  cpuMs: number;
}

/** Time of the processor so far, ms; of children once they have ended. */
function cpuTime(): number {
  const own = process.cpuUsage();
  // Fields 16 and 17, in hundredths of a second; the name before them is in brackets and may hold anything.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (own.user + own.system) / 1000 + 10 * (Number(fields[13]) + Number(fields[14]));
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const [ms, cpuMs] = [performance.now(), cpuTime()];
  await work();
  return { ms: performance.now() - ms, cpuMs: cpuTime() - cpuMs };
}

async function bare(order: string): Promise<void> {
  const child = spawn(process.execPath, ['-e', BARE, order], { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('the bare pass failed');
}

async function whole(path: string): Promise<void> {
  const report = await analyse({
    path,
    // As a worker has it from its second demo on.
    cacheFolder: join(folder, '.cache'),
    limits: demoLimitsOf(readConfig({})).analysis,
    signal: new AbortController().signal,
  });
  if (report.state !== 'judged') throw new Error('the demo was not judged');
}

/** A worker of its own takes the demo through everything, packed; resolves with its peak memory, MB. */
async function workerMemory(packed: Uint8Array): Promise<number> {
  const link = 'http://replay1.valve.net/730/003800000000000000001_0000000001.dem.bz2';
  const url = `file:${join(folder, 'bench.db')}`;
  const database = await openDatabase({ DATABASE_URL: url }, systemClock);
  await migrateDatabase(database);
  database.close();
  const replays = await startReplays(createWorld({ seed: 1, people: 20, matches: 1, now: Date.now() }));
  replays.put(link, packed);
  const sql = createClient({ url, concurrency: 1, timeout: 5000 });
  await sql.batch([
    `INSERT INTO demo (id, key, source, state, replay_url, requested_at, changed_at) VALUES ('x', 'x', 'replay-link', 'requested', '${link}', 1, 1)`,
    `INSERT INTO job (id, kind, run_at) VALUES ('demo:x', 'demo', 1)`,
  ]);
  const worker = spawn(process.execPath, ['scripts/demo-worker.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'], DATABASE_URL: url, DEMO_REPLAYS_URL: replays.url, LOG_LEVEL: 'error' },
  });
  try {
    for (;;) {
      await systemClock.sleep(200);
      const [row] = (await sql.execute(`SELECT state, reason FROM demo`)).rows;
      if (row?.['state'] === 'failed') throw new Error(String(row['reason']));
      if (row?.['state'] === 'done') break;
    }
    const status = readFileSync(`/proc/${worker.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  } finally {
    const exit = once(worker, 'exit');
    worker.kill('SIGTERM');
    await exit;
    sql.close();
    await replays.stop();
  }
}

try {
  const loaded = loadMatch(values.match, process.cwd());
  if (loaded.state !== 'ok') throw new Error(loaded.reason);
  const path = join(folder, 'long.dem');
  const events = withPlayers(loaded.match.events, (id) => (id === 'Player_1' ? ONLY_PLAYER : id));
  writeFileSync(path, lengthen(readFileSync(values.demo), events));
  const megabytes = statSync(path).size / 1e6;
  const ticks = [...wantedTicks(parseEvents(path))];
  const order = join(folder, 'order.json');
  writeFileSync(order, JSON.stringify({ path, events: [...DEMO_EVENTS], fields: [...TICK_FIELDS], ticks }));
  say(
    `A demo of ${megabytes.toFixed(0)} MB: packets of ${basename(values.demo)}, events of ${basename(values.match)}, ${ticks.length} ticks wanted`,
  );
  await whole(path);
  const costs = { bare: [] as Cost[], whole: [] as Cost[] };
  const told = ({ ms, cpuMs }: Cost) => `${ms.toFixed(0)} ms (${cpuMs.toFixed(0)} ms of the processor)`;
  for (let run = 0; run < runs; run++) {
    const [before, after] = [await costOf(() => bare(order)), await costOf(() => whole(path))];
    costs.bare.push(before);
    costs.whole.push(after);
    say(`  run ${run + 1}: bare pass ${told(before)}, whole analysis ${told(after)}`);
  }
  const ratioOf = (part: keyof Cost) =>
    middle(costs.whole.map((cost) => cost[part])) / middle(costs.bare.map((cost) => cost[part]));
  const [ratio, cpuRatio] = [ratioOf('ms'), ratioOf('cpuMs')];
  say(
    `Whole analysis / bare pass of the same fields: ${cpuRatio.toFixed(2)} of the processor, ${ratio.toFixed(2)} by the clock (at most 1.5)`,
  );
  const packed = spawnSync('bzip2', ['-c', path], { maxBuffer: 1 << 30 }).stdout;
  const memory = process.platform === 'linux' ? await workerMemory(packed) : Number.NaN;
  say(`Peak memory of the worker that fetched, unpacked and had it analysed: ${memory.toFixed(0)} MB (at most 150)`);
  console.log(JSON.stringify({ megabytes, ticks: ticks.length, ratio, cpuRatio, workerPeakMb: memory }));
  if (cpuRatio > 1.5 || memory > 150) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
