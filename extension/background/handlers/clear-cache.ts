import type { BackgroundContext } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';

export async function clearCache({ cache }: BackgroundContext): Promise<Requests['clearCache']['out']> {
  await cache.clear();
  return {};
}
