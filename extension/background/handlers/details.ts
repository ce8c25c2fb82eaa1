import type { BackgroundContext } from '#extension/background/context.ts';
import { jittered, TTL } from '#extension/cache/ttl.ts';
import { BackendError } from '#extension/lookup/backend-client.ts';
import { ASKED } from '#extension/lookup/local-scorer.ts';
import { findInBucket } from '#extension/lookup/remote.ts';
import { viewOf } from '#extension/lookup/views.ts';
import type { PlayerDetails, Requests } from '#extension/messages.ts';
import type { PlayerResponse } from '#shared/api/players.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

type Unanswered = Exclude<PlayerDetails, { state: 'ok' }>;

/** Everything known of one player: from the backend, or scored here when there is none. */
export async function details(
  context: BackgroundContext,
  request: Requests['details']['in'],
): Promise<Requests['details']['out']> {
  const route = await context.lookup.route();
  if (route.to === 'local') return localDetails(context, request);
  if (route.to === 'nobody') return held(context, request.steamId, { state: 'limited', retryAt: route.until });
  try {
    return await backendDetails(context, request);
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    if (error.kind === 'unreachable') return localDetails(context, request);
    const state = error.kind === 'limited' ? 'limited' : 'failed';
    return held(context, request.steamId, { state, ...(error.retryAt !== undefined && { retryAt: error.retryAt }) });
  }
}

async function backendDetails(
  context: BackgroundContext,
  { steamId, refresh = false, ask = false }: Requests['details']['in'],
): Promise<PlayerDetails> {
  const { backend, cache, settings, now } = context;
  const cached = await cache.details(steamId);
  if (!refresh && cached?.origin === 'backend' && cached.expiresAt > now()) {
    return { state: 'ok', origin: 'backend', ...cached.response };
  }
  const mayName = ask || refresh || (await settings.get()).askUnknown;
  if (!mayName) {
    // A player the backend publishes in a bucket is known to it; any other is not named to it.
    if (!(await findInBucket(backend, steamId))) return unasked(context, steamId);
  }
  if (refresh) {
    try {
      return await learned(context, await backend.update(steamId), 'backend');
    } catch (error) {
      if (!(error instanceof BackendError) || error.kind === 'refused') throw error;
      if (error.kind === 'not-found') return missing(context, steamId);
      const before = cached?.origin === 'backend' ? cached.response : await backend.player(steamId);
      const refused = {
        state: error.kind,
        ...(error.retryAt !== undefined && { retryAt: error.retryAt }),
      } as const;
      return {
        state: 'ok',
        origin: 'backend',
        ...before,
        refused: { ...refused, state: error.kind === 'limited' ? 'limited' : 'failed' },
      };
    }
  }
  try {
    return await learned(context, await backend.player(steamId), 'backend');
  } catch (error) {
    if (!(error instanceof BackendError) || error.kind !== 'not-found') throw error;
  }
  if (!mayName) return unasked(context, steamId);
  // Not known yet: have it scored, then read it.
  const [result] = (await backend.lookup([steamId])).players;
  if (result?.state === 'scored') return learned(context, await backend.player(steamId), 'backend');
  if (result?.state === 'not-found') return missing(context, steamId);
  const retryAt = result?.state === 'limited' ? { retryAt: now() + result.retryAfterMs } : {};
  return held(context, steamId, { state: result?.state === 'limited' ? 'limited' : 'failed', ...retryAt });
}

async function localDetails(
  context: BackgroundContext,
  { steamId, refresh = false }: Requests['details']['in'],
): Promise<PlayerDetails> {
  const { cache, local, now } = context;
  const cached = await cache.details(steamId);
  if (cached && !refresh && (cached.expiresAt > now() || cached.origin === 'backend')) {
    // The backend saw more than the profile page shows; what it said is shown, as stale, while it is away.
    const stale = cached.response.stale || cached.expiresAt <= now();
    return { state: 'ok', origin: cached.origin, ...cached.response, stale };
  }
  const result = await local.score(steamId, () => ASKED);
  if (result?.state === 'ok') return learned(context, result.response, 'local');
  if (result?.state === 'not-found') return missing(context, steamId, 'local');
  const why = { state: result?.state ?? 'failed', ...(result && { retryAt: result.retryAt }) };
  if (!cached) return held(context, steamId, why);
  return { state: 'ok', origin: cached.origin, ...cached.response, stale: true, refused: why };
}

async function learned(
  { cache, lookup, now, random }: BackgroundContext,
  response: PlayerResponse,
  origin: 'backend' | 'local',
): Promise<PlayerDetails> {
  const ttl = origin === 'local' ? TTL.scoredLocally : TTL.details;
  await cache.putDetails({
    steamId: response.steamId,
    origin,
    response,
    expiresAt: now() + jittered(ttl, random()),
  });
  await lookup.learn(response, origin);
  return { state: 'ok', origin, ...response };
}

async function missing(
  { lookup }: BackgroundContext,
  steamId: SteamId,
  origin: 'backend' | 'local' = 'backend',
): Promise<Unanswered> {
  await lookup.learnMissing(steamId, origin);
  return { state: 'not-found', steamId };
}

async function unasked({ cache, now }: BackgroundContext, steamId: SteamId): Promise<Unanswered> {
  const row = (await cache.scores([steamId])).get(steamId);
  return { state: 'unasked', steamId, ...(row && { view: viewOf(row, now()) }) };
}

/** No fresh answer: the older details if there are any, else what the badge knows. */
async function held(
  { cache, now }: BackgroundContext,
  steamId: SteamId,
  why: { state: 'limited' | 'failed'; retryAt?: number },
): Promise<PlayerDetails> {
  const cached = await cache.details(steamId);
  if (cached) return { state: 'ok', origin: cached.origin, ...cached.response, stale: true, refused: why };
  const row = (await cache.scores([steamId])).get(steamId);
  return { steamId, ...why, ...(row && { view: viewOf(row, now()) }) };
}
