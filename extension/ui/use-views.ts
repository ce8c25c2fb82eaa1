import { useEffect, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { PLAYERS_PORT, type PlayerView, type PortEvent, type PortRequest } from '#extension/messages.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** A service worker may be stopped while it works; after this many lost ports in a row without an answer, say so. */
const MAX_RECONNECTS = 3;

interface Watch {
  readonly wanted: ReadonlySet<SteamId>;
  add: (steamIds: readonly SteamId[]) => void;
  end: () => void;
}

/** Has players' scores streamed in over one port, which is opened again when the background loses it. */
function startWatch(onViews: (views: PlayerView[]) => void, onLost: () => void): Watch {
  const wanted = new Set<SteamId>();
  let over = false;
  let lost = 0;
  let port = connect();

  function connect() {
    const opened = browser.runtime.connect({ name: PLAYERS_PORT });
    opened.onMessage.addListener((event: PortEvent) => {
      if (event.type !== 'views' || over) return;
      lost = 0;
      onViews(event.views.filter((view) => wanted.has(view.steamId)));
    });
    opened.onDisconnect.addListener(() => {
      if (over) return;
      if (++lost > MAX_RECONNECTS) {
        over = true;
        onLost();
        return;
      }
      port = connect();
      ask([...wanted]);
    });
    return opened;
  }
  function ask(steamIds: SteamId[]): void {
    const say = (request: PortRequest) => port.postMessage(request);
    say({ type: 'watch', steamIds });
    // All of them are wanted now, not just those a page happens to show.
    say({ type: 'visible', steamIds });
  }

  return {
    wanted,
    add(steamIds) {
      const fresh = steamIds.filter((steamId) => !wanted.has(steamId));
      for (const steamId of fresh) wanted.add(steamId);
      if (fresh.length > 0 && !over) ask(fresh);
    },
    end() {
      over = true;
      port.disconnect();
    },
  };
}

export interface Views {
  views: ReadonlyMap<SteamId, PlayerView>;
  /** The background went away for good; what is missing will not come. */
  interrupted: boolean;
}

/** The scores of these players as they stream in. Pass a stable array; one that only adds players goes on where it was. */
export function useViews(steamIds: readonly SteamId[]): Views {
  const [views, setViews] = useState<Views['views']>(new Map());
  const [interrupted, setInterrupted] = useState(false);
  const watch = useRef<Watch | undefined>(undefined);

  useEffect(() => {
    const now = new Set(steamIds);
    if (watch.current && ![...watch.current.wanted].every((steamId) => now.has(steamId))) {
      watch.current.end();
      watch.current = undefined;
    }
    if (steamIds.length === 0) return;
    if (!watch.current) {
      setInterrupted(false);
      watch.current = startWatch(
        (more) => setViews((old) => new Map([...old, ...more.map((view) => [view.steamId, view] as const)])),
        () => setInterrupted(true),
      );
    }
    watch.current.add(steamIds);
  }, [steamIds]);
  useEffect(() => () => watch.current?.end(), []);

  return { views, interrupted };
}
