import type { Runtime } from 'webextension-polyfill';
import type { PlayerView, PortEvent, PortRequest } from '#extension/messages.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Waits between tries to reach a background that went away, in ms; the last one repeats. */
const RETRY_MS = [250, 1000, 4000, 15_000];

export interface Connection {
  /** Sends by the end of the frame; players asked before are not asked again while the connection lives. */
  ask(kind: 'watch' | 'visible', steamIds: SteamId[]): void;
  /** Opens the connection anew, so that settings and views come fresh; does nothing when nobody is watched. */
  renew(): void;
}

export interface ConnectionDeps {
  connect(): Runtime.Port;
  receive(event: PortEvent): void;
  nextFrame(work: () => void): void;
  /** The extension was updated or removed: this script has nobody to talk to any more. */
  orphaned(): void;
  signal: AbortSignal;
}

/**
 * The port to the background: opened by the first player found, so pages without players open none. A service worker is
 * stopped when idle and takes the port with it: then everything unanswered is asked again at once, the rest not before
 * there is something new to ask.
 */
export function createConnection({ connect, receive, nextFrame, orphaned, signal }: ConnectionDeps): Connection {
  const watched = new Set<SteamId>();
  const visible = new Set<SteamId>();
  const open = new Set<SteamId>();
  const queued: Record<'watch' | 'visible', Set<SteamId>> = { watch: new Set(), visible: new Set() };
  let scheduled = false;
  let port: Runtime.Port | undefined;
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const settle = (view: PlayerView) => {
    if (view.state !== 'loading' && view.state !== 'limited') open.delete(view.steamId);
  };

  const flush = () => {
    scheduled = false;
    if (signal.aborted || (!queued.watch.size && !queued.visible.size)) return;
    const to = port ?? start();
    if (!to) return;
    for (const type of ['watch', 'visible'] as const) {
      if (!queued[type].size) continue;
      const request: PortRequest = { type, steamIds: [...queued[type]] };
      queued[type].clear();
      to.postMessage(request);
    }
  };

  const again = () => {
    for (const id of watched) queued.watch.add(id);
    for (const id of visible) queued.visible.add(id);
    flush();
  };

  const start = (): Runtime.Port | undefined => {
    clearTimeout(retry);
    let fresh: Runtime.Port;
    try {
      fresh = connect();
    } catch {
      // Thrown when the extension is gone from under this script, and only then.
      orphaned();
      return undefined;
    }
    port = fresh;
    fresh.onMessage.addListener((message: unknown) => {
      failures = 0;
      // Only our own background can speak on this port.
      const event = message as PortEvent;
      if (event.type === 'views') for (const view of event.views) settle(view);
      receive(event);
    });
    fresh.onDisconnect.addListener(() => {
      if (port !== fresh) return;
      port = undefined;
      if (signal.aborted || ![...visible].some((id) => open.has(id))) return;
      retry = setTimeout(again, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    });
    // A new port knows nothing of what the old one was asked.
    for (const id of watched) queued.watch.add(id);
    for (const id of visible) queued.visible.add(id);
    return fresh;
  };

  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(retry);
      port?.disconnect();
      port = undefined;
    },
    { once: true },
  );

  return {
    ask(kind, steamIds) {
      const seen = kind === 'watch' ? watched : visible;
      for (const id of steamIds) {
        if (seen.has(id)) continue;
        seen.add(id);
        open.add(id);
        queued[kind].add(id);
      }
      if (scheduled || !queued[kind].size) return;
      scheduled = true;
      // The first answer should not wait for a frame: what is asked in one go is sent at its end.
      if (port) nextFrame(flush);
      else queueMicrotask(flush);
    },
    renew() {
      if (signal.aborted || !watched.size) return;
      const old = port;
      port = undefined;
      old?.disconnect();
      again();
    },
  };
}
