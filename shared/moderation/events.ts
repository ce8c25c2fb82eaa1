import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { wordsSchema } from '#shared/api/text.ts';

/**
 * What can happen to a case. A case is about one Steam account, be it as a reported player or as somebody who reports and
 * reviews here. Events are only ever appended; everything said of a case is derived from them.
 */

/** What is in force against an account, from mild to severe. `block` stops reporting and reviewing, `ban` ends it. */
export const MEASURES = ['none', 'flag', 'block', 'ban'] as const;
export type Measure = (typeof MEASURES)[number];

/** What gave rise to an event: answers given at inhuman speed, a shared device, reports, or a person's judgement. */
export const EVENT_SOURCES = ['speed', 'device', 'reports', 'manual'] as const;

export const MAX_REASON = 1_000;
export const MAX_NOTE = 4_000;

const reason = wordsSchema({ min: 1, max: MAX_REASON });

/** Who did it: a person by their account, or the product itself. */
const actorSchema = z.union([z.literal('system'), steamIdSchema]);

const common = {
  /** Place in the case's log, from 1 without gaps. */
  sequence: z.int().min(1),
  at: timeSchema,
  actor: actorSchema,
  source: z.enum(EVENT_SOURCES),
};

const limited = { ...common, reason, expiresAt: timeSchema.nullable() };

export const moderationEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('flag'), ...common, reason }),
  z.strictObject({ type: z.literal('block'), ...limited }),
  z.strictObject({ type: z.literal('ban'), ...limited }),
  /** Ends whatever is in force and closes the case. */
  z.strictObject({ type: z.literal('clear'), ...common, reason }),
  /** The reports were right, or were not: their reporters' weights follow. */
  z.strictObject({ type: z.literal('uphold'), ...common, reason }),
  z.strictObject({ type: z.literal('reject'), ...common, reason }),
  /** Among moderators only; changes nothing. */
  z.strictObject({ type: z.literal('note'), ...common, text: wordsSchema({ min: 1, max: MAX_NOTE }) }),
  /** The person concerned disagrees. */
  z.strictObject({ type: z.literal('appeal'), ...common, text: wordsSchema({ min: 1, max: MAX_REASON }) }),
  /** A block or ban has run out. */
  z.strictObject({ type: z.literal('expire'), ...common }),
  /** The reports became strong. `reporters`: how many not muted reported since the last decision; with none it changes nothing. */
  z.strictObject({
    type: z.literal('reports-strong'),
    ...common,
    reporters: z.int().min(0),
    independent: z.number().min(0),
    share: z.number().min(0).max(1),
  }),
  /** Something else drew attention: answer speed, a shared device. */
  z.strictObject({ type: z.literal('detection'), ...common, reason }),
]);
export type ModerationEvent = z.infer<typeof moderationEventSchema>;

/** An event before the log has given it its place. */
export type NewEvent = ModerationEvent extends infer E
  ? E extends ModerationEvent
    ? Omit<E, 'sequence'>
    : never
  : never;
