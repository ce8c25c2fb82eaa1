import { z } from 'zod';
import type { Account } from '#extension/account/account.ts';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Of these players, those the person has reported, and when, ms. The one question matches have about reports. */
export type Reported = (steamIds: readonly SteamId[]) => Promise<ReadonlyMap<SteamId, number>>;

/** Of an answer with one's own reports, what is needed here. */
const pageSchema = z.object({
  items: z.array(z.object({ steamId: steamIdSchema, reportedAt: timeSchema })),
  next: z.string().nullable(),
});
const PAGE = 100;
/** Far above what anybody reports. */
const MAX_PAGES = 20;

/** Asks the backend for one's own reports, newest first, until all are found or told. Knows of none when it cannot be asked. */
export function createReported({ ask, kept }: Pick<Account, 'ask' | 'kept'>): Reported {
  return async (steamIds) => {
    const wanted = new Set(steamIds);
    const found = new Map<SteamId, number>();
    if (wanted.size === 0 || !(await kept())) return found;
    let cursor: string | null = null;
    for (let pages = 0; pages < MAX_PAGES && found.size < wanted.size; pages += 1) {
      const query = new URLSearchParams({ limit: String(PAGE), ...(cursor !== null && { cursor }) });
      const answer = await ask('GET', `/v1/reports?${query}`, pageSchema);
      if (answer.state !== 'ok') break;
      for (const { steamId, reportedAt } of answer.value.items) if (wanted.has(steamId)) found.set(steamId, reportedAt);
      cursor = answer.value.next;
      if (cursor === null) break;
    }
    return found;
  };
}
