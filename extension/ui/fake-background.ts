import { vi } from 'vitest';
import type { PortEvent, PortRequest, RequestName, Requests } from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import { wordFiles } from '#extension/words/merge.ts';

/** For tests: stands in for `wxt/browser` and the background behind it. `vi.mock('wxt/browser', …)` with `fakeBrowser`. */

type Handlers = {
  [N in RequestName]?: (message: Requests[N]['in']) => Requests[N]['out'] | Promise<Requests[N]['out']>;
};

export const DEFAULTS: Settings = {
  backendUrl: 'https://sentry.example.org',
  localOnly: false,
  askUnknown: true,
  uploadMatches: false,
  syncNotes: false,
  headline: 'calibrated',
  quietBelow: 0,
  language: 'en',
  theme: 'dark',
  notify: ['ban'],
  leetify: 'ask',
  leetifyKey: '',
};

export interface FakePort {
  requests: PortRequest[];
  emit: (event: PortEvent) => void;
  drop: () => void;
  closed: boolean;
}

let files: ReadonlyMap<string, string> | undefined;

export function fakeBackground() {
  const sent: { type: string }[] = [];
  const ports: FakePort[] = [];
  let settings = DEFAULTS;
  let handlers: Handlers = {};
  const basics: Handlers = {
    getSettings: () => settings,
    setSettings: ({ settings: change }) => {
      settings = { ...settings, ...change };
      return settings;
    },
    status: () => ({ state: 'connected', backendUrl: settings.backendUrl, cachedPlayers: 3 }),
    recent: () => [],
    remember: () => ({}),
    forgetRecent: () => ({}),
    clearCache: () => ({}),
    openDetails: () => ({}),
    openApp: () => ({}),
    account: () => ({ state: 'signed-out' }),
    ownSync: () => ({ state: 'done', unsettled: [], full: 0 }),
    noteTexts: () => ({ version: 0, others: [] }),
    settleNote: () => ({}),
    noticeCount: () => ({ unread: 0 }),
    historyStatus: () => ({ state: 'never', tabsDone: 0, tabs: 5, found: 0, added: 0, matches: 0, problems: [] }),
    analysis: () => ({ state: 'none' }),
    leetify: () => ({ state: 'unasked' }),
    details: ({ steamId }) => ({ state: 'failed', steamId }),
    reportView: () => ({ account: 'signed-out', matches: [] }),
    myReports: () => ({ account: 'signed-out', reports: [], fresh: false }),
    reportSummary: () => null,
    keepReportDraft: () => ({}),
  };
  const sendMessage = vi.fn(async (message: { type: RequestName }) => {
    sent.push(message);
    const handler = handlers[message.type] ?? basics[message.type];
    if (!handler) throw new Error(`nobody answers ${message.type}`);
    // The type says which handler goes with which message; the lookup by name loses that.
    return (handler as (message: unknown) => unknown)(message);
  });
  const connect = () => {
    const onMessage: ((event: PortEvent) => void)[] = [];
    const onDisconnect: (() => void)[] = [];
    const port: FakePort = {
      requests: [],
      closed: false,
      emit: (event) => {
        for (const listener of onMessage) listener(event);
      },
      drop: () => {
        for (const listener of onDisconnect) listener();
      },
    };
    ports.push(port);
    return {
      onMessage: { addListener: (listener: (event: PortEvent) => void) => onMessage.push(listener) },
      onDisconnect: { addListener: (listener: () => void) => onDisconnect.push(listener) },
      postMessage: (request: PortRequest) => port.requests.push(request),
      disconnect: () => {
        port.closed = true;
      },
    };
  };
  return {
    /** The settings it begins with. */
    defaults: DEFAULTS,
    sent,
    ports,
    answer: (more: Handlers) => {
      handlers = { ...handlers, ...more };
    },
    browser: {
      i18n: { getUILanguage: () => 'en-GB' },
      runtime: {
        id: 'test',
        sendMessage,
        connect,
        getManifest: () => ({ version: '0.0.0', manifest_version: 3 }),
        // As the build would put it there: the words, by their path.
        getURL: (path: string) => {
          // Every message of every language is parsed for them: once is enough.
          files ??= new Map(wordFiles().map(({ relativeDest, contents }) => [relativeDest, contents]));
          return `data:application/json,${encodeURIComponent(files.get(path) ?? '')}`;
        },
      },
    },
    reset: () => {
      sent.length = 0;
      ports.length = 0;
      handlers = {};
      settings = DEFAULTS;
    },
  };
}
