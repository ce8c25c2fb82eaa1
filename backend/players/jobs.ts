import { z } from 'zod';
import { type JobKind, RetryLater } from '#backend/jobs/jobs.ts';
import { type Clock, DAY, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { cleanStep } from '#backend/players/clean-store.ts';
import type { Observation } from '#backend/players/record.ts';
import type { Refresher } from '#backend/players/refresh.ts';
import { nextPlayers } from '#backend/players/store.ts';
import type { SteamClient } from '#backend/steam/client.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

export interface PlayerJobsDeps {
  database: Database;
  steam: SteamClient;
  refresher: Refresher;
  clock: Clock;
  /** ms that past assessments, and players nobody asked for, are kept. */
  keepAnalysis: number;
  keepPlayers: number;
}

/** Steam's batch size. */
const BATCH = 100;

const cursorSchema = z.object({ after: z.string() });

/** Looks up the bans of every known player, a hundred a call, and scores those anew whose bans changed. */
function banRefresh({ database, steam, refresher }: PlayerJobsDeps): JobKind {
  return {
    kind: 'ban-refresh',
    every: DAY,
    async run(context) {
      let after = cursorSchema.safeParse(context.payload).data?.after ?? '';
      for (;;) {
        const steamIds = (await nextPlayers(database, after, BATCH)).filter((id): id is SteamId => isSteamId(id));
        const last = steamIds.at(-1);
        if (last === undefined) return;
        const bans = await steam.bans(steamIds);
        const outcomes = [...bans.values()];
        const limited = outcomes.find((outcome) => outcome.state === 'limited');
        if (limited) throw new RetryLater(limited.retryAfterMs, 'Steam asked us to wait');
        if (outcomes.every(({ state }) => state === 'failed'))
          throw new RetryLater(5 * MINUTE, 'Steam does not answer');
        const observations = new Map<SteamId, Observation>();
        for (const [steamId, outcome] of bans) {
          // One that Steam left out or garbled keeps what was known; the next look says more.
          if (outcome.state === 'ok') observations.set(steamId, { bans: outcome });
        }
        await refresher.record(observations);
        after = last;
        await context.progress({ after });
      }
    },
  };
}

/** Deletes past assessments and forgotten players in small steps, so that no request waits long for the database. */
function cleanUp({ database, clock, keepAnalysis, keepPlayers }: PlayerJobsDeps): JobKind {
  return {
    kind: 'clean-up',
    every: DAY,
    async run(context) {
      const now = clock.now();
      const cutoff = { analysis: now - keepAnalysis, players: now - keepPlayers, now };
      while ((await cleanStep(database, cutoff)) > 0) await context.progress({});
    },
  };
}

export function playerJobs(deps: PlayerJobsDeps): JobKind[] {
  return [banRefresh(deps), cleanUp(deps)];
}
