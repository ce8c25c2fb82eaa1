import type { Table } from 'dexie';
import type { z } from 'zod';
import { createDatabase } from '#extension/cache/database.ts';

/** Rows read and checked at a time: short enough that the page answers in between. */
export const PORTION = 1_000;

/** Opened once per page. Pages of the extension read the database themselves: the background need not wake for it. */
let opened: ReturnType<typeof createDatabase> | undefined;
export function localDatabase() {
  opened ??= createDatabase('cstatsentry');
  return opened;
}

/** Lets the browser draw and answer before the next portion. */
export const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));

/**
 * Every row of a table that its schema accepts, portion by portion. Unlike the cache it does not hide failures: rejects
 * where the browser keeps the page from its storage. `gone` ends it early; `size` is that of a portion.
 */
export async function eachRow<S extends z.ZodType>(
  table: Table<unknown, string>,
  schema: S,
  take: (row: z.infer<S>) => void,
  gone: () => boolean = () => false,
  size = PORTION,
): Promise<void> {
  let unreadable = 0;
  let after = '';
  while (!gone()) {
    const portion = table.where(':id').above(after).limit(size);
    const [keys, rows] = await Promise.all([portion.primaryKeys(), portion.toArray()]);
    for (const row of rows) {
      const read = schema.safeParse(row);
      if (read.success) take(read.data);
      else unreadable += 1;
    }
    const last = keys.at(-1);
    if (last === undefined || keys.length < size) break;
    after = last;
    await breathe();
  }
  // They are left where they are: what made them, an older or a newer version, may still know them.
  if (unreadable > 0) console.warn(`CStatSentry: ${unreadable} rows of "${table.name}" are unreadable and left out`);
}
