import { afterAll, beforeAll, describe } from 'vitest';
import { moderationTests } from '#tests/api/moderation-suite.ts';
import { reportTests } from '#tests/api/reports-suite.ts';
import { type Target, workerd } from '#tests/api/targets.ts';

if (workerd.missing !== undefined) console.warn(`skipped on ${workerd.name}: ${workerd.missing}`);
describe.skipIf(workerd.missing !== undefined)(`reports and moderation on ${workerd.name}`, () => {
  let running: Target | undefined;
  const target = (): Target => {
    if (!running) throw new Error('not started');
    return running;
  };
  beforeAll(async () => {
    running = await workerd.start();
  });
  afterAll(() => running?.stop());
  reportTests(target, 100);
  moderationTests(target);
});
