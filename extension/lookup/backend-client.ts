import type { z } from 'zod';
import { type BackOff, retryAfterMs } from '#extension/lookup/back-off.ts';
import { healthResponseSchema } from '#shared/api/operations.ts';
import {
  analysisResponseSchema,
  type BansResponse,
  bansResponseSchema,
  bucketResponseSchema,
  type LookupResponse,
  lookupResponseSchema,
  type PlayerResponse,
  playerResponseSchema,
  resolveResponseSchema,
  type ScoreEntry,
} from '#shared/api/players.ts';
import { type ReportSummary, reportSummarySchema } from '#shared/api/reports.ts';
import type { Assessment } from '#shared/score/assessment.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** No answer within this long counts as none. */
const TIMEOUT_MS = 15_000;

/**
 * A request that got no usable answer: `limited` (429), `unreachable` (network, 5xx, or an answer the schema refuses),
 * `refused` (any other 4xx), `not-found` (404).
 */
export class BackendError extends Error {
  readonly kind: 'limited' | 'unreachable' | 'refused' | 'not-found';
  /** Earliest sensible next try, ms. */
  readonly retryAt: number | undefined;
  constructor(kind: BackendError['kind'], message: string, retryAt?: number) {
    super(message);
    this.kind = kind;
    this.retryAt = retryAt;
  }
}

export interface BackendClient {
  /** Everybody scored whose hash begins with `prefix`. The browser's HTTP cache keeps the ETag, so an unchanged bucket is a 304. */
  bucket(prefix: string): Promise<ScoreEntry[]>;
  lookup(steamIds: SteamId[]): Promise<LookupResponse>;
  player(steamId: SteamId): Promise<PlayerResponse>;
  /** Has the backend look at Steam again. A 429 here is about this one player and pauses nothing else. */
  update(steamId: SteamId): Promise<PlayerResponse>;
  analysis(steamId: SteamId, cursor: string | undefined): Promise<{ items: Assessment[]; next: string | null }>;
  resolve(reference: string): Promise<SteamId>;
  /** Bans of up to 100 players. */
  bans(steamIds: SteamId[]): Promise<BansResponse>;
  /** What the reports on a player amount to. */
  reports(steamId: SteamId): Promise<ReportSummary>;
  health(): Promise<void>;
}

export interface BackendDeps {
  /** The backend's address now. */
  url(): Promise<string>;
  backOff: BackOff;
  fetch: typeof fetch;
  now(): number;
}

export function createBackendClient({ url, backOff, fetch, now }: BackendDeps): BackendClient {
  /** `base`: whom it was asked of. A backend that is no longer the one must not have the new one left alone. */
  const unreachable = async (base: string, why: string) => {
    const retryAt = base === (await url()) ? (await backOff.failed('backend')).until : now();
    return new BackendError('unreachable', why, retryAt);
  };

  async function ask<S extends z.ZodType>(
    path: string,
    schema: S,
    init: RequestInit & { onePlayer?: boolean } = {},
  ): Promise<z.infer<S>> {
    const { onePlayer = false, ...request } = init;
    const pause = await backOff.pause('backend');
    if (pause) throw new BackendError(pause.kind, `${path}: waiting`, pause.until);
    const base = await url();
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(new URL(path, base), {
        ...request,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.ok) body = await response.json();
    } catch (error) {
      throw await unreachable(base, `${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (response.status === 429) {
      const wait = retryAfterMs(response.headers.get('retry-after'), now());
      if (onePlayer) throw new BackendError('limited', path, wait === undefined ? undefined : now() + wait);
      throw new BackendError('limited', path, (await backOff.limited('backend', wait)).until);
    }
    if (response.status >= 500) throw await unreachable(base, `${path}: status ${response.status}`);
    if (!response.ok) {
      await backOff.succeeded('backend');
      throw new BackendError(response.status === 404 ? 'not-found' : 'refused', `${path}: status ${response.status}`);
    }
    const read = schema.safeParse(body);
    if (!read.success) throw await unreachable(base, `${path}: an answer that is not of this API`);
    await backOff.succeeded('backend');
    return read.data;
  }

  const json = (body: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  return {
    bucket: async (prefix) =>
      // Freshness is ours to judge: what a cache in between holds is asked whether it still stands.
      (await ask(`/v1/scores/${prefix}`, bucketResponseSchema, { cache: 'no-cache' })).scores,
    lookup: (steamIds) => ask('/v1/players/lookup', lookupResponseSchema, json({ steamIds })),
    // Details follow a refresh at once, so they never come from the HTTP cache.
    player: (steamId) => ask(`/v1/players/${steamId}`, playerResponseSchema, { cache: 'no-cache' }),
    update: (steamId) =>
      ask(`/v1/players/${steamId}/update`, playerResponseSchema, { method: 'POST', onePlayer: true }),
    analysis: (steamId, cursor) => {
      const query = new URLSearchParams({ limit: '20', ...(cursor !== undefined && { cursor }) });
      return ask(`/v1/players/${steamId}/analysis?${query}`, analysisResponseSchema, { onePlayer: true });
    },
    resolve: async (reference) =>
      (await ask(`/v1/resolve?${new URLSearchParams({ q: reference })}`, resolveResponseSchema, { onePlayer: true }))
        .steamId,
    bans: (steamIds) => ask('/v1/players/bans', bansResponseSchema, json({ steamIds })),
    reports: (steamId) =>
      ask(`/v1/players/${steamId}/reports`, reportSummarySchema, { cache: 'no-cache', onePlayer: true }),
    health: async () => void (await ask('/health', healthResponseSchema, { cache: 'no-store' })),
  };
}
