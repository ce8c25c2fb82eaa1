import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Where each entry of the history was scrolled to, by its key; gone with the tab. */
const scrolled = new Map<string, number>();

interface Entries {
  /** Key of the present entry of the history; empty where the browser does not tell. */
  key(): string;
}
/** The Navigation API, where the browser has it; without, one arrives at the top. */
function entries(): Entries {
  const navigation: unknown = Reflect.get(globalThis, 'navigation');
  return {
    key() {
      if (typeof navigation !== 'object' || navigation === null) return '';
      const entry: unknown = Reflect.get(navigation, 'currentEntry');
      const key: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'key') : undefined;
      return typeof key === 'string' ? key : '';
    },
  };
}

/**
 * What a new document would do on arriving at another place: focus goes to its heading, whose words a screen reader then
 * reads, and the window to the top, or back to where it was. Answers what is to be said where the heading is not there yet.
 */
export function useArrival(main: RefObject<HTMLElement | null>, place: string | undefined): string {
  const before = useRef<string | undefined>(undefined);
  const [said, setSaid] = useState('');
  useEffect(() => {
    history.scrollRestoration = 'manual';
    const at = entries();
    let key = at.key();
    const keep = () => scrolled.set(key, scrollY);
    const changed = () => {
      key = at.key();
    };
    addEventListener('scroll', keep, { passive: true });
    addEventListener('hashchange', changed);
    return () => {
      removeEventListener('scroll', keep);
      removeEventListener('hashchange', changed);
    };
  }, []);
  useLayoutEffect(() => {
    if (place === undefined || before.current === place) return;
    const first = before.current === undefined;
    before.current = place;
    if (first) return;
    const heading = main.current?.querySelector('h1');
    if (heading) heading.tabIndex = -1;
    (heading ?? main.current)?.focus({ preventScroll: true });
    scrollTo(0, scrolled.get(entries().key()) ?? 0);
    setSaid(heading ? '' : document.title);
  }, [place, main]);
  return said;
}
