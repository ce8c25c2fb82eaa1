/**
 * Proves that what is stored of every case is what its log comes to: replays each log and compares field by field.
 * Reads the database of `DATABASE_URL` and changes nothing. `--json` prints one line; ends with 1 when anything differs.
 */
import { z } from 'zod';
import { findCase, loadEvents, nextSubjects, statusOf } from '#backend/moderation/store.ts';
import { systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import { openDatabase } from '#backend/platform/database-node.ts';
import { errorText } from '#backend/platform/log.ts';
import { differences, replay } from '#shared/moderation/status.ts';

const PAGE = 500;

interface Difference {
  steamId: string;
  /** Fields that differ, or what is wrong with the log. */
  what: string[];
}

const database = await openDatabase(readConfig(process.env), systemClock);
const result = { cases: 0, events: 0, differences: [] as Difference[] };
try {
  for (let after = ''; ; ) {
    const page = await nextSubjects(database, after, PAGE);
    for (const steamId of page) {
      const stored = await findCase(database, steamId);
      result.cases += 1;
      try {
        const events = await loadEvents(database, steamId);
        result.events += events.length;
        const what: string[] = differences(statusOf(stored), replay(events));
        if (stored === undefined) what.push('no stored state');
        if (stored !== undefined && stored.lastEventAt !== events.at(-1)?.at) what.push('lastEventAt');
        if (what.length > 0) result.differences.push({ steamId, what });
      } catch (error) {
        if (!(error instanceof RangeError || error instanceof z.ZodError)) throw error;
        result.differences.push({ steamId, what: [errorText(error)] });
      }
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last;
  }
} finally {
  database.close();
}

if (process.argv.includes('--json')) console.log(JSON.stringify(result));
else {
  for (const { steamId, what } of result.differences) console.log(`${steamId}: ${what.join(', ')}`);
  const { cases, events, differences: found } = result;
  console.log(
    `${cases} cases, ${events} events replayed: ${found.length === 0 ? 'all as stored' : `${found.length} differ`}`,
  );
}
if (result.differences.length > 0) process.exitCode = 1;
