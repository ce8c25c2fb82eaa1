import type { MiddlewareHandler } from 'hono';
import { z } from 'zod';

/**
 * A rule that spoils answers. `match` is the source of a regular expression tested against `host/path?query`, with the
 * real host names, for example `api\.steampowered\.com/ISteamUser/GetPlayerBans` or `steamcommunity\.com/.*xml=1`.
 */
export const faultRuleSchema = z.strictObject({
  match: z.string().refine(
    (source) => {
      try {
        return new RegExp(source) instanceof RegExp;
      } catch {
        return false;
      }
    },
    { error: 'not a regular expression' },
  ),
  /** Waits this long before answering, ms. */
  latencyMs: z.int().min(0).max(600_000).optional(),
  /** Answers with this status and no useful body. */
  status: z.int().min(400).max(599).optional(),
  /** Seconds, sent as `Retry-After` with `status`. */
  retryAfter: z.int().min(0).optional(),
  /** `malformed` cuts the body in the middle · `slow` drips it a few bytes at a time · `hang` never answers · `reset` drops the connection. */
  body: z.enum(['malformed', 'slow', 'hang', 'reset']).optional(),
  /** Applies this many times, then is gone; for ever when absent. */
  times: z.int().min(1).optional(),
});
type FaultRule = z.infer<typeof faultRuleSchema>;

export interface Faults {
  /** Adds a rule; the first that matches a request applies. Returns what removes it. */
  add(rule: FaultRule): () => void;
  list(): readonly FaultRule[];
  clear(): void;
  /** Takes the rule for this address, using up one of its times. */
  take(address: string): FaultRule | undefined;
}

export function createFaults(): Faults {
  let rules: { rule: FaultRule; pattern: RegExp; left: number }[] = [];
  return {
    add(rule) {
      const entry = { rule, pattern: new RegExp(rule.match), left: rule.times ?? Number.POSITIVE_INFINITY };
      rules.push(entry);
      return () => {
        rules = rules.filter((other) => other !== entry);
      };
    },
    list: () => rules.map(({ rule }) => rule),
    clear() {
      rules = [];
    },
    take(address) {
      const entry = rules.find(({ pattern }) => pattern.test(address));
      if (!entry) return undefined;
      entry.left--;
      if (entry.left <= 0) rules = rules.filter((other) => other !== entry);
      return entry.rule;
    },
  };
}

/** Bytes and pause of a dripping body: 2 000 bytes take 5 s. */
const DRIP_BYTES = 20;
const DRIP_MS = 50;

function after(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The same bytes, a few at a time; ends early when `signal` says the asker has gone. */
function drip(bytes: Uint8Array, signal: AbortSignal): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      await after(DRIP_MS, signal);
      if (signal.aborted || sent >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(sent, sent + DRIP_BYTES));
      sent += DRIP_BYTES;
    },
  });
}

function never(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}

/**
 * Applies the rules. `hostOf` gives the real host a request is meant for; `drop` closes the connection of a request;
 * `closing` ends hanging and dripping answers when the sandbox stops.
 */
export function faultMiddleware(
  faults: Faults,
  hostOf: (request: Request) => string,
  drop: (env: unknown) => void,
  closing: AbortSignal,
): MiddlewareHandler {
  return async (c, next) => {
    const url = new URL(c.req.url);
    if (url.pathname.startsWith('/__sandbox/')) return next();
    const rule = faults.take(`${hostOf(c.req.raw)}${url.pathname}${url.search}`);
    if (!rule) return next();
    const gone = AbortSignal.any([c.req.raw.signal, closing]);
    if (rule.latencyMs !== undefined) await after(rule.latencyMs, gone);
    if (rule.body === 'hang') {
      await never(gone);
      return c.body(null, 503);
    }
    if (rule.body === 'reset') {
      drop(c.env);
      return c.body(null, 503);
    }
    await next();
    if (rule.status !== undefined) {
      const headers = new Headers({ 'content-type': 'text/html; charset=UTF-8' });
      if (rule.retryAfter !== undefined) headers.set('retry-after', String(rule.retryAfter));
      // Setting `c.res` merges headers of the answer replaced; a fault must not carry them.
      c.res = undefined;
      c.res = new Response('<html><body><h1>An error occurred (sandbox fault)</h1></body></html>', {
        status: rule.status,
        headers,
      });
      return;
    }
    if (rule.body === undefined) return;
    const bytes = new Uint8Array(await c.res.arrayBuffer());
    const { status } = c.res;
    const headers = new Headers(c.res.headers);
    headers.delete('content-length');
    c.res = undefined;
    c.res = new Response(rule.body === 'malformed' ? bytes.slice(0, Math.floor(bytes.length / 2)) : drip(bytes, gone), {
      status,
      headers,
    });
  };
}
