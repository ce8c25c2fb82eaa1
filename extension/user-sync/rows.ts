import { z } from 'zod';
import { NOTE_FIELDS } from '#extension/notes/fields.ts';
import { steamIdSchema } from '#shared/api/common.ts';

const valueSchema = z.union([z.literal(true), z.string(), z.array(z.string()), z.null()]);

/** An entry of the account as this browser last saw it. */
const entry = {
  version: z.int().min(0),
  value: valueSchema,
  at: z.number(),
  others: z.array(z.object({ text: z.string(), at: z.number() })),
};

export const syncedRowSchema = z.object({
  /** Steam ID and field. */
  key: z.string(),
  steamId: steamIdSchema,
  field: z.enum(NOTE_FIELDS),
  ...entry,
  /** The reading of everything in which it was last seen; what was not seen in the latest one is not in the account. */
  pass: z.int(),
  /** Came while an edit made here from `version` waits to be sent. */
  remote: z.object(entry).exactOptional(),
  /** The version whose `others` the person has dealt with. */
  settles: z.int().exactOptional(),
  /** The backend had no room for it. */
  full: z.boolean().exactOptional(),
});
export type SyncedRow = z.infer<typeof syncedRowSchema>;

export const syncStateSchema = z.object({
  /** Origin and Steam ID of the account these notes are synced with. */
  owner: z.string(),
  cursor: z.int().min(0),
  pass: z.int(),
  /** Everything is being read, from the beginning. */
  whole: z.boolean(),
  /** Last time all went well, ms. */
  lastAt: z.number().exactOptional(),
  failures: z.int().min(0),
  /** Not before, ms. */
  retryAt: z.number().exactOptional(),
});
export type SyncState = z.infer<typeof syncStateSchema>;
