import { z } from 'zod';
import { steamIdSchema } from '#shared/api/common.ts';

/**
 * How the provider behaves. `honest` is Steam; every other one is an attack or an outage that must end without a session.
 * In the assertion: `wrong-signature` · `replayed-nonce` the last one used again, signed anew · `foreign-return-to` made for
 * another site · `other-identity` identity and claim differ · `swapped-identity` both changed after signing ·
 * `foreign-identity` an identity of another host · `unsigned-identity`, `unsigned-return-to`, `unsigned-nonce` left out of
 * what is signed · `doubled-identity` a second claim behind the first · `other-endpoint` · `old-nonce` an hour old.
 * In the answer about it: `says-false` · `true-inside-line` · `true-in-html` · `extra-lines` · `both` yes and no ·
 * `redirects` to a yes elsewhere · `endless` a yes in a flood · `slow` · `error-500` · `down`.
 */
export const BEHAVIOURS = [
  'honest',
  'wrong-signature',
  'replayed-nonce',
  'foreign-return-to',
  'other-identity',
  'swapped-identity',
  'foreign-identity',
  'unsigned-identity',
  'unsigned-return-to',
  'unsigned-nonce',
  'doubled-identity',
  'other-endpoint',
  'old-nonce',
  'says-false',
  'true-inside-line',
  'true-in-html',
  'extra-lines',
  'both',
  'redirects',
  'endless',
  'slow',
  'error-500',
  'down',
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

export const openIdSettingsSchema = z.strictObject({
  behaviour: z.enum(BEHAVIOURS).default('honest'),
  /** Sends people back at once, without asking them. */
  auto: z.boolean().default(false),
  /** Who signs in when nobody is asked; the viewer by default. */
  as: steamIdSchema.optional(),
  /** By how much Steam's clock is off, ms. */
  skewMs: z.int().min(-86_400_000).max(86_400_000).default(0),
});
export type OpenIdSettings = z.infer<typeof openIdSettingsSchema>;
