import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { scoreEntrySchema } from '#shared/api/players.ts';
import { wordsSchema } from '#shared/api/text.ts';
import { demoFindingsSchema } from '#shared/demo/types.ts';
import { matchEvidenceSchema } from '#shared/score/match-evidence.ts';
import { decodeShareCode } from '#shared/steam/share-code.ts';

/** What a demo goes through. A demo that somebody uploads stays `requested` until every byte is there, and is then unpacked. */
export const DEMO_STATES = [
  'requested',
  'locating',
  'downloading',
  'unpacking',
  'parsing',
  'analysing',
  'done',
  'failed',
] as const;
export type DemoState = (typeof DEMO_STATES)[number];

/**
 * Why a demo failed; a client words it. Asking for the same again starts anew, except where the file itself is at fault.
 *
 * Finding it: `no-game-coordinator` nobody here can ask for share codes · `match-unknown` the Game Coordinator knows no such
 * match · `game-coordinator-silent` · `no-replay` it knows the match and no replay of it.
 * Fetching it: `address-refused` not a replay host of Valve, or one that leads elsewhere · `replay-gone` (404) ·
 * `replay-unavailable` (errors, time-outs) · `wrong-length` fewer or more bytes than announced · `checksum-mismatch` ·
 * `too-large` · `disk-full` · `upload-abandoned`.
 * Reading it: `not-a-demo` · `csgo-demo` from before Counter-Strike 2 · `corrupt-archive` · `unpacks-too-large` ·
 * `truncated` · `unsupported-demo` the parser refuses it · `parser-crashed` · `parser-out-of-time` ·
 * `parser-out-of-memory` · `another-match` its players are not those of the match asked for.
 * `gave-up`: whoever worked on it died, again and again.
 */
export const DEMO_REASONS = [
  'no-game-coordinator',
  'match-unknown',
  'game-coordinator-silent',
  'no-replay',
  'address-refused',
  'replay-gone',
  'replay-unavailable',
  'wrong-length',
  'checksum-mismatch',
  'too-large',
  'disk-full',
  'upload-abandoned',
  'not-a-demo',
  'csgo-demo',
  'corrupt-archive',
  'unpacks-too-large',
  'truncated',
  'unsupported-demo',
  'parser-crashed',
  'parser-out-of-time',
  'parser-out-of-memory',
  'another-match',
  'gave-up',
] as const;
export type DemoReason = (typeof DEMO_REASONS)[number];

const DEMO_SOURCES = ['share-code', 'replay-link', 'upload'] as const;
export type DemoSourceKind = (typeof DEMO_SOURCES)[number];

/** Bytes of one piece of an upload at most. Smaller ones are taken, too. */
export const UPLOAD_CHUNK_BYTES = 4 * 1024 * 1024;

const REPLAY_LINK = /^https?:\/\/replay\d{1,4}\.valve\.net\/730\/(\d{1,24})_(\d{1,12})\.dem\.bz2$/;

/** Valve's number of the reservation in a replay link, without leading zeros; undefined for anything but such a link. */
export function reservationOf(replayUrl: string): string | undefined {
  const digits = REPLAY_LINK.exec(replayUrl)?.[1]?.replace(/^0+(?=\d)/, '');
  return digits !== undefined && digits.length <= 20 ? digits : undefined;
}

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, { error: 'not a SHA-256 in hex' });
const matchIdSchema = z.string().min(1).max(64);

/**
 * `POST /v1/demos`, one of: the share code of a match · the replay link of a row of the own match history, as Steam gives it
 * · a file of the caller's own, whose bytes follow by `PUT /v1/demos/{id}/upload?offset=N` and end with
 * `POST /v1/demos/{id}/upload/complete`. `matchId` names the caller's match it should be: a demo of another one is refused.
 */
export const demoRequestSchema = z.union([
  z.strictObject({
    shareCode: z.string().refine((code) => decodeShareCode(code) !== undefined, { error: 'not a match share code' }),
  }),
  z.strictObject({
    replayUrl: z
      .string()
      .max(200)
      .refine((url) => reservationOf(url) !== undefined, { error: 'not a replay link of Valve' }),
    matchId: matchIdSchema.exactOptional(),
  }),
  z.strictObject({
    upload: z.strictObject({
      name: wordsSchema({ min: 1, max: 200 }),
      /** Bytes. */
      size: z.int().min(1),
      /** Of the whole file; checked when the upload is complete. */
      sha256: sha256Schema.exactOptional(),
    }),
    matchId: matchIdSchema.exactOptional(),
  }),
]);
export type DemoRequest = z.infer<typeof demoRequestSchema>;

export const demoSchema = z.object({
  id: z.string(),
  source: z.enum(DEMO_SOURCES),
  state: z.enum(DEMO_STATES),
  reason: z.enum(DEMO_REASONS).nullable(),
  /** More about the failure, in the words of whoever failed (the parser's, a status); not translated. */
  detail: z.string().nullable(),
  /** Of the present state: bytes done, out of how many, and 0–100; null where unknown. */
  progress: z.object({
    bytes: z.int().min(0),
    total: z.int().min(0).nullable(),
    percent: z.int().min(0).max(100).nullable(),
  }),
  /** While bytes are awaited: `offset` is where the next piece begins. */
  upload: z.object({ offset: z.int().min(0), size: z.int().min(1), chunkBytes: z.int().min(1) }).nullable(),
  matchId: z.string().nullable(),
  map: z.string().nullable(),
  /** Tries of the present state since it last came forward, and when the next one is due. */
  attempts: z.int().min(0),
  retryAt: timeSchema.nullable(),
  requestedAt: timeSchema,
  changedAt: timeSchema,
  finishedAt: timeSchema.nullable(),
  /** When its players were scored anew. */
  scoredAt: timeSchema.nullable(),
  /** The file as it was fetched, while this server keeps it. */
  file: z.object({ bytes: z.int().min(0), sha256: sha256Schema, name: z.string() }).nullable(),
});
export type Demo = z.infer<typeof demoSchema>;

/** `joined`: it was there before, and the caller follows it now. */
export const demoRequestResponseSchema = z.object({ demo: demoSchema, joined: z.boolean() });

/** `PUT /v1/demos/{id}/upload?offset=N`: bytes as they are. 409 with `offset` where another one is expected. */
export const uploadQuerySchema = z.strictObject({ offset: z.coerce.number().int().min(0) });
export const uploadResponseSchema = z.object({ offset: z.int().min(0), size: z.int().min(1) });

/** `GET /v1/demos`: those the caller asked for, newest first; `scope=all` for moderators. */
export const demosQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(64).optional(),
  state: z.enum([...DEMO_STATES, 'working']).optional(),
  matchId: matchIdSchema.optional(),
  scope: z.enum(['mine', 'all']).default('mine'),
});
export const demosResponseSchema = z.object({ items: z.array(demoSchema), next: z.string().nullable() });

/** What a demo says of one player, by the ID the demo has for them. */
const reportPlayerSchema = z.object({
  id: z.string(),
  name: z.string(),
  kills: z.int().min(0),
  deaths: z.int().min(0),
  assists: z.int().min(0),
  rounds: z.int().min(0),
  /** The events of the match weighed: the reasons for and against with their counts. */
  match: matchEvidenceSchema.nullable(),
});

/** What one analysis found out. Everything a client shows of a demo; the events themselves are not kept. */
export const demoReportSchema = z.object({
  /** `name version` of the parser. */
  parser: z.string(),
  map: z.string().nullable(),
  server: z.string().nullable(),
  /** The game's own build number of the recording. */
  build: z.string().nullable(),
  rounds: z.int().min(0),
  /** Events that could not be read, and were left out. */
  dropped: z.int().min(0),
  /** `not-enough-data`: nobody shot at anybody. */
  state: z.enum(['judged', 'not-enough-data']),
  players: z.array(reportPlayerSchema),
  /** The movements of the aim; null for a demo without combat. */
  findings: demoFindingsSchema.nullable(),
});
export type DemoReport = z.infer<typeof demoReportSchema>;

/** `GET /v1/demos/{id}/findings`: of a demo that is done. `entries` as scores are now, by Steam ID. */
export const demoFindingsResponseSchema = z.object({
  demo: demoSchema,
  report: demoReportSchema,
  entries: z.record(z.string(), scoreEntrySchema),
});

export type DemoAnswer = z.infer<typeof demoFindingsResponseSchema>;

/** `DELETE /v1/demos/{id}`: the caller follows it no more; `removed`: nobody did any more, so it is gone with its file. */
export const demoDeletedSchema = z.object({ removed: z.boolean() });

/** `GET /v1/demos/stats`. Counts of all demos without saying whose. */
export const demoStatsSchema = z.object({
  states: z.partialRecord(z.enum(DEMO_STATES), z.int().min(0)),
  reasons: z.partialRecord(z.enum(DEMO_REASONS), z.int().min(0)),
  /** Demos that wait for a worker, and since when the longest, ms. */
  queue: z.object({ waiting: z.int().min(0), oldestAt: timeSchema.nullable() }),
  /** Of the last seven days: how many were done, and ms from request to end in the middle of them. */
  lately: z.object({ done: z.int().min(0), failed: z.int().min(0), medianMs: z.int().min(0).nullable() }),
  /** Bytes of demos kept here, and what they may have together; null where no files are kept. */
  disk: z.object({ bytes: z.int().min(0), quota: z.int().min(0) }).nullable(),
  /** The largest file that may be uploaded, bytes; null where none is taken. */
  uploads: z.object({ mostBytes: z.int().min(1) }).nullable(),
  /** Those heard of in the last minutes. */
  workers: z.array(z.object({ name: z.string(), locates: z.boolean(), seenAt: timeSchema })),
});

const WEBHOOK_EVENTS = ['demo.done', 'demo.failed'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** `POST /v1/demos/webhooks`: an address on the open internet that wants to be told of the caller's demos. */
export const webhookRequestSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).max(500),
});
const webhookSchema = z.object({ id: z.string(), url: z.string(), createdAt: timeSchema });
export const webhooksResponseSchema = z.object({ items: z.array(webhookSchema) });
/**
 * With the secret, which is shown this once. Each message is signed with it:
 * `x-cstatsentry-signature: t=<seconds>,v1=<hex of HMAC-SHA-256 of "<t>.<body>">`.
 */
export const webhookCreatedSchema = webhookSchema.extend({ secret: z.string() });
export const webhookDeletedSchema = z.object({ deleted: z.boolean() });
/** The body of a message. `id` is the same in every try, so that a receiver can leave out repetitions. */
export const webhookMessageSchema = z.object({
  id: z.string(),
  event: z.enum(WEBHOOK_EVENTS),
  at: timeSchema,
  demo: demoSchema,
});

/** `GET /v1/demos/webhooks/{webhookId}/deliveries`: newest first, a hundred at most. */
export const deliveriesResponseSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      demoId: z.string(),
      event: z.enum(WEBHOOK_EVENTS),
      state: z.enum(['waiting', 'delivered', 'gave-up']),
      attempts: z.int().min(0),
      /** Of the last try: the status, or what went wrong. */
      status: z.int().nullable(),
      error: z.string().nullable(),
      createdAt: timeSchema,
      lastAt: timeSchema.nullable(),
      nextAt: timeSchema.nullable(),
    }),
  ),
});

/** What a worker that works through the API says and hears; see `docs/DEMOS.md`. */
export const demoClaimRequestSchema = z.strictObject({
  worker: wordsSchema({ min: 1, max: 80 }),
  /** Whether it can ask the Game Coordinator. */
  locates: z.boolean(),
});
export const claimedDemoSchema = z.object({
  id: z.string(),
  /** Names this claim; whoever lost it is told so by 409. */
  lease: z.string(),
  /** How long the claim holds without a word, ms. */
  leaseMs: z.int().min(1),
  source: z.enum(DEMO_SOURCES),
  state: z.enum(DEMO_STATES),
  attempts: z.int().min(1),
  shareCode: z.string().nullable(),
  replayUrl: z.string().nullable(),
  /** Players of the match that was asked for, where they are known; and its map. */
  expected: z.object({ steamIds: z.array(steamIdSchema), map: z.string().nullable() }),
  /** What an earlier try made sure of. */
  file: z.object({ bytes: z.int().min(0), sha256: sha256Schema }).nullable(),
});
export type ClaimedDemo = z.infer<typeof claimedDemoSchema>;
export const demoClaimResponseSchema = z.object({ demo: claimedDemoSchema.nullable() });

/** How far a worker has come. What is left out stays as it was. */
export const demoProgressSchema = z.strictObject({
  lease: z.string(),
  state: z.enum(['locating', 'downloading', 'unpacking', 'parsing', 'analysing']),
  bytes: z.int().min(0).default(0),
  total: z.int().min(0).nullable().default(null),
  percent: z.int().min(0).max(100).nullable().default(null),
  /** From the Game Coordinator. */
  located: z
    .strictObject({
      replayUrl: z.string().max(200),
      reservationId: z.string().max(24).nullable(),
      playedAt: timeSchema.nullable(),
      steamIds: z.array(steamIdSchema).max(64),
    })
    .exactOptional(),
  file: z.strictObject({ bytes: z.int().min(0), sha256: sha256Schema }).exactOptional(),
});
export type DemoProgress = z.infer<typeof demoProgressSchema>;

/** How an attempt ended. `retryInMs`: later again; without it a failure is final. */
export const demoEndSchema = z.strictObject({
  lease: z.string(),
  end: z.discriminatedUnion('state', [
    z.strictObject({
      state: z.literal('done'),
      report: demoReportSchema,
      /** SHA-256 of the demo as it was unpacked. */
      contentSha256: sha256Schema,
    }),
    z.strictObject({
      state: z.literal('failed'),
      reason: z.enum(DEMO_REASONS),
      detail: z.string().max(1000).nullable(),
      retryInMs: z.int().min(0).nullable(),
    }),
  ]),
});
export type DemoEnd = z.infer<typeof demoEndSchema>['end'];
export const demoTakenSchema = z.object({ taken: z.literal(true) });

/** Says that the work on a claim goes on. */
export const demoProlongSchema = z.strictObject({ lease: z.string() });
