import { useEffect, useState } from 'preact/hooks';
import type { ConnectionStatus } from '#extension/messages.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';

const POLL_MS = 5_000;

/** Where things stand with the backend; asked again while the popup is open and whenever `settings` change. */
export function useConnection(settings: unknown): ConnectionStatus | undefined {
  const [status, setStatus] = useState<ConnectionStatus>();
  useEffect(() => {
    let gone = false;
    const ask = () =>
      send('status', {}).then(
        (answer) => !gone && setStatus(answer),
        () => !gone && setStatus(undefined),
      );
    void ask();
    const timer = setInterval(ask, POLL_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [settings]);
  return status;
}

export function Connection({ status }: { status: ConnectionStatus | undefined }) {
  const words = useWords();
  const now = useNow();
  const state = status?.state ?? 'unknown';
  const next = status?.nextTryAt;
  const text =
    state === 'unreachable' && next !== undefined && next > now
      ? words.t('connection.unreachableUntil', { when: words.ago(next, now) })
      : words.t(`connection.${state}`);
  return (
    <p class="connection small" role="status" data-state={state} title={status?.backendUrl ?? ''}>
      <span class="connection-dot" aria-hidden="true" />
      {text}
    </p>
  );
}
