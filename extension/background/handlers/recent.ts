import type { BackgroundContext } from '#extension/background/context.ts';
import type { Requests } from '#extension/messages.ts';

/** Players looked up from the popup, newest first. */
export async function recent({ cache }: BackgroundContext): Promise<Requests['recent']['out']> {
  return (await cache.recent()).map(({ steamId, name, at }) => ({ steamId, at, ...(name !== undefined && { name }) }));
}

export async function remember(
  { cache, now }: BackgroundContext,
  { players }: Requests['remember']['in'],
): Promise<Requests['remember']['out']> {
  const at = now();
  await cache.putRecent(players.map(({ steamId, name }) => ({ steamId, at, ...(name !== undefined && { name }) })));
  return {};
}

export async function forgetRecent({ cache }: BackgroundContext): Promise<Requests['forgetRecent']['out']> {
  await cache.forgetRecent();
  return {};
}
