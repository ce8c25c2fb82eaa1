import { useEffect, useState } from 'preact/hooks';
import { createDatabase } from '#extension/cache/database.ts';
import { createHistoryStore } from '#extension/sync/store.ts';
import { type PersonMet, peopleMet } from '#shared/match-history/people.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const report = (what: string, error: unknown) => console.warn(`CStatSentry: ${what}`, error);

export interface Met {
  /** Without an entry: never met. */
  met: ReadonlyMap<SteamId, PersonMet>;
  /** The matches could not be read: whether they were met is not known. */
  failed: boolean;
  again: () => void;
}

/** Matches with each of these players, out of what this browser holds. */
export function useMet(steamIds: readonly SteamId[]): Met {
  const [met, setMet] = useState<ReadonlyMap<SteamId, PersonMet>>(new Map());
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  const wanted = steamIds.join();
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const database = createDatabase('cstatsentry');
      try {
        const store = createHistoryStore(database, report);
        const found = new Map<SteamId, PersonMet>();
        for (const steamId of steamIds) {
          const matches = await store.matchesWith(steamId);
          const viewer = matches[0]?.viewer;
          const person = viewer && peopleMet(matches, viewer).get(steamId);
          if (person) found.set(steamId, person);
        }
        if (gone) return;
        setMet(found);
        setFailed(false);
      } finally {
        database.close();
      }
    };
    read().catch((error: unknown) => {
      report('matches with these players could not be read', error);
      if (!gone) setFailed(true);
    });
    return () => {
      gone = true;
    };
  }, [wanted, tries]);
  return { met, failed, again: () => setTries(tries + 1) };
}
