import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { send } from '#extension/ui/send.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface Refresh {
  /** Absent when none was asked for. `done` have a fresh score, `failed` none. */
  progress: { done: number; failed: number; total: number; running: boolean; limited?: { until?: number } } | undefined;
  start(steamIds: readonly SteamId[]): void;
  stop(): void;
  /** The outcome was read. */
  clear(): void;
}

/** Has players looked at again, one after the other, so that Steam and the backend are asked as by a person; `onEnd` when it is over. Ends where one of them asks to wait. */
export function useRefresh(onEnd: () => void): Refresh {
  const [progress, setProgress] = useState<Refresh['progress']>();
  const turn = useRef(0);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  const start = useCallback(
    (steamIds: readonly SteamId[]) => {
      turn.current += 1;
      const mine = turn.current;
      const total = steamIds.length;
      const run = async () => {
        let [done, failed] = [0, 0];
        for (const steamId of steamIds) {
          if (mine !== turn.current) return;
          const answer = await send('details', { steamId, refresh: true }).catch((error: unknown) => {
            console.warn('a player could not be looked at again', error);
            return undefined;
          });
          if (mine !== turn.current) return;
          const refused = answer?.state === 'ok' ? answer.refused : answer;
          if (answer?.state === 'ok' && !answer.refused) done += 1;
          else failed += 1;
          if (refused?.state === 'limited') {
            const { retryAt } = refused;
            setProgress({
              done,
              failed,
              total,
              running: false,
              limited: retryAt === undefined ? {} : { until: retryAt },
            });
            break;
          }
          setProgress({ done, failed, total, running: done + failed < total });
        }
        onEnd();
      };
      setProgress({ done: 0, failed: 0, total, running: total > 0 });
      void run();
    },
    [onEnd],
  );
  const stop = useCallback(() => {
    turn.current += 1;
    onEnd();
    setProgress((old) => old && { ...old, running: false });
  }, [onEnd]);
  const clear = useCallback(() => setProgress(undefined), []);
  return { progress, start, stop, clear };
}
