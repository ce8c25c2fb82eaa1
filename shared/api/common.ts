import { z } from 'zod';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

/** A SteamID64 in a request or response; anything else fails with one message, whatever is wrong with it. */
export const steamIdSchema = z.custom<SteamId>(isSteamId, { error: 'not a SteamID64 of an individual account' });

/** A point in time: whole milliseconds since 1970-01-01 UTC. The only time type of the project. */
export const timeSchema = z.int().min(0).max(8_640_000_000_000_000);

/**
 * Every code a problem can carry. The code is the last segment of the problem's `type` URI, so a client switches on it
 * and never on the words.
 */
const PROBLEM_CODES = [
  'bad-request',
  'unauthorized',
  'forbidden',
  'account-blocked',
  'not-found',
  'method-not-allowed',
  'conflict',
  'body-too-large',
  'headers-too-large',
  'unsupported-media-type',
  'rate-limited',
  'unavailable',
  'upstream-unavailable',
  'internal',
] as const;

/** An error response: RFC 9457 `application/problem+json` with our request ID, and the fields that were wrong, if any. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  code: z.enum(PROBLEM_CODES),
  detail: z.string().optional(),
  requestId: z.string(),
  /** Which part of the request was refused: `path` as in `steamIds.3`, and why. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

export type Problem = z.infer<typeof problemSchema>;
export type ProblemCode = Problem['code'];
