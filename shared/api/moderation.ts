import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { matchSchema } from '#shared/api/matches.ts';
import { myReportSchema, reportSummarySchema } from '#shared/api/reports.ts';
import { wordsSchema } from '#shared/api/text.ts';
import { EVENT_SOURCES, MAX_NOTE, MAX_REASON, MEASURES, moderationEventSchema } from '#shared/moderation/events.ts';

const about = { at: timeSchema, source: z.enum(EVENT_SOURCES) };
const subjectEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['flag', 'clear', 'uphold', 'reject']), ...about, reason: z.string() }),
  z.object({ type: z.enum(['block', 'ban']), ...about, reason: z.string(), expiresAt: timeSchema.nullable() }),
  z.object({ type: z.literal('appeal'), at: timeSchema, text: z.string() }),
  z.object({ type: z.literal('expire'), at: timeSchema }),
]);

const reason = wordsSchema({ min: 1, max: MAX_REASON });
/** The version of the case the moderator saw; any other one now is 409 with the newer case. */
const version = z.int().min(0);

/** `POST /v1/moderation/cases/{steamId}/events`: what a moderator does. */
export const moderationActionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['flag', 'clear', 'uphold', 'reject']), version, reason }),
  z.strictObject({
    type: z.enum(['block', 'ban']),
    version,
    reason,
    /** ms; null for until somebody ends it. The server refuses the past. */
    expiresAt: timeSchema.nullable().default(null),
  }),
  z.strictObject({ type: z.literal('note'), text: wordsSchema({ min: 1, max: MAX_NOTE }) }),
]);

/** A case as the person it is about sees it, in `GET /v1/me/held` and the answer of an appeal. Never who did it. */
export const heldCaseSchema = z.object({
  measure: z.enum(MEASURES),
  expiresAt: timeSchema.nullable(),
  appealed: z.boolean(),
  /** Whether an appeal would be taken now. */
  mayAppeal: z.boolean(),
  events: z.array(subjectEventSchema),
});
export type HeldCase = z.infer<typeof heldCaseSchema>;

/** `POST /v1/me/appeal`. */
export const appealRequestSchema = z.strictObject({ text: wordsSchema({ min: 1, max: MAX_REASON }) });

export const caseStatusSchema = z.object({
  sequence: z.int().min(0),
  version,
  state: z.enum(['closed', 'open']),
  appealed: z.boolean(),
  measure: z.enum(MEASURES),
  expiresAt: timeSchema.nullable(),
  measureBy: z.int().min(1).nullable(),
  reports: z.enum(['undecided', 'upheld', 'rejected']),
  decidedAt: timeSchema.nullable(),
});

/** One line of the queue. */
const caseEntrySchema = z.object({
  steamId: steamIdSchema,
  name: z.string().nullable(),
  status: caseStatusSchema,
  reports: reportSummarySchema.nullable(),
  lastEventAt: timeSchema,
});

export const CASE_FILTERS = ['all', 'open', 'appealed', 'flag', 'block', 'ban'] as const;

/** `GET /v1/moderation/cases`: by strength of evidence, appeals first. */
export const caseQuerySchema = z.object({
  filter: z.enum(CASE_FILTERS).default('open'),
  source: z.enum(EVENT_SOURCES).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(64).optional(),
});
export const caseListSchema = z.object({
  items: z.array(caseEntrySchema),
  next: z.string().nullable(),
  counts: z.record(z.enum(CASE_FILTERS), z.int().min(0)),
});

/** What the weight of a reporter comes from. `weight` 0–1, before it fades with the age of the report. */
const reporterStandingSchema = z.object({
  tier: z.enum(['new', 'middling', 'established']),
  /** Reports borne out by a ban or a moderator, found wrong, and open for more than 16 weeks. */
  confirmed: z.int().min(0),
  rejected: z.int().min(0),
  lapsed: z.int().min(0),
  /** Blocked, banned or gone: weighs nothing. */
  muted: z.boolean(),
  weight: z.number().min(0).max(1),
});

/** Names of those who acted or were acted on, as last seen at Steam; missing where none is known. */
const namesSchema = z.record(z.string(), z.string());

/** `GET /v1/moderation/cases/{steamId}`, the answer of an action, and the `case` of a 409. */
export const caseResponseSchema = caseEntrySchema.extend({
  events: z.array(moderationEventSchema),
  /** The live reports; `weight` is that of the report now, 0–1. Reporters are named by number within the case. */
  reportList: z.array(
    myReportSchema
      .pick({ category: true, matchId: true, playedAt: true, evidence: true, words: true, reportedAt: true })
      .extend({
        reporter: z.int().min(1),
        weight: z.number().min(0).max(1),
        playedTogether: z.boolean(),
        standing: reporterStandingSchema,
        /** Numbers of the other reporters on the same device or address: together they count as one. */
        sameOrigin: z.array(z.int().min(1)),
      }),
  ),
  /** The player's latest matches that Steam, Leetify or two independent uploads vouch for. */
  matches: z.array(matchSchema),
  names: namesSchema,
  /** Why this moderator may not decide the case; null when they may. */
  barred: z.enum(['own-case', 'reported-it', 'outranked']).nullable(),
});

/** `GET /v1/moderation/log`: every event of every case but the reader's own, newest first. */
export const logQuerySchema = z.object({
  source: z.enum(EVENT_SOURCES).optional(),
  measure: z.enum(MEASURES).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(64).optional(),
});
export const logResponseSchema = z.object({
  items: z.array(z.object({ steamId: steamIdSchema, event: moderationEventSchema })),
  names: namesSchema,
  next: z.string().nullable(),
});
export type CaseQuery = z.infer<typeof caseQuerySchema>;
export type CaseList = z.infer<typeof caseListSchema>;
export type CaseResponse = z.infer<typeof caseResponseSchema>;
export type LogQuery = z.infer<typeof logQuerySchema>;
export type LogResponse = z.infer<typeof logResponseSchema>;
export type ModerationAction = z.infer<typeof moderationActionSchema>;
