import { Dexie, type Table } from 'dexie';
import { z } from 'zod';
import { type Me, meSchema } from '#shared/api/accounts.ts';

/** What is kept of being signed in. Times in ms by this browser's clock. */
const keptSchema = z.object({
  /** The backend that gave the token, and the only one that may see it. */
  origin: z.string(),
  token: z.string(),
  refreshAt: z.number(),
  expiresAt: z.number(),
  /** The account as last seen. */
  me: meSchema,
});
export type Kept = z.infer<typeof keptSchema>;

export interface Vault {
  load(): Promise<Kept | undefined>;
  save(kept: Kept): Promise<void>;
  /** The account alone, if anything is kept: the token may be exchanged at the same moment. */
  saveMe(me: Me): Promise<void>;
  clear(): Promise<void>;
}

const KEY = 'session';

/**
 * The token's place: the extension's own IndexedDB, opened by the background only. (`storage.local` can be read by content
 * scripts.) What cannot be read back counts as nothing.
 */
export function createVault(name: string): Vault {
  const database = new Dexie(name);
  database.version(1).stores({ kept: '' });
  const table: Table<Kept, string> = database.table('kept');
  return {
    load: async () => keptSchema.safeParse(await table.get(KEY)).data,
    save: async (kept) => void (await table.put(kept, KEY)),
    saveMe: async (me) => void (await table.update(KEY, { me })),
    clear: () => table.delete(KEY),
  };
}
