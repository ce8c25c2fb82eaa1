import type { JobKind } from '#backend/jobs/jobs.ts';
import type { Moderation } from '#backend/moderation/moderation.ts';
import { expiredCases } from '#backend/moderation/store.ts';
import { type Clock, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';

export interface ModerationJobsDeps {
  database: Database;
  clock: Clock;
  moderation: Pick<Moderation, 'system'>;
}

const BATCH = 50;

/** Writes the end of blocks and bans that have run out, which also frees the account. */
export function moderationJobs({ database, clock, moderation }: ModerationJobsDeps): JobKind[] {
  return [
    {
      kind: 'moderation-expiry',
      every: MINUTE,
      async run(context) {
        for (;;) {
          const expired = await expiredCases(database, clock.now(), BATCH);
          if (expired.length === 0) return;
          let ended = 0;
          for (const steamId of expired) {
            const event = { type: 'expire', at: clock.now(), actor: 'system', source: 'manual' } as const;
            if (await moderation.system(steamId, event)) ended += 1;
          }
          // Somebody decided on all of them meanwhile.
          if (ended === 0) return;
          await context.progress({});
        }
      },
    },
  ];
}
