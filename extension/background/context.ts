import type { Browser } from 'webextension-polyfill';
import type { Account } from '#extension/account/account.ts';
import type { SettingsStore } from '#extension/background/settings-store.ts';
import type { Cache } from '#extension/cache/cache.ts';
import type { DashboardClient } from '#extension/dashboard/remote.ts';
import type { DemoClient } from '#extension/demos/client.ts';
import type { Leetify } from '#extension/leetify/client.ts';
import type { BackOff } from '#extension/lookup/back-off.ts';
import type { BackendClient } from '#extension/lookup/backend-client.ts';
import type { LocalScorer } from '#extension/lookup/local-scorer.ts';
import type { Lookup } from '#extension/lookup/lookup.ts';
import type { NoteStore } from '#extension/notes/store.ts';
import type { AccountNotices } from '#extension/notifications/account-notices.ts';
import type { Centre } from '#extension/notifications/centre.ts';
import type { Reports } from '#extension/reports/reports.ts';
import type { Settings } from '#extension/settings.ts';
import type { Sources } from '#extension/sync/sources.ts';
import type { HistoryStore } from '#extension/sync/store.ts';
import type { Sync } from '#extension/sync/sync.ts';
import type { Uploader } from '#extension/sync/upload.ts';
import type { OwnSync } from '#extension/user-sync/user-sync.ts';
import type { Words } from '#extension/words/areas.ts';
import type { Translator } from '#extension/words/translator.ts';

/** What every handler may use. Made once, when the background starts. */
export interface BackgroundContext {
  browser: Pick<Browser, 'runtime' | 'i18n' | 'storage' | 'tabs' | 'scripting' | 'alarms'>;
  cache: Cache;
  backend: BackendClient;
  backOff: BackOff;
  local: LocalScorer;
  lookup: Lookup;
  leetify: Leetify;
  settings: SettingsStore;
  account: Account;
  dashboard: DashboardClient;
  demos: DemoClient;
  notices: Centre;
  accountNotices: AccountNotices;
  historyStore: HistoryStore;
  sync: Sync;
  uploader: Uploader;
  sources: Sources;
  notes: NoteStore;
  ownSync: OwnSync;
  reports: Reports;
  /** The background's own words, in the language now chosen. */
  words(): Promise<Translator>;
  /** The same unread: as they travel. */
  ownWords(language: Settings['language']): Promise<Words>;
  readWords(surface: 'background' | 'card', language: Settings['language']): Promise<Words>;
  now(): number;
  random(): number;
  report(what: string, error: unknown): void;
}

/** Where a message came from, once it has been let in. */
export interface Sender {
  kind: 'content' | 'page';
  tabId: number | undefined;
  frameId: number | undefined;
}
