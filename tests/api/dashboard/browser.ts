import { type SyncChange, type SyncEntry, type SyncResponse, syncResponseSchema } from '#shared/api/user-sync.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import { read } from '#tests/api/client.ts';
import type { Player } from '#tests/api/matches/scene.ts';

/** One browser of somebody: what it knows of each entry, and how far it has read. */
export interface Browser {
  /** Sends changes; answers with what became of each. */
  send(...changes: SyncChange[]): Promise<SyncResponse['results']>;
  /** Reads what others changed, a few entries at a time. */
  fetch(): Promise<void>;
  /** Changes made from what this browser knows now. */
  note(steamId: SteamId, value: string | null, at: number, settles?: boolean): SyncChange;
  watch(steamId: SteamId, value: boolean | null, at: number): SyncChange;
  tag(steamId: SteamId, value: string[], at: number): SyncChange;
  setting(name: string, value: string | number, at: number): SyncChange;
  value(key: string): SyncEntry['value'] | undefined;
  others(steamId: SteamId): string[];
  entries(): SyncEntry[];
}

const keyOf = (entry: SyncEntry) => `${entry.field} ${entry.field === 'setting' ? entry.name : entry.steamId}`;

export function browserOf(person: Player): Browser {
  const known = new Map<string, SyncEntry>();
  let cursor = 0;
  const base = (key: string) => known.get(key)?.version ?? 0;
  const take = (response: SyncResponse) => {
    for (const entry of response.entries) known.set(keyOf(entry), entry);
    cursor = response.cursor;
    return response;
  };
  return {
    async send(...changes) {
      const answer = await person.ask('POST', '/v1/me/sync', { since: cursor, changes });
      return take(read(answer, syncResponseSchema)).results;
    },
    async fetch() {
      for (let more = true; more; ) {
        const answer = await person.ask('GET', `/v1/me/sync?since=${cursor}&limit=3`);
        more = take(read(answer, syncResponseSchema)).more;
      }
    },
    note: (steamId, value, at, settles) => ({
      ...{ field: 'text', steamId, value, at, base: base(`text ${steamId}`) },
      ...(settles !== undefined && { settles }),
    }),
    watch: (steamId, value, at) => ({ field: 'watched', steamId, value, at, base: base(`watched ${steamId}`) }),
    tag: (steamId, value, at) => ({ field: 'tags', steamId, value, at, base: base(`tags ${steamId}`) }),
    setting: (name, value, at) => ({ field: 'setting', name, value, at, base: base(`setting ${name}`) }),
    value: (key) => known.get(key)?.value,
    others(steamId) {
      const entry = known.get(`text ${steamId}`);
      return entry?.field === 'text' ? entry.others.map(({ text }) => text) : [];
    },
    entries: () => [...known.values()],
  };
}
