import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { MODES } from '#shared/api/matches.ts';
import { scoreEntrySchema } from '#shared/api/players.ts';
import { REPORT_OUTCOMES } from '#shared/api/reports.ts';
import { bandSchema } from '#shared/score/assessment.ts';

const count = z.int().min(0);
const tally = { won: count, lost: count, tied: count };

/** A player as a line of the dashboard names one. `name` as last seen at Steam or in the match. */
const personSchema = z.object({
  steamId: steamIdSchema,
  name: z.string().nullable(),
  entry: scoreEntrySchema.nullable(),
});

/** A VAC or game ban that was not there at the look before. Counts are those after it. */
const newBanSchema = personSchema.extend({
  /** When we noticed. */
  at: timeSchema,
  vac: count,
  game: count,
  /** Last match together; null for somebody only watched. */
  lastMetAt: timeSchema.nullable(),
});

/** A score that rose into a higher band, at least *highly suspicious*. */
const newScoreSchema = personSchema.extend({
  at: timeSchema,
  from: z.int().min(0).max(100).nullable(),
  to: z.int().min(0).max(100),
  lastMetAt: timeSchema.nullable(),
});

const outcomeSchema = personSchema.extend({ at: timeSchema, outcome: z.enum(REPORT_OUTCOMES).exclude(['open']) });

/** `count` of all, `items` the newest of them, at most `DASHBOARD_ITEMS`. */
const changesOf = <T extends z.ZodType>(item: T) => z.object({ count, items: z.array(item) });
export const DASHBOARD_ITEMS = 10;

/** `GET /v1/dashboard/summary`. `since` in ms; without it, what was marked as seen last, a week ago at the first time. */
export const summaryQuerySchema = z.strictObject({
  since: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
});

/** Among people met in matches and people watched. With an ETag. */
export const summaryResponseSchema = z.object({
  since: timeSchema,
  until: timeSchema,
  changes: z.object({
    bans: changesOf(newBanSchema),
    scores: changesOf(newScoreSchema),
    outcomes: changesOf(outcomeSchema),
    matches: count,
  }),
  totals: z.object({
    matches: count,
    ...tally,
    /** Distinct people met, and how many of them have a score. */
    people: count,
    scored: count,
    bands: z.record(bandSchema, count),
    /** With a VAC or game ban; and of those, noticed by us after the first match together. */
    banned: count,
    bannedSinceMet: count,
    watched: count,
    reports: count,
    /** Reports that a ban or a moderator has borne out. */
    borneOut: count,
  }),
  unread: count,
});
export type DashboardSummary = z.infer<typeof summaryResponseSchema>;

/** `POST /v1/dashboard/seen`: the summary up to `until` was looked at. Never goes back; the same in every browser. */
export const seenRequestSchema = z.strictObject({ until: timeSchema });
export const seenResponseSchema = z.object({ seen: timeSchema });

const activitySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('match'),
    at: timeSchema,
    id: z.string(),
    map: z.string(),
    mode: z.enum(MODES).nullable(),
    result: z.enum(['won', 'lost', 'tied']).nullable(),
    /** Won by the caller's team, and by the other. */
    rounds: z.tuple([count, count]).nullable(),
    /** Whoever scores highest of the others in it. */
    highest: personSchema.nullable(),
  }),
  z.object({ kind: z.literal('ban'), ...newBanSchema.shape }),
  z.object({ kind: z.literal('score'), ...newScoreSchema.shape }),
  /** One's own report: made, or decided. */
  z.object({ kind: z.literal('report'), ...personSchema.shape, at: timeSchema }),
  z.object({ kind: z.literal('outcome'), ...outcomeSchema.shape }),
]);
export type Activity = z.infer<typeof activitySchema>;

/** `GET /v1/dashboard/recent`: what happened, newest first; `next` is the cursor of the next page or null. */
export const recentQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(80).optional(),
});
export const recentResponseSchema = z.object({ items: z.array(activitySchema), next: z.string().nullable() });

/**
 * `GET /v1/dashboard/statistics`. `mine`: the caller's matches and the people in them. `all`: everything this backend knows;
 * nobody is named there. `weeks` back from the present one. `zone`: IANA name, for the hours of day of one's own matches.
 */
export const statisticsQuerySchema = z.strictObject({
  scope: z.enum(['mine', 'all']).default('mine'),
  weeks: z.coerce.number().int().min(1).max(260).default(52),
  zone: z
    .string()
    .max(60)
    .refine((zone) => isZone(zone), { error: 'not a time zone' })
    .default('UTC'),
});

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** How matches ended for the caller; null where everybody's are counted. Matches without a result are in none of them. */
const resultsSchema = z.object(tally).nullable();

/** With an ETag; computed anew at most every few minutes. */
export const statisticsResponseSchema = z.object({
  scope: z.enum(['mine', 'all']),
  computedAt: timeSchema,
  /** Of `hours`. Everybody's are in UTC. */
  zone: z.string(),
  matches: count,
  results: resultsSchema,
  /** Oldest first, none left out. Weeks begin on Monday 00:00 UTC (`start`, ms). */
  weeks: z.array(
    z.object({
      start: timeSchema,
      matches: count,
      results: resultsSchema,
      /** People seen in a match for the first time within the weeks asked for; null where everybody's are counted. */
      people: count.nullable(),
      /** Noticed in that week: VAC and game bans, and scores that rose to *highly suspicious* or above. */
      bans: count,
      highScores: count,
    }),
  ),
  /** Scores of the people in these matches, or of everybody: ten bins, 0–9, 10–19, … 90–100; `unknown` have none. */
  scores: z.object({ bins: z.array(count).length(10), unknown: count }),
  bands: z.record(bandSchema, count),
  /** Reasons against those with a score of 31 or more (`key` as in `reason.` of the locale files), most common first, at most 12. */
  reasons: z.array(z.object({ key: z.string(), players: count })),
  /** Most played first, at most 20. `map` is the code (`de_mirage`) where it is known, else the name. */
  maps: z.array(z.object({ map: z.string(), matches: count, results: resultsSchema })),
  modes: z.array(z.object({ mode: z.enum(MODES).nullable(), matches: count, results: resultsSchema })),
  /** Matches by the hour they began or ended in, whichever their source tells: 24 counts. */
  hours: z.array(count).length(24),
});
export type Statistics = z.infer<typeof statisticsResponseSchema>;
