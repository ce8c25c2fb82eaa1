import type { MyReports } from '#extension/reports/report.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Of these players, those the person has reported, and when, ms. The one question matches have about reports. */
export type Reported = (steamIds: readonly SteamId[]) => Promise<ReadonlyMap<SteamId, number>>;

/** Asks one's own reports: those made in this browser, sent or not, and where the backend answers those made elsewhere. */
export function createReported(mine: (renew: boolean) => Promise<MyReports>): Reported {
  return async (steamIds) => {
    const wanted = new Set(steamIds);
    if (wanted.size === 0) return new Map();
    const { reports } = await mine(true);
    // What was refused reached nobody, and what is taken back is none any more.
    const standing = reports.filter(({ state, withdrawing }) => state !== 'refused' && !withdrawing);
    return new Map(
      standing.flatMap(({ steamId, at, stored }) =>
        wanted.has(steamId) ? [[steamId, stored?.reportedAt ?? at] as const] : [],
      ),
    );
  };
}
