import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { expect, it } from 'vitest';
import { lookupResponseSchema, type ScoreEntry } from '#shared/api/players.ts';
import { call, post } from '#tests/api/client.ts';
import { FAKE_KEY, startFakeSteam } from '#tests/api/fake-steam.ts';
import { temporaryFolder } from '#tests/api/targets.ts';

const KILLS = 20;
/** Acknowledged lookups after which a process is killed, and how many requests are under way all the time. */
const ANSWERS = 12;
const CLIENTS = 6;

it(`loses nothing acknowledged in ${KILLS} × kill -9 under load`, { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const steam = await startFakeSteam();
  const databaseUrl = `file:${join(folder.path, 'kill.db')}`;
  const acknowledged = new Map<string, ScoreEntry>();
  let interrupted = 0;

  const start = async (): Promise<{ url: string; child: ChildProcess }> => {
    const child = spawn(process.execPath, ['backend/node.ts'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        DATABASE_URL: databaseUrl,
        STEAM_API_URL: steam.url,
        STEAM_API_KEY: FAKE_KEY,
        RATE_LIMIT_FACTOR: '1000',
      },
    });
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (lines) => {
        const found = /"event":"listening","url":"([^"]+)"/.exec(String(lines))?.[1];
        if (found) resolve(found);
      });
      child.once('exit', () => reject(new Error('the backend ended before it listened')));
    });
    return { url, child };
  };

  try {
    for (let round = 0; round < KILLS; round++) {
      const { url, child } = await start();
      const ended = once(child, 'exit');
      let answers = 0;
      const client = async () => {
        for (;;) {
          const steamIds = Array.from({ length: 5 }, () => steam.add());
          let text: string;
          try {
            text = (await call(`${url}/v1/players/lookup`, post({ steamIds }))).text;
          } catch {
            interrupted++;
            return;
          }
          for (const player of lookupResponseSchema.parse(JSON.parse(text)).players) {
            if (player.state === 'scored') acknowledged.set(player.steamId, player.entry);
          }
          if (++answers === ANSWERS) child.kill('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));
      await ended;
    }

    const sql = createClient({ url: databaseUrl });
    expect((await sql.execute('PRAGMA integrity_check')).rows[0]?.[0]).toBe('ok');
    const scores = await sql.execute('SELECT steam_id, entry FROM score');
    const kept = new Map(scores.rows.map((row) => [String(row['steam_id']), JSON.parse(String(row['entry']))]));
    const lost = [...acknowledged].filter(([steamId, entry]) => !isDeep(kept.get(steamId), entry));
    expect(lost).toEqual([]);
    // Whole players only: whoever has a score has a player, its sources and its first assessment, and the other way round.
    const halves = await sql.execute(`SELECT p.steam_id FROM player AS p
      LEFT JOIN score AS s ON s.bucket = p.bucket AND s.steam_id = p.steam_id
      WHERE s.steam_id IS NULL
        OR (SELECT count(*) FROM player_source AS x WHERE x.steam_id = p.steam_id) <> 5
        OR NOT EXISTS (SELECT 1 FROM assessment AS a WHERE a.steam_id = p.steam_id)`);
    expect(halves.rows).toEqual([]);
    sql.close();
    expect(acknowledged.size).toBeGreaterThanOrEqual(KILLS * ANSWERS * 4);
    // The load was real: every kill hit requests under way.
    expect(interrupted).toBeGreaterThanOrEqual(KILLS);

    // And a start after all that answers from what is there, without Steam.
    const { url, child } = await start();
    steam.calls.length = 0;
    const ids = [...acknowledged.keys()].slice(0, 100);
    const answer = lookupResponseSchema.parse(
      JSON.parse((await call(`${url}/v1/players/lookup`, post({ steamIds: ids }))).text),
    );
    expect(answer.players.every(({ state }) => state === 'scored')).toBe(true);
    expect(steam.calls.filter(({ endpoint }) => endpoint !== 'GetPlayerBans')).toEqual([]);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  } finally {
    await steam.stop();
    folder.remove();
  }
});

function isDeep(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
