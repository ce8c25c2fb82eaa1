import type { Dexie, Table } from 'dexie';
import { z } from 'zod';
import type { Tables } from '#extension/cache/database.ts';
import {
  type BanMet,
  banMetSchema,
  type MatchRow,
  matchRowSchema,
  type PersonRow,
  personRowSchema,
} from '#extension/sync/rows.ts';
import type { HistoryMatch } from '#shared/match-history/match.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Matches, people met and bans since, in IndexedDB. Unlike the cache it does not hide failures: who reads or writes says so. */
export interface HistoryStore {
  /** Keeps matches; how many of them are new. One that was cut off gives way to the whole one. */
  add(matches: readonly HistoryMatch[], viewer: SteamId): Promise<number>;
  /** Newest first; `before` (ms) goes on where an earlier call ended. Fewer than `limit` are the last there are. */
  latest(limit: number, before?: number): Promise<MatchRow[]>;
  /** Those with somebody, newest first. */
  matchesWith(steamId: SteamId): Promise<MatchRow[]>;
  countMatches(): Promise<number>;
  /** People not looked at since `checkedBefore` (ms), longest ago first. */
  due(checkedBefore: number, limit: number): Promise<PersonRow[]>;
  people(steamIds: readonly SteamId[]): Promise<Map<SteamId, PersonRow>>;
  putPeople(rows: readonly PersonRow[]): Promise<void>;
  bansMet(): Promise<BanMet[]>;
  putBansMet(rows: readonly BanMet[]): Promise<void>;
  /** Everything of this. */
  clear(): Promise<void>;
}

const placeSchema = z.object({ playedAt: z.number() });

export function createHistoryStore(
  database: Dexie & Tables,
  report: (what: string, error: unknown) => void,
): HistoryStore {
  const { matches, people, bansMet, uploads } = database;

  /** Rows that the schema accepts; the others are dropped and said. */
  const read = async <S extends z.ZodType>(table: Table<unknown, string>, rows: readonly unknown[], schema: S) => {
    const good: z.infer<S>[] = [];
    for (const row of rows) {
      if (row === undefined) continue;
      const parsed = schema.safeParse(row);
      if (parsed.success) good.push(parsed.data);
      else report(`a row of "${table.name}" is unreadable and left out`, parsed.error);
    }
    return good;
  };

  const meet = async (rows: readonly MatchRow[]) => {
    const met = new Map<SteamId, PersonRow>();
    const known = await people.bulkGet([...new Set(rows.flatMap(({ playerIds }) => playerIds))]);
    for (const row of await read(people, known, personRowSchema)) met.set(row.steamId, row);
    for (const { players, playedAt, viewer } of rows) {
      for (const { steamId, name } of players) {
        if (steamId === viewer) continue;
        const before = met.get(steamId);
        if (before && before.lastMetAt >= playedAt) continue;
        met.set(steamId, { ...before, steamId, name, lastMetAt: playedAt, bansCheckedAt: before?.bansCheckedAt ?? 0 });
      }
    }
    await people.bulkPut([...met.values()]);
  };

  return {
    add: (found, viewer) =>
      database.transaction('rw', matches, people, uploads, async () => {
        const held = await matches.bulkGet(found.map(({ id }) => id));
        const fresh = found
          .filter((match, index) => {
            const before = matchRowSchema.safeParse(held[index]).data;
            return !before || (before.cutOff && !match.cutOff) || before.players.length < match.players.length;
          })
          .map((match): MatchRow => ({ ...match, viewer, playerIds: match.players.map(({ steamId }) => steamId) }));
        await matches.bulkPut(fresh);
        // A match that is whole now is not what was uploaded.
        await uploads.bulkDelete(fresh.map(({ id }) => id));
        await meet(fresh);
        return fresh.length;
      }),
    async latest(limit, before = Number.MAX_SAFE_INTEGER) {
      const good: MatchRow[] = [];
      for (let from = before; good.length < limit; ) {
        const rows = await matches
          .where('playedAt')
          .below(from)
          .reverse()
          .limit(limit - good.length)
          .toArray();
        if (rows.length === 0) break;
        good.push(...(await read(matches, rows, matchRowSchema)));
        // A number in every row that this index finds, however broken the rest.
        from = placeSchema.parse(rows.at(-1)).playedAt;
      }
      return good;
    },
    async matchesWith(steamId) {
      const rows = await read(matches, await matches.where('playerIds').equals(steamId).toArray(), matchRowSchema);
      return rows.sort((a, b) => b.playedAt - a.playedAt);
    },
    countMatches: () => matches.count(),
    async due(checkedBefore, limit) {
      const rows = await people.where('bansCheckedAt').below(checkedBefore).limit(limit).toArray();
      return read(people, rows, personRowSchema);
    },
    async people(steamIds) {
      const rows = await read(people, await people.bulkGet([...steamIds]), personRowSchema);
      return new Map(rows.map((row) => [row.steamId, row]));
    },
    putPeople: async (rows) => void (await people.bulkPut([...rows])),
    async bansMet() {
      return read(bansMet, await bansMet.orderBy('noticedAt').reverse().toArray(), banMetSchema);
    },
    putBansMet: async (rows) => void (await bansMet.bulkPut([...rows])),
    async clear() {
      await Promise.all([matches.clear(), people.clear(), bansMet.clear(), uploads.clear()]);
    },
  };
}
