import type { z } from 'zod';
import type { Kept, Vault } from '#extension/account/vault.ts';
import type { Polled } from '#extension/answers.ts';
import { retryAfterMs } from '#extension/lookup/back-off.ts';
import { bearerSchema } from '#shared/api/accounts.ts';

/** No answer within this long counts as none, ms. */
const TIMEOUT = 15_000;
/** The same for bytes of a file: two megabytes over a slow line. */
const BYTES_TIMEOUT = 60_000;

/**
 * A request without the answer wanted: `expired` nobody is signed in with this token any more · `unreachable` network,
 * 5xx, 429, or not our API · `refused` any other status, above all 403 for a blocked account and 409 for a stale version.
 */
export class AccountError extends Error {
  readonly kind: 'expired' | 'unreachable' | 'refused';
  /** What the backend said to a refusal, unread: mostly a `Problem`. */
  readonly problem: unknown;
  /** When the backend wants to be asked again, ms; undefined where it does not say. */
  readonly retryAt: number | undefined;
  constructor(kind: AccountError['kind'], message: string, problem?: unknown, retryAt?: number) {
    super(message);
    this.kind = kind;
    this.problem = problem;
    this.retryAt = retryAt;
  }
}

export interface AccountClientDeps {
  /** The backend's origin, or undefined when there is none to talk to. */
  origin(): Promise<string | undefined>;
  vault: Vault;
  fetch: typeof fetch;
  now(): number;
}

interface Sent {
  body?: unknown;
  bytes?: Uint8Array<ArrayBuffer> | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  etag?: string | undefined;
}

export interface AccountClient {
  /** Without a token, to the backend named: a sign-in ends where it began. */
  open<S extends z.ZodType>(base: string, method: string, path: string, schema: S, body?: unknown): Promise<z.infer<S>>;
  /** With the token, exchanged before when its time has come. */
  ask<S extends z.ZodType>(
    method: string,
    path: string,
    schema: S,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<z.infer<S>>;
  /** The same with GET, told what is held already: `before` comes back when it is still what the backend would say. */
  poll<S extends z.ZodType>(path: string, schema: S, before?: Polled<z.infer<S>>): Promise<Polled<z.infer<S>>>;
  /** The same, sending bytes as they are. */
  bytes<S extends z.ZodType>(
    method: string,
    path: string,
    schema: S,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<z.infer<S>>;
  /** The same, for a document that is passed on as it is. */
  text(method: string, path: string): Promise<string>;
  /** What is kept for the present backend. */
  kept(): Promise<Kept | undefined>;
}

export function createAccountClient({ origin, vault, fetch, now }: AccountClientDeps): AccountClient {
  let refreshing: Promise<Kept> | undefined;

  async function send(
    base: string,
    method: string,
    path: string,
    options: Sent & { token?: string },
  ): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(new URL(path, base), {
        method,
        headers: {
          ...options.headers,
          ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
          ...(options.body !== undefined && { 'content-type': 'application/json' }),
          ...(options.bytes && { 'content-type': 'application/octet-stream' }),
          ...(options.etag && { 'if-none-match': options.etag }),
        },
        ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
        ...(options.bytes && { body: options.bytes }),
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(options.bytes ? BYTES_TIMEOUT : TIMEOUT),
      });
    } catch (error) {
      throw new AccountError('unreachable', `${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
    const message = `${path}: status ${response.status}`;
    if (response.status === 401) throw new AccountError('expired', message);
    if (response.ok || (response.status === 304 && options.etag)) return response;
    const problem: unknown = await response.json().catch(() => undefined);
    const wait = retryAfterMs(response.headers.get('retry-after'), now());
    const kind = response.status >= 500 || response.status === 429 ? 'unreachable' : 'refused';
    throw new AccountError(kind, message, problem, wait === undefined ? undefined : now() + wait);
  }

  async function read<S extends z.ZodType>(response: Response, schema: S): Promise<z.infer<S>> {
    const body: unknown = await response.json().catch(() => undefined);
    const result = schema.safeParse(body);
    if (!result.success) throw new AccountError('unreachable', 'an answer that is not of this API');
    return result.data;
  }

  async function kept(): Promise<Kept | undefined> {
    const held = await vault.load();
    // A token is for the backend that gave it: another one must never see it.
    return held && held.origin === (await origin()) ? held : undefined;
  }

  /** A request with a token, to the backend that gave it. One that backend no longer knows is forgotten. */
  async function sendAs(held: Kept, method: string, path: string, options: Sent = {}): Promise<Response> {
    try {
      return await send(held.origin, method, path, { token: held.token, ...options });
    } catch (error) {
      const refused = error instanceof AccountError && error.kind === 'expired';
      // Unless it was exchanged while this request was on its way.
      if (refused && (await vault.load())?.token === held.token) await vault.clear();
      throw error;
    }
  }

  /** Exchanges the token. Kept before it is used: a worker that ends in between still has one that works. */
  async function refresh(held: Kept): Promise<Kept> {
    const response = await sendAs(held, 'POST', '/v1/auth/refresh');
    const { token, expiresInMs, refreshInMs } = await read(response, bearerSchema);
    const next = { ...held, token, refreshAt: now() + refreshInMs, expiresAt: now() + expiresInMs };
    await vault.save(next);
    return next;
  }

  /** What is kept, with a token whose time to be exchanged has not come. */
  async function present(): Promise<Kept> {
    const held = await kept();
    if (!held) throw new AccountError('expired', 'not signed in');
    if (now() < held.refreshAt) return held;
    refreshing ??= refresh(held).finally(() => {
      refreshing = undefined;
    });
    try {
      return await refreshing;
    } catch (error) {
      // The present token is good for weeks to come: one that cannot be exchanged just now still opens the account.
      if (error instanceof AccountError && error.kind === 'unreachable') return held;
      throw error;
    }
  }

  return {
    open: async (base, method, path, schema, body) => read(await send(base, method, path, { body }), schema),
    ask: async (method, path, schema, body, headers) =>
      read(await sendAs(await present(), method, path, { body, headers }), schema),
    async poll(path, schema, before) {
      const response = await sendAs(await present(), 'GET', path, { etag: before?.etag });
      if (response.status === 304 && before) return before;
      return { value: await read(response, schema), etag: response.headers.get('etag') ?? '' };
    },
    bytes: async (method, path, schema, bytes) => read(await sendAs(await present(), method, path, { bytes }), schema),
    async text(method, path) {
      const response = await sendAs(await present(), method, path);
      try {
        return await response.text();
      } catch (error) {
        throw new AccountError('unreachable', `${path}: ${String(error)}`);
      }
    },
    kept,
  };
}
