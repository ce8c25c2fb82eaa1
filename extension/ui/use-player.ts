import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PlayerDetails, PlayerView } from '#extension/messages.ts';
import { isOrphaned, send } from '#extension/ui/send.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface PlayerState {
  /** The last answer, kept while a newer one is under way. */
  details: PlayerDetails | undefined;
  /** What is under way. */
  busy: 'no' | 'loading' | 'refreshing';
  /** The background did not answer: `lost` when this page outlived the extension and only a reload helps. */
  error: 'no' | 'failed' | 'lost';
  /** How the last refresh that the person asked for ended. */
  refreshed: boolean;
}

const START: PlayerState = { details: undefined, busy: 'loading', error: 'no', refreshed: false };

/** Details of one player, fetched on mount and again when a newer score of theirs arrives. */
export function usePlayer(steamId: SteamId, view?: PlayerView) {
  const [state, setState] = useState(START);
  // Answers may come back out of order; only the last question counts.
  const question = useRef(0);

  const load = useCallback(
    (how: { refresh?: true; ask?: true } = {}) => {
      const mine = ++question.current;
      setState((old) => ({
        ...old,
        busy: how.refresh ? 'refreshing' : 'loading',
        error: 'no',
        refreshed: false,
      }));
      send('details', { steamId, ...how }).then(
        (details) => {
          if (mine !== question.current) return;
          const refreshed = how.refresh === true && details.state === 'ok' && details.refused === undefined;
          setState({ details, busy: 'no', error: 'no', refreshed });
        },
        () => {
          if (mine !== question.current) return;
          const error = isOrphaned() ? 'lost' : 'failed';
          setState((old) => ({ ...old, busy: 'no', error, refreshed: false }));
        },
      );
    },
    [steamId],
  );

  useEffect(() => {
    setState(START);
    load();
    return () => {
      question.current++;
    };
  }, [load]);

  const { details } = state;
  const assessedAt = view?.entry?.assessedAt;
  const shownAt = details?.state === 'ok' ? details.assessment?.assessedAt : undefined;
  const outdated = details !== undefined && assessedAt !== undefined && (shownAt === undefined || assessedAt > shownAt);
  // One try per newer score: the details may lag behind the entry, and must not be asked for in a loop.
  const tried = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (!outdated || tried.current === assessedAt || state.busy !== 'no') return;
    tried.current = assessedAt;
    load();
  }, [outdated, assessedAt, state.busy, load]);

  return { ...state, load };
}
