import { useMemo, useRef, useState } from 'preact/hooks';

/** `now` in the order of `before`; who is new comes after. */
export function inOrderOf<T, K>(before: readonly K[], now: readonly T[], keyOf: (item: T) => K): T[] {
  const place = new Map(before.map((key, i) => [key, i]));
  const placeOf = (item: T) => place.get(keyOf(item)) ?? before.length;
  return now.toSorted((a, b) => placeOf(a) - placeOf(b));
}

interface SteadyOrder<T> {
  items: readonly T[];
  /** For the element that holds the rows. */
  handlers: {
    onPointerEnter(): void;
    onPointerLeave(): void;
    onFocusIn(): void;
    onFocusOut(): void;
  };
}

/**
 * Keeps rows where they are while pointer or focus is among them: one that moves away under a click, because a score has
 * just come in, hands the click to somebody else. Asking for another list (`asked` changes) orders anew at once.
 */
export function useSteadyOrder<T, K>(items: readonly T[], keyOf: (item: T) => K, asked: unknown): SteadyOrder<T> {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const last = useRef<{ asked: unknown; keys: readonly K[] }>(undefined);
  const hold = (pointed || focused) && last.current?.asked === asked ? last.current?.keys : undefined;
  const steady = hold ? inOrderOf(hold, items, keyOf) : items;
  last.current = { asked, keys: steady.map(keyOf) };
  const handlers = useMemo(
    () => ({
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocusIn: () => setFocused(true),
      onFocusOut: () => setFocused(false),
    }),
    [],
  );
  return { items: steady, handlers };
}
