import type { z } from 'zod';
import type { Clock } from '#backend/platform/clock.ts';
import { SECOND } from '#backend/platform/clock.ts';
import { errorText, type Log } from '#backend/platform/log.ts';
import type { Breaker } from '#backend/steam/breaker.ts';
import type { Quota } from '#backend/steam/quota.ts';

/** How a look at one source ended. `limited`: asked to wait, or the daily allowance is used up. */
export type Outcome<T> =
  | { state: 'ok'; value: T }
  | { state: 'private' }
  | { state: 'not-found' }
  | { state: 'limited'; retryAfterMs: number }
  | { state: 'failed' };

export interface SteamHttpDeps {
  fetch: typeof fetch;
  clock: Clock;
  log: Log;
  quota: Quota;
  breaker: Breaker;
  /** Origin of the Web API. */
  url: string;
  key: string;
  /** 0 up to below 1; jitter only. */
  random: () => number;
}

/** Calls under way at once, tries per call, and ms: the first back-off, one try's time, and the longest wait we sit out. */
const IN_FLIGHT = 4;
const TRIES = 3;
const BACK_OFF = 250;
const TIMEOUT = 8 * SECOND;
const LONGEST_WAIT = 3 * SECOND;
/** When Steam says 429 without saying for how long. */
const DEFAULT_PAUSE = 60 * SECOND;
const MAX_BODY = 8 * 1024 * 1024;

interface Request<T> {
  path: string;
  params: Readonly<Record<string, string>>;
  schema: z.ZodType<T>;
  /** Endpoints that answer "private" or "none" by status: looked at before the status counts as a failure. */
  answerOf?: (status: number, body: unknown) => 'private' | 'not-found' | undefined;
}

export type SteamGet = <T>(request: Request<T>) => Promise<Outcome<T>>;

/** `Retry-After` in ms: seconds or an HTTP date; undefined when absent or nonsense. */
export function retryAfterOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/**
 * One GET to the Web API: at most four at once, retried with jitter, within quota and circuit, read by a schema.
 * Never throws for what Steam does; only the database behind the quota can throw.
 */
export function createSteamGet(deps: SteamHttpDeps): SteamGet {
  const { clock, log, quota, breaker } = deps;
  let free = IN_FLIGHT;
  const waiting: (() => void)[] = [];

  async function inTurn<R>(run: () => Promise<R>): Promise<R> {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  }

  /** One try: an outcome, or `retry` with how long Steam asked us to wait. */
  async function attempt<T>(
    request: Request<T>,
  ): Promise<Outcome<T> | { state: 'retry'; waitMs?: number; asked: boolean }> {
    // The circuit is looked at first, so that a call it refuses costs no quota, and entered last, right before the call.
    if (breaker.wouldAdmit()) {
      if (!(await quota.take())) return { state: 'limited', retryAfterMs: quota.resetsIn() };
    }
    const admitted = breaker.admit();
    if (admitted === 'open') return { state: 'failed' };
    if (admitted !== 'yes') return { state: 'limited', retryAfterMs: admitted.pausedFor };
    const url = new URL(request.path, deps.url);
    url.search = new URLSearchParams({ key: deps.key, ...request.params }).toString();
    let status = 0;
    try {
      const response = await deps.fetch(url, { signal: AbortSignal.timeout(TIMEOUT), redirect: 'manual' });
      status = response.status;
      if (Number(response.headers.get('content-length') ?? 0) > MAX_BODY) throw new RangeError('answer too large');
      const text = await response.text();
      let body: unknown;
      try {
        body = JSON.parse(text);
      } catch {
        body = undefined;
      }
      const answer = request.answerOf?.(status, body);
      if (answer) {
        breaker.succeeded();
        return { state: answer };
      }
      if (status === 429 || status === 503) {
        const waitMs = retryAfterOf(response.headers.get('retry-after'), clock.now());
        if (status === 503) breaker.failed();
        else breaker.succeeded();
        return { state: 'retry', asked: status === 429, ...(waitMs !== undefined && { waitMs }) };
      }
      if (status === 401 || status === 403) {
        breaker.failed();
        log.error('steam.key-refused', { path: request.path, status });
        return { state: 'failed' };
      }
      // 202 is how the chain of share codes says that there is none after this one yet.
      if (status === 200 || status === 202) {
        const read = request.schema.safeParse(body);
        if (read.success) {
          breaker.succeeded();
          return { state: 'ok', value: read.data };
        }
        log.warn('steam.unreadable', { path: request.path, issue: read.error.issues[0]?.message });
      }
    } catch (error) {
      log.warn('steam.unreachable', { path: request.path, error: errorText(error) });
    }
    breaker.failed();
    if (status >= 400 && status < 500) return { state: 'failed' };
    return { state: 'retry', asked: false };
  }

  return (request) =>
    inTurn(async () => {
      for (let round = 1; ; round++) {
        const result = await attempt(request);
        if (result.state !== 'retry') return result;
        const asked = result.waitMs ?? (result.asked ? DEFAULT_PAUSE : undefined);
        if (asked !== undefined && (asked > LONGEST_WAIT || round === TRIES)) {
          breaker.pause(asked);
          log.warn('steam.limited', { path: request.path, retryAfterMs: asked });
          return { state: 'limited', retryAfterMs: asked };
        }
        if (round === TRIES) return { state: 'failed' };
        const jittered = BACK_OFF * 2 ** (round - 1) * (0.5 + deps.random());
        await clock.sleep(Math.max(asked ?? 0, jittered));
      }
    });
}
