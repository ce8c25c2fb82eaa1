import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { scoreEntrySchema } from '#shared/api/players.ts';
import { LIMITS } from '#shared/match-history/match.ts';
import { decodeShareCode } from '#shared/steam/share-code.ts';

/** Most matches one upload may hold. */
const MAX_UPLOAD = 50;
/** Largest body of an upload, bytes: fifty matches of ten players have about 120 kB. */
export const MAX_UPLOAD_BYTES = 224 * 1024;

export const MODES = ['premier', 'competitive', 'scrimmage', 'wingman'] as const;
const modeSchema = z.enum(MODES);
const figure = (max: number) => z.int().min(0).max(max).nullable();

/**
 * `POST /v1/matches`: up to fifty matches (`HistoryMatch`) in which the caller played. Each is read by itself: a figure that
 * cannot be is taken for unknown, a line without a player is left out, a match that cannot be is refused; the rest stays.
 */
export const uploadRequestSchema = z.strictObject({ matches: z.array(z.unknown()).min(1).max(MAX_UPLOAD) });

/** What was not taken, as in `players.3.kills`, and why. */
const fieldErrorSchema = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof fieldErrorSchema>;

/** `added` new here · `merged` somebody or something told of it before · `unchanged` the caller had uploaded just this. */
const uploadResultSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.enum(['added', 'merged', 'unchanged']),
    id: z.string(),
    /** Values left out. */
    errors: z.array(fieldErrorSchema),
  }),
  z.object({ state: z.literal('refused'), errors: z.array(fieldErrorSchema) }),
]);
export type UploadResult = z.infer<typeof uploadResultSchema>;

/** One result per match, in the order sent. */
export const uploadResponseSchema = z.object({ results: z.array(uploadResultSchema) });

const SOURCE_KINDS = ['upload', 'steam', 'leetify'] as const;

/** A line of a scoreboard. `confirmations`: independent uploads that agree on its figures. */
const matchLineSchema = z.object({
  steamId: steamIdSchema,
  name: z.string(),
  team: z.union([z.literal(0), z.literal(1)]).nullable(),
  kills: figure(LIMITS.kills),
  assists: figure(LIMITS.assists),
  deaths: figure(LIMITS.deaths),
  mvps: figure(LIMITS.mvps),
  headshotPercent: figure(100),
  score: figure(LIMITS.score),
  provenance: z.enum(['steam', 'server', 'client']),
  confirmations: z.int().min(0),
});

/** A match as one player's list has it: `own` is that player's line. */
export const matchSchema = z.object({
  id: z.string(),
  playedAt: timeSchema,
  mode: modeSchema.nullable(),
  map: z.string(),
  mapCode: z.string().nullable(),
  /** Rounds won by team 0 and team 1. */
  rounds: z.tuple([z.int().min(0), z.int().min(0)]).nullable(),
  durationSeconds: z.int().min(0).nullable(),
  /** How it ended for the caller. */
  result: z.enum(['won', 'lost', 'tied']).nullable(),
  /** Independent uploads, and values the sources do not agree on. */
  uploads: z.int().min(0),
  disagreements: z.int().min(0),
  own: matchLineSchema,
});
export type MatchSummary = z.infer<typeof matchSchema>;

const optionalTime = z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional();
const page = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(64).optional(),
};

/** `GET /v1/matches`: the caller's own, newest first. `from` and `until` in ms; `with` somebody who played too. */
export const matchesQuerySchema = z.strictObject({
  ...page,
  mode: modeSchema.optional(),
  map: z.string().min(1).max(40).optional(),
  from: optionalTime,
  until: optionalTime,
  with: steamIdSchema.optional(),
});
export const matchesResponseSchema = z.object({ items: z.array(matchSchema), next: z.string().nullable() });

/** `GET /v1/matches/{id}`: only for those who played in it. Nobody is told who uploaded. */
export const matchResponseSchema = matchSchema.extend({
  players: z.array(matchLineSchema.extend({ entry: scoreEntrySchema.nullable() })),
  sources: z.array(z.object({ kind: z.enum(SOURCE_KINDS), count: z.int().min(1) })),
  /** Each value that differs: `players.<steamId>.kills` or `rounds`, and how many of which sources say what. */
  conflicts: z.array(
    z.object({
      path: z.string(),
      values: z.array(
        z.object({
          value: z.union([z.string(), z.number(), z.null()]),
          sources: z.array(z.enum(SOURCE_KINDS)),
          /** The one that is shown. */
          shown: z.boolean(),
        }),
      ),
    }),
  ),
});

export type MatchDetails = z.infer<typeof matchResponseSchema>;

/** `GET /v1/me/teammates`: whom the caller met, latest first. */
export const teammatesQuerySchema = z.strictObject({
  ...page,
  side: z.enum(['with', 'against']).optional(),
  since: optionalTime,
  /** Met at least so often. */
  least: z.coerce.number().int().min(1).max(10_000).default(1),
});
const tallySchema = z.object({
  matches: z.int().min(0),
  won: z.int().min(0),
  lost: z.int().min(0),
  tied: z.int().min(0),
});
export const teammatesResponseSchema = z.object({
  items: z.array(
    z.object({
      steamId: steamIdSchema,
      name: z.string(),
      /** Results are the caller's own. */
      with: tallySchema,
      against: tallySchema,
      matches: z.int().min(1),
      firstMetAt: timeSchema,
      lastMetAt: timeSchema,
      lastMatchId: z.string(),
      entry: scoreEntrySchema.nullable(),
    }),
  ),
  next: z.string().nullable(),
});

/** Where matches come from. `uploads`: the extension brings them; the sync only weighs anew who was in them. */
export const SYNC_SOURCES = ['share-codes', 'uploads', 'leetify'] as const;
export type SyncSource = (typeof SYNC_SOURCES)[number];
const SYNC_STATES = ['queued', 'running', 'done', 'failed'] as const;
export type SyncState = (typeof SYNC_STATES)[number];

/**
 * Why a source cannot run or ended without success. To be fixed by the user: `no-access` no auth code and share code given ·
 * `auth-code-refused` (Steam 403) · `share-code-expired` (412: older than a month, or not the user's) · `not-registered` at
 * Leetify. By time: `limited`, `unavailable`. By the operator: `no-steam-key`, `no-game-coordinator`, `not-licensed`.
 */
const SYNC_REASONS = [
  'no-access',
  'auth-code-refused',
  'share-code-expired',
  'not-registered',
  'limited',
  'unavailable',
  'no-steam-key',
  'no-game-coordinator',
  'not-licensed',
] as const;
export type SyncReason = (typeof SYNC_REASONS)[number];

/** `POST /v1/matches/sync`: from all sources, or those named. */
export const syncRequestSchema = z.strictObject({
  sources: z.array(z.enum(SYNC_SOURCES)).min(1).max(SYNC_SOURCES.length).exactOptional(),
});

/** `GET /v1/matches/sync/status`, and the answer of everything that changes it. With an ETag, for polling. */
export const syncStatusSchema = z.object({
  sources: z.array(
    z.object({
      source: z.enum(SYNC_SOURCES),
      /** `off`: not set up, `reason` says what is missing. */
      state: z.enum([...SYNC_STATES, 'off']),
      done: z.int().min(0),
      total: z.int().min(0),
      reason: z.enum(SYNC_REASONS).nullable(),
      nextRunAt: timeSchema.nullable(),
      finishedAt: timeSchema.nullable(),
    }),
  ),
  /** Whether codes are held, without showing them; `waiting` codes whose match is still to be asked for. */
  shareCodes: z.object({ given: z.boolean(), updatedAt: timeSchema.nullable(), waiting: z.int().min(0) }),
});
export type SyncStatus = z.infer<typeof syncStatusSchema>;

/** `PUT /v1/matches/sync/share-codes`: from Steam's page "Authentication Codes", and the newest match the user knows. */
export const shareCodeAccessSchema = z.strictObject({
  authCode: z.string().regex(/^[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{4}$/, { error: 'not an authentication code of Steam' }),
  knownCode: z.string().refine((code) => decodeShareCode(code) !== undefined, { error: 'not a match share code' }),
});
