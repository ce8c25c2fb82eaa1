import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';

export const MAX_TAGS = 10;
export const MAX_NOTE = 2_000;

const tagSchema = z
  .string()
  .trim()
  .min(1)
  .max(32)
  .regex(/^[^,;"\p{Cc}]+$/u);

/** What a person keeps about a player, in this browser only. */
export const noteSchema = z.object({
  steamId: steamIdSchema,
  /** As the player was called then. */
  name: z.string().max(200).exactOptional(),
  /** Looked at daily for bans, though perhaps never met. */
  watched: z.boolean(),
  /** Known to be fine: listed last, and never among the suspicious. */
  trusted: z.boolean(),
  text: z.string().max(MAX_NOTE),
  tags: z.array(tagSchema).max(MAX_TAGS),
  updatedAt: timeSchema,
});
export type Note = z.infer<typeof noteSchema>;

/** Says nothing, so it need not be kept. */
export function isEmptyNote({ watched, trusted, text, tags }: Omit<Note, 'updatedAt'>): boolean {
  return !watched && !trusted && text.trim() === '' && tags.length === 0;
}

/** What was typed for tags, separated by commas, each once: whether they can be some or not. */
export function typedTags(text: string): Set<string> {
  const parts = text.split(/[,;\n]/).map((part) => part.replace(/\s+/g, ' ').trim());
  return new Set(parts.filter((part) => part !== ''));
}

/** Tags as typed, without those that are none. */
export function readTags(text: string): string[] {
  return [...typedTags(text)].filter((tag) => tagSchema.safeParse(tag).success).slice(0, MAX_TAGS);
}
