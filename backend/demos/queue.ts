import {
  aboutPlayers,
  type Claim,
  claimNext,
  type FinalEnd,
  noteWorker,
  prolongLease,
  saveEnd,
  saveProgress,
  saveRetry,
} from '#backend/demos/queue-store.ts';
import { evidenceOfReport } from '#backend/demos/report-evidence.ts';
import { type Clock, MINUTE, SECOND } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { ClaimedDemo, DemoEnd, DemoProgress } from '#shared/api/demos.ts';

/** Thrown to a worker whose claim somebody else has by now: it stops, and nothing of it counts. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Where a worker gets its work and says how it went: the database, or the API of a backend that is elsewhere. */
export interface DemoQueue {
  claim(worker: { name: string; locates: boolean }): Promise<ClaimedDemo | undefined>;
  /** Says that the work goes on. @throws LeaseLost */
  prolong(demoId: string, lease: string): Promise<void>;
  /** @throws LeaseLost */
  progress(demoId: string, progress: DemoProgress): Promise<void>;
  /** @throws LeaseLost */
  end(demoId: string, lease: string, end: DemoEnd): Promise<void>;
}

export interface QueueDeps {
  database: Database;
  clock: Clock;
  /** How long a worker may be silent before another takes over, ms. */
  leaseMs?: number;
  /** Claims of one demo without coming forward, after which it is given up. */
  mostAttempts?: number;
}

const LEASE = 30 * SECOND;
/** Above every number of tries a single step may have: this is about workers that die of a demo. */
const MOST_ATTEMPTS = 12;

export function createDemoQueue(deps: QueueDeps): DemoQueue {
  const { database, clock, leaseMs = LEASE, mostAttempts = MOST_ATTEMPTS } = deps;
  const noted = new Map<string, number>();

  async function note(worker: { name: string; locates: boolean }, now: number): Promise<void> {
    const key = `${worker.name} ${worker.locates}`;
    if ((noted.get(key) ?? -MINUTE) > now - MINUTE) return;
    if (noted.size > 1000) noted.clear();
    noted.set(key, now);
    await noteWorker(database, worker, now);
  }

  async function finish(demoId: string, lease: string, end: FinalEnd): Promise<void> {
    if (!(await saveEnd(database, demoId, { lease, end, now: clock.now() }))) throw new LeaseLost(demoId);
  }

  return {
    async claim(worker) {
      for (;;) {
        const now = clock.now();
        await note(worker, now);
        const lease = crypto.randomUUID();
        const claim: Claim | undefined = await claimNext(database, {
          ...{ lease, now, until: now + leaseMs },
          locates: worker.locates,
        });
        if (!claim) return undefined;
        if (claim.attempts <= mostAttempts) return { ...claim, leaseMs };
        const detail = `${mostAttempts} attempts ended without a word`;
        await finish(claim.id, lease, { state: 'failed', reason: 'gave-up', detail });
      }
    },

    async prolong(demoId, lease) {
      const until = clock.now() + leaseMs;
      if (!(await prolongLease(database, demoId, { lease, until }))) throw new LeaseLost(demoId);
    },

    async progress(demoId, progress) {
      const now = clock.now();
      const { located } = progress;
      const about = located && (await aboutPlayers(database, located.steamIds, located.reservationId));
      const more = { now, until: now + leaseMs, located: located && about && { ...located, ...about } };
      if (!(await saveProgress(database, demoId, progress, more))) throw new LeaseLost(demoId);
    },

    async end(demoId, lease, end) {
      if (end.state === 'done') {
        const evidence = evidenceOfReport(end.report);
        return finish(demoId, lease, { ...end, evidence });
      }
      const { reason, detail, retryInMs } = end;
      if (retryInMs === null) return finish(demoId, lease, { state: 'failed', reason, detail });
      const now = clock.now();
      const retry = { lease, runAt: now + retryInMs, detail: detail ?? reason, now };
      if (!(await saveRetry(database, demoId, retry))) throw new LeaseLost(demoId);
    },
  };
}
