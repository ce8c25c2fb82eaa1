import { useEffect, useState } from 'preact/hooks';
import { send } from '#extension/ui/send.ts';

const CHANGED = 'cstatsentry-unread';

/** Says to the rest of the page how many are not read. */
export function countChanged(unread: number): void {
  dispatchEvent(new CustomEvent<number>(CHANGED, { detail: unread }));
}

/** How many notifications are not read, for the navigation; 0 until that is known. `at` changes when somebody goes elsewhere. */
export function useUnread(at: unknown): number {
  const [unread, setUnread] = useState(0);
  useEffect(() => {
    const changed = (event: Event) => {
      if (event instanceof CustomEvent && typeof event.detail === 'number') setUnread(event.detail);
    };
    addEventListener(CHANGED, changed);
    return () => removeEventListener(CHANGED, changed);
  }, []);
  useEffect(() => {
    send('noticeCount', {}).then(
      (answer) => setUnread(answer.unread),
      (error: unknown) => console.warn('notifications could not be counted', error),
    );
  }, [at]);
  return unread;
}
