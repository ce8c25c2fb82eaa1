import { dueJobs, endJob, ensureJobs, extendLease, leaseJob } from '#backend/jobs/store.ts';
import { type Clock, HOUR, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { errorText, type Log } from '#backend/platform/log.ts';

/** One kind of recurring work. */
export interface JobKind {
  kind: string;
  /** ms from the end of one successful run to the next. */
  every: number;
  run(context: JobContext): Promise<void>;
}

interface JobContext {
  /** What `progress` kept last, also by a process that died since; `undefined` at the beginning. */
  readonly payload: unknown;
  /** Keeps how far the work has come and prolongs the lease. Throws when the lease was lost: somebody else goes on. */
  progress(payload: unknown): Promise<void>;
  /** Aborted when the process is about to stop; the job should end by throwing after its last `progress`. */
  readonly signal: AbortSignal;
}

/** Thrown by a job that must wait: it is tried again after `ms`, and that does not count as a failure. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly ms: number;

  constructor(ms: number, reason: string) {
    super(reason);
    this.ms = ms;
  }
}

/** The longest a job may go without `progress`; after it another process takes over. And the back-off's bounds. */
const LEASE = 2 * MINUTE;
const FIRST_RETRY = MINUTE;
const LAST_RETRY = 6 * HOUR;

export interface JobsDeps {
  database: Database;
  clock: Clock;
  log: Log;
  owner: string;
  kinds: readonly JobKind[];
  /** 0 up to below 1; jitter only. */
  random: () => number;
}

export interface Jobs {
  /** Registers the kinds that are not in the table yet; their first run is due at once. */
  prepare(): Promise<void>;
  /** Runs everything that is due, one after another, each only if no other process is at it. */
  runDue(signal: AbortSignal): Promise<void>;
}

export function createJobs(deps: JobsDeps): Jobs {
  const { database, clock, log, owner } = deps;

  function parsed(payload: string): unknown {
    if (payload === '{}') return undefined;
    try {
      return JSON.parse(payload);
    } catch {
      return undefined;
    }
  }

  async function runOne(id: string, signal: AbortSignal): Promise<void> {
    const now = clock.now();
    const leased = await leaseJob(database, id, { owner, now, until: now + LEASE });
    if (!leased) return;
    const kind = deps.kinds.find((candidate) => candidate.kind === leased.kind);
    if (!kind) return endJob(database, id, { owner, runAt: now + LAST_RETRY, error: 'unknown kind' });
    const started = clock.now();
    try {
      await kind.run({
        payload: parsed(leased.payload),
        signal,
        async progress(payload) {
          const lease = { owner, until: clock.now() + LEASE, payload: JSON.stringify(payload) };
          if (!(await extendLease(database, id, lease))) throw new Error('the lease was lost');
          signal.throwIfAborted();
        },
      });
      const finishedAt = clock.now();
      await endJob(database, id, { owner, runAt: finishedAt + kind.every, finishedAt });
      log.info('job.done', { kind: kind.kind, ms: finishedAt - started });
    } catch (error) {
      const wait = signal.aborted ? 0 : error instanceof RetryLater ? error.ms : backOff(leased.attempts);
      log.warn('job.failed', { kind: kind.kind, attempts: leased.attempts, error: errorText(error), retryInMs: wait });
      await endJob(database, id, { owner, runAt: clock.now() + wait, error: errorText(error) });
    }
  }

  function backOff(attempts: number): number {
    return Math.min(LAST_RETRY, FIRST_RETRY * 2 ** (attempts - 1)) * (0.5 + deps.random() / 2);
  }

  return {
    prepare: () =>
      ensureJobs(
        database,
        deps.kinds.map(({ kind }) => kind),
        clock.now(),
      ),
    async runDue(signal) {
      for (const id of await dueJobs(database, clock.now())) {
        if (signal.aborted) return;
        try {
          await runOne(id, signal);
        } catch (error) {
          // Only the job table itself can fail here; the lease ends on its own, and the next round tries again.
          log.error('job.table', { id, error: errorText(error) });
        }
      }
    },
  };
}
