import type { JobKind } from '#backend/jobs/jobs.ts';
import type { Notifications } from '#backend/notifications/notifications.ts';
import { cleanStatement } from '#backend/notifications/store.ts';
import { type Clock, DAY, MINUTE, SECOND } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';

export interface NotificationJobsDeps {
  database: Database;
  clock: Clock;
  notifications: Pick<Notifications, 'gather' | 'webhooks'>;
}

/** Notifications, read or not, are kept so long, ms. */
const KEEP = 180 * DAY;

export function notificationJobs({ database, clock, notifications }: NotificationJobsDeps): JobKind[] {
  return [
    { kind: 'notifications', every: 30 * SECOND, run: ({ progress }) => notifications.gather(() => progress({})) },
    {
      kind: 'notification-delivery',
      every: MINUTE / 2,
      run: ({ signal, progress }) => notifications.webhooks.deliver(signal, () => progress({})),
    },
    {
      kind: 'notification-clean-up',
      every: DAY,
      async run({ progress }) {
        for (let left = 1; left > 0; ) {
          const [deleted] = await database.write([cleanStatement(clock.now() - KEEP)]);
          left = deleted?.rowsAffected ?? 0;
          await progress({});
        }
      },
    },
  ];
}
