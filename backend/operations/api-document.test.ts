import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENDPOINTS } from '#backend/app.ts';
import { compose } from '#backend/compose.ts';
import { migrateDatabase } from '#backend/database/migrate.ts';
import { apiDocument } from '#backend/operations/api-document.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { createLog } from '#backend/platform/log.ts';
import { createRateLimiter } from '#backend/platform/rate-limit.ts';
import { createBreaker } from '#backend/steam/breaker.ts';
import { temporaryFolder } from '#tests/api/targets.ts';

describe('the API document', () => {
  it('names every route there is, and no other', async () => {
    const folder = temporaryFolder();
    const database = await openDatabase({ DATABASE_URL: `file:${join(folder.path, 'x.db')}` }, systemClock);
    await migrateDatabase(database);
    const { app } = compose({
      config: readConfig({}),
      hashKey: 'a key for tests only',
      database,
      clock: systemClock,
      log: createLog('silent'),
      limiter: createRateLimiter(systemClock, 1),
      breaker: createBreaker(systemClock),
      addressOf: () => '',
      background: () => undefined,
      fetch: globalThis.fetch,
      quotaBlock: 1,
      post: () => Promise.reject(new Error('there is no network here')),
    });
    const routes = app.routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const documented = ENDPOINTS.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect([...new Set(routes)].sort()).toEqual([...documented].sort());
    database.close();
    folder.remove();
  });

  it('names every parameter of a path', () => {
    const { paths } = apiDocument('0', ENDPOINTS);
    for (const { method, path } of ENDPOINTS) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const operation = paths[path]?.[method];
      const parameters = JSON.stringify(operation);
      for (const name of names) expect(parameters, path).toContain(`{"name":"${name}","in":"path","required":true`);
    }
  });
});
