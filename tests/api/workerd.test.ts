import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readyResponseSchema } from '#shared/api/operations.ts';
import { call, lookup, read } from '#tests/api/client.ts';
import { apiTests } from '#tests/api/suite/all.ts';
import { commonEnv, startWranglerDev, type Target, workerd } from '#tests/api/targets.ts';

apiTests(workerd);

describe.skipIf(workerd.missing !== undefined)('wrangler dev', () => {
  let target: Target;
  beforeAll(async () => {
    target = await workerd.start();
  });
  afterAll(() => target.stop());

  it('serves the worker of wrangler.toml offline, cron included', async () => {
    const dev = await startWranglerDev({ ...commonEnv(target.steam), DATABASE_URL: target.databaseUrl });
    try {
      expect(read(await call(`${dev.url}/ready`), readyResponseSchema).status).toBe('ready');
      expect((await lookup(dev.url, [target.steam.add()])).players[0]?.state).toBe('scored');
      await target.sql.execute('UPDATE job SET run_at = 0');
      expect((await call(`${dev.url}/__scheduled`)).status).toBe(200);
      const jobs = await target.sql.execute(
        `SELECT 1 FROM job WHERE id IN ('ban-refresh', 'clean-up') AND finished_at IS NOT NULL`,
      );
      expect(jobs.rows).toHaveLength(2);
    } finally {
      await dev.stop();
    }
  });
});
