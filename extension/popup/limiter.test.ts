import { describe, expect, it } from 'vitest';
import { createLimiter } from '#extension/popup/limiter.ts';

describe('createLimiter', () => {
  it('runs so many at a time, in order, and goes on after a failure', async () => {
    const limited = createLimiter(2);
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const task = (n: number) =>
      limited(() => {
        started.push(n);
        return new Promise<number>((done, fail) => finish.push(() => (n === 1 ? fail(new Error('no')) : done(n))));
      });
    const all = Promise.allSettled([task(0), task(1), task(2), task(3)]);
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    finish[1]?.();
    await expect.poll(() => started).toEqual([0, 1, 2]);
    finish[0]?.();
    await expect.poll(() => started).toEqual([0, 1, 2, 3]);
    finish[2]?.();
    finish[3]?.();
    expect((await all).map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });
});
