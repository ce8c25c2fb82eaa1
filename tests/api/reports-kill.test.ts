import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { expect, it } from 'vitest';
import { myReportSchema } from '#shared/api/reports.ts';
import { lookup } from '#tests/api/client.ts';
import { startFakeSteam } from '#tests/api/fake-steam.ts';
import { members } from '#tests/api/reports-people.ts';
import { commonEnv, temporaryFolder } from '#tests/api/targets.ts';

const KILLS = 10;
/** Acknowledged reports after which a process is killed, and how many people report all the time. */
const ANSWERS = 15;
const PEOPLE = 8;

it(`reports survive ${KILLS} × kill -9 under load, and sent again are there once`, { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const steam = await startFakeSteam();
  const databaseUrl = `file:${join(folder.path, 'kill.db')}`;
  const children: ChildProcess[] = [];

  const start = async (): Promise<{ url: string; child: ChildProcess }> => {
    const child = spawn(process.execPath, ['backend/node.ts'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'], PORT: '0', DATABASE_URL: databaseUrl, ...commonEnv(steam), LOG_LEVEL: 'info' },
    });
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (lines) => {
        const found = /"event":"listening","url":"([^"]+)"/.exec(String(lines))?.[1];
        if (found) resolve(found);
      });
      child.once('exit', () => reject(new Error('the backend ended before it listened')));
    });
    children.push(child);
    return { url, child };
  };

  try {
    /** By reporter and player; `acknowledged` when an answer came. */
    const sent = new Map<string, { acknowledged: boolean }>();
    let again = 0;
    // Known beforehand: looking somebody up at Steam has its own test of this kind.
    const players = Array.from({ length: 2000 }, () => steam.add());
    const first = await start();
    for (let i = 0; i < players.length; i += 100) await lookup(first.url, players.slice(i, i + 100));
    const firstEnded = once(first.child, 'exit');
    first.child.kill('SIGKILL');
    await firstEnded;
    for (let round = 0; round < KILLS; round++) {
      const { url, child } = await start();
      const ended = once(child, 'exit');
      const sql = createClient({ url: databaseUrl, timeout: 5000 });
      const none = () => Promise.reject(new Error('not here'));
      const people = await members({ url, steam, databaseUrl, sql, runJobs: none, stop: none }, PEOPLE);
      sql.close();
      const open: { by: (typeof people)[number]; player: string; key: string }[] = [];
      let answers = 0;
      await Promise.all(
        people.map(async (by) => {
          for (;;) {
            const [player, key] = [players.pop(), crypto.randomUUID()];
            if (player === undefined) return;
            const report = { acknowledged: false };
            sent.set(`${by.steamId} ${player}`, report);
            try {
              const answer = await by.report(player, { category: 'aim', words: 'once' }, key);
              myReportSchema.parse(JSON.parse(answer.text));
              report.acknowledged = true;
            } catch {
              open.push({ by, player, key });
              return;
            }
            if (++answers === ANSWERS) child.kill('SIGKILL');
          }
        }),
      );
      await ended;

      // As the outbox does: what got no answer is sent again, with the same key, to whoever listens now.
      const next = await start();
      for (const { by, player, key } of open) {
        const answer = await fetch(`${next.url}/v1/reports/${player}`, {
          method: 'PUT',
          headers: { ...by.authorization, 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify({ category: 'aim', words: 'once' }),
        });
        myReportSchema.parse(await answer.json());
        const report = sent.get(`${by.steamId} ${player}`);
        if (report) report.acknowledged = true;
        again++;
      }
      const stopped = once(next.child, 'exit');
      next.child.kill('SIGKILL');
      await stopped;
    }

    const sql = createClient({ url: databaseUrl });
    expect((await sql.execute('PRAGMA integrity_check')).rows[0]?.[0]).toBe('ok');
    const { rows } = await sql.execute('SELECT reporter, target, edited_at FROM report');
    const kept = rows.map((row) => `${row['reporter']} ${row['target']}`);
    expect([...sent].filter(([, { acknowledged }]) => !acknowledged)).toEqual([]);
    expect(kept.sort()).toEqual([...sent.keys()].sort());
    // Once each: nothing was taken for an edit of itself, nor counted twice.
    expect(rows.filter((row) => row['edited_at'] !== null)).toEqual([]);
    const counted = await sql.execute(`SELECT sum(used) AS n FROM report_quota WHERE who LIKE 'reporter:%/3600000'`);
    expect(counted.rows[0]?.['n']).toBe(sent.size);
    expect((await sql.execute('SELECT count(*) AS n FROM report_key')).rows[0]?.['n']).toBe(sent.size);
    sql.close();
    expect(sent.size).toBeGreaterThanOrEqual(KILLS * ANSWERS);
    // The load was real: every kill hit requests under way.
    expect(again).toBeGreaterThanOrEqual(KILLS);
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await steam.stop();
    folder.remove();
  }
});
