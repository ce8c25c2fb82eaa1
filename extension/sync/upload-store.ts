import type { Dexie } from 'dexie';
import { z } from 'zod';
import type { Tables } from '#extension/cache/database.ts';
import { type MatchRow, matchRowSchema } from '#extension/sync/rows.ts';
import { timeSchema } from '#shared/api/common.ts';

/** Of one match at most; the backend tells twenty. */
export const MAX_ERRORS = 50;

/** What became of a match, for one account at one backend. */
const uploadRowSchema = z.object({
  /** Of the match. */
  id: z.string(),
  /** Origin of the backend and Steam ID: another account begins anew. */
  account: z.string(),
  /** `skipped`: nothing this account could send. */
  state: z.enum(['sent', 'refused', 'skipped']),
  /** 1 when anything of it was not taken: IndexedDB has no index of booleans. */
  flawed: z.union([z.literal(0), z.literal(1)]),
  map: z.string(),
  playedAt: timeSchema,
  errors: z
    .array(z.object({ path: z.string(), message: z.string(), name: z.string().exactOptional() }))
    .max(MAX_ERRORS),
});
export type UploadRow = z.infer<typeof uploadRowSchema>;

/** Which matches were uploaded. Deleted with the matches; a match that was read anew is uploaded anew. */
export interface UploadStore {
  /** IDs of matches nothing was done about for this account, newest first. */
  pending(account: string): Promise<string[]>;
  matches(ids: readonly string[]): Promise<MatchRow[]>;
  put(rows: readonly UploadRow[]): Promise<void>;
  count(account: string): Promise<{ matches: number; sent: number; refused: number; skipped: number }>;
  /** Those not taken whole, newest first. */
  flawed(account: string, limit: number): Promise<UploadRow[]>;
  clear(): Promise<void>;
}

export function createUploadStore(
  { matches, uploads }: Dexie & Tables,
  report: (what: string, error: unknown) => void,
): UploadStore {
  const rowsOf = (account: string) => uploads.where('[account+state]').between([account, ''], [account, '\uffff']);
  return {
    async pending(account) {
      const known = new Set(await rowsOf(account).primaryKeys());
      const all = await matches.orderBy('playedAt').reverse().primaryKeys();
      return all.filter((id) => !known.has(id));
    },
    async matches(ids) {
      return (await matches.bulkGet([...ids])).flatMap((row) => {
        if (row === undefined) return [];
        const read = matchRowSchema.safeParse(row);
        if (read.success) return [read.data];
        report('a row of "matches" is unreadable and left out', read.error);
        return [];
      });
    },
    put: async (rows) => void (await uploads.bulkPut([...rows])),
    async count(account) {
      const of = (state: UploadRow['state']) => uploads.where('[account+state]').equals([account, state]).count();
      const [all, sent, refused, skipped] = await Promise.all([
        matches.count(),
        of('sent'),
        of('refused'),
        of('skipped'),
      ]);
      return { matches: all, sent, refused, skipped };
    },
    async flawed(account, limit) {
      const rows = await uploads
        .where('[account+flawed+playedAt]')
        .between([account, 1, 0], [account, 1, Number.MAX_SAFE_INTEGER])
        .reverse()
        .limit(limit)
        .toArray();
      return rows.flatMap((row) => {
        const read = uploadRowSchema.safeParse(row);
        if (read.success) return [read.data];
        report('a row of "uploads" is unreadable and left out', read.error);
        return [];
      });
    },
    clear: () => uploads.clear(),
  };
}
