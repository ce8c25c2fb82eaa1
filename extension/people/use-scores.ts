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
    read().catch((error: unknown) => console.warn('kept scores could not be read', error));
    return () => {
      gone = true;
    };
  }, [steamIds]);
  const asked = useMemo(() => steamIds.slice(0, MAX_ASKED), [steamIds]);
  const { views } = useViews(asked);
  return useMemo(() => new Map([...kept, ...[...views].filter(([, view]) => view.entry)]), [kept, views]);
}
