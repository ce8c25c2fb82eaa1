import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Location, locationOf } from '#extension/app/routes.ts';

/** Where the address now points, followed through links and the back button. */
export function useLocation(): Location {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return useMemo(() => locationOf(hash), [hash]);
}
