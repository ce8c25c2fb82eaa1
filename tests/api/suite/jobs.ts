import { describe, expect, it } from 'vitest';
import { playerResponseSchema } from '#shared/api/players.ts';
import { call, lookup, read } from '#tests/api/client.ts';
import type { Target } from '#tests/api/targets.ts';

export function jobTests(target: () => Target): void {
  const makeDue = (id: string) =>
    target().sql.execute({
      sql: 'UPDATE job SET run_at = 0, lease_until = 0, lease_owner = NULL WHERE id = ?',
      args: [id],
    });
  const jobOf = async (id: string) =>
    (await target().sql.execute({ sql: 'SELECT * FROM job WHERE id = ?', args: [id] })).rows[0];
  const run = async (id: string) => {
    await makeDue(id);
    await target().runJobs();
  };

  describe('the daily ban refresh', () => {
    it('finds new bans of known players, a hundred a call, and scores them anew', async () => {
      const { url, steam } = target();
      const ids = Array.from({ length: 120 }, () => steam.add({ visibility: 1 }));
      await lookup(url, ids.slice(0, 100));
      await lookup(url, ids.slice(100));
      const [banned, clean] = [ids[3], ids[4]];
      if (!banned || !clean) throw new Error('no players');
      const before = read(await call(`${url}/v1/players/${clean}`), playerResponseSchema);
      steam.people.set(banned, { visibility: 1, vac: 1, daysSinceLastBan: 0 });
      steam.calls.length = 0;
      await run('ban-refresh');

      const known = (await target().sql.execute('SELECT count(*) AS n FROM player WHERE missing = 0')).rows[0]?.['n'];
      expect(new Set(steam.calls.map(({ endpoint }) => endpoint))).toEqual(new Set(['GetPlayerBans']));
      expect(steam.calls).toHaveLength(Math.ceil(Number(known) / 100));
      expect(new Set(steam.calls.flatMap(({ steamIds }) => steamIds)).size).toBe(Number(known));

      const after = read(await call(`${url}/v1/players/${banned}`), playerResponseSchema);
      expect(after.facts.bans).toMatchObject({ vac: 1 });
      expect(after.assessment?.contributions.some(({ block }) => block === 'bans')).toBe(true);
      const [entry] = (await lookup(url, [banned])).players;
      expect(entry?.state === 'scored' && entry.entry.assessedAt).toBe(after.assessment?.assessedAt);

      const same = read(await call(`${url}/v1/players/${clean}`), playerResponseSchema);
      expect(same.assessment).toEqual(before.assessment);
      expect(same.facts.bans?.observedAt ?? 0).toBeGreaterThan(before.facts.bans?.observedAt ?? 0);
      expect(same.facts.profile).toEqual(before.facts.profile);

      const job = await jobOf('ban-refresh');
      expect(Number(job?.['run_at'])).toBeGreaterThan(Date.now() + 23 * 3_600_000);
      expect([job?.['attempts'], job?.['lease_owner'], job?.['payload']]).toEqual([0, null, '{}']);
    });

    it('goes on where a process that died left it', async () => {
      const { url, steam, sql } = target();
      const ids = Array.from({ length: 5 }, () => steam.add());
      await lookup(url, ids);
      const sorted = [...ids].sort();
      await makeDue('ban-refresh');
      await sql.execute({
        sql: `UPDATE job SET payload = ?, lease_owner = 'dead', lease_until = 1, attempts = 1 WHERE id = 'ban-refresh'`,
        args: [JSON.stringify({ after: sorted[2] })],
      });
      steam.calls.length = 0;
      await target().runJobs();
      const asked = new Set(steam.calls.flatMap(({ steamIds }) => steamIds));
      expect(sorted.map((steamId) => asked.has(steamId))).toEqual([false, false, false, true, true]);
    });

    it('leaves a job alone that another process holds', async () => {
      const { steam, sql } = target();
      await makeDue('ban-refresh');
      await sql.execute(
        `UPDATE job SET lease_owner = 'other', lease_until = ${Date.now() + 60_000} WHERE id = 'ban-refresh'`,
      );
      steam.calls.length = 0;
      await target().runJobs();
      expect(steam.calls).toEqual([]);
      expect((await jobOf('ban-refresh'))?.['lease_owner']).toBe('other');
    });

    it('tries later when Steam asks to wait, and keeps its place', async () => {
      const { url, steam, sql } = target();
      await lookup(url, [steam.add()]);
      await makeDue('ban-refresh');
      await sql.execute(`UPDATE job SET payload = '{"after":"1"}' WHERE id = 'ban-refresh'`);
      // A key that is refused is answered like any failure: the job ends and comes back.
      steam.faults.push({ endpoint: 'GetPlayerBans', status: 404 });
      await target().runJobs();
      steam.faults.length = 0;
      const job = await jobOf('ban-refresh');
      expect(Number(job?.['run_at'])).toBeGreaterThan(Date.now());
      expect(Number(job?.['run_at'])).toBeLessThan(Date.now() + 6 * 60_000);
      expect(job?.['payload']).toBe('{"after":"1"}');
      expect(String(job?.['last_error'])).toContain('Steam');
      expect(job?.['lease_owner']).toBeNull();
    });
  });

  describe('the daily clean-up', () => {
    it('deletes old assessments but the last, and players nobody asked for', async () => {
      const { url, steam, sql } = target();
      const [kept, forgotten] = [steam.add(), steam.add()];
      await lookup(url, [kept, forgotten]);
      for (const [steamId, at] of [
        [kept, 10],
        [kept, 20],
        [forgotten, 10],
      ] as const) {
        await sql.execute({ sql: `INSERT INTO assessment VALUES (?, ?, 'old', '{}')`, args: [steamId, at] });
      }
      await sql.execute({ sql: 'UPDATE player SET asked_at = 1 WHERE steam_id = ?', args: [forgotten] });
      await run('clean-up');
      const left = async (table: string, steamId: string) =>
        Number(
          (await sql.execute({ sql: `SELECT count(*) AS n FROM ${table} WHERE steam_id = ?`, args: [steamId] }))
            .rows[0]?.['n'],
        );
      expect(await left('assessment', kept)).toBe(1);
      for (const table of ['player', 'player_source', 'player_history', 'assessment', 'score']) {
        expect([table, await left(table, forgotten)]).toEqual([table, 0]);
        expect([table, (await left(table, kept)) > 0]).toEqual([table, true]);
      }
      await sql.execute({ sql: 'UPDATE assessment SET assessed_at = 5 WHERE steam_id = ?', args: [kept] });
      await run('clean-up');
      expect(await left('assessment', kept)).toBe(1);
      expect((await jobOf('clean-up'))?.['last_error']).toBeNull();
    });
  });
}
