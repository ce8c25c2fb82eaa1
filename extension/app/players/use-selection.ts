import { useCallback, useMemo, useRef, useState } from 'preact/hooks';

export interface Selected<T> {
  keys: ReadonlySet<string>;
  /** Those of the list that are selected, in its order. */
  items: readonly T[];
  toggle(index: number, range: boolean): void;
  all(on: boolean): void;
  clear(): void;
}

/** Which rows of a list are selected. Another filter keeps the selection of what it still shows. */
export function useSelection<T>(items: readonly T[], keyOf: (item: T) => string): Selected<T> {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const list = useRef(items);
  list.current = items;
  const last = useRef(-1);
  const toggle = useCallback(
    (index: number, range: boolean) => {
      const from = range && last.current >= 0 ? Math.min(last.current, index) : index;
      const until = range && last.current >= 0 ? Math.max(last.current, index) : index;
      last.current = index;
      setKeys((old) => {
        const now = new Set(old);
        const chosen = list.current[index];
        const on = chosen !== undefined && !old.has(keyOf(chosen));
        for (const item of list.current.slice(from, until + 1)) {
          if (on) now.add(keyOf(item));
          else now.delete(keyOf(item));
        }
        return now;
      });
    },
    [keyOf],
  );
  const all = useCallback((on: boolean) => setKeys(on ? new Set(list.current.map(keyOf)) : new Set()), [keyOf]);
  const clear = useCallback(() => setKeys(new Set()), []);
  const chosen = useMemo(
    () => (keys.size === 0 ? [] : items.filter((item) => keys.has(keyOf(item)))),
    [items, keys, keyOf],
  );
  return { keys, items: chosen, toggle, all, clear };
}
