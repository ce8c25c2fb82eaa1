import { z } from 'zod';
import { LANGUAGE_CHOICES, THEMES } from '#extension/look.ts';

/** Everything a person can set. Stored as one object in `storage.local` under `settings`; unknown or broken fields fall back to these defaults. */
export const settingsSchema = z.object({
  /** Origin of the backend, or empty for none. */
  backendUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).catch('http://127.0.0.1:8787'),
  /** Never contact the backend, even when its address is set. */
  localOnly: z.boolean().catch(false),
  /** Whether players that no bucket knows may be asked of the backend by ID. */
  askUnknown: z.boolean().catch(true),
  /** Whether matches read from Steam are handed to the backend while somebody is signed in there. */
  uploadMatches: z.boolean().catch(false),
  /** Whether watchlist, notes and tags are kept in the account, the same in every browser signed in. */
  syncNotes: z.boolean().catch(false),
  headline: z.enum(['calibrated', 'rubric']).catch('calibrated'),
  /** Badges with a score below this are drawn muted; 0 mutes none. */
  quietBelow: z.int().min(0).max(100).catch(0),
  language: z.enum(LANGUAGE_CHOICES).catch('auto'),
  theme: z.enum(THEMES).catch('auto'),
  /** Of what the browser tells in notifications of its own; the list of them in the app has everything. */
  notify: z
    .array(z.enum(['ban', 'score', 'report', 'appeal']))
    .max(4)
    .catch(['ban']),
  /** When Leetify is asked about a player: never, when the person presses the button, or whenever one is shown. */
  leetify: z.enum(['off', 'ask', 'always']).catch('ask'),
  /** The person's own key for Leetify's API; empty for none. It goes into a header, so printable ASCII alone. */
  leetifyKey: z
    .string()
    .max(200)
    .regex(/^[\x21-\x7e]*$/)
    .catch(''),
});
export type Settings = z.infer<typeof settingsSchema>;
