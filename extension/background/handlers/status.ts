import type { BackgroundContext } from '#extension/background/context.ts';
import { BackendError } from '#extension/lookup/backend-client.ts';
import type { Requests } from '#extension/messages.ts';

/** Where things stand with the backend. When no wait is on, it is tried now, so the answer is never a guess. */
export async function status({
  backend,
  backOff,
  cache,
  settings,
}: BackgroundContext): Promise<Requests['status']['out']> {
  const { backendUrl, localOnly } = await settings.get();
  const rest = { backendUrl, cachedPlayers: await cache.countScores() };
  if (localOnly || !backendUrl) return { state: 'local-only', ...rest };
  const pause = await backOff.pause('backend');
  if (pause) return { state: pause.kind === 'limited' ? 'connected' : 'unreachable', nextTryAt: pause.until, ...rest };
  try {
    await backend.health();
    return { state: 'connected', ...rest };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return { state: 'unreachable', ...rest, ...(error.retryAt !== undefined && { nextTryAt: error.retryAt }) };
  }
}
