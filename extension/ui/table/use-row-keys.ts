import type { RefObject } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

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
      setActive(index);
    },
    [body, rowHeight],
  );

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      if (count === 0) return;
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      const inRow = target?.closest('[data-row]') != null && table.current?.contains(target) === true;
      const picks = event.key === 'x' || (event.key === ' ' && inRow && target?.tagName === 'A');
      if (event.key === 'j' || (event.key === 'ArrowDown' && inRow)) go(Math.min(count - 1, active + 1));
      else if (event.key === 'k' || (event.key === 'ArrowUp' && inRow)) go(Math.max(0, active - 1));
      else if (event.key === 'Home' && inRow) go(0);
      else if (event.key === 'End' && inRow) go(count - 1);
      else if (picks && active >= 0 && active < count && onToggle) onToggle(active);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [active, count, go, onToggle, table]);

  useEffect(() => {
    if (wanted.current < 0) return;
    const row = table.current?.querySelector(`[data-row="${wanted.current}"]`);
    const first = row?.querySelector<HTMLElement>('a, button');
    if (!first) return;
    wanted.current = -1;
    first.focus({ preventScroll: true });
  });
  // Another list: whoever was active may be somewhere else now.
  useEffect(() => setActive((old) => (old < count ? old : -1)), [count]);

  return { active, onFocus: setActive };
}
