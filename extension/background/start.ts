import type { Browser, Runtime } from 'webextension-polyfill';
import { createAccount } from '#extension/account/account.ts';
import type { Vault } from '#extension/account/vault.ts';
import type { BackgroundContext } from '#extension/background/context.ts';
import { createOwnWords } from '#extension/background/own-words.ts';
import { createPorts } from '#extension/background/ports.ts';
import { answer } from '#extension/background/requests.ts';
import { createSettingsStore } from '#extension/background/settings-store.ts';
import type { Cache } from '#extension/cache/cache.ts';
import { createDashboardClient } from '#extension/dashboard/remote.ts';
import { createDemoClient } from '#extension/demos/client.ts';
import { createPieces } from '#extension/demos/pieces.ts';
import { createLeetify, LEETIFY_API } from '#extension/leetify/client.ts';
import { createBackOff } from '#extension/lookup/back-off.ts';
import { createBackendClient } from '#extension/lookup/backend-client.ts';
import { createLocalScorer } from '#extension/lookup/local-scorer.ts';
import { createLookup } from '#extension/lookup/lookup.ts';
import { createRowMaker } from '#extension/lookup/views.ts';
import type { NoteStore } from '#extension/notes/store.ts';
import { createAccountNotices } from '#extension/notifications/account-notices.ts';
import { createNoticeAnnouncer } from '#extension/notifications/announce.ts';
import { createCentre, noticeOf } from '#extension/notifications/centre.ts';
import { watchRises } from '#extension/notifications/rise-watch.ts';
import type { RiseStore } from '#extension/notifications/store.ts';
import { createWatchedScores } from '#extension/notifications/watched-scores.ts';
import { createReports, OUTBOX_ALARM, OUTCOMES_ALARM, OUTCOMES_MINUTES } from '#extension/reports/reports.ts';
import type { ReportStore } from '#extension/reports/store.ts';
import type { Settings } from '#extension/settings.ts';
import { createAnnouncer } from '#extension/sync/announce.ts';
import { createBanCheck } from '#extension/sync/ban-check.ts';
import { createReader } from '#extension/sync/reader.ts';
import { createReported } from '#extension/sync/reported.ts';
import { createSources } from '#extension/sync/sources.ts';
import { createSteamHistory } from '#extension/sync/steam-history.ts';
import type { HistoryStore } from '#extension/sync/store.ts';
import { createSync, SYNC_ALARM, SYNC_MINUTES } from '#extension/sync/sync.ts';
import { createUploader, UPLOAD_ALARM } from '#extension/sync/upload.ts';
import type { UploadStore } from '#extension/sync/upload-store.ts';
import type { UserSyncStore } from '#extension/user-sync/store.ts';
import { createOwnSync, OWN_SYNC_ALARM } from '#extension/user-sync/user-sync.ts';
import type { Words } from '#extension/words/areas.ts';
import { createTranslator } from '#extension/words/translator.ts';

const BACK_OFF_KEY = 'backOff';
const NOTICES_ALARM = 'notices';
const NOTICES_MINUTES = 30;
const TIDY_ALARM = 'tidy-cache';
const TIDY_MINUTES = 12 * 60;

export interface BackgroundDeps {
  browser: Pick<
    Browser,
    'runtime' | 'i18n' | 'storage' | 'tabs' | 'scripting' | 'alarms' | 'identity' | 'permissions'
  > &
    Partial<Pick<Browser, 'notifications' | 'action' | 'browserAction'>>;
  cache: Cache;
  vault: Vault;
  historyStore: HistoryStore;
  uploads: UploadStore;
  notes: NoteStore;
  userSync: UserSyncStore;
  reportStore: ReportStore;
  rises: RiseStore;
  /** Reads words out of the extension itself: its own, and those of the hover card, which a content script cannot read. */
  readWords(surface: 'background' | 'card', language: Settings['language']): Promise<Words>;
  fetch: typeof fetch;
  now(): number;
  random(): number;
  setTimeout(work: () => void, ms: number): void;
  report(what: string, error: unknown): void;
}

/** Wires the background together. Everything is listened for before the first await: a service worker wakes to an event. */
export function startBackground(deps: BackgroundDeps): void {
  const { browser, now, random, report } = deps;
  const area = browser.storage.local;
  const settings = createSettingsStore(area);
  const ownWords = createOwnWords((language) => deps.readWords('background', language));
  const words = async () => createTranslator(await ownWords((await settings.get()).language));
  const wanted = async () => (await settings.get()).notify;
  const announcer = createAnnouncer(browser, words);
  const announceNotices = createNoticeAnnouncer(browser, words, wanted);
  const cache = watchRises({
    cache: deps.cache,
    notes: deps.notes,
    people: deps.historyStore,
    rises: deps.rises,
    announce: (rises) => announceNotices(rises.map(noticeOf)),
    now,
    report,
  });
  const backOff = createBackOff({
    load: async () => (await area.get(BACK_OFF_KEY))[BACK_OFF_KEY],
    save: (state) => area.set({ [BACK_OFF_KEY]: state }),
    now,
    random,
  });
  const backend = createBackendClient({
    url: async () => (await settings.get()).backendUrl,
    backOff,
    fetch: deps.fetch,
    now,
  });
  const wait = (ms: number) => new Promise<void>((resolve) => deps.setTimeout(resolve, ms));
  const local = createLocalScorer({ backOff, fetch: deps.fetch, now, wait });
  const lookup = createLookup({
    cache,
    backend,
    local,
    backOff,
    settings: settings.get,
    rows: createRowMaker(now, random),
    now,
    setTimeout: deps.setTimeout,
    report,
  });
  const account = createAccount({
    identity: browser.identity,
    vault: deps.vault,
    settings: settings.get,
    applySettings: settings.set,
    fetch: deps.fetch,
    now,
    setTimeout: deps.setTimeout,
    report,
  });
  const leetify = createLeetify({
    key: async () => (await settings.get()).leetifyKey,
    // A person may take a site away from an extension at any time.
    mayAsk: () => browser.permissions.contains({ origins: [`${LEETIFY_API}/*`] }),
    backOff,
    fetch: deps.fetch,
    now,
  });
  const { historyStore, notes } = deps;
  const kept = (key: string) => ({
    load: async () => (await area.get(key))[key],
    save: (state: unknown) => area.set({ [key]: state }),
  });
  const uploader = createUploader({
    store: deps.uploads,
    account,
    wanted: async () => {
      const { uploadMatches, localOnly, backendUrl } = await settings.get();
      return uploadMatches && !localOnly && backendUrl !== '';
    },
    wakeAt: (when) => browser.alarms.create(UPLOAD_ALARM, { when }),
    ...kept('matchUpload'),
    now,
    wait,
    report,
  });
  const sync = createSync({
    reader: createReader({
      history: createSteamHistory({ fetch: deps.fetch, now }),
      store: historyStore,
      ...kept('historyReading'),
      now,
      wait,
      report,
    }),
    store: historyStore,
    check: createBanCheck({
      store: historyStore,
      notes,
      backend,
      local,
      lookup,
      reported: createReported((renew) => reports.mine(renew)),
      mayAsk: async () => (await settings.get()).askUnknown,
      now,
      wait,
      report,
    }),
    announcer: {
      ...announcer,
      announce: async (...told) => ((await wanted()).includes('ban') ? announcer.announce(...told) : undefined),
    },
    uploader,
    ...kept('banCheck'),
    now,
    report,
  });
  const reports = createReports({
    store: deps.reportStore,
    account,
    async origin() {
      const { backendUrl, localOnly } = await settings.get();
      return localOnly || backendUrl === '' ? undefined : new URL(backendUrl).origin;
    },
    matchesWith: (steamId) => historyStore.matchesWith(steamId),
    alarm: {
      set: (when) => browser.alarms.create(OUTBOX_ALARM, { when }),
      clear: async () => void (await browser.alarms.clear(OUTBOX_ALARM)),
    },
    now,
    random,
    setTimeout: deps.setTimeout,
    report,
  });
  const accountNotices = createAccountNotices(account);
  const notices = createCentre({
    rises: deps.rises,
    bans: historyStore,
    account: accountNotices,
    async owner() {
      const kept = await account.kept();
      return kept && `${kept.origin} ${kept.steamId}`;
    },
    announce: announceNotices,
    count: announcer.count,
    ...kept('notices'),
  });
  const renewWatched = createWatchedScores({
    notes,
    lookup,
    ...kept('watchedScores'),
    now,
    setTimeout: deps.setTimeout,
  });
  const ownSync = createOwnSync({
    store: deps.userSync,
    notes,
    account,
    settings,
    wakeAt: (when) => browser.alarms.create(OWN_SYNC_ALARM, { when }),
    now,
    setTimeout: deps.setTimeout,
    report,
  });
  const context: BackgroundContext = {
    ...deps,
    cache,
    notices,
    accountNotices,
    words,
    ownWords,
    settings,
    backOff,
    backend,
    local,
    lookup,
    leetify,
    account,
    dashboard: createDashboardClient(account),
    demos: createDemoClient(account, createPieces(now)),
    reports,
    sync,
    ownSync,
    uploader,
    sources: createSources(account),
  };
  const ports = createPorts(context);

  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) =>
    answer(context, message, sender),
  );
  browser.runtime.onInstalled.addListener(({ reason, temporary }) => {
    // Loaded for a test or by a developer, it has been seen before.
    if (reason !== 'install' || temporary) return;
    browser.tabs
      .create({ url: browser.runtime.getURL('app.html#/welcome') })
      .catch((error: unknown) => report('the first steps could not be shown', error));
  });
  browser.runtime.onConnect.addListener((port) => ports.accept(port));
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === TIDY_ALARM) void cache.evict(now());
    if (alarm.name === OWN_SYNC_ALARM || alarm.name === NOTICES_ALARM) void ownSync.ring();
    if (alarm.name === NOTICES_ALARM) {
      notices.ring().catch((error: unknown) => report('what is new could not be told', error));
      renewWatched().catch((error: unknown) => report('scores of watched players were not renewed', error));
    }
    if (alarm.name === UPLOAD_ALARM) {
      uploader.ring().catch((error: unknown) => report('the upload could not go on', error));
    }
    if (alarm.name === OUTBOX_ALARM) void reports.wake();
    if (alarm.name === OUTCOMES_ALARM) {
      reports.hear().catch((error: unknown) => report('what became of reports was not heard', error));
    }
    if (alarm.name === SYNC_ALARM) {
      sync.ring().catch((error: unknown) => report('the history could not be kept up to date', error));
    }
  });
  // Chrome keeps alarms, Firefox forgets them at the end of a session; made anew at every start it would never ring.
  const schedule = async (name: string, delayInMinutes: number, periodInMinutes: number) => {
    if (await browser.alarms.get(name)) return;
    await browser.alarms.create(name, { delayInMinutes, periodInMinutes });
  };
  schedule(NOTICES_ALARM, 3, NOTICES_MINUTES).catch((error: unknown) => report('nothing new will be told', error));
  schedule(TIDY_ALARM, 10, TIDY_MINUTES).catch((error: unknown) => report('the cache will not be tidied', error));
  schedule(SYNC_ALARM, 2, SYNC_MINUTES).catch((error: unknown) => report('nobody will be looked at again', error));
  schedule(OUTCOMES_ALARM, 5, OUTCOMES_MINUTES).catch((error: unknown) => report('no outcome will be heard of', error));
  void reports.wake();
  // A worker wakes for a badge, mostly: that comes first.
  deps.setTimeout(() => void ownSync.ring(), 3_000);
  // What waits for a network need not wait for its turn as well.
  globalThis.addEventListener?.('online', () => void reports.sendNow());
  settings.onChange((after, before) => {
    void account.settingsChanged(after, before);
    if (after.syncNotes && !before.syncNotes) {
      ownSync.wanted().catch((error: unknown) => report('watchlist and notes could not be synced', error));
    }
    if (after.uploadMatches && !before.uploadMatches) {
      uploader.start().catch((error: unknown) => report('the upload could not begin', error));
    }
    const moved = after.backendUrl !== before.backendUrl || after.localOnly !== before.localOnly;
    if (!moved && after.askUnknown === before.askUnknown) return;
    const work = async () => {
      if (moved) {
        await backOff.forget('backend');
        void reports.sendNow();
      }
      await lookup.reconsider();
    };
    work().catch((error: unknown) => report('new settings could not be applied', error));
  });
}
