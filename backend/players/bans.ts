import { type Clock, DAY } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { Budget } from '#backend/platform/http.ts';
import type { Observation } from '#backend/players/record.ts';
import type { Refresher } from '#backend/players/refresh.ts';
import { loadRecords } from '#backend/players/store.ts';
import type { SteamClient } from '#backend/steam/client.ts';
import type { BansResponse } from '#shared/api/players.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export interface BansDeps {
  database: Database;
  steam: Pick<SteamClient, 'bans'>;
  refresher: Pick<Refresher, 'record'>;
  clock: Clock;
}

/** A ban state seen this long ago, ms, is looked at again. */
const MAX_AGE = DAY;

type Result = BansResponse['players'][number];

/**
 * Bans of up to a hundred players: what is held, and one call to Steam for all whose state is missing or old. Players we
 * know are brought up to date by it; strangers are answered and not kept, since nobody asked for their score.
 */
export function createBanLooks({ database, steam, refresher, clock }: BansDeps) {
  return async function bans(asked: readonly SteamId[], budget: Budget): Promise<BansResponse> {
    const steamIds = [...new Set(asked)];
    const now = clock.now();
    const held = await loadRecords(database, steamIds, now);
    const results = new Map<SteamId, Result>();
    for (const [steamId, { facts, sources }] of held) {
      const status = sources.find(({ source }) => source === 'bans');
      if (!status || status.checkedAt <= now - MAX_AGE) continue;
      if (status.state === 'not-found') results.set(steamId, { state: 'not-found', steamId });
      else if (status.state === 'ok' && facts.bans) results.set(steamId, { state: 'ok', steamId, bans: facts.bans });
    }
    const due = steamIds.filter((steamId) => !results.has(steamId));
    if (due.length > 0) {
      // One call, however many players it names.
      const { granted, retryAfterMs } = budget(1);
      if (granted === 0) {
        for (const steamId of due) results.set(steamId, { state: 'limited', steamId, retryAfterMs });
      } else await look(due, held.keys(), results);
    }
    return { players: steamIds.map((steamId) => results.get(steamId) ?? { state: 'failed', steamId }) };
  };

  async function look(due: readonly SteamId[], known: Iterable<SteamId>, results: Map<SteamId, Result>): Promise<void> {
    const kept = new Set(known);
    const observations = new Map<SteamId, Observation>();
    for (const [steamId, outcome] of await steam.bans(due)) {
      if (outcome.state === 'ok') {
        results.set(steamId, { state: 'ok', steamId, bans: { ...outcome.value, observedAt: clock.now() } });
        if (kept.has(steamId)) observations.set(steamId, { bans: outcome });
      } else if (outcome.state === 'not-found') results.set(steamId, { state: 'not-found', steamId });
      else if (outcome.state === 'limited') {
        results.set(steamId, { state: 'limited', steamId, retryAfterMs: Math.ceil(outcome.retryAfterMs) });
      } else results.set(steamId, { state: 'failed', steamId });
    }
    if (observations.size > 0) await refresher.record(observations);
  }
}
