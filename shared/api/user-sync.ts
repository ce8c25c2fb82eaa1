import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';

/**
 * One person's watchlist, notes and settings, the same in all their browsers. Each field of each player, and each setting, is
 * an entry by itself with its own version; nothing is sent whole.
 *
 * A browser keeps for each entry the version it knows, and a cursor. It sends what the person changed (`base` is the version
 * the change was made from) and gets every entry that changed since the cursor, its own included. Sending the same change
 * twice does no harm.
 *
 * When `base` is not the version held, somebody changed the entry elsewhere meanwhile. The change made last (`at`) wins, and
 * both sides agree on it. A text that loses is kept among `others` and every browser shows both until the person settles it;
 * tags of both sides are joined. Flags and settings just follow the last change.
 */

/** Most changes of one request, and its largest body in bytes: whoever has more sends several. */
export const MAX_SYNC_CHANGES = 100;
export const MAX_SYNC_BYTES = 224 * 1024;
/** Most players one person can keep something about. */
export const MAX_SYNC_PLAYERS = 50_000;
/** Most texts kept of one entry beside the one that holds. Beyond it a conflicting text is `full`: not taken, not lost here. */
export const MAX_SYNC_OTHERS = 10;

/** As in `extension/notes/note.ts`. */
const noteText = z
  .string()
  .max(2_000)
  .refine((text) => text.isWellFormed(), { error: 'not valid Unicode' });
const tagSchema = z
  .string()
  .trim()
  .min(1)
  .max(32)
  .regex(/^[^,;"\p{Cc}]+$/u)
  .refine((text) => text.isWellFormed(), { error: 'not valid Unicode' });

/** Settings by name, as the extension calls them; the backend reads none of them. Never secrets, never whom to contact. */
const settingName = z.string().regex(/^[a-z][A-Za-z0-9.-]{0,39}$/, { error: 'not a name of a setting' });
const settingScalar = z.union([z.string().max(2_000), z.number(), z.boolean()]);
const settingValue = z.union([settingScalar, z.array(settingScalar).max(100), z.null()]);

const player = { steamId: steamIdSchema };
/** The fields an entry can have. `null`: removed, or never set. `name`: as the player was called when noted. */
const fields = {
  watched: { field: z.literal('watched'), ...player, value: z.boolean().nullable() },
  trusted: { field: z.literal('trusted'), ...player, value: z.boolean().nullable() },
  text: { field: z.literal('text'), ...player, value: noteText.nullable() },
  tags: { field: z.literal('tags'), ...player, value: z.array(tagSchema).max(10).nullable() },
  name: { field: z.literal('name'), ...player, value: z.string().max(200).nullable() },
  setting: { field: z.literal('setting'), name: settingName, value: settingValue },
};

const changed = {
  /** Version of the entry the change was made from; 0 when the browser knew none. */
  base: z.int().min(0),
  /** When the person made it, ms by the browser's clock; the future counts as now. */
  at: timeSchema,
  /** The person has seen the `others` of version `base` and this text is what stays: they are dropped. */
  settles: z.boolean().exactOptional(),
};
const changeSchema = z.discriminatedUnion('field', [
  z.strictObject({ ...fields.watched, ...changed }),
  z.strictObject({ ...fields.trusted, ...changed }),
  z.strictObject({ ...fields.text, ...changed }),
  z.strictObject({ ...fields.tags, ...changed }),
  z.strictObject({ ...fields.name, ...changed }),
  z.strictObject({ ...fields.setting, ...changed }),
]);
export type SyncChange = z.infer<typeof changeSchema>;

const held = { version: z.int().min(1), at: timeSchema };
export const syncEntrySchema = z.discriminatedUnion('field', [
  z.object({ ...fields.watched, ...held }),
  z.object({ ...fields.trusted, ...held }),
  z.object({
    ...fields.text,
    ...held,
    /** Texts of other browsers that lost to this one, oldest first; empty when there is nothing to settle. */
    others: z.array(z.object({ text: z.string(), at: timeSchema })),
  }),
  /** More than ten after two browsers' tags were joined: none is left out. */
  z.object({ ...fields.tags, value: z.array(z.string()).nullable(), ...held }),
  z.object({ ...fields.name, ...held }),
  z.object({ ...fields.setting, ...held }),
]);
export type SyncEntry = z.infer<typeof syncEntrySchema>;

/** `GET /v1/me/sync?since=`: what changed since a cursor; 0 for everything. */
export const syncQuerySchema = z.strictObject({
  since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
});

/** `POST /v1/me/sync`: changes of this browser; answered with those of others, as by `GET`. */
export const syncChangesSchema = z.strictObject({
  since: z.int().min(0),
  changes: z.array(changeSchema).max(MAX_SYNC_CHANGES),
});

/**
 * In the order sent. `taken` · `same`: it was so already · `older`: a later change from elsewhere holds (a text is kept
 * among `others`) · `full`: too many players, or too many texts to settle; nothing was changed.
 */
const syncResultSchema = z.enum(['taken', 'same', 'older', 'full']);
export type SyncResult = z.infer<typeof syncResultSchema>;

export const syncResponseSchema = z.object({
  /** Empty for `GET`. */
  results: z.array(syncResultSchema),
  /** By version; with `more`, ask again from `cursor`. */
  entries: z.array(syncEntrySchema),
  cursor: z.int().min(0),
  more: z.boolean(),
});
export type SyncResponse = z.infer<typeof syncResponseSchema>;
