/**
 * Reports written per second over HTTP with 16 connections, beside a bare route that inserts one row per request and a bare
 * one that writes them in groups as reports are, in the same run. Every answer comes after its commit is on the disk.
 * `--seconds 2` per round, of 4 · `--json` one line of JSON.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { z } from 'zod';
import { createBearers } from '#backend/accounts/bearer.ts';
import { compose } from '#backend/compose.ts';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { DAY, systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { createLog } from '#backend/platform/log.ts';
import { createRateLimiter } from '#backend/platform/rate-limit.ts';
import { createGroupedWrites } from '#backend/reports/grouped-writes.ts';
import { createBreaker } from '#backend/steam/breaker.ts';
import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

const CONNECTIONS = 16;
const ROUNDS = 4;
const REPORTERS = 500;
const PLAYERS = 5_000;
const KEY = 'a key for the benchmark';
const BODY = JSON.stringify({ category: 'aim', words: 'through the smoke, twice, round 12 and 15' });
/** Of the issue, reports per second. */
const TARGET = 1_500;

const helloSchema = z.object({ url: z.string(), tokens: z.array(z.string()) });
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    serve: { type: 'string' },
  },
});

function idOf(account: number): SteamId {
  const steamId = steamIdFromAccountId(account);
  if (steamId === undefined) throw new RangeError('not an account');
  return steamId;
}
const playerAt = (index: number) => idOf(1_000_000 + index);

if (options.serve !== undefined) await serveChild(options.serve);
else await main();

async function serveChild(path: string): Promise<void> {
  const config = readConfig({ DATABASE_URL: `file:${path}`, HASH_KEY: KEY, RATE_LIMIT_FACTOR: '1000000' });
  const database = await openDatabase(config, systemClock);
  await migrateDatabase(database);
  const bearers = createBearers(KEY);
  const now = Date.now();
  const tokens = Array.from({ length: REPORTERS }, () => bearers.mint());
  await database.write([
    { sql: 'CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT NOT NULL)', args: [] },
    ...Array.from({ length: PLAYERS }, (_, index) => ({
      sql: `INSERT INTO player (steam_id, bucket, first_seen_at, asked_at, checked_at, fresh_until, missing)
        VALUES (?1, ?2, ?3, ?3, ?3, ?4, 0)`,
      args: [playerAt(index), index, now, now + DAY],
    })),
    ...tokens.flatMap(({ hash }, index) => [
      {
        sql: `INSERT INTO user (id, name, email, email_verified, created_at, updated_at, steam_id)
          VALUES (?1, ?1, ?1, 0, 1, 1, ?2)`,
        args: [String(index), idOf(index + 1)],
      },
      {
        sql: `INSERT INTO session (id, token, user_id, expires_at, created_at, updated_at, last_used_at)
          VALUES (?1, ?2, ?1, ?3, ?4, ?4, ?4)`,
        args: [String(index), hash, now + DAY, now],
      },
    ]),
  ]);
  const { app } = compose({
    config,
    hashKey: KEY,
    database,
    clock: systemClock,
    log: createLog('error'),
    limiter: createRateLimiter(systemClock, config.RATE_LIMIT_FACTOR),
    breaker: createBreaker(systemClock),
    addressOf: () => '192.0.2.1',
    background: (work) => void work,
    fetch: () => Promise.reject(new Error('there is no network here')),
    quotaBlock: 1,
    post: () => Promise.reject(new Error('nobody is told anything here')),
  });
  const grouped = createGroupedWrites(database, systemClock);
  const insert = (body: string) => [{ sql: 'INSERT INTO bare (body) VALUES (?)', args: [body] }];
  app.put('/bare/:steamId', async (c) => {
    await database.write(insert(await c.req.text()));
    return c.json({ stored: true });
  });
  app.put('/grouped/:steamId', async (c) => {
    await grouped(insert(await c.req.text()));
    return c.json({ stored: true });
  });
  serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
    console.log(JSON.stringify({ url: `http://127.0.0.1:${port}`, tokens: tokens.map(({ bearer }) => bearer) })),
  );
}

async function startChild(path: string): Promise<z.infer<typeof helloSchema> & { process: ChildProcess }> {
  const child = spawn(process.execPath, [import.meta.filename, '--serve', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes('\n')) return { ...helloSchema.parse(JSON.parse(text)), process: child };
  }
  throw new Error('the server ended before it listened');
}

/** PUTs per second; throws when an answer is not a 200. Every report is by another pair of people. */
async function load(url: string, tokens: readonly string[], route: string, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const until = performance.now() + seconds * 1000;
  let done = 0;
  const put = (path: string, token: string) =>
    new Promise<void>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': BODY.length,
        'idempotency-key': crypto.randomUUID(),
      };
      const sent = request(url + path, { method: 'PUT', agent, headers }, (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`${route}: ${response.statusCode}`)),
        );
      });
      sent.on('error', reject);
      sent.end(BODY);
    });
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < until) {
        const token = tokens[Math.floor(Math.random() * tokens.length)] ?? '';
        await put(`${route}/${playerAt(Math.floor(Math.random() * PLAYERS))}`, token);
        done += 1;
      }
    }),
  );
  agent.destroy();
  return done / seconds;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-bench-'));
  const child = await startChild(join(folder, 'bench.db'));
  try {
    const routes = { bare: '/bare', grouped: '/grouped', reports: '/v1/reports' } as const;
    const names = ['bare', 'grouped', 'reports'] as const;
    for (const name of names) await load(child.url, child.tokens, routes[name], 1);
    const best = { bare: 0, grouped: 0, reports: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      // In turns, each round in another order: whatever else the machine does hits all alike.
      for (let i = 0; i < names.length; i++) {
        const name = names[(i + round) % names.length] ?? 'bare';
        best[name] = Math.max(best[name], await load(child.url, child.tokens, routes[name], Number(options.seconds)));
      }
    }
    const perSecond = {
      bare: Math.round(best.bare),
      grouped: Math.round(best.grouped),
      reports: Math.round(best.reports),
    };
    const toBare = best.reports / best.bare;
    const toGrouped = best.reports / best.grouped;
    const reached = best.reports >= TARGET;
    if (options.json) {
      console.log(JSON.stringify({ connections: CONNECTIONS, perSecond, toBare, toGrouped, reached }));
      return;
    }
    console.log(`writes per second, ${CONNECTIONS} connections: ${JSON.stringify(perSecond)}`);
    console.log(
      `a report against a bare insert: ${toBare.toFixed(2)}; against bare inserts in groups: ${toGrouped.toFixed(2)}`,
    );
    console.log(`target ≥ ${TARGET} reports a second: ${reached}`);
  } finally {
    const ended = once(child.process, 'exit');
    child.process.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}
