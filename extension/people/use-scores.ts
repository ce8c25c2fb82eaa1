import { useEffect, useMemo, useState } from 'preact/hooks';
import { createCache } from '#extension/cache/cache.ts';
import { createDatabase } from '#extension/cache/database.ts';
import { viewOf } from '#extension/lookup/views.ts';
import type { PlayerView } from '#extension/messages.ts';
import { useViews } from '#extension/ui/use-views.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Scores read from the cache at a time. */
const PORTION = 250;
/** So many of the people met last are asked for when their score is missing or old; the others when they are shown. */
const MAX_ASKED = 200;

let opened: ReturnType<typeof createCache> | undefined;
function cache() {
  opened ??= createCache(createDatabase('cstatsentry'), (what, error) => console.warn(`CStatSentry: ${what}`, error));
  return opened;
}

/** Scores kept in this browser of all these people, and live ones of those met last. Pass people last met first. */
export function useScores(steamIds: readonly SteamId[]): ReadonlyMap<SteamId, PlayerView> {
  const [kept, setKept] = useState<ReadonlyMap<SteamId, PlayerView>>(new Map());
  /** Those whose kept scores have been looked for: what is not there then is not there. */
  const [looked, setLooked] = useState<readonly SteamId[]>();
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const found = new Map<SteamId, PlayerView>();
      for (let start = 0; start < steamIds.length && !gone; start += PORTION) {
        for (const [steamId, row] of await cache().scores(steamIds.slice(start, start + PORTION))) {
          found.set(steamId, viewOf(row, Date.now()));
        }
      }
      if (!gone && found.size) setKept((old) => new Map([...old, ...found]));
    };
    read()
      .catch((error: unknown) => console.warn('kept scores could not be read', error))
      .finally(() => !gone && setLooked(steamIds));
    return () => {
      gone = true;
    };
  }, [steamIds]);
  const asked = useMemo(() => steamIds.slice(0, MAX_ASKED), [steamIds]);
  const { views, interrupted } = useViews(asked);
  return useMemo(() => {
    const all = new Map(kept);
    for (const [steamId, view] of views) if (view.entry || !kept.has(steamId)) all.set(steamId, view);
    if (looked !== steamIds) return all;
    // Nothing is on its way to these any more; without a word they would seem to be waited for.
    for (const [index, steamId] of steamIds.entries()) {
      const view = all.get(steamId);
      if (view && (view.state !== 'loading' || view.entry)) continue;
      if (index >= asked.length) all.set(steamId, { steamId, state: 'unasked', stale: false });
      else if (interrupted) all.set(steamId, { steamId, state: 'failed', stale: false });
    }
    return all;
  }, [kept, views, looked, steamIds, asked, interrupted]);
}
