import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { heldCaseSchema } from '#shared/api/moderation.ts';
import { LANGUAGES } from '#shared/languages.ts';
import { assessmentSchema } from '#shared/score/assessment.ts';
import { sourceStatusSchema } from '#shared/score/facts.ts';

export const ROLES = ['user', 'moderator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/**
 * `active` may do what the role allows · `blocked` keeps the own account, but takes part in nothing · `banned` keeps only
 * the rights to see, export and delete what is held.
 */
const ACCOUNT_STATES = ['active', 'blocked', 'banned'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/**
 * Why a sign-in ended without one; the `error` of the redirect back to the extension. `cancelled` at Steam · `clock` the
 * server's clock and Steam's differ by more than five minutes · `refused` Steam's answer does not hold · `unavailable`
 * Steam or our database did not answer.
 */
export const SIGN_IN_ERRORS = ['cancelled', 'clock', 'refused', 'unavailable'] as const;
export type SignInError = (typeof SIGN_IN_ERRORS)[number];

const base64url = (length: { min: number; max: number }) =>
  z
    .string()
    .regex(new RegExp(`^[A-Za-z0-9_-]{${length.min},${length.max}}$`), { error: 'not base64url of that length' });

/** `GET /v1/auth/steam/start`: where a sign-in begins. `challenge` is base64url(SHA-256(verifier)), RFC 7636 S256. */
export const signInStartSchema = z.object({
  redirect_uri: z.url({ protocol: /^https$/ }).max(300),
  challenge: base64url({ min: 43, max: 43 }),
  state: base64url({ min: 16, max: 128 }),
});

/** `POST /v1/auth/token`. `replace` ends the longest unused session when the limit is reached. */
export const tokenRequestSchema = z.strictObject({
  code: base64url({ min: 20, max: 128 }),
  verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/, { error: 'not a code verifier of RFC 7636' }),
  redirectUri: z.string().max(300),
  replace: z.boolean().default(false),
});

/** Settings kept with the account, the same in every browser signed in. */
export const accountSettingsSchema = z.strictObject({
  headline: z.enum(['calibrated', 'rubric']).exactOptional(),
  quietBelow: z.int().min(0).max(100).exactOptional(),
  language: z.enum(['auto', ...LANGUAGES]).exactOptional(),
  theme: z.enum(['auto', 'dark', 'light']).exactOptional(),
});
export type AccountSettings = z.infer<typeof accountSettingsSchema>;

const settingsVersionSchema = z.object({
  /** 0 before the first change, then one more with each. */
  version: z.int().min(0),
  values: accountSettingsSchema,
});

/** `GET /v1/me`, and the answer of `PATCH /v1/me`. */
export const meSchema = z.object({
  id: z.string(),
  steamId: steamIdSchema,
  /** As last seen at Steam; null when it was never seen or is gone. */
  name: z.string().nullable(),
  role: z.enum(ROLES),
  state: z.enum(ACCOUNT_STATES),
  createdAt: timeSchema,
  settings: settingsVersionSchema,
});
export type Me = z.infer<typeof meSchema>;

/** `PATCH /v1/me`: merged over what is there. `version` is the one the change was made from; another one is 409. */
export const patchMeSchema = z.strictObject({ version: z.int().min(0), settings: accountSettingsSchema });

/** A signed-in browser, in words; empty where the browser did not say. */
const sessionSchema = z.object({
  id: z.string(),
  browser: z.string(),
  system: z.string(),
  createdAt: timeSchema,
  lastUsedAt: timeSchema,
  expiresAt: timeSchema,
  /** The one that asks. */
  current: z.boolean(),
});
export type AccountSession = z.infer<typeof sessionSchema>;

export const sessionsResponseSchema = z.object({ sessions: z.array(sessionSchema), limit: z.int().min(1) });
export const endedResponseSchema = z.object({ ended: z.int().min(0) });

/** A bearer token and how long from now, so that a wrong clock at the other end does not matter. */
export const bearerSchema = z.object({
  token: z.string().min(1).max(500),
  expiresInMs: z.int().min(0),
  /** When to exchange it for the next one. */
  refreshInMs: z.int().min(0),
});
export type Bearer = z.infer<typeof bearerSchema>;

/** The answer of `POST /v1/auth/token`. `limit`: signed in elsewhere as often as allowed; the code can still be used. */
export const tokenResponseSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('signed-in'), bearer: bearerSchema, me: meSchema }),
  z.object({ state: z.literal('limit'), limit: z.int().min(1), sessions: z.array(sessionSchema) }),
]);
export type TokenResponse = z.infer<typeof tokenResponseSchema>;

/** An entry of the audit log. Nobody's name: `role` of who did it, as far as that matters. */
const auditEntrySchema = z.object({
  at: timeSchema,
  action: z.string(),
  by: z.enum(['you', 'somebody-else', 'the-system']),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** `GET /v1/me/held`: what is held about somebody as a player. Never who reported. */
export const heldResponseSchema = z.object({
  steamId: steamIdSchema,
  /** Null when nobody ever looked this player up. */
  assessment: assessmentSchema.nullable(),
  sources: z.array(sourceStatusSchema),
  /** How many records of each kind. */
  counts: z.record(z.string(), z.int().min(0)),
  /** What was done to the account by others or by the system. */
  actions: z.array(auditEntrySchema),
  /** Absent where there is no case on this account. */
  moderation: heldCaseSchema.exactOptional(),
});
export type HeldResponse = z.infer<typeof heldResponseSchema>;

/** What stays after a deletion: why, in a code the client words, and until when (null: with no end of its own). */
const KEPT = ['public-scores', 'anonymous-audit', 'state-hash'] as const;
export const deletionReceiptSchema = z.object({
  receiptId: z.string(),
  deletedAt: timeSchema,
  /** Rows removed, by table. */
  deleted: z.record(z.string(), z.int().min(0)),
  kept: z.array(z.object({ what: z.enum(KEPT), until: timeSchema.nullable() })),
});
export type DeletionReceipt = z.infer<typeof deletionReceiptSchema>;

/** `PUT /v1/admin/users/{steamId}/role`. */
export const setRoleSchema = z.strictObject({ role: z.enum(ROLES) });
export const setRoleResponseSchema = z.object({ steamId: steamIdSchema, role: z.enum(ROLES) });
