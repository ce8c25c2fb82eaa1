import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** How often something is asked for while it is under way, and while it rests, ms. */
const BUSY_MS = 2_000;
const IDLE_MS = 15_000;

export interface Polled<T> {
  /** Absent until the first answer. */
  value: T | undefined;
  /** The background does not answer. */
  failed: boolean;
  /** Shows this answer instead of waiting for the next; resolves when it is there, also when it failed. */
  take(answer: Promise<T>): Promise<void>;
  reload(): void;
}

/** Asks again and again while the page is looked at, more often while `busy`. Pass functions that stay the same. */
export function usePolled<T>(ask: () => Promise<T>, busy: (value: T) => boolean): Polled<T> {
  const [value, setValue] = useState<T>();
  const [failed, setFailed] = useState(false);
  /** Questions asked, the latest one whose answer is shown, and how many wait for theirs. */
  const turns = useRef({ asked: 0, shown: 0, waiting: 0 });
  const take = useCallback(async (answer: Promise<T>) => {
    const at = turns.current;
    at.asked += 1;
    at.waiting += 1;
    const mine = at.asked;
    const now = await answer.then(
      (value) => ({ value }),
      () => undefined,
    );
    at.waiting -= 1;
    // What was asked for later is newer, whichever comes first.
    if (mine < at.shown) return;
    at.shown = mine;
    if (now) setValue(now.value);
    setFailed(!now);
  }, []);
  const reload = useCallback(() => void take(ask()), [take, ask]);
  useEffect(() => {
    const at = turns.current;
    // What was asked until now was about something else.
    at.shown = at.asked + 1;
    reload();
    return () => {
      at.shown = Number.POSITIVE_INFINITY;
    };
  }, [reload]);
  const pace = value !== undefined && busy(value) ? BUSY_MS : IDLE_MS;
  useEffect(() => {
    // Whoever is slow to answer is not asked again meanwhile.
    const again = () => document.visibilityState === 'visible' && turns.current.waiting === 0 && reload();
    const timer = setInterval(again, pace);
    const shown = () => document.visibilityState === 'visible' && reload();
    document.addEventListener('visibilitychange', shown);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', shown);
    };
  }, [reload, pace]);
  return { value, failed, take, reload };
}
