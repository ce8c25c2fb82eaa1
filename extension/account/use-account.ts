import { useCallback, useEffect, useState } from 'preact/hooks';
import type { AccountView } from '#extension/messages.ts';
import { send } from '#extension/ui/send.ts';

/** How often it is asked whether somebody has come back from Steam, ms. */
const POLL = 1000;

export interface AccountState {
  /** Absent until the background has answered. */
  view: AccountView | undefined;
  /** The background does not answer. */
  failed: boolean;
  signIn: (replace?: boolean) => void;
  signOut: () => void;
  reload: () => void;
}

/** The account as it is now; asked again while a sign-in is under way. Another backend is another account: give its user a new key. */
export function useAccount(): AccountState {
  const [view, setView] = useState<AccountView>();
  const [failed, setFailed] = useState(false);
  const take = useCallback((answer: Promise<AccountView>) => {
    answer.then(
      (now) => {
        setView(now);
        setFailed(false);
      },
      () => setFailed(true),
    );
  }, []);
  const reload = useCallback(() => take(send('account', {})), [take]);
  const signIn = useCallback(
    (replace = false) => {
      setView({ state: 'signing-in' });
      take(send('signIn', { replace }));
    },
    [take],
  );
  const signOut = useCallback(() => take(send('signOut', {})), [take]);
  useEffect(reload, [reload]);
  const waiting = view?.state === 'signing-in';
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(reload, POLL);
    return () => clearInterval(timer);
  }, [waiting, reload]);
  return { view, failed, signIn, signOut, reload };
}
