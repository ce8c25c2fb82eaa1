import { DemoFailure, isDiskFull, retryAfter } from '#backend/demos/failure.ts';
import { LeaseLost } from '#backend/demos/queue.ts';
import { type RunDeps, runDemo } from '#backend/demos/run.ts';
import { type Clock, SECOND } from '#backend/platform/clock.ts';
import { errorText, type Log } from '#backend/platform/log.ts';
import type { ClaimedDemo, DemoEnd } from '#shared/api/demos.ts';

export interface WorkerDeps extends RunDeps {
  log: Log;
  clock: Clock;
  /** As it is shown among the workers. */
  name: string;
  /** Demos worked on at once. */
  concurrency: number;
  /** Pause when there is nothing to do, ms. */
  pollMs?: number;
  /** Files of demos that are done are kept for whoever asks for them; a worker elsewhere keeps none. */
  keepFiles: boolean;
  /** How long to wait after a failure, ms; null for never again. */
  retryAfter?: (failure: DemoFailure, attempts: number) => number | null;
}

const POLL = 2 * SECOND;

/** For a sleep that may be broken off by `signal`: any other end of it is a fault. */
const unlessAborted = (signal: AbortSignal) => (error: unknown) => {
  if (!signal.aborted) throw error;
};

/** Works on demos until `signal` says to stop; what is under way then is given back. Resolves when everything has ended. */
export async function runWorker(deps: WorkerDeps, signal: AbortSignal): Promise<void> {
  const { clock, log, concurrency, pollMs = POLL } = deps;
  const lane = async () => {
    while (!signal.aborted) {
      let worked = false;
      try {
        worked = await workOnce(deps, signal);
      } catch (error) {
        // The queue itself failed: it is asked again after a pause.
        if (!signal.aborted) log.error('demo.queue', { error: errorText(error) });
      }
      if (!worked) await clock.sleep(pollMs, signal).catch(unlessAborted(signal));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

/** Claims one demo and takes it as far as it goes. False: there was none. */
export async function workOnce(deps: WorkerDeps, signal: AbortSignal): Promise<boolean> {
  const { queue, clock, log, name } = deps;
  const claim = await queue.claim({ name, locates: deps.gameCoordinator !== undefined });
  if (!claim) return false;
  const started = clock.now();
  const stop = new AbortController();
  const heart = beat(deps, claim, stop);
  try {
    const end = await endOf(deps, claim, AbortSignal.any([signal, stop.signal]));
    heart.stop();
    await queue.end(claim.id, claim.lease, end);
    const ended = end.state === 'done' || end.retryInMs === null;
    if (ended) await deps.files.remove(claim.id, deps.keepFiles ? ['part', 'unpacking', 'dem'] : undefined);
    log.info('demo.end', {
      ...{ demo: claim.id, state: end.state, ms: clock.now() - started },
      ...(end.state === 'failed' && { reason: end.reason, detail: end.detail, retryInMs: end.retryInMs }),
    });
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    // Somebody else has it, or it was removed.
    log.warn('demo.lease-lost', { demo: claim.id });
  } finally {
    heart.stop();
  }
  return true;
}

/** Says a few times per lease that we are alive; a lease that was lost stops the work. */
function beat({ queue, clock, log }: WorkerDeps, claim: ClaimedDemo, stop: AbortController): { stop(): void } {
  const over = new AbortController();
  const run = async () => {
    for (;;) {
      await clock.sleep(claim.leaseMs / 3, over.signal);
      try {
        await queue.prolong(claim.id, claim.lease);
      } catch (error) {
        if (error instanceof LeaseLost) return stop.abort(error);
        log.warn('demo.heartbeat', { demo: claim.id, error: errorText(error) });
      }
    }
  };
  run()
    .catch(unlessAborted(over.signal))
    .catch((error: unknown) => {
      // Without a heartbeat the lease runs out under the work, and somebody else begins it anew.
      log.error('demo.heartbeat', { demo: claim.id, error: errorText(error) });
      stop.abort(error);
    });
  return { stop: () => over.abort() };
}

async function endOf(deps: WorkerDeps, claim: ClaimedDemo, signal: AbortSignal): Promise<DemoEnd> {
  try {
    return await runDemo(deps, claim, signal);
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    if (signal.reason instanceof LeaseLost) throw signal.reason;
    // Given back at once, as it is.
    if (signal.aborted) return failed('gave-up', 'the worker was stopped', 0);
    const failure = asFailure(error);
    if (!failure) throw error;
    const wait = (deps.retryAfter ?? retryAfter)(failure, claim.attempts);
    return failed(failure.reason, failure.detail, wait);
  }
}

const failed = (reason: DemoFailure['reason'], detail: string | null, retryInMs: number | null): DemoEnd => ({
  ...{ state: 'failed', reason, detail, retryInMs },
});

function asFailure(error: unknown): DemoFailure | undefined {
  if (error instanceof DemoFailure) return error;
  return isDiskFull(error) ? new DemoFailure('disk-full', 'no space left') : undefined;
}
