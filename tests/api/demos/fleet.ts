import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { writeDemo } from '#sandbox/replays/demo-file.ts';
import { scriptMatch } from '#sandbox/replays/match-script.ts';
import { type Replays, startReplays } from '#sandbox/replays/server.ts';
import { createWorld } from '#sandbox/world/world.ts';
import { freshId } from '#tests/api/fake-steam.ts';
import { temporaryFolder } from '#tests/api/targets.ts';

/** Workers as processes of their own on one database, some of which are killed; and what is left in the end. */

export interface FleetOptions {
  demos: number;
  workers: number;
  /** Says when the next worker is to be killed, from how many ended and the ms passed since the last kill; another takes its place. */
  killNow(since: { ended: number; ms: number }): boolean;
  /** Gives up after this, ms. */
  mostMs: number;
  onRound?(left: number, kills: number): void;
}

export interface FleetResult {
  states: Record<string, number>;
  kills: number;
  seconds: number;
  /** Demos whose end was told twice, and those that were never told or are still on their way. */
  twice: number;
  lost: number;
  /** Rows of evidence that should not be, or are missing. */
  wrongEvidence: number;
  workers: number;
}

const PLAYERS = 10;
/** Short, so that what a killed worker had is taken over soon. */
const LEASE_MS = '3000';
const link = (index: number) =>
  `http://replay200.valve.net/730/0038${String(index).padStart(15, '0')}_0000000001.dem.bz2`;

export async function runFleet(options: FleetOptions): Promise<FleetResult> {
  const folder = temporaryFolder();
  const url = `file:${join(folder.path, 'fleet.db')}`;
  const database = await openDatabase({ DATABASE_URL: url }, systemClock);
  await migrateDatabase(database);
  database.close();
  const sql = createClient({ url, concurrency: 1, timeout: 5000 });
  const replays = await startReplays(createWorld({ seed: 1, people: 20, matches: 1, now: Date.now() }));
  const running = new Set<ChildProcess>();
  let stopped = false;
  const start = () => {
    const child = spawn(process.execPath, ['scripts/demo-worker.ts'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: url,
        DEMO_REPLAYS_URL: replays.url,
        DEMO_WORKERS: '1',
        DEMO_LEASE_MS: LEASE_MS,
        LOG_LEVEL: 'error',
        // Workers are started all the time here: what Node compiled is kept between them.
        NODE_COMPILE_CACHE: join(folder.path, 'compiled'),
      },
    });
    running.add(child);
    child.once('exit', () => {
      running.delete(child);
      if (!stopped) start();
    });
    return child;
  };
  try {
    // Node writes what it has compiled when a process ends by itself: one does, before there is anything to do.
    const first = start();
    await until(async () => Number((await sql.execute('SELECT count(*) FROM demo_worker')).rows[0]?.[0]) > 0);
    running.delete(first);
    first.removeAllListeners('exit');
    const warm = once(first, 'exit');
    first.kill('SIGTERM');
    await warm;
    await fill(sql, replays, options.demos);
    const began = performance.now();
    for (let i = 0; i < options.workers; i++) start();
    let kills = 0;
    let killedAt = performance.now();
    let leftThen = options.demos;
    for (;;) {
      await systemClock.sleep(100);
      const left = Number((await sql.execute(`SELECT count(*) AS n FROM job WHERE kind = 'demo'`)).rows[0]?.['n']);
      if (left === 0) break;
      if (performance.now() - began > options.mostMs)
        throw new Error(`${left} demos are left after ${options.mostMs} ms`);
      if (!options.killNow({ ended: leftThen - left, ms: performance.now() - killedAt })) continue;
      killedAt = performance.now();
      leftThen = left;
      const victim = [...running][Math.floor(Math.random() * running.size)];
      if (victim?.kill('SIGKILL')) kills++;
      options.onRound?.(left, kills);
    }
    const seconds = (performance.now() - began) / 1000;
    return { ...(await result(sql, options.demos)), kills, seconds, workers: options.workers };
  } finally {
    stopped = true;
    const ended = [...running].map((child) => {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      return exit;
    });
    await Promise.all(ended);
    await replays.stop();
    sql.close();
    folder.remove();
  }
}

/** Demos that wait, each of a replay of its own (every tenth is none, and one in ten is gone), and a webhook that hears of all. */
async function fill(sql: Client, replays: Replays, demos: number): Promise<void> {
  const good = writeDemo({
    map: 'de_mirage',
    events: scriptMatch(1, Array.from({ length: PLAYERS }, freshId), 6),
  });
  const bad = Buffer.from('not a demo at all');
  await sql.execute(
    `INSERT INTO demo_webhook (id, user_id, url, created_at) VALUES ('hook', 'user', 'https://example.org/', 1)`,
  );
  for (let index = 0; index < demos; index++) {
    replays.put(link(index), index % 10 === 9 ? bad : good);
    const id = `demo-${index}`;
    await sql.batch(
      [
        {
          sql: `INSERT INTO demo (id, key, source, state, replay_url, requested_at, changed_at) VALUES (?1, ?1, 'replay-link',
            'requested', ?2, ?3, ?3)`,
          args: [id, link(index), index + 1],
        },
        {
          sql: `INSERT INTO demo_request (demo_id, user_id, origin, requested_at) VALUES (?, 'user', 'home', 1)`,
          args: [id],
        },
        { sql: `INSERT INTO job (id, kind, run_at) VALUES (?, 'demo', 1)`, args: [`demo:${id}`] },
      ],
      'write',
    );
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await systemClock.sleep(50);
}

async function result(sql: Client, demos: number) {
  const one = async (text: string) => Number((await sql.execute(text)).rows[0]?.[0] ?? 0);
  const rows = (
    await sql.execute(`SELECT state || coalesce(': ' || reason, '') AS end, count(*) AS n FROM demo GROUP BY 1`)
  ).rows;
  // Each end tells the webhook, in the transaction that makes it the end.
  const told = await one('SELECT count(*) FROM demo_delivery');
  const toldOnce = await one('SELECT count(DISTINCT demo_id) FROM demo_delivery');
  const open = await one(`SELECT count(*) FROM demo WHERE state NOT IN ('done', 'failed')`);
  const expected = PLAYERS * (await one(`SELECT count(*) FROM demo WHERE state = 'done'`));
  return {
    states: Object.fromEntries(rows.map((row) => [String(row['end']), Number(row['n'])])),
    twice: told - toldOnce,
    lost: demos - toldOnce + open,
    wrongEvidence: Math.abs((await one('SELECT count(*) FROM demo_evidence')) - expected),
  };
}
