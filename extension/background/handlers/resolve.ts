import type { BackgroundContext } from '#extension/background/context.ts';
import { jittered, TTL } from '#extension/cache/ttl.ts';
import { BackendError } from '#extension/lookup/backend-client.ts';
import type { Requests } from '#extension/messages.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** A custom URL name to its player: remembered, else asked of the backend, else of Steam's public profile. */
export async function resolve(
  context: BackgroundContext,
  { vanity }: Requests['resolve']['in'],
): Promise<Requests['resolve']['out']> {
  const { cache, now, random } = context;
  // Steam does not tell upper from lower case in custom URLs.
  const name = vanity.toLowerCase();
  const known = await cache.vanity(name);
  if (known && known.expiresAt > now()) return { steamId: known.steamId, failed: false };
  const steamId = await ask(context, name);
  if (steamId === undefined) return { steamId: known?.steamId ?? null, failed: !known };
  const ttl = jittered(steamId === null ? TTL.notFound : TTL.vanity, random());
  await cache.putVanity({ vanity: name, steamId, expiresAt: now() + ttl });
  return { steamId, failed: false };
}

async function ask(
  { backend, local, lookup, settings }: BackgroundContext,
  name: string,
): Promise<SteamId | null | undefined> {
  const { askUnknown } = await settings.get();
  if (askUnknown && (await lookup.route()).to === 'backend') {
    try {
      return await backend.resolve(`https://steamcommunity.com/id/${name}`);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      if (error.kind === 'not-found') return null;
    }
  }
  return local.resolve(name);
}
