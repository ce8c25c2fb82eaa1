import browser from 'webextension-polyfill';
import { defineBackground } from 'wxt/utils/define-background';
import { createVault } from '#extension/account/vault.ts';
import { startBackground } from '#extension/background/start.ts';
import { createCache } from '#extension/cache/cache.ts';
import { createDatabase, openDatabase } from '#extension/cache/database.ts';
import { createNoteStore } from '#extension/notes/store.ts';
import { createRiseStore, NOTICES } from '#extension/notifications/store.ts';
import { createReportStore } from '#extension/reports/store.ts';
import { createHistoryStore } from '#extension/sync/store.ts';
import { createUploadStore } from '#extension/sync/upload-store.ts';
import { createUserSyncStore } from '#extension/user-sync/store.ts';
import { readWords } from '#extension/words/read.ts';

export default defineBackground(() => {
  const report = (what: string, error: unknown) => console.warn(`CStatSentry: ${what}`, error);
  const database = createDatabase('cstatsentry');
  void openDatabase(database, report);
  startBackground({
    browser,
    cache: createCache(database, report),
    vault: createVault('cstatsentry-account'),
    historyStore: createHistoryStore(database, report),
    uploads: createUploadStore(database, report),
    notes: createNoteStore('cstatsentry-notes', report),
    userSync: createUserSyncStore('cstatsentry-notes'),
    reportStore: createReportStore({ name: 'cstatsentry-reports', now: () => Date.now(), report }),
    rises: createRiseStore(NOTICES, report),
    readWords: (surface, language) => readWords(browser, surface, language),
    fetch: (input, init) => fetch(input, init),
    now: () => Date.now(),
    random: () => Math.random(),
    setTimeout: (work, ms) => void setTimeout(work, ms),
    report,
  });
});
