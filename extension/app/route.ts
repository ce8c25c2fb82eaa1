import { useEffect, useState } from 'preact/hooks';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** `#/players/<id>`; anything else is nobody. */
export function playerOf(hash: string): SteamId | undefined {
  const id = /^#\/players\/(\d{17})$/.exec(hash)?.[1];
  return isSteamId(id) ? id : undefined;
}

/** What the address asks for. */
export type Route =
  | { page: 'player'; steamId: SteamId }
  | { page: 'account' }
  | { page: 'people' }
  | { page: 'nothing' };

function routeOf(hash: string): Route {
  const steamId = playerOf(hash);
  if (steamId) return { page: 'player', steamId };
  if (hash === '#/people') return { page: 'people' };
  // Two addresses for one page: what it shows depends on whether somebody is signed in.
  return { page: hash === '#/account' || hash === '#/sign-in' ? 'account' : 'nothing' };
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return routeOf(hash);
}
