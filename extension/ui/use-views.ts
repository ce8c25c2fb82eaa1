import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { PLAYERS_PORT, type PlayerView, type PortEvent, type PortRequest } from '#extension/messages.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** A service worker may be stopped while it works; after this many lost ports in a row without an answer, say so. */
const MAX_RECONNECTS = 3;

export interface Views {
  views: ReadonlyMap<SteamId, PlayerView>;
  /** The background went away for good; what is missing will not come. */
  interrupted: boolean;
}

/** The scores of these players as they stream in. Pass a stable array: another one starts anew. */
export function useViews(steamIds: readonly SteamId[]): Views {
  const [views, setViews] = useState<Views['views']>(new Map());
  const [interrupted, setInterrupted] = useState(false);

  useEffect(() => {
    setInterrupted(false);
    if (steamIds.length === 0) return;
    let over = false;
    let lost = 0;
    const wanted = new Set(steamIds);
    let port = connect();

    function connect() {
      const opened = browser.runtime.connect({ name: PLAYERS_PORT });
      opened.onMessage.addListener((event: PortEvent) => {
        if (event.type !== 'views' || over) return;
        lost = 0;
        setViews(
          (old) =>
            new Map([...old, ...event.views.filter((v) => wanted.has(v.steamId)).map((v) => [v.steamId, v] as const)]),
        );
      });
      opened.onDisconnect.addListener(() => {
        if (over) return;
        if (++lost > MAX_RECONNECTS) setInterrupted(true);
        else port = connect();
      });
      const ask = (request: PortRequest) => opened.postMessage(request);
      ask({ type: 'watch', steamIds: [...steamIds] });
      // All of them are wanted now, not just those a page happens to show.
      ask({ type: 'visible', steamIds: [...steamIds] });
      return opened;
    }
    return () => {
      over = true;
      port.disconnect();
    };
  }, [steamIds]);

  return { views, interrupted };
}
