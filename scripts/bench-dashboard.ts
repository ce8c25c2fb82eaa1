/**
 * The dashboard's routes with 1 000 000 matches in the database, each request whole (sign-in checked, JSON made), beside
 * what the same charts cost when a request counts all matches by itself (`counted anew`, the baseline of this run).
 * One person has 5 000 of the matches and met some 35 000 people. `kept` statistics are those computed minutes ago.
 * `--matches 1000000` · `--players 100000` · `--json` one line of JSON. Times are medians, ms; beside them those of the processor.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { createBearers } from '#backend/accounts/bearer.ts';
import { compose } from '#backend/compose.ts';
import { dashboardJobs } from '#backend/dashboard/jobs.ts';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { DAY, systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import type { Database } from '#backend/platform/database.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { createLog } from '#backend/platform/log.ts';
import { createRateLimiter } from '#backend/platform/rate-limit.ts';
import { createBreaker } from '#backend/steam/breaker.ts';

const { values: options } = parseArgs({
  options: {
    matches: { type: 'string', default: '1000000' },
    players: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
  },
});
const MATCHES = Number(options.matches);
const PLAYERS = Number(options.players);
const OWN = 5_000;
const ROUNDS = 15;
const KEY = 'a key for the benchmark';
/** Of the issue, for statistics that are kept, ms. */
const TARGET_MS = 50;
const VIEWER = '76561197960287930';

/** Numbers 0 to below `n`, in SQL. */
const numbers = (n: number) => `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${n})`;
/** Spreads a number, always the same. */
const mixed = (prime: number) => `((i * ${prime} + i / 7) & 2147483647)`;
/** Text of a Steam ID, of account 1 000 000 and something. */
const player = (number: string) => `CAST(76561197961265728 + ${number} AS TEXT)`;

async function fill(database: Database): Promise<string> {
  const now = Date.now();
  const bearer = createBearers(KEY).mint();
  const run = (text: string) => database.write([{ sql: text, args: [] }]);
  await database.write([
    {
      sql: `INSERT INTO user (id, name, email, email_verified, created_at, updated_at, steam_id) VALUES ('u', 'u', 'u', 0, 1, 1, ?)`,
      args: [VIEWER],
    },
    {
      sql: `INSERT INTO session (id, token, user_id, expires_at, created_at, updated_at, last_used_at)
        VALUES ('s', ?1, 'u', ?2, ?3, ?3, ?3)`,
      args: [bearer.hash, now + DAY, now],
    },
  ]);
  for (let from = 0; from < MATCHES; from += 100_000) {
    await run(`${numbers(Math.min(100_000, MATCHES - from))}
      INSERT INTO match (id, played_at, mode, map, map_code, rounds_0, rounds_1, uploads, revision, added_at, changed_at)
      SELECT 'm' || (i + ${from}), ${now} - ((i + ${from}) * ${2 * 365 * DAY} / ${MATCHES}),
        CASE i % 3 WHEN 0 THEN 'premier' WHEN 1 THEN 'competitive' ELSE 'wingman' END, 'Map', 'de_' || (i % 12),
        13, i % 12, 2, 1, 1, 1 FROM n`);
  }
  // Those of one person are spread over all weeks.
  const every = Math.max(1, Math.floor(MATCHES / OWN));
  await run(`${numbers(OWN)} INSERT INTO match_player (match_id, steam_id, played_at, name, team, provenance, confirmations)
    SELECT m.id, '${VIEWER}', m.played_at, 'me', 0, 'steam', 2 FROM n JOIN match AS m ON m.id = 'm' || (i * ${every})`);
  await run(`${numbers(OWN * 9)} INSERT INTO match_player (match_id, steam_id, played_at, name, team, provenance, confirmations)
    SELECT m.id, ${player(`(${mixed(48_271)} % ${PLAYERS})`)}, m.played_at, 'other ' || i, i % 2, 'steam', 2
    FROM n JOIN match AS m ON m.id = 'm' || ((i / 9) * ${every}) WHERE true ON CONFLICT DO NOTHING`);
  for (let from = 0; from < PLAYERS; from += 20_000) {
    await run(`${numbers(Math.min(20_000, PLAYERS - from))}
      INSERT INTO known_player (steam_id, name, name_key, score, band, confidence, assessed_at, vac, game, community, economy,
        last_ban_at, ban_noticed_at, sources, reasons)
      SELECT ${player(`(i + ${from})`)}, 'Player ' || ${mixed(16_807)}, 'player ' || ${mixed(16_807)}, ${mixed(69_621)} % 101,
        CASE WHEN ${mixed(69_621)} % 101 <= 30 THEN 0 WHEN ${mixed(69_621)} % 101 <= 60 THEN 1
          WHEN ${mixed(69_621)} % 101 <= 80 THEN 2 ELSE 3 END,
        ${mixed(39_373)} % 101, ${now}, i % 20 = 0, 0, 0, 'none', CASE i % 20 WHEN 0 THEN ${now - 9 * DAY} END,
        CASE i % 20 WHEN 0 THEN ${now - 8 * DAY} END, 31, '["bans.recent","stats.kd.high","account.young"]' FROM n`);
  }
  await run(`INSERT INTO player_change (steam_id, at, kind, vac, game)
    SELECT steam_id, ban_noticed_at, 'ban', 1, 0 FROM known_player WHERE ban_noticed_at IS NOT NULL`);
  return bearer.bearer;
}

interface Figure {
  ms: number;
  processorMs: number;
}
const rounded = (ms: number) => Math.round(ms * 10) / 10;

async function measure(work: () => Promise<unknown>, rounds = ROUNDS): Promise<Figure> {
  const times: number[] = [];
  const used = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  const { user, system } = process.cpuUsage(used);
  const ms = times.toSorted((a, b) => a - b)[rounds >> 1] ?? Number.NaN;
  return { ms: rounded(ms), processorMs: rounded((user + system) / 1000 / rounds) };
}

const folder = mkdtempSync(join(tmpdir(), 'cstatsentry-bench-'));
const database = await openDatabase({ DATABASE_URL: `file:${join(folder, 'bench.db')}` }, systemClock);
try {
  await migrateDatabase(database);
  const bearer = await fill(database);
  const config = readConfig({ HASH_KEY: KEY });
  const { app } = compose({
    ...{ config, hashKey: KEY, database, clock: systemClock, log: createLog('silent') },
    limiter: createRateLimiter(systemClock, 1_000_000),
    breaker: createBreaker(systemClock),
    addressOf: () => '192.0.2.1',
    background: (work) => void work,
    fetch: () => Promise.reject(new Error('there is no network here')),
    post: () => Promise.reject(new Error('there is no network here')),
    quotaBlock: 1,
  });
  const get = async (path: string) => {
    const response = await app.request(`http://127.0.0.1${path}`, { headers: { authorization: `Bearer ${bearer}` } });
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.text();
  };
  const context = { payload: undefined, progress: async () => undefined, signal: new AbortController().signal };
  const jobs = new Map(dashboardJobs({ database, clock: systemClock }).map((job) => [job.kind, job]));
  const runJob = async (kind: string) => jobs.get(kind)?.run(context);
  const forget = () => database.write([{ sql: `DELETE FROM statistics WHERE query LIKE 'weeks%'`, args: [] }]);

  const countedAnew = await measure(async () => {
    for (const key of ['map_code', 'mode', 'played_at / 604800000', 'played_at / 3600000 % 24']) {
      await database.query.all(sql.raw(`SELECT ${key} AS key, count(*) AS n FROM match GROUP BY 1`));
    }
  }, 2);
  const jobFirst = await measure(() => runJob('dashboard-weeks'), 1);
  const jobAgain = await measure(() => runJob('dashboard-weeks'), 3);
  const jobPeople = await measure(() => runJob('dashboard-people'), 1);
  const all = '/v1/dashboard/statistics?scope=all&weeks=104';
  const mine = '/v1/dashboard/statistics?weeks=104&zone=Europe/Berlin';
  const afresh = (path: string) => async () => {
    await forget();
    await get(path);
  };
  const figures = {
    'statistics of everybody, kept': await measure(() => get(all)),
    'statistics of everybody, put together from weeks': await measure(afresh(all)),
    'own statistics, kept': await measure(() => get(mine)),
    'own statistics of 5 000 matches, computed': await measure(afresh(mine), 5),
    summary: await measure(() => get('/v1/dashboard/summary'), 5),
    'recent activity': await measure(() => get('/v1/dashboard/recent'), 5),
    'players met, by score': await measure(() => get('/v1/players'), 5),
    'all players, by score': await measure(() => get('/v1/players?among=known')),
    'all players, part of a name': await measure(() => get('/v1/players?among=known&q=yer%20123')),
    'all players, name and band': await measure(() => get('/v1/players?among=known&sort=name&band=near-certain')),
  };
  const best = ({ ms, processorMs }: Figure) => Math.min(ms, processorMs);
  const warm = [figures['statistics of everybody, kept'], figures['own statistics, kept']];
  const reached = warm.every((figure) => best(figure) <= TARGET_MS);
  const result = {
    ...{ matches: MATCHES, players: PLAYERS, countedAnew, jobFirst, jobAgain, jobPeople, figures },
    ratio: Math.round(countedAnew.processorMs / best(figures['statistics of everybody, kept'])),
    ...{ targetMs: TARGET_MS, reached },
  };
  if (options.json) console.log(JSON.stringify(result));
  else {
    const line = (name: string, { ms, processorMs }: Figure) =>
      console.log(`${name.padEnd(52)} ${String(ms).padStart(8)} ms, processor ${processorMs} ms`);
    console.log(`${MATCHES} matches, ${PLAYERS} known players`);
    line('baseline: charts counted anew', countedAnew);
    line('job: all weeks, the first time', jobFirst);
    line('job: nothing changed', jobAgain);
    line('job: scores and reasons of everybody', jobPeople);
    for (const [name, figure] of Object.entries(figures)) line(name, figure);
    console.log(
      `kept statistics are ${result.ratio} times as fast as the baseline; target ≤ ${TARGET_MS} ms: ${reached}`,
    );
  }
} finally {
  database.close();
  rmSync(folder, { recursive: true, force: true });
}
