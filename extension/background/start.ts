import type { Browser, Runtime } from 'webextension-polyfill';
import { createAccount } from '#extension/account/account.ts';
import type { Vault } from '#extension/account/vault.ts';
import type { BackgroundContext } from '#extension/background/context.ts';
import { createPorts } from '#extension/background/ports.ts';
import { answer } from '#extension/background/requests.ts';
import { createSettingsStore } from '#extension/background/settings-store.ts';
import type { Cache } from '#extension/cache/cache.ts';
import { createBackOff } from '#extension/lookup/back-off.ts';
import { createBackendClient } from '#extension/lookup/backend-client.ts';
import { createLocalScorer } from '#extension/lookup/local-scorer.ts';
import { createLookup } from '#extension/lookup/lookup.ts';
import { createRowMaker } from '#extension/lookup/views.ts';
import type { BadgeLabels } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';

const BACK_OFF_KEY = 'backOff';
const TIDY_ALARM = 'tidy-cache';
const TIDY_MINUTES = 12 * 60;

export interface BackgroundDeps {
  browser: Pick<Browser, 'runtime' | 'storage' | 'tabs' | 'scripting' | 'alarms' | 'identity'>;
  cache: Cache;
  vault: Vault;
  badgeLabels(language: Settings['language']): BadgeLabels;
  fetch: typeof fetch;
  now(): number;
  random(): number;
  setTimeout(work: () => void, ms: number): void;
  report(what: string, error: unknown): void;
}

/** Wires the background together. Everything is listened for before the first await: a service worker wakes to an event. */
export function startBackground(deps: BackgroundDeps): void {
  const { browser, cache, now, random, report } = deps;
  const area = browser.storage.local;
  const settings = createSettingsStore(area);
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
    fetch: deps.fetch,
    now,
    setTimeout: deps.setTimeout,
    report,
  });
  const context: BackgroundContext = { ...deps, settings, backOff, backend, local, lookup, account };
  const ports = createPorts(context);

  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) =>
    answer(context, message, sender),
  );
  browser.runtime.onConnect.addListener((port) => ports.accept(port));
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === TIDY_ALARM) void cache.evict(now());
  });
  // Chrome keeps alarms, Firefox forgets them at the end of a session; made anew at every start it would never ring.
  const scheduleTidying = async () => {
    if (await browser.alarms.get(TIDY_ALARM)) return;
    await browser.alarms.create(TIDY_ALARM, { delayInMinutes: 10, periodInMinutes: TIDY_MINUTES });
  };
  scheduleTidying().catch((error: unknown) => report('the cache will not be tidied', error));
  settings.onChange((after, before) => {
    const moved = after.backendUrl !== before.backendUrl || after.localOnly !== before.localOnly;
    if (!moved && after.askUnknown === before.askUnknown) return;
    const work = async () => {
      if (moved) await backOff.forget('backend');
      await lookup.reconsider();
    };
    work().catch((error: unknown) => report('new settings could not be applied', error));
  });
}
