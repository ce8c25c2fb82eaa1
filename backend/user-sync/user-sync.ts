import { type SQL, sql } from 'drizzle-orm';
import type { Clock } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { Log } from '#backend/platform/log.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { Seal } from '#backend/platform/seal.ts';
import { createEntryCodec, keyOf } from '#backend/user-sync/codec.ts';
import { decide, type HeldEntry } from '#backend/user-sync/decide.ts';
import {
  countEntries,
  type EntryRow,
  entriesSince,
  loadEntries,
  loadSequence,
  saveEntries,
} from '#backend/user-sync/store.ts';
import {
  MAX_SYNC_PLAYERS,
  type SyncChange,
  type SyncEntry,
  type SyncResponse,
  type SyncResult,
} from '#shared/api/user-sync.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export { userSyncPersonalData } from '#backend/user-sync/personal.ts';

export interface UserSyncDeps {
  database: Database;
  clock: Clock;
  log: Log;
  seal: Seal;
}

/** One person's watchlist, notes and settings, the same in all their browsers. */
export interface UserSync {
  since(userId: string, since: number, limit: number): Promise<SyncResponse>;
  change(userId: string, changes: readonly SyncChange[], since: number): Promise<SyncResponse>;
}

/** How often a change is tried again when another browser of the same person was faster; most entries in its answer. */
const TRIES = 10;
const PAGE = 500;
/** Settings one person can have; the extension has about twenty. */
const MAX_SETTINGS = 200;

const subjectOf = (change: SyncChange) => (change.field === 'setting' ? change.name : change.steamId);

export function createUserSync({ database, clock, log, seal }: UserSyncDeps): UserSync {
  const codec = createEntryCodec(seal, log);

  async function since(userId: string, cursor: number, limit: number): Promise<SyncResponse> {
    // A cursor of an account that was deleted and made anew, or of a database put back, is none.
    const from = cursor > (await loadSequence(database, userId)) ? 0 : cursor;
    const rows = await entriesSince(database, userId, from, limit + 1);
    const page = rows.slice(0, limit);
    const read = await Promise.all(page.map((row) => codec.read(userId, row)));
    return {
      results: [],
      entries: read.flatMap((held) => held?.entry ?? []),
      cursor: page.at(-1)?.version ?? from,
      more: rows.length > limit,
    };
  }

  /** Decides one change after another on what is held; undefined when somebody else changed something meanwhile. */
  async function attempt(userId: string, changes: readonly SyncChange[]): Promise<SyncResult[] | undefined> {
    const now = clock.now();
    const sequence = await loadSequence(database, userId);
    const keys = changes.map((change) => ({ field: change.field, subject: subjectOf(change) }));
    const held = new Map<string, HeldEntry>();
    for (const row of await loadEntries(database, userId, keys)) {
      const read = await codec.read(userId, row);
      if (read) held.set(keyOf(row), read);
    }
    const count = keys.some((key) => !held.has(keyOf(key))) ? await countEntries(database, userId) : undefined;
    const known = new Set([...held.keys()].map((key) => key.split(' ')[1]));
    // From the time on, so that no version of an account deleted before is given again.
    let version = sequence === 0 ? now : sequence;
    const changed = new Map<string, { field: SyncEntry['field']; subject: string }>();
    const results = changes.map((change, index): SyncResult => {
      const subject = subjectOf(change);
      const key = { field: change.field, subject };
      const { result, entry } = decide(change, held.get(keyOf(key)), now);
      if (entry === undefined) return result;
      if (count && !held.has(keyOf(key)) && !known.has(subject)) {
        const full = change.field === 'setting' ? count.settings >= MAX_SETTINGS : count.players >= MAX_SYNC_PLAYERS;
        if (full) return 'full';
        if (change.field === 'setting') count.settings += 1;
        else count.players += 1;
      }
      known.add(subject);
      version += 1;
      held.set(keyOf(key), { ...entry, version });
      changed.set(keyOf(key), keys[index] ?? key);
      return result;
    });
    if (changed.size === 0) return results;
    const rows: EntryRow[] = [];
    for (const [name, key] of changed) {
      const entry = held.get(name);
      if (entry) rows.push(await codec.write(userId, key, entry));
    }
    return (await saveEntries(database, userId, { from: sequence, to: version, rows })) ? results : undefined;
  }

  return {
    since,

    async change(userId, changes, cursor) {
      for (let tried = 0; tried < TRIES; tried++) {
        const results = await attempt(userId, changes);
        if (results) return { ...(await since(userId, cursor, PAGE)), results };
      }
      throw new ProblemError('unavailable', {
        detail: 'Other browsers of yours change too much just now; nothing was stored.',
      });
    },
  };
}

/** Players somebody watches: `steam_id`. */
export function watchedBy(userId: string): SQL {
  return sql`SELECT subject AS steam_id FROM user_sync_entry
    WHERE user_id = ${userId} AND field = 'watched' AND value = 'true'`;
}

/** Who watches these players. */
export async function watchersOf(
  database: Database,
  steamIds: readonly SteamId[],
): Promise<{ steamId: SteamId; userId: string }[]> {
  return database.query.all<{ steamId: SteamId; userId: string }>(
    sql`SELECT subject AS steamId, user_id AS userId FROM user_sync_entry
      WHERE subject IN (SELECT value FROM json_each(${JSON.stringify(steamIds)})) AND field = 'watched'
        AND value = 'true'`,
  );
}
