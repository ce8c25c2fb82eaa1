import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Runtime } from 'webextension-polyfill';
import type { PlayerView, PortEvent } from '#extension/messages.ts';
import { createConnection } from '#extension/overlay/connection.ts';
import { ANNA, BORIS } from '#extension/pages/fixtures.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const EVENT = () => ({
  listeners: new Set<(value: unknown) => void>(),
  addListener(listener: (value: unknown) => void) {
    this.listeners.add(listener);
  },
});

function fakePort() {
  const onMessage = EVENT();
  const onDisconnect = EVENT();
  const sent: unknown[] = [];
  const port = {
    onMessage,
    onDisconnect,
    postMessage: (message: unknown) => void sent.push(structuredClone(message)),
    disconnect: vi.fn(),
  };
  return {
    port: port as unknown as Runtime.Port,
    disconnected: port.disconnect,
    sent,
    say: (event: PortEvent) => onMessage.listeners.forEach((listener) => void listener(event)),
    die: () => onDisconnect.listeners.forEach((listener) => void listener(port)),
  };
}

const view = (steamId: SteamId, state: PlayerView['state']): PlayerView => ({ steamId, state, stale: false });

describe('the connection to the background', () => {
  let ports: ReturnType<typeof fakePort>[];
  let frames: (() => void)[];
  let stop: AbortController;
  const orphaned = vi.fn();
  const receive = vi.fn();
  const open = (connect = () => {}) =>
    createConnection({
      connect() {
        connect();
        const fresh = fakePort();
        ports.push(fresh);
        return fresh.port;
      },
      receive,
      nextFrame: (work) => void frames.push(work),
      orphaned,
      signal: stop.signal,
    });
  const runFrames = async () => {
    await Promise.resolve();
    for (const work of frames.splice(0)) work();
  };

  beforeEach(() => {
    vi.useFakeTimers();
    ports = [];
    frames = [];
    stop = new AbortController();
    orphaned.mockClear();
    receive.mockClear();
  });
  afterEach(() => {
    stop.abort();
    vi.useRealTimers();
  });

  it('is opened by the first player, and sends once what is asked in one go', async () => {
    const connection = open();
    await runFrames();
    expect(ports).toHaveLength(0);
    connection.ask('watch', [ANNA, BORIS]);
    connection.ask('visible', [ANNA]);
    connection.ask('watch', [ANNA]);
    await runFrames();
    expect(ports).toHaveLength(1);
    expect(ports[0]?.sent).toEqual([
      { type: 'watch', steamIds: [ANNA, BORIS] },
      { type: 'visible', steamIds: [ANNA] },
    ]);
  });

  it('asks again when the background went away with answers outstanding', async () => {
    const connection = open();
    connection.ask('watch', [ANNA, BORIS]);
    connection.ask('visible', [ANNA, BORIS]);
    await runFrames();
    ports[0]?.say({ type: 'views', views: [view(ANNA, 'scored')] });
    ports[0]?.die();
    await vi.advanceTimersByTimeAsync(250);
    expect(ports).toHaveLength(2);
    expect(ports[1]?.sent).toEqual([
      { type: 'watch', steamIds: [ANNA, BORIS] },
      { type: 'visible', steamIds: [ANNA, BORIS] },
    ]);
  });

  it('lets the background sleep when everything is answered, and wakes it for the next player', async () => {
    const connection = open();
    connection.ask('watch', [ANNA]);
    connection.ask('visible', [ANNA]);
    await runFrames();
    ports[0]?.say({ type: 'views', views: [view(ANNA, 'scored')] });
    ports[0]?.die();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(ports).toHaveLength(1);
    connection.ask('watch', [BORIS]);
    await runFrames();
    expect(ports[1]?.sent[0]).toEqual({ type: 'watch', steamIds: [BORIS, ANNA] });
  });

  it('waits longer and longer for a background that keeps dying', async () => {
    const connection = open();
    connection.ask('watch', [ANNA]);
    connection.ask('visible', [ANNA]);
    await runFrames();
    for (const [index, wait] of [250, 1000, 4000, 15_000, 15_000].entries()) {
      ports[index]?.die();
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(ports).toHaveLength(index + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(ports).toHaveLength(index + 2);
    }
  });

  it('starts anew when settings change, and not for a page without players', async () => {
    const connection = open();
    connection.renew();
    expect(ports).toHaveLength(0);
    connection.ask('watch', [ANNA]);
    await runFrames();
    connection.renew();
    expect(ports[0]?.disconnected).toHaveBeenCalled();
    expect(ports[1]?.sent).toEqual([{ type: 'watch', steamIds: [ANNA] }]);
  });

  it('ends when the extension is gone', async () => {
    const connection = open(() => {
      throw new Error('Extension context invalidated.');
    });
    connection.ask('watch', [ANNA]);
    await runFrames();
    expect(orphaned).toHaveBeenCalledOnce();
  });
});
