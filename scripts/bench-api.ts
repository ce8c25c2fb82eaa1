/**
 * Prefix lookups against a bare Hono JSON route, in one run: throughput and tail latency at 300 000 and 3 000 000 scores.
 * `--rows 300000,3000000` other sizes · `--seconds 2` per round, of six · `--json` one line of JSON.
 * The servers are child processes on loopback; this process only makes the load.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { startBackend } from '#backend/node.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { type Load, loadHttp } from './http-load.ts';

const CONNECTIONS = 16;
const ROUNDS = 6;
/** Digits of the shortest prefix. */
const SHORTEST = 4;
/** Prefixes one connection asks for, each connection its own. */
const PREFIXES = 2000;

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '300000,3000000' },
    seconds: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    /** Of the child processes. */
    serve: { type: 'string' },
    database: { type: 'string' },
  },
});

if (options.serve !== undefined) await serveChild(options.serve);
else await main();

/** The measured servers: `bare` is the baseline, `backend` the product. Prints its address and runs until killed. */
async function serveChild(kind: string): Promise<void> {
  if (kind === 'bare') {
    const app = new Hono();
    app.get('/v1/scores/:prefix', (c) => c.json({ ok: true }));
    serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(`http://127.0.0.1:${port}`));
    return;
  }
  const backend = await startBackend(
    readConfig({
      DATABASE_URL: `file:${options.database}`,
      PORT: '0',
      LOG_LEVEL: 'error',
      // One address makes all the load; the limiter still runs.
      RATE_LIMIT_FACTOR: '1000000',
    }),
  );
  console.log(backend.url);
}

/** A database with `rows` scores spread evenly over the buckets, as hashes are. */
async function seed(path: string, rows: number): Promise<void> {
  const database = await openDatabase({ DATABASE_URL: `file:${path}` }, systemClock);
  await migrateDatabase(database);
  const step = 100_000;
  for (let from = 0; from < rows; from += step) {
    const to = Math.min(rows, from + step);
    await database.write([
      {
        sql: `WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
          INSERT INTO score (bucket, steam_id, entry, revision)
          SELECT CAST(i * 16777216.0 / ?3 AS INTEGER), CAST(76561197960265729 + i AS TEXT),
            json_object('steamId', CAST(76561197960265729 + i AS TEXT), 'score', abs(random()) % 101, 'rubric', abs(random()) % 60,
              'band', 'highly-suspicious', 'confidence', abs(random()) % 101, 'assessedAt', 1790000000000 + abs(random()) % 100000000),
            1790000000000 + i
          FROM n`,
        args: [from, to, rows],
      },
    ]);
  }
  await database.query.run('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

interface Child {
  url: string;
  process: ChildProcess;
}

async function startChild(...args: string[]): Promise<Child> {
  const child = spawn(process.execPath, [import.meta.filename, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const chunk of child.stdout) {
    const url = /http:\/\/[\d.:]+/.exec(String(chunk))?.[0];
    if (url) return { url, process: child };
  }
  throw new Error(`the child (${args.join(' ')}) ended before it listened`);
}

function randomPrefix(digits: number): string {
  return Math.floor(Math.random() * 16 ** digits)
    .toString(16)
    .padStart(digits, '0');
}

function load(url: string, digits: number, seconds: number): Promise<Load> {
  const paths = () => Array.from({ length: PREFIXES }, () => `/v1/scores/${randomPrefix(digits)}`);
  return loadHttp(url, { connections: CONNECTIONS, seconds, paths });
}

/** The best round of each: what else the machine does can only take away. */
function best(rounds: Load[]): Load {
  const [first] = [...rounds].sort((a, b) => b.requestsPerSecond - a.requestsPerSecond);
  if (!first) throw new Error('nothing was measured');
  return first;
}

async function main(): Promise<void> {
  const sizes = options.rows.split(',').map(Number);
  if (sizes.some((rows) => !Number.isSafeInteger(rows) || rows < 1)) throw new Error('--rows takes numbers above zero');
  const seconds = Number(options.seconds);
  const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-bench-'));
  const children: Child[] = [];
  try {
    const bare = await startChild('--serve', 'bare');
    children.push(bare);
    /**
     * What is measured: each size at the shortest prefix, the most players in one answer, and the largest once more with a
     * digit more, whose answers are as long as those of the first and tell apart what rows and what bytes cost.
     */
    const subjects: { name: string; url: string; digits: number }[] = [
      { name: 'bare Hono JSON route', url: bare.url, digits: SHORTEST },
    ];
    for (const rows of sizes) {
      const database = join(folder, `${rows}.db`);
      const started = Date.now();
      await seed(database, rows);
      if (!options.json) console.log(`seeded ${rows} scores in ${((Date.now() - started) / 1000).toFixed(1)} s`);
      const child = await startChild('--serve', 'backend', '--database', database);
      children.push(child);
      subjects.push({ name: `${rows} scores`, url: child.url, digits: SHORTEST });
    }
    const largest = subjects.at(-1);
    if (sizes.length > 1 && largest) {
      subjects.push({ ...largest, name: `${largest.name}, 5 digits`, digits: SHORTEST + 1 });
    }
    const rounds = subjects.map((): Load[] => []);
    for (const { url, digits } of subjects) await load(url, digits, 1);
    // In turns, so that whatever else the machine does hits all alike.
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, { url, digits }] of subjects.entries()) rounds[index]?.push(await load(url, digits, seconds));
    }
    report(subjects.map(({ name, digits }, index) => ({ name, digits, ...best(rounds[index] ?? []) })));
  } finally {
    for (const child of children) {
      const ended = once(child.process, 'exit');
      child.process.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(results: ({ name: string; digits: number } & Load)[]): void {
  const [bare, ...sizes] = results;
  const first = sizes[0];
  if (!bare || !first) throw new Error('nothing was measured');
  const rows = sizes.map((size) => ({
    ...size,
    throughputOfBare: size.requestsPerSecond / bare.requestsPerSecond,
    p99OfBare: size.p99 / bare.p99,
    slowerThanFirst: first.requestsPerSecond / size.requestsPerSecond,
  }));
  const growth = (digits: number) =>
    rows.findLast((row) => row.digits === digits)?.slowerThanFirst ?? Number.POSITIVE_INFINITY;
  const targets = {
    throughput: (rows[0]?.throughputOfBare ?? 0) >= 0.35,
    p99: (rows[0]?.p99OfBare ?? Number.POSITIVE_INFINITY) <= 4,
    growth: growth(SHORTEST) <= 1.5,
    ...(rows.length > 1 && { growthAtFiveDigits: growth(SHORTEST + 1) <= 1.5 }),
  };
  if (options.json) {
    console.log(JSON.stringify({ bare, sizes: rows, targets }));
    return;
  }
  const figures = ({ name, requestsPerSecond, p50, p99, bytesPerResponse }: { name: string } & Load) =>
    `${name.padEnd(24)} ${requestsPerSecond.toFixed(0).padStart(7)} req/s   p50 ${p50.toFixed(2)} ms   p99 ${p99.toFixed(2)} ms   ${bytesPerResponse} bytes`;
  console.log(figures(bare));
  for (const row of rows) {
    console.log(
      `${figures(row)}   ${row.throughputOfBare.toFixed(2)} of bare, p99 ${row.p99OfBare.toFixed(1)}×, ${row.slowerThanFirst.toFixed(2)}× slower than the first`,
    );
  }
  console.log(
    `targets: ≥ 0.35 of bare ${targets.throughput}, p99 ≤ 4× ${targets.p99}, growth ≤ 1.5× ${targets.growth} (${targets.growthAtFiveDigits ?? 'not measured'} with 5 digits)`,
  );
}
