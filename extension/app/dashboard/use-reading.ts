import { useCallback, useEffect, useState } from 'preact/hooks';
import type { HistoryStatus } from '#extension/messages.ts';
import type { History } from '#extension/people/use-history.ts';
import { send } from '#extension/ui/send.ts';

/** How often the progress of a reading is asked for, ms. */
const POLL_MS = 1_000;

/** How the reading of the match history stands, without the matches: those the dashboard reads for itself. */
export function useReading(): History {
  const [status, setStatus] = useState<HistoryStatus>();
  const [failed, setFailed] = useState(false);
  const say = useCallback((type: 'readHistory' | 'stopHistory' | 'historyStatus' | 'forgetHistory') => {
    send(type, {}).then(
      (now) => {
        setStatus(now);
        setFailed(false);
      },
      () => setFailed(true),
    );
  }, []);
  useEffect(() => say('historyStatus'), [say]);
  const running = status?.state === 'running';
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => say('historyStatus'), POLL_MS);
    return () => clearInterval(timer);
  }, [running, say]);
  return {
    matches: undefined,
    complete: false,
    status,
    failed,
    unread: undefined,
    retry: () => say('historyStatus'),
    read: () => say('readHistory'),
    stop: () => say('stopHistory'),
    forget: () => say('forgetHistory'),
  };
}
