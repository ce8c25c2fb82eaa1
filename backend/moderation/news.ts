import { eventsAfter, lastEvent, loadEvents } from '#backend/moderation/store.ts';
import type { Database } from '#backend/platform/database.ts';
import type { ModerationEvent } from '#shared/moderation/events.ts';
import { type CaseStatus, replay } from '#shared/moderation/status.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** An event of any case, with what was in force after it and whether an appeal waited before it. */
export interface CaseNews {
  id: number;
  steamId: SteamId;
  event: ModerationEvent;
  measure: CaseStatus['measure'];
  appealed: boolean;
}

/** Events behind a place, in the order they were appended. */
export async function caseNewsAfter(database: Database, id: number, limit: number): Promise<CaseNews[]> {
  const rows = await eventsAfter(database, id, limit);
  const logs = new Map<SteamId, ModerationEvent[]>();
  for (const { steamId } of rows) {
    if (!logs.has(steamId)) logs.set(steamId, await loadEvents(database, steamId));
  }
  return rows.map(({ id, steamId, event }) => {
    const log = logs.get(steamId) ?? [];
    const { measure } = replay(log.slice(0, event.sequence));
    return { id, steamId, event, measure, appealed: replay(log.slice(0, event.sequence - 1)).appealed };
  });
}

export { lastEvent as lastCaseNews };
