import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { listedReportSchema, myReportSchema, reportRequestSchema } from '#shared/api/reports.ts';

/** Rows as they lie in IndexedDB; read with these schemas. */

const UNSENT = [
  'unreachable',
  'limited',
  'signed-out',
  'invalid',
  'self',
  'no-player',
  'decided',
  'blocked',
  'other',
] as const;
export const FIELDS = ['category', 'playedAt', 'evidence', 'words'] as const;

const entrySchema = z.object({
  /** `owner` and player: one report per reporter and player. */
  id: z.string(),
  /** Origin of the backend and Steam ID of who reports: in nobody else's name, and to nobody else. */
  owner: z.string(),
  steamId: steamIdSchema,
  name: z.string().exactOptional(),
  action: z.enum(['report', 'withdraw']),
  request: reportRequestSchema,
  /** Made once for what is to be done: however often it is sent, the backend does it once. */
  key: z.uuid(),
  state: z.enum(['held', 'waiting', 'sending', 'refused']),
  madeAt: timeSchema,
  /** Not before, ms. */
  dueAt: timeSchema,
  /** How often it was begun to be sent: above 0 the backend may have it. */
  attempts: z.int().min(0),
  why: z.enum(UNSENT).exactOptional(),
  fields: z.array(z.enum(FIELDS)).exactOptional(),
});

/** Something to be done with one's report on a player. */
export const outboxRowSchema = entrySchema.extend({
  /** What it replaced and an undo brings back. */
  before: entrySchema.exactOptional(),
});
export type OutboxRow = z.infer<typeof outboxRowSchema>;

/** What the backend says of a report. Unlike what is sent, it may hold more than this version knows. */
export const storedReportSchema = z.object({
  ...listedReportSchema.shape,
  evidence: myReportSchema.shape.evidence.catch([]),
  state: listedReportSchema.shape.state.exactOptional(),
  name: listedReportSchema.shape.name.exactOptional(),
  ban: listedReportSchema.shape.ban.exactOptional(),
});

/** A report as the backend last told of it. */
export const mineRowSchema = z.object({
  id: z.string(),
  owner: z.string(),
  steamId: steamIdSchema,
  name: z.string().exactOptional(),
  report: storedReportSchema,
  fetchedAt: timeSchema,
});
export type MineRow = z.infer<typeof mineRowSchema>;

/** What was typed and not handed in. */
export const draftSchema = z.object({
  category: reportRequestSchema.shape.category.exactOptional(),
  playedAt: timeSchema.exactOptional(),
  evidence: z
    .array(
      z.union([
        z.object({ kind: z.literal('share-code'), code: z.string().max(100) }),
        z.object({ kind: z.literal('demo-tick'), code: z.string().max(100), tick: z.int().min(0) }),
        z.object({ kind: z.literal('link'), url: z.string().max(2_000) }),
      ]),
    )
    .max(20),
  words: z.string().max(10_000),
});
export const draftRowSchema = draftSchema.extend({ steamId: steamIdSchema, savedAt: timeSchema });

/** How long nothing is sent, after `failures` in a row. */
export const pauseSchema = z.object({
  until: timeSchema,
  failures: z.int().min(0),
  why: z.enum(['unreachable', 'limited']),
});
export type Pause = z.infer<typeof pauseSchema>;
