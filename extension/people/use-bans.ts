import { useCallback, useEffect, useState } from 'preact/hooks';
import type { BanCheckStatus } from '#extension/messages.ts';
import type { BanMet } from '#extension/sync/rows.ts';
import { send } from '#extension/ui/send.ts';

/** ms. */
const POLL_MS = 3_000;

export interface BansMet {
  bans: readonly BanMet[];
  /** Absent until the background has answered; `bans` are none then because nobody knows. */
  check: BanCheckStatus | undefined;
  /** The background did not answer last. */
  failed: boolean;
  reload(): void;
  /** Looks now; resolves when it is done, also when it failed. */
  look(): Promise<void>;
  /** The person has the list before them. */
  seen(): void;
}

/** Bans since one met somebody; read again whenever `renewed` changes. */
export function useBans(renewed: unknown): BansMet {
  const [{ bans, check }, setState] = useState<Pick<BansMet, 'bans' | 'check'>>({ bans: [], check: undefined });
  const [failed, setFailed] = useState(false);
  const load = useCallback(
    () =>
      send('bansMet', {}).then(
        (answer) => {
          setState(answer);
          setFailed(false);
        },
        () => setFailed(true),
      ),
    [],
  );
  // A look takes its time and nobody says when it is over; the popup is open for moments only.
  useEffect(() => {
    void load();
    const timer = setInterval(load, POLL_MS);
    return () => clearInterval(timer);
  }, [load, renewed]);
  const look = useCallback(
    () =>
      send('checkBans', {}).then(load, () => {
        setFailed(true);
      }),
    [load],
  );
  const seen = useCallback(() => {
    send('bansSeen', {}).catch((error: unknown) => console.warn('the number on the toolbar stays', error));
  }, []);
  return { bans, check, failed, reload: () => void load(), look, seen };
}
