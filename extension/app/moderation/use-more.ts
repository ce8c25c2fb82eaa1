import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PollState } from '#extension/app/moderation/use-polled.ts';
import type { PolledAnswer } from '#extension/moderation/messages.ts';

interface Read<T> {
  /** In the order they were read. */
  pages: readonly T[];
  busy: boolean;
  /** How reading the last one ended; `ok` while one is read. */
  state: PollState;
}

export interface More<T> extends Read<T> {
  load(cursor: string): void;
}

const NONE: Read<never> = { pages: [], busy: false, state: 'ok' };

/** The pages after the first, read once each when asked for. `ask` must be stable: another one begins another list. */
export function useMore<T>(ask: (cursor: string) => Promise<PolledAnswer<T>>): More<T> {
  const [read, setRead] = useState<Read<T>>(NONE);
  // Of a list that is left, answers that come later are nobody's.
  const list = useRef(0);
  useEffect(() => {
    setRead(NONE);
    return () => {
      list.current++;
    };
  }, [ask]);
  const { busy } = read;
  const load = useCallback(
    (cursor: string) => {
      if (busy) return;
      const mine = list.current;
      const end = (state: PollState, page?: T) => {
        if (mine !== list.current) return;
        setRead(({ pages }) => ({ pages: page ? [...pages, page] : pages, busy: false, state }));
      };
      // What failed before is no longer said, so that it is heard when it fails again.
      setRead(({ pages }) => ({ pages, busy: true, state: 'ok' }));
      ask(cursor).then(
        (answer) => {
          if (answer.state !== 'ok') end(answer.state);
          else if (answer.value.value === null) end('unreachable');
          else end('ok', answer.value.value);
        },
        (error: unknown) => {
          console.warn('more could not be read', error);
          end('silent');
        },
      );
    },
    [ask, busy],
  );
  return { ...read, load };
}
