import 'fake-indexeddb/auto';
import { vi } from 'vitest';
import type { Runtime } from 'webextension-polyfill';
import { createVault } from '#extension/account/vault.ts';
import { type BackgroundDeps, startBackground } from '#extension/background/start.ts';
import { createCache } from '#extension/cache/cache.ts';
import { createDatabase } from '#extension/cache/database.ts';
import { START } from '#extension/lookup/world.fixture.ts';
import { PLAYERS_PORT, type PlayerView, type PortEvent } from '#extension/messages.ts';
import { createNoteStore } from '#extension/notes/store.ts';
import { createRiseStore } from '#extension/notifications/store.ts';
import { createReportStore } from '#extension/reports/store.ts';
import { createHistoryStore } from '#extension/sync/store.ts';
import { createUploadStore } from '#extension/sync/upload-store.ts';
import { createUserSyncStore } from '#extension/user-sync/store.ts';
import { messagesOfSurface } from '#extension/words/merge.ts';
import type { PlayerResponse } from '#shared/api/players.ts';
import { assess } from '#shared/score/engine.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** For tests: a background to talk to. */

export const ID = 'abcdefghijklmnop';
export const OWN = `chrome-extension://${ID}/`;
export const PAGE: Runtime.MessageSender = { id: ID, url: `${OWN}popup.html` };
export const CONTENT: Runtime.MessageSender = {
  id: ID,
  url: 'https://steamcommunity.com/id/x',
  frameId: 0,
  tab: { id: 7 } as Runtime.MessageSender['tab'] & object,
};

function event<A extends unknown[]>() {
  const listeners = new Set<(...args: A) => unknown>();
  return {
    addListener: (listener: (...args: A) => unknown) => void listeners.add(listener),
    fire: (...args: A) => [...listeners].map((listener) => listener(...args))[0],
  };
}

export const playerResponse = (steamId: SteamId): PlayerResponse => {
  const facts = {
    profile: { observedAt: START, visibility: 'public', name: 'x', createdAt: Date.UTC(2010, 1, 1) },
  } as const;
  return { steamId, facts, sources: [], assessment: assess(evidenceFrom(facts, START), START), stale: false };
};

/** The background with everything real but the browser's API, the clock and HTTP. */
export function createBackground() {
  const onMessage = event<[unknown, Runtime.MessageSender]>();
  const onConnect = event<[Runtime.Port]>();
  const onInstalled = event<[{ reason: string; temporary?: boolean }]>();
  const onAlarm = event<[{ name: string }]>();
  const storage: Record<string, unknown> = {};
  const executeScript = vi.fn(async () => []);
  const createTab = vi.fn(async () => ({}));
  const createAlarm = vi.fn();
  const api = {
    runtime: { id: ID, getURL: (path: string) => `${OWN}${path}`, onMessage, onConnect, onInstalled },
    storage: {
      local: {
        get: async (key: string) => structuredClone(key in storage ? { [key]: storage[key] } : {}),
        set: async (items: Record<string, unknown>) => void Object.assign(storage, structuredClone(items)),
      },
    },
    i18n: { getUILanguage: () => 'en' },
    tabs: { create: createTab },
    scripting: { executeScript },
    alarms: { get: async () => undefined, create: createAlarm, clear: async () => true, onAlarm },
  };
  const answers = {
    handle: (async (url: URL): Promise<Response | object> => {
      throw new TypeError(`nothing answers ${url}`);
    }) as (url: URL, init: RequestInit | undefined) => Promise<Response | object>,
  };
  const requests: string[] = [];
  const report = vi.fn();
  const database = createDatabase('background');
  let now = START;
  startBackground({
    // Only what the background uses is there.
    browser: api as unknown as BackgroundDeps['browser'],
    cache: createCache(database, report),
    vault: createVault('background-account'),
    historyStore: createHistoryStore(database, report),
    uploads: createUploadStore(database, report),
    notes: createNoteStore('background-notes', report),
    userSync: createUserSyncStore('background-notes'),
    reportStore: createReportStore({ name: 'background-reports', now: () => now, report }),
    rises: createRiseStore('background-notices', report),
    readWords: async (surface, language) => ({
      locale: language,
      messages: messagesOfSurface(surface, language === 'auto' ? 'en' : language),
    }),
    fetch: async (input, init) => {
      const url = new URL(String(input));
      requests.push(`${init?.method ?? 'GET'} ${url.pathname}`);
      const answer = await answers.handle(url, init);
      return answer instanceof Response ? answer : new Response(JSON.stringify(answer));
    },
    now: () => now,
    random: () => 0.5,
    setTimeout: (work, ms) => void (ms < 1000 && setTimeout(work, 0)),
    report,
  });
  return {
    install: onInstalled.fire,
    send: (message: unknown, from: Runtime.MessageSender = PAGE) => onMessage.fire(message, from),
    connect(from: Runtime.MessageSender = CONTENT, name = PLAYERS_PORT) {
      const messages = event<[unknown]>();
      const gone = event<[]>();
      const events: PortEvent[] = [];
      const views = new Map<SteamId, PlayerView>();
      const port = {
        name,
        sender: from,
        onMessage: messages,
        onDisconnect: gone,
        disconnect: vi.fn(),
        postMessage(said: PortEvent) {
          events.push(said);
          if (said.type === 'views') for (const view of said.views) views.set(view.steamId, view);
        },
      };
      onConnect.fire(port as unknown as Runtime.Port);
      return { ...port, say: (message: unknown) => messages.fire(message), leave: () => gone.fire(), events, views };
    },
    advance: (ms: number) => {
      now += ms;
    },
    alarm: (name: string) => onAlarm.fire({ name }),
    storage,
    executeScript,
    createTab,
    createAlarm,
    answers,
    requests,
    report,
    database,
  };
}
