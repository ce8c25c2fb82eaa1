import { cleanStep } from '#backend/accounts/store.ts';
import type { JobKind } from '#backend/jobs/jobs.ts';
import { type Clock, DAY } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';

export interface AccountJobsDeps {
  database: Database;
  clock: Clock;
  /** How long the log is kept, ms. */
  keepAudit: number;
}

/** Daily: log entries that are too old, ended sessions, unused codes and nonces, memories whose time is over. */
export function accountJobs({ database, clock, keepAudit }: AccountJobsDeps): JobKind[] {
  return [
    {
      kind: 'account-clean-up',
      every: DAY,
      async run(context) {
        const now = clock.now();
        while ((await cleanStep(database, { audit: now - keepAudit, now })) > 0) await context.progress({});
      },
    },
  ];
}
