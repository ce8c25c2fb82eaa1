import { z } from 'zod';
import type { JobKind } from '#backend/jobs/jobs.ts';
import { type Clock, DAY, HOUR, SECOND } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { Reports } from '#backend/reports/reports.ts';
import { cleanStep, markAllStatement, openTargets, outcomeStatements } from '#backend/reports/store.ts';
import { dueTargets, saveWeightStatements } from '#backend/reports/weigh-store.ts';
import type { Weighed } from '#backend/reports/weighing.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface ReportJobsDeps {
  database: Database;
  clock: Clock;
  reports: Pick<Reports, 'weigh'>;
  /** Scores players anew, whose evidence has changed. */
  rescore(steamIds: readonly SteamId[]): Promise<void>;
  /** Told of everything weighed. */
  onWeighed(target: SteamId, weighed: Weighed): Promise<void>;
  /** For each that Steam has banned: a time at which it certainly had not yet, ms. */
  cleanUntil(steamIds: readonly SteamId[]): Promise<ReadonlyMap<SteamId, number>>;
  /** Told of players whose reports a ban has borne out. */
  onBanned(target: SteamId): Promise<void>;
}

const BATCH = 50;
/** A late repetition of a request is known for what it is for this long, ms. */
const KEEP_KEYS = 90 * DAY;
const KEEP_ORIGINS = 180 * DAY;
const cursorSchema = z.object({ after: z.string() });

/** Weighs what changed. */
function weighing({ database, clock, reports, rescore, onWeighed }: ReportJobsDeps): JobKind {
  return {
    kind: 'report-weighing',
    every: 10 * SECOND,
    async run(context) {
      // What stays due because it changed while it was weighed waits for the next run.
      const done = new Set<SteamId>();
      for (;;) {
        const due = (await dueTargets(database, BATCH + done.size)).filter(({ steamId }) => !done.has(steamId));
        if (due.length === 0) return;
        for (const { steamId, dueSince, nats } of due) {
          const startedAt = clock.now();
          const weighed = await reports.weigh(steamId);
          const { figures, evidence } = weighed;
          const met = weighed.reports.filter(({ playedTogether, recorded }) => playedTogether !== recorded);
          await database.write(
            saveWeightStatements({ steamId, dueSince, startedAt, figures, evidence, met }, clock.now()),
          );
          if (Math.abs(evidence.nats - nats) > 1e-9) await rescore([steamId]);
          await onWeighed(steamId, weighed);
          done.add(steamId);
        }
        await context.progress({});
      }
    },
  };
}

/** Looks which reported players Steam has banned since. */
function bans({ database, clock, cleanUntil, onBanned }: ReportJobsDeps): JobKind {
  return {
    kind: 'report-bans',
    every: HOUR,
    async run(context) {
      let after = cursorSchema.safeParse(context.payload).data?.after ?? '';
      for (;;) {
        const targets = await openTargets(database, after, BATCH);
        const last = targets.at(-1);
        if (last === undefined) return;
        for (const [target, clean] of await cleanUntil(targets)) {
          const at = { now: clock.now(), madeBefore: clean };
          const results = await database.write(outcomeStatements(target, 'banned', at));
          if ((results.at(-1)?.rowsAffected ?? 0) > 0) await onBanned(target);
        }
        after = last;
        await context.progress({ after });
      }
    },
  };
}

function cleanUp({ database, clock }: ReportJobsDeps): JobKind {
  return {
    kind: 'report-clean-up',
    every: DAY,
    async run(context) {
      const now = clock.now();
      const before = { keys: now - KEEP_KEYS, origins: now - KEEP_ORIGINS, now };
      while ((await cleanStep(database, before)) > 0) await context.progress({});
      // Weights fade, and pairs are judged anew.
      await database.write([markAllStatement(now)]);
    },
  };
}

export function reportJobs(deps: ReportJobsDeps): JobKind[] {
  return [weighing(deps), bans(deps), cleanUp(deps)];
}
