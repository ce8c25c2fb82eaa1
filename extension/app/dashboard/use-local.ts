import { useEffect, useState } from 'preact/hooks';
import { EMPTY, type LocalData } from '#extension/app/dashboard/local.ts';

export interface Local {
  data: LocalData;
  /** `partial`: the newest matches are there, their scores are not. `blocked`: the browser keeps nothing for the extension. */
  state: 'loading' | 'partial' | 'complete' | 'blocked';
}

/** What this browser holds; read again whenever `renewed` changes. */
export function useLocal(renewed: unknown): Local {
  const [local, setLocal] = useState<Local>({ data: EMPTY, state: 'loading' });
  useEffect(() => {
    let gone = false;
    import('#extension/app/dashboard/local-sources.ts')
      .then(({ readHere }) =>
        readHere(
          (data, complete) =>
            // What was complete stays until what follows is.
            setLocal((old) =>
              complete || old.state !== 'complete' ? { data, state: complete ? 'complete' : 'partial' } : old,
            ),
          () => gone,
        ),
      )
      .catch((error: unknown) => {
        console.warn('CStatSentry: what this browser holds could not be read', error);
        if (!gone) setLocal({ data: EMPTY, state: 'blocked' });
      });
    return () => {
      gone = true;
    };
  }, [renewed]);
  return local;
}
