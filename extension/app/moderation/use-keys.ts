import { useLayoutEffect, useRef } from 'preact/hooks';
import { isTyping } from '#extension/ui/table/use-row-keys.ts';

/** Single keys of a page, by what they type; without Ctrl and the like, which are the browser's. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const now = useRef(keys);
  now.current = keys;
  // As soon as the page is there: a key pressed in the same moment counts.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      const action = Object.hasOwn(now.current, event.key) ? now.current[event.key] : undefined;
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}
