import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** False once the component has left the page: an answer that comes later is nobody's. */
export function useAlive(): RefObject<boolean> {
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  return alive;
}
