import { useCallback, useEffect, useState } from 'preact/hooks';
import type { AccountAnswer } from '#extension/answers.ts';

export type Loaded<T> = AccountAnswer<T> | { state: 'loading' };

/** Asks once and again on `reload`; `onExpired` when nobody is signed in any more. A background that is gone counts as unreachable. */
export function useAnswer<T>(ask: () => Promise<AccountAnswer<T>>, onExpired: () => void) {
  const [answer, setAnswer] = useState<Loaded<T>>({ state: 'loading' });
  const reload = useCallback(() => {
    ask().then(
      (now) => {
        setAnswer(now);
        if (now.state === 'expired') onExpired();
      },
      () => setAnswer({ state: 'unreachable' }),
    );
  }, [ask, onExpired]);
  useEffect(reload, [reload]);
  /** Takes what is known otherwise, such as the answer of an action. */
  const put = useCallback((value: T) => setAnswer({ state: 'ok', value }), []);
  return { answer, reload, put };
}
