import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { wordsSchema } from '#shared/api/text.ts';
import { decodeShareCode } from '#shared/steam/share-code.ts';

/** What somebody is reported for. `boosting` is playing below one's own strength, or for somebody else's rank. */
export const REPORT_CATEGORIES = ['aim', 'wall', 'movement', 'other-cheat', 'boosting', 'griefing'] as const;

export const MAX_REPORT_WORDS = 1_000;
export const MAX_EVIDENCE = 5;

const shareCodeSchema = z
  .string()
  .max(40)
  .refine((code) => decodeShareCode(code) !== undefined, { error: 'not a match share code' });

/** A page that shows something: http or https, and no sign-in data in it. */
const linkSchema = z
  .url({ protocol: /^https?$/, error: 'not an http or https address' })
  .max(500)
  .refine((text) => !hasCredentials(text), { error: 'contains a user name or password' });

function hasCredentials(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.username !== '' || url.password !== '');
}

/** One piece of evidence. A tick is one of the demo of that match; matches run at 64 a second. */
const reportEvidenceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('share-code'), code: shareCodeSchema }),
  z.strictObject({ kind: z.literal('demo-tick'), code: shareCodeSchema, tick: z.int().min(0).max(10_000_000) }),
  z.strictObject({ kind: z.literal('link'), url: linkSchema }),
]);

/**
 * `PUT /v1/reports/{steamId}`: reports a player, or replaces one's own report on that player. Sent with an
 * `Idempotency-Key` (`idempotencyKeySchema`): the same key again is the same report, however often it arrives.
 */
export const reportRequestSchema = z.strictObject({
  category: z.enum(REPORT_CATEGORIES),
  /** The match it happened in, by our ID of it. */
  matchId: z.string().min(1).max(64).exactOptional(),
  /** When it happened, when the match is not known; the server refuses the future. */
  playedAt: timeSchema.exactOptional(),
  evidence: z.array(reportEvidenceSchema).max(MAX_EVIDENCE).default([]),
  words: wordsSchema({ max: MAX_REPORT_WORDS }).default(''),
});
export type ReportRequest = z.infer<typeof reportRequestSchema>;

/** Made by the client, once for each thing it wants done. */
export const idempotencyKeySchema = z.uuid();

/**
 * What became of a report. `banned`: Steam banned the player since. `upheld` and `rejected` by a moderator. Only `open`
 * ones can be edited; any can be withdrawn, which does not undo an outcome.
 */
export const REPORT_OUTCOMES = ['open', 'upheld', 'rejected', 'banned'] as const;

/** One's own report. */
export const myReportSchema = reportRequestSchema.extend({
  steamId: steamIdSchema,
  reportedAt: timeSchema,
  editedAt: timeSchema.nullable(),
  outcome: z.enum(REPORT_OUTCOMES),
  outcomeAt: timeSchema.nullable(),
  /** Match data shows that the two met. */
  playedTogether: z.boolean(),
});

export type MyReport = z.infer<typeof myReportSchema>;

/**
 * A line of one's own reports. `state`: `open` waits for others or for a look · `in-review` a case about the player is open
 * with the moderators · `decided` there is an outcome. `ban`: VAC and game bans the player has now, and when they were first
 * seen (`noticedAt`, null when they were there at the first look); null without any. `since` the report tells whether Steam
 * banned after it was made.
 */
export const listedReportSchema = myReportSchema.extend({
  state: z.enum(['open', 'in-review', 'decided']),
  /** As last seen at Steam. */
  name: z.string().nullable(),
  ban: z
    .object({
      vac: z.int().min(0),
      game: z.int().min(0),
      lastBanAt: timeSchema.nullable(),
      noticedAt: timeSchema.nullable(),
      since: z.boolean(),
    })
    .nullable(),
});
export type ListedReport = z.infer<typeof listedReportSchema>;

/** `GET /v1/reports`: one's own, newest first; `next` is the cursor of the next page or null. */
export const myReportsQuerySchema = z.object({
  outcome: z.enum(REPORT_OUTCOMES).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(64).optional(),
});
export const myReportsResponseSchema = z.object({ items: z.array(listedReportSchema), next: z.string().nullable() });

/** `DELETE /v1/reports/{steamId}`: whether there was one to take back. */
export const withdrawnResponseSchema = z.object({ withdrawn: z.boolean() });

/**
 * `GET /v1/players/{steamId}/reports`: what everybody may know. "14 reports count as 2.3 independent ones; 31 others
 * played them and did not report."
 */
export const reportSummarySchema = z.object({
  steamId: steamIdSchema,
  state: z.enum(['none', 'reported', 'strong']),
  reports: z.int().min(0),
  /** One decimal. */
  independent: z.number().min(0),
  silent: z.int().min(0),
  /** What the reports add to the score's log-odds, in nats. */
  nats: z.number().min(0).max(1.3),
  computedAt: timeSchema,
});
export type ReportSummary = z.infer<typeof reportSummarySchema>;
