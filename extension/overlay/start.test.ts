// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CardHandle, PortEvent } from '#extension/messages.ts';
import { type PageDeps, startOnPage } from '#extension/overlay/start.ts';
import { ANNA, BORIS, EMPTY_PAGE, PAGE_FIXTURES, type PageFixture } from '#extension/pages/fixtures.ts';
import { STEAM_PAGES } from '#extension/pages/registry.ts';

const FRIENDS = PAGE_FIXTURES['friends']?.[0] ?? EMPTY_PAGE;

let stop: AbortController;
let posted: unknown[];
let tell: (event: PortEvent) => void;
let settingsChanged: (changes: Record<string, unknown>, area: string) => void;
const connect = vi.fn();
const sendMessage = vi.fn<(message: { type: string }) => Promise<unknown>>();

function start({ url, html }: PageFixture) {
  document.body.innerHTML = html;
  window.history.replaceState(null, '', new URL(url).pathname);
  connect.mockImplementation(() => ({
    onMessage: { addListener: (listener: typeof tell) => (tell = listener) },
    onDisconnect: { addListener: () => undefined },
    postMessage: (message: unknown) => void posted.push(message),
    disconnect: vi.fn(),
  }));
  const api = {
    runtime: { connect, sendMessage },
    storage: {
      onChanged: {
        addListener: (listener: typeof settingsChanged) => (settingsChanged = listener),
        removeListener: vi.fn(),
      },
    },
  };
  startOnPage({
    document,
    modules: STEAM_PAGES,
    // Only what a content script uses is there.
    browser: api as unknown as PageDeps['browser'],
    signal: stop.signal,
    abort: () => stop.abort(),
  });
}

beforeEach(() => {
  stop = new AbortController();
  posted = [];
  connect.mockReset();
  sendMessage.mockReset();
});
afterEach(() => {
  stop.abort();
  document.body.innerHTML = '';
  Reflect.deleteProperty(globalThis, '__cstatsentryCard');
});

describe('the content script', () => {
  it('opens no port and says nothing on a page without players', async () => {
    start(EMPTY_PAGE);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    settingsChanged({ settings: {} }, 'local');
    expect(connect).not.toHaveBeenCalled();
    expect(sendMessage).not.toHaveBeenCalled();
  });

  it('asks for the players it finds, and anew when settings change', async () => {
    start(FRIENDS);
    const asked = [
      { type: 'watch', steamIds: [ANNA, BORIS] },
      { type: 'visible', steamIds: [ANNA, BORIS] },
    ];
    await vi.waitFor(() => expect(posted).toEqual(asked));
    settingsChanged({ other: {} }, 'local');
    settingsChanged({ settings: {} }, 'sync');
    expect(posted).toHaveLength(2);
    settingsChanged({ settings: {} }, 'local');
    expect(posted).toEqual([...asked, ...asked]);
  });

  it('has the card brought in on first use, once', async () => {
    start(FRIENDS);
    await vi.waitFor(() => expect(posted).toHaveLength(2));
    tell({
      type: 'hello',
      settings: { headline: 'calibrated', quietBelow: 0, theme: 'auto', language: 'en' },
      labels: Object.fromEntries(
        ['loading', 'scored', 'rubric', 'notEnoughData', 'notFound', 'unasked', 'limited', 'failed', 'stale'].map(
          (key) => [key, key],
        ),
      ) as Extract<PortEvent, { type: 'hello' }>['labels'],
    });
    const card: CardHandle = { speak: vi.fn(), open: vi.fn(), update: vi.fn(), leave: vi.fn(), close: vi.fn() };
    sendMessage.mockImplementation(async () => {
      globalThis.__cstatsentryCard = card;
      return { locale: 'en', messages: {} };
    });
    const [first, second] = [...document.querySelectorAll('cstatsentry-badge')];
    first?.shadowRoot?.querySelector('button')?.click();
    await vi.waitFor(() => expect(card.open).toHaveBeenCalledOnce());
    second?.shadowRoot?.querySelector('button')?.click();
    await vi.waitFor(() => expect(card.open).toHaveBeenCalledTimes(2));
    expect(sendMessage.mock.calls).toEqual([[{ type: 'loadCard' }]]);
  });

  it('goes away without a trace when the extension is gone', async () => {
    const before = FRIENDS.html;
    start(FRIENDS);
    document.body.innerHTML = before;
    const untouched = document.body.innerHTML;
    connect.mockImplementation(() => {
      throw new Error('Extension context invalidated.');
    });
    settingsChanged({ settings: {} }, 'local');
    expect(stop.signal.aborted).toBe(true);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(document.body.innerHTML).toBe(untouched);
  });
});
