import type { JobKind } from '#backend/jobs/jobs.ts';
import type { MatchSync } from '#backend/matches/sync.ts';
import { MINUTE, SECOND } from '#backend/platform/clock.ts';

/** How long one round may begin with more users, ms: far below a job's lease, and other jobs wait meanwhile. */
const ROUND = 20 * SECOND;

/** Every minute: the sources of users that are due. Each user has a time of their own, half an hour after the last run. */
export function matchJobs(sync: MatchSync): JobKind[] {
  return [{ kind: 'match-sync', every: MINUTE, run: ({ signal }) => sync.runDue(signal, ROUND) }];
}
