import { useEffect, useState } from 'preact/hooks';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** `#/players/<id>`; anything else is nobody. */
export function playerOf(hash: string): SteamId | undefined {
  const id = /^#\/players\/(\d{17})$/.exec(hash)?.[1];
  return isSteamId(id) ? id : undefined;
}

export function useRoute(): SteamId | undefined {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return playerOf(hash);
}
