import { useEffect, useState } from 'preact/hooks';
import { EMPTY, type LocalData, type LocalReport } from '#extension/app/dashboard/local.ts';
import { type LocalSources, readLocal } from '#extension/app/dashboard/read-local.ts';
import { createDatabase } from '#extension/cache/database.ts';
import { createNoteStore } from '#extension/notes/store.ts';
import { createRiseStore, NOTICES } from '#extension/notifications/store.ts';
import { send } from '#extension/ui/send.ts';

const report = (what: string, error: unknown) => console.warn(`CStatSentry: ${what}`, error);

/** Without the background there are none to be seen; everything else is there. */
async function ownReports(): Promise<readonly LocalReport[]> {
  try {
    const { reports } = await send('myReports', { renew: false });
    return reports.map(({ steamId, at, stored }) => ({
      steamId,
      at: stored?.reportedAt ?? at,
      outcome: stored?.outcome ?? 'open',
      outcomeAt: stored?.outcomeAt ?? null,
    }));
  } catch (error) {
    report('own reports could not be read', error);
    return [];
  }
}

/** Opened once per page. Pages of the extension read the database themselves: the background need not wake for it. */
let opened: LocalSources | undefined;
function sources(): LocalSources {
  opened ??= {
    database: createDatabase('cstatsentry'),
    notes: createNoteStore('cstatsentry-notes', report),
    rises: createRiseStore(NOTICES, report),
    reports: ownReports,
  };
  return opened;
}

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
    readLocal(
      sources(),
      (data, complete) =>
        // What was complete stays until what follows is.
        setLocal((old) =>
          complete || old.state !== 'complete' ? { data, state: complete ? 'complete' : 'partial' } : old,
        ),
      () => gone,
    ).catch((error: unknown) => {
      report('what this browser holds could not be read', error);
      if (!gone) setLocal({ data: EMPTY, state: 'blocked' });
    });
    return () => {
      gone = true;
    };
  }, [renewed]);
  return local;
}
