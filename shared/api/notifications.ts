import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { REPORT_OUTCOMES } from '#shared/api/reports.ts';
import { LANGUAGES } from '#shared/languages.ts';
import { MEASURES } from '#shared/moderation/events.ts';
import { bandSchema } from '#shared/score/assessment.ts';

/**
 * `ban`: Steam banned somebody met or watched · `score`: somebody watched rose to a high score · `report`: what became of
 * one's own report · `appeal`: what became of one's own appeal · `case`: something was decided about oneself without one ·
 * `appeal-waiting`: for moderators, somebody appealed.
 */
export const NOTIFICATION_KINDS = ['ban', 'score', 'report', 'appeal', 'case', 'appeal-waiting'] as const;

const percent = z.int().min(0).max(100);
const common = {
  id: z.int().min(1),
  at: timeSchema,
  readAt: timeSchema.nullable(),
  /** Whom it is about. */
  steamId: steamIdSchema,
  /** As known when it was made. */
  name: z.string().nullable(),
};
const measureSchema = z.enum(MEASURES);

export const notificationSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ban'),
    ...common,
    vac: z.int().min(0),
    game: z.int().min(0),
    /** Whether met, watched or both; `lastMetAt` null for somebody only watched. */
    watched: z.boolean(),
    lastMetAt: timeSchema.nullable(),
  }),
  z.object({ kind: z.literal('score'), ...common, from: percent.nullable(), to: percent, band: bandSchema }),
  z.object({ kind: z.literal('report'), ...common, outcome: z.enum(REPORT_OUTCOMES).exclude(['open']) }),
  /** `measure` that holds now, `none` when nothing does; `reason` in a moderator's words. */
  z.object({ kind: z.literal('appeal'), ...common, measure: measureSchema, reason: z.string() }),
  z.object({ kind: z.literal('case'), ...common, measure: measureSchema, reason: z.string() }),
  z.object({ kind: z.literal('appeal-waiting'), ...common }),
]);
export type Notification = z.infer<typeof notificationSchema>;
export type NotificationKind = Notification['kind'];

/** `GET /v1/notifications`: newest first; `next` is the cursor of the next page or null. With an ETag, for polling. */
export const notificationsQuerySchema = z.strictObject({
  kind: z.enum(NOTIFICATION_KINDS).optional(),
  unread: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  cursor: z.string().max(32).optional(),
});
export const notificationsResponseSchema = z.object({
  items: z.array(notificationSchema),
  next: z.string().nullable(),
  /** Of all kinds, on all pages. */
  unread: z.int().min(0),
});

/** `POST /v1/notifications/read`: these, or all up to and including `until` (an `id`). `read: false` makes them unread again. */
export const readRequestSchema = z.union([
  z.strictObject({ ids: z.array(z.int().min(1)).min(1).max(200), read: z.boolean().default(true) }),
  z.strictObject({ until: z.int().min(1) }),
]);
export const readResponseSchema = z.object({ changed: z.int().min(0), unread: z.int().min(0) });

/**
 * `PUT /v1/notifications/settings`, whole: what one is told of. `minScore`: a score is news when it enters the band that begins
 * there, *highly suspicious* or *near certain*.
 */
export const notificationSettingsSchema = z.strictObject({
  kinds: z.array(z.enum(NOTIFICATION_KINDS)).max(NOTIFICATION_KINDS.length),
  minScore: z.union([z.literal(61), z.literal(81)]),
});
export type NotificationSettings = z.infer<typeof notificationSettingsSchema>;

/** The answer of `GET` and `PUT`; by default all kinds, from 61 on. What a later version adds does not make it wrong. */
export const notificationSettingsResponseSchema = z.object(notificationSettingsSchema.shape);

/**
 * `PUT /v1/notifications/webhook`: where notifications go as well, one's own Discord channel. The address is a secret: it is
 * kept encrypted and never told again.
 */
export const webhookRequestSchema = z.strictObject({
  /** `https://discord.com/api/webhooks/<id>/<token>`, as Discord gives it to copy. */
  url: z.string().min(1).max(300),
  kinds: z.array(z.enum(NOTIFICATION_KINDS)).min(1).max(NOTIFICATION_KINDS.length),
  language: z.enum(LANGUAGES).default('en'),
});

/**
 * Why nothing is sent any more: `gone` Discord knows no such webhook · `refused` Discord does not take our messages ·
 * `failing` a message could not be delivered for a day.
 */
export const webhookTroubleSchema = z.enum(['gone', 'refused', 'failing']);
export type WebhookTrouble = z.infer<typeof webhookTroubleSchema>;

/** `GET /v1/notifications/webhook`, and the answer of `PUT`, `DELETE` and `POST …/test`. */
export const webhookStatusSchema = z.object({
  /** Null when there is none. */
  webhook: z
    .object({
      /** Number of the webhook at Discord; its token is never told. */
      id: z.string(),
      kinds: z.array(z.enum(NOTIFICATION_KINDS)),
      language: z.enum(LANGUAGES),
      setAt: timeSchema,
      deliveredAt: timeSchema.nullable(),
      /** Messages that wait for another try. */
      waiting: z.int().min(0),
      /** Set: switched off until it is put again. */
      trouble: webhookTroubleSchema.nullable(),
    })
    .nullable(),
});
export type WebhookStatus = z.infer<typeof webhookStatusSchema>;
