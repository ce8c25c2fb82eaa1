import { z } from 'zod';
import type { Log } from '#backend/platform/log.ts';
import type { Seal } from '#backend/platform/seal.ts';
import type { HeldEntry } from '#backend/user-sync/decide.ts';
import type { EntryKey, EntryRow } from '#backend/user-sync/store.ts';
import { type SyncEntry, syncEntrySchema } from '#shared/api/user-sync.ts';

/** Kept in clear, since other features ask for them; all else is what people write. */
const FLAGS: ReadonlySet<SyncEntry['field']> = new Set<SyncEntry['field']>(['watched', 'trusted']);
const lostSchema = z.array(z.object({ text: z.string(), at: z.number() }));

export const keyOf = ({ field, subject }: EntryKey) => `${field} ${subject}`;

/** Reads and writes rows; what was sealed for one entry of one person opens as no other. */
export function createEntryCodec(seal: Seal, log: Log) {
  const about = (userId: string, key: string) => `${userId} ${key}`;
  return {
    /** Undefined for what cannot be opened or read any more: sealed with another key, or by a later version. */
    async read(userId: string, row: EntryRow): Promise<(HeldEntry & { entry: SyncEntry }) | undefined> {
      const { field, subject, version, at } = row;
      const key = about(userId, keyOf(row));
      const value = FLAGS.has(field) ? row.value : await seal.open(row.value, key);
      const others = row.others === null ? '[]' : await seal.open(row.others, key);
      if (value === undefined || others === undefined) {
        log.warn('user-sync.unreadable', { field });
        return undefined;
      }
      const lost = lostSchema.parse(JSON.parse(others));
      const of = field === 'setting' ? { name: subject } : { steamId: subject };
      const parsed: unknown = JSON.parse(value);
      const entry = syncEntrySchema.safeParse({ field, ...of, value: parsed, version, at, others: lost }).data;
      return entry && { entry, value: entry.value, version, at, others: lost };
    },

    async write(userId: string, key: EntryKey, held: HeldEntry): Promise<EntryRow> {
      const sealed = (text: string) => seal.close(text, about(userId, keyOf(key)));
      const value = JSON.stringify(held.value);
      return {
        ...key,
        version: held.version,
        at: held.at,
        value: FLAGS.has(key.field) ? value : await sealed(value),
        others: held.others.length === 0 ? null : await sealed(JSON.stringify(held.others)),
      };
    },
  };
}
