import type { Problem, ProblemCode } from '#shared/api/common.ts';

/** Base of every problem's `type` URI; the code is its last segment. */
const PROBLEM_TYPE_BASE = 'https://cstatsentry.example/problems/';

/** The one table of codes: usual status and title. */
const PROBLEMS: Readonly<Record<ProblemCode, { status: number; title: string }>> = {
  'bad-request': { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'Nobody is signed in with this token' },
  forbidden: { status: 403, title: 'Not for this caller' },
  'account-blocked': { status: 403, title: 'This account may not do that any more' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  conflict: { status: 409, title: 'It has changed meanwhile' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'The service cannot answer just now' },
  'upstream-unavailable': { status: 503, title: 'Steam cannot be asked just now' },
  internal: { status: 500, title: 'Something went wrong on our side' },
};

interface ProblemOptions {
  detail?: string;
  errors?: { path: string; message: string }[];
  /** How long to wait before trying again, ms; becomes `Retry-After` in whole seconds, at least one. */
  retryAfterMs?: number;
  /** Where the usual status of the code is not the right one. */
  status?: number;
  headers?: Record<string, string>;
  /** More members of the problem, as RFC 9457 allows. */
  more?: Readonly<Record<string, unknown>>;
}

/** Thrown anywhere, answered as `application/problem+json`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? PROBLEMS[code].title);
    this.code = code;
    this.options = options;
  }
}

/** The response of a problem. `private` headers such as CORS are added by the guard around it. */
export function problemResponse(code: ProblemCode, requestId: string, options: ProblemOptions = {}): Response {
  const { status: usual, title } = PROBLEMS[code];
  const status = options.status ?? usual;
  const problem: Problem & Record<string, unknown> = {
    ...options.more,
    type: PROBLEM_TYPE_BASE + code,
    title,
    status,
    code,
    requestId,
  };
  if (options.detail !== undefined) problem.detail = options.detail;
  if (options.errors !== undefined) problem.errors = options.errors;
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...options.headers,
  };
  if (options.retryAfterMs !== undefined) {
    headers['retry-after'] = String(Math.max(1, Math.ceil(options.retryAfterMs / 1000)));
  }
  return new Response(JSON.stringify(problem), { status, headers });
}
