import type { BackgroundContext } from '#extension/background/context.ts';
import { BackendError } from '#extension/lookup/backend-client.ts';
import type { Requests } from '#extension/messages.ts';

/** One page of a player's past assessments. Only a backend keeps any. */
export async function analysis(
  { backend, lookup }: BackgroundContext,
  { steamId, cursor }: Requests['analysis']['in'],
): Promise<Requests['analysis']['out']> {
  const route = await lookup.route();
  if (route.to === 'local') return { state: route.until === undefined ? 'none' : 'failed' };
  if (route.to === 'nobody') return { state: 'limited' };
  try {
    return { state: 'ok', ...(await backend.analysis(steamId, cursor)) };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    if (error.kind === 'not-found') return { state: 'none' };
    return { state: error.kind === 'limited' ? 'limited' : 'failed' };
  }
}
