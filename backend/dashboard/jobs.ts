import { z } from 'zod';
import {
  changedWeeks,
  countWeekStatements,
  dropKeptStatement,
  keepStatement,
  loadKept,
  nextWeek,
} from '#backend/dashboard/figures-store.ts';
import { everybodysFigures } from '#backend/dashboard/people-figures.ts';
import { EVERYBODY, PEOPLE } from '#backend/dashboard/statistics.ts';
import type { JobKind } from '#backend/jobs/jobs.ts';
import { type Clock, DAY, HOUR, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';

export interface DashboardJobsDeps {
  database: Database;
  clock: Clock;
}

/** Name under which the job keeps how far it has come. */
const PROGRESS = 'progress';
/** Matches that another process was storing while we looked are counted again, ms. */
const OVERLAP = 5 * MINUTE;
/** Statistics nobody asked for since, ms. */
const KEEP = 30 * DAY;

/** `changed`: matches changed before are counted, ms. `week`: the next to be counted again whatever happened, so that nothing stays wrong. */
const progressSchema = z.object({ changed: z.number(), week: z.number() }).catch({ changed: 0, week: 0 });

/** Counts the matches of weeks in which something changed, and one week more. */
function weeks({ database, clock }: DashboardJobsDeps): JobKind {
  return {
    kind: 'dashboard-weeks',
    every: 5 * MINUTE,
    async run(context) {
      const now = clock.now();
      const kept = await loadKept(database, EVERYBODY, PROGRESS);
      const { changed, week } = progressSchema.parse(kept && JSON.parse(kept.body));
      const again = (await nextWeek(database, week)) ?? (await nextWeek(database, 0));
      const due = await changedWeeks(database, changed - OVERLAP);
      for (const each of new Set([...due, ...(again === undefined ? [] : [again])])) {
        await database.write(countWeekStatements(each));
        await context.progress({});
      }
      const progress = { changed: now, week: again === undefined ? 0 : again + 1 };
      await database.write([keepStatement(EVERYBODY, PROGRESS, now, progress)]);
    },
  };
}

/** Counts everybody's scores and reasons. */
function people({ database, clock }: DashboardJobsDeps): JobKind {
  return {
    kind: 'dashboard-people',
    every: HOUR,
    async run(context) {
      const figures = await everybodysFigures(database, async () => {
        await context.progress({});
        // The local database answers without letting go: others have their turn between the steps.
        await clock.sleep(0);
      });
      await database.write([keepStatement(EVERYBODY, PEOPLE, clock.now(), figures)]);
      for (let left = 1; left > 0; ) {
        const [dropped] = await database.write([dropKeptStatement(clock.now() - KEEP)]);
        left = dropped?.rowsAffected ?? 0;
      }
    },
  };
}

export function dashboardJobs(deps: DashboardJobsDeps): JobKind[] {
  return [weeks(deps), people(deps)];
}
