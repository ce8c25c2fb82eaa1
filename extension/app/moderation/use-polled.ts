import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PolledAnswer } from '#extension/moderation/messages.ts';

/** How often a page that is looked at asks whether something has changed, ms. */
const PERIOD = 10_000;

/** `silent`: the extension's background does not answer. */
export type PollState = 'loading' | 'ok' | 'expired' | 'unreachable' | 'refused' | 'silent';

export interface Polled<T> {
  /** The last answer, kept while a newer one is under way or cannot be had. */
  value: T | undefined;
  /** How the last question ended. */
  state: PollState;
  look(): void;
  /** Takes what is known otherwise, such as the answer of an action. */
  put(value: T): void;
}

/** Asks now, and again while the page is visible; the backend says "still the same" in a few bytes. `ask` must be stable. */
export function usePolled<T>(ask: (etag: string | undefined) => Promise<PolledAnswer<T>>): Polled<T> {
  const [value, setValue] = useState<T>();
  const [state, setState] = useState<PollState>('loading');
  const etag = useRef<string>(undefined);
  // Answers may come back out of order; only the last question counts.
  const question = useRef(0);

  const look = useCallback(() => {
    const mine = ++question.current;
    ask(etag.current).then(
      (answer) => {
        if (mine !== question.current) return;
        setState(answer.state);
        if (answer.state !== 'ok' || answer.value.value === null) return;
        etag.current = answer.value.etag || undefined;
        setValue(answer.value.value);
      },
      () => {
        if (mine === question.current) setState('silent');
      },
    );
  }, [ask]);

  useEffect(() => {
    etag.current = undefined;
    setState('loading');
    look();
    const visible = () => {
      if (document.visibilityState === 'visible') look();
    };
    const timer = setInterval(visible, PERIOD);
    document.addEventListener('visibilitychange', visible);
    return () => {
      question.current++;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', visible);
    };
  }, [look]);

  const put = useCallback((now: T) => {
    question.current++;
    etag.current = undefined;
    setValue(now);
    setState('ok');
  }, []);
  return { value, state, look, put };
}
