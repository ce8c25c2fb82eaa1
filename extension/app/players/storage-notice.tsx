import { useEffect, useState } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import { Notice, type ReadFailure, Silent, StorageFailed } from '#extension/ui/states.tsx';

/** From this share of what the browser grants on, writes are about to fail. */
const NEARLY_FULL = 0.95;

/** Whether the room the browser grants to the extension is nearly used up; browsers may not tell. */
function useNearlyFull(): boolean {
  const [full, setFull] = useState(false);
  useEffect(() => {
    let gone = false;
    const storage: StorageManager | undefined = navigator.storage;
    if (!storage) return;
    storage.estimate().then(
      ({ usage = 0, quota = 0 }) => !gone && setFull(quota > 0 && usage / quota >= NEARLY_FULL),
      (error: unknown) => console.warn('how much room is left is not told', error),
    );
    return () => {
      gone = true;
    };
  }, []);
  return full;
}

/** Said where a list is read from the browser's storage: that it could not be, or that there is no room for more. */
export function StorageNotice({ failed, onRetry }: { failed: ReadFailure | undefined; onRetry: () => void }) {
  const words = useWords();
  const full = useNearlyFull();
  if (failed?.of === 'background') return <Silent onRetry={onRetry} />;
  if (failed) return <StorageFailed why={failed.why} onRetry={onRetry} />;
  return full ? (
    <Notice title={words.t('players.storage.full')} tone="warn" live>
      <p>{words.t('players.storage.fullText')}</p>
    </Notice>
  ) : null;
}
