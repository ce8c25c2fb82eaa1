import type { LocalReport } from '#extension/app/dashboard/local.ts';
import { type LocalSources, readLocal } from '#extension/app/dashboard/read-local.ts';
import { createDatabase } from '#extension/cache/database.ts';
import { createNoteStore } from '#extension/notes/store.ts';
import { createRiseStore, NOTICES } from '#extension/notifications/store.ts';
import { send } from '#extension/ui/send.ts';

// Loaded after the page is there: databases and schemas are more code than the rest of it.

const report = (what: string, error: unknown) => console.warn(`CStatSentry: ${what}`, error);

/** Null without the background: then it is not known whether there are any; everything else is there. */
async function ownReports(): Promise<readonly LocalReport[] | null> {
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
    return null;
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

/** Reads what this browser holds, as `readLocal` does, out of its databases. */
export const readHere = (onData: Parameters<typeof readLocal>[1], gone: () => boolean): Promise<void> =>
  readLocal(sources(), onData, gone);
