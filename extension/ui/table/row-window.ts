import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useState } from 'preact/hooks';

/** Rows drawn above and below what is in view, so that a turn of the wheel never shows a gap. */
const SPARE = 3;

/** Rows `from` up to, without, `until`. */
export interface RowWindow {
  from: number;
  until: number;
}

/**
 * Which rows are in view, with some to spare. All rows are of one height, so this is a division, whatever their number.
 * `top`: where the first row is in the window, px; negative once it is scrolled past.
 */
export function windowOf(top: number, height: number, rowHeight: number, count: number): RowWindow {
  const first = Math.floor(-top / rowHeight) - SPARE;
  const last = Math.ceil((height - top) / rowHeight) + SPARE;
  const from = Math.max(0, Math.min(first, count));
  return { from, until: Math.max(from, Math.min(last, count)) };
}

/** The rows of `body` to draw, as the page is scrolled; drawn anew only when they are others. */
export function useRowWindow(body: RefObject<HTMLElement | null>, count: number, rowHeight: number): RowWindow {
  const [shown, setShown] = useState<RowWindow>(() => windowOf(0, innerHeight, rowHeight, count));
  const look = useCallback(() => {
    const top = body.current?.getBoundingClientRect().top ?? 0;
    const now = windowOf(top, innerHeight, rowHeight, count);
    setShown((old) => (old.from === now.from && old.until === now.until ? old : now));
  }, [body, count, rowHeight]);
  useLayoutEffect(look, [look]);
  useEffect(() => {
    // Scrolling is told once per frame already.
    addEventListener('scroll', look, { passive: true, capture: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look, { capture: true });
      removeEventListener('resize', look);
    };
  }, [look]);
  // Fewer rows than a moment ago: what was in view may be past their end.
  return shown.until > count ? { from: Math.min(shown.from, count), until: count } : shown;
}
