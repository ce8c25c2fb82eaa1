import type { Context, Hono } from 'hono';
import type { Clock } from '#backend/platform/clock.ts';
import { isDatabaseUnavailable } from '#backend/platform/database.ts';
import { errorText, type Log } from '#backend/platform/log.ts';
import { ProblemError, problemResponse } from '#backend/platform/problem.ts';
import type { Grant, LimitName, RateLimiter } from '#backend/platform/rate-limit.ts';

/** Longest path with query, characters. No address of ours comes near. */
const MAX_URL = 2048;
/** How long a browser may keep the answer to a preflight, seconds. */
const PREFLIGHT_AGE = '7200';
const DATABASE_RETRY = 2000;

export interface HttpDeps {
  clock: Clock;
  log: Log;
  limiter: RateLimiter;
  /** Keyed hash of the client's address. */
  clientOf: (c: Context) => string;
  /** `scheme://host` patterns of `CORS_ORIGINS`. */
  origins: readonly string[];
}

/** Asks for `wanted` of something scarce. */
export type Budget = (wanted: number) => Grant;

/** One request as a handler sees it. Responses are made by its methods, which add what every response carries. */
export interface Exchange {
  readonly c: Context;
  readonly requestId: string;
  /** Keyed hash of the client's address. */
  readonly client: string;
  /** `application/json`, and `no-store` unless `headers` say otherwise. */
  json(data: unknown, headers?: Readonly<Record<string, string>>, status?: number): Response;
  /** Any body. `null` for none; a stream is sent as it comes. */
  send(
    body: string | ReadableStream<Uint8Array> | null,
    headers: Readonly<Record<string, string>>,
    status?: number,
  ): Response;
  /** Takes players to be looked up at Steam from what this client may have looked up. */
  looks: Budget;
}

type Handler = (exchange: Exchange) => Response | Promise<Response>;

/** Every response carries these: nothing of ours is a page, a frame or a script. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

const EXPOSED = 'etag, retry-after, x-request-id';

/** A test for origins: exact, or every host of a scheme. */
export function originTest(patterns: readonly string[]): (origin: string) => boolean {
  const schemes = patterns.filter((pattern) => pattern.endsWith('://*')).map((pattern) => pattern.slice(0, -1));
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith('://*')));
  // The rest after the scheme must be a plain host: an origin has neither path nor user.
  return (origin) =>
    exact.has(origin) ||
    schemes.some((scheme) => origin.startsWith(scheme) && /^[\w.:[\]-]+$/.test(origin.slice(scheme.length)));
}

export interface Http {
  /** A handler with everything around it: limit, headers, errors, log line. No middleware: the hot path is short. */
  route(limit: LimitName, handler: Handler): (c: Context) => Promise<Response>;
  /** Answers what no route took: OPTIONS, 405 with `Allow`, 404. */
  fallback(app: Hono): void;
}

export function createHttp(deps: HttpDeps): Http {
  const { clock, log, limiter } = deps;
  const allowed = originTest(deps.origins);

  function headersOf(c: Context, requestId: string): Record<string, string> {
    const headers: Record<string, string> = { ...SECURITY_HEADERS, 'x-request-id': requestId, vary: 'origin' };
    const origin = c.req.header('origin');
    if (origin !== undefined && allowed(origin)) {
      headers['access-control-allow-origin'] = origin;
      headers['access-control-expose-headers'] = EXPOSED;
    }
    return headers;
  }

  function problemOf(error: unknown, requestId: string): Response {
    if (error instanceof ProblemError) return problemResponse(error.code, requestId, error.options);
    if (isDatabaseUnavailable(error)) {
      log.error('database.unavailable', { requestId, error: errorText(error) });
      return problemResponse('unavailable', requestId, {
        detail: 'The database cannot be used just now; nothing was stored.',
        retryAfterMs: DATABASE_RETRY,
      });
    }
    log.error('request.failed', { requestId, error: errorText(error) });
    return problemResponse('internal', requestId);
  }

  /** Adds headers to a response made elsewhere (problems): off the hot path. */
  function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
    for (const [name, value] of Object.entries(headers)) {
      if (!response.headers.has(name)) response.headers.set(name, value);
    }
    return response;
  }

  function route(limit: LimitName, handler: Handler) {
    return async (c: Context): Promise<Response> => {
      const started = clock.now();
      const requestId = crypto.randomUUID();
      const base = headersOf(c, requestId);
      let response: Response;
      try {
        if (c.req.url.length > MAX_URL)
          throw new ProblemError('bad-request', { status: 414, detail: 'The address is too long.' });
        const client = deps.clientOf(c);
        const wait = limiter.take(limit, client);
        if (wait > 0) throw new ProblemError('rate-limited', { retryAfterMs: wait });
        const send: Exchange['send'] = (body, headers, status = 200) =>
          new Response(body, { status, headers: { ...base, ...headers } });
        response = await handler({
          c,
          requestId,
          client,
          send,
          json: (data, headers, status) =>
            send(
              JSON.stringify(data),
              { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
              status,
            ),
          looks: (wanted) => limiter.grant('steam', client, wanted),
        });
      } catch (error) {
        response = withHeaders(problemOf(error, requestId), base);
      }
      // Buckets and probes come by the thousand, and a bucket's address is of nobody's concern.
      const level = limit === 'scores' || limit === 'operations' ? 'debug' : 'info';
      if (log.enabled(level)) {
        log[level]('request', {
          requestId,
          method: c.req.method,
          route: c.req.routePath,
          status: response.status,
          ms: clock.now() - started,
        });
      }
      return response;
    };
  }

  return {
    route,
    fallback(app) {
      const patterns = app.routes
        .filter(({ method }) => method !== 'ALL')
        .map(({ method, path }) => ({
          method,
          matches: new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`),
        }));
      const methodsOf = (path: string): string[] => {
        const methods = patterns.filter(({ matches }) => matches.test(path)).map(({ method }) => method);
        if (methods.includes('GET')) methods.push('HEAD');
        return methods.length > 0 ? [...new Set(methods), 'OPTIONS'] : [];
      };
      app.notFound(
        route('operations', ({ c, send }) => {
          const methods = methodsOf(c.req.path);
          if (methods.length === 0)
            throw new ProblemError('not-found', { detail: 'There is nothing at this address.' });
          const allow = methods.join(', ');
          if (c.req.method !== 'OPTIONS') throw new ProblemError('method-not-allowed', { headers: { allow } });
          const origin = c.req.header('origin');
          if (origin === undefined || !allowed(origin)) return send(null, { allow }, 204);
          return send(
            null,
            {
              allow,
              'access-control-allow-methods': allow,
              'access-control-allow-headers': 'authorization, content-type, idempotency-key, if-none-match, x-device',
              'access-control-max-age': PREFLIGHT_AGE,
            },
            204,
          );
        }),
      );
      app.onError((error, c) => {
        const requestId = crypto.randomUUID();
        return withHeaders(problemOf(error, requestId), headersOf(c, requestId));
      });
    },
  };
}
