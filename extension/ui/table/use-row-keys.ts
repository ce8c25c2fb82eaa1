import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Whether keys now belong to something that is typed into or chosen from, or to an open dialog. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input:not([type="checkbox"]), textarea, select, dialog') !== null;
}

export interface RowKeys {
  /** The row that keys speak of; -1 for none yet. It stays drawn while it has the focus, wherever the page is scrolled to. */
  active: number;
  /** For each row's element: a row that gets focus by pointer or Tab becomes the active one. */
  onFocus(index: number): void;
}

/**
 * `j` and `k` go down and up the rows of a table, and put the focus on the row's first link or button; so do the arrow keys,
 * `Home` and `End` once the focus is in a row. `x`, or Space on the row's link, takes the row into the selection or out of it.
 * `Enter` is the link's own.
 */
export function useRowKeys({
  table,
  body,
  count,
  rowHeight,
  onToggle,
}: {
  table: RefObject<HTMLElement | null>;
  body: RefObject<HTMLElement | null>;
  count: number;
  rowHeight: number;
  onToggle: ((index: number) => void) | undefined;
}): RowKeys {
  const [active, setActive] = useState(-1);
  // Keys come faster than pages are drawn: each finds what the one before it did.
  const at = useRef(-1);
  const held = useRef({ count, onToggle });
  held.current = { count, onToggle };
  const move = useCallback((index: number) => {
    at.current = index;
    setActive(index);
  }, []);
  // Set by a key, done once the row is drawn.
  const wanted = useRef(-1);

  const go = useCallback(
    (index: number) => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      const rowTop = top + index * rowHeight;
      // Two rows of air, and below the header that stays in view.
      const [air, below] = [rowHeight * 2, innerHeight - rowHeight * 3];
      if (rowTop < air) scrollBy({ top: rowTop - air, behavior: 'instant' });
      else if (rowTop > below) scrollBy({ top: rowTop - below, behavior: 'instant' });
      wanted.current = index;
      move(index);
    },
    [body, rowHeight, move],
  );

  // With the rows, not after them: a key is pressed as soon as there are some.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      const { count: rows, onToggle: toggle } = held.current;
      if (rows === 0) return;
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      const inRow = target?.closest('[data-row]') != null && table.current?.contains(target) === true;
      const picks = event.key === 'x' || (event.key === ' ' && inRow && target?.tagName === 'A');
      if (event.key === 'j' || (event.key === 'ArrowDown' && inRow)) go(Math.min(rows - 1, at.current + 1));
      else if (event.key === 'k' || (event.key === 'ArrowUp' && inRow)) go(Math.max(0, at.current - 1));
      else if (event.key === 'Home' && inRow) go(0);
      else if (event.key === 'End' && inRow) go(rows - 1);
      else if (picks && at.current >= 0 && at.current < rows && toggle) toggle(at.current);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [go, table]);

  useEffect(() => {
    if (wanted.current < 0) return;
    const row = table.current?.querySelector(`[data-row="${wanted.current}"]`);
    const first = row?.querySelector<HTMLElement>('a, button');
    if (!first) return;
    wanted.current = -1;
    first.focus({ preventScroll: true });
  });
  // Another list: whoever was active may be somewhere else now.
  useEffect(() => {
    if (at.current >= count) move(-1);
  }, [count, move]);

  return { active, onFocus: move };
}
