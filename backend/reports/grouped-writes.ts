import type { Clock } from '#backend/platform/clock.ts';
import type { Database, Statement, WriteResult } from '#backend/platform/database.ts';

/** How long a write waits for others to go with, ms; and most statements that go together. */
const GATHER = 1;
const MOST = 500;

interface Waiting {
  statements: readonly Statement[];
  resolve: (results: WriteResult[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Writes of requests that arrive together, in one transaction: the disk is what a write waits for, and it is as busy with
 * one report as with twenty. Only for statements that cannot fail by what they are given: they succeed or fail together.
 * Each promise resolves after the commit.
 */
export function createGroupedWrites(database: Pick<Database, 'write'>, clock: Clock) {
  let waiting: Waiting[] = [];
  let gathering: Promise<void> | undefined;

  async function flush(): Promise<void> {
    await clock.sleep(GATHER);
    gathering = undefined;
    const group = waiting;
    waiting = [];
    try {
      const results = await database.write(group.flatMap(({ statements }) => statements));
      let at = 0;
      for (const { statements, resolve } of group) {
        resolve(results.slice(at, at + statements.length));
        at += statements.length;
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  return function write(statements: readonly Statement[]): Promise<WriteResult[]> {
    const { promise, resolve, reject } = Promise.withResolvers<WriteResult[]>();
    waiting.push({ statements, resolve, reject });
    const full = waiting.reduce((sum, each) => sum + each.statements.length, 0) >= MOST;
    // A full group no longer takes others in: those who come next begin one of their own.
    if (gathering === undefined || full) gathering = flush();
    return promise;
  };
}
