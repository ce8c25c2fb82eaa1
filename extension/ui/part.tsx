import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import { Loading, Notice } from '#extension/ui/states.tsx';

/** A piece of a page that comes in files of its own, so that the page is there before it. */
export interface Part<P> {
  /** Begins to fetch it, without drawing it. What fails is asked for anew when it is drawn. */
  prepare(): void;
  /** Draws it as soon as it is there; until then, grey lines, and where it cannot be had, a way to try again. */
  View: ComponentType<P>;
}

/** @param name What the console calls it when it cannot be fetched, as after an update of the extension. */
export function createPart<P extends object>(name: string, load: () => Promise<ComponentType<P>>): Part<P> {
  let there: ComponentType<P> | undefined;
  let loading: Promise<boolean> | undefined;
  /** Whether it could be had. */
  const fetch = () => {
    loading ??= load().then(
      (found) => {
        there = found;
        return true;
      },
      (error: unknown) => {
        console.error(`${name} could not be loaded`, error);
        loading = undefined;
        return false;
      },
    );
    return loading;
  };

  function View(props: P) {
    const words = useWords();
    const [state, setState] = useState<'waiting' | 'there' | 'failed'>(there ? 'there' : 'waiting');
    useEffect(() => {
      if (state !== 'waiting') return;
      let gone = false;
      void fetch().then((found) => {
        if (!gone) setState(found ? 'there' : 'failed');
      });
      return () => {
        gone = true;
      };
    }, [state]);
    if (state === 'failed') {
      return (
        <Notice title={words.t('error.page')} tone="warn" live>
          <button type="button" onClick={() => setState('waiting')}>
            {words.t('error.retry')}
          </button>
        </Notice>
      );
    }
    const Found = there;
    return Found ? <Found {...props} /> : <Loading lines={5} />;
  }
  return { prepare: () => void fetch(), View };
}
