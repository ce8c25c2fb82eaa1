import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { LeetifyLive } from '#extension/messages.ts';
import { send } from '#extension/ui/send.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface LeetifyState {
  /** The last answer, kept while a newer one is under way. */
  live: LeetifyLive | undefined;
  busy: boolean;
  /** The background did not answer. */
  failed: boolean;
  load: (how?: { ask?: true; renew?: true }) => void;
}

/**
 * Leetify's live data of one player, once `ready`: the background scores with the facts it holds by then. Asked anew when
 * those were assessed anew (`assessedAt`), which costs no request of Leetify's.
 */
export function useLeetify(steamId: SteamId, ready: boolean, assessedAt: number | undefined): LeetifyState {
  const [state, setState] = useState<Omit<LeetifyState, 'load'>>({ live: undefined, busy: false, failed: false });
  // Answers may come back out of order; only the last question counts.
  const question = useRef(0);
  const load = useCallback(
    (how: { ask?: true; renew?: true } = {}) => {
      const mine = ++question.current;
      setState((old) => ({ ...old, busy: true, failed: false }));
      send('leetify', { steamId, ...how }).then(
        (live) => mine === question.current && setState({ live, busy: false, failed: false }),
        () => mine === question.current && setState((old) => ({ ...old, busy: false, failed: true })),
      );
    },
    [steamId],
  );
  useEffect(() => {
    if (ready) load();
    return () => {
      question.current++;
    };
  }, [load, ready, assessedAt]);
  return { ...state, load };
}
