import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** Typing writes the address this long after the last key, ms: browsers allow a page only so many changes. */
const PAUSE_MS = 300;

/**
 * State that is kept in the query of the page's address, so that it can be linked to and is there again on the way back.
 * Changing it replaces the address without a new entry in the history.
 */
export function useAddress<T>(
  query: URLSearchParams,
  read: (query: URLSearchParams) => T,
  write: (state: T) => URLSearchParams,
) {
  const [state, setState] = useState(() => read(query));
  const written = useRef<string | undefined>(undefined);
  const how = useRef({ read, write });
  how.current = { read, write };
  useEffect(() => {
    const text = how.current.write(state).toString();
    const timer = setTimeout(() => {
      const [place = ''] = location.hash.split('?', 1);
      const hash = text === '' ? place : `${place}?${text}`;
      written.current = hash;
      if (hash !== location.hash) history.replaceState(history.state, '', hash);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [state]);
  // A link to the same page with another query, or the way back to one.
  useEffect(() => {
    const [place] = location.hash.split('?', 1);
    const moved = () => {
      const [now, search = ''] = location.hash.split('?', 2);
      if (now === place && location.hash !== written.current) setState(how.current.read(new URLSearchParams(search)));
    };
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  const change = useCallback((part: Partial<T>) => setState((old) => ({ ...old, ...part })), []);
  return [state, change] as const;
}
