import { z } from 'zod';
import { demoSchemas } from '#extension/demos/schemas.ts';
import type { PortRequest, RequestName, Requests } from '#extension/messages.ts';
import { moderationSchemas } from '#extension/moderation/schemas.ts';
import { noteSchema } from '#extension/notes/note.ts';
import { noticeSchemas } from '#extension/notifications/schemas.ts';
import { CONTENT_MAY_REPORT, reportRequestSchemas } from '#extension/reports/schemas.ts';
import { settingsSchema } from '#extension/settings.ts';
import { ownSyncSchemas } from '#extension/user-sync/schemas.ts';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import { shareCodeAccessSchema, syncRequestSchema } from '#shared/api/matches.ts';

/** Most players one message may name: far above any page, and a bound on what a broken page can ask for. */
const MAX_PLAYERS = 10_000;

/** Most notes one message may change. */
const MAX_NOTES = 1_000;

const nothing = z.strictObject({});
/** The backend checks what it means; here it only has to be a query. */
const withQuery = z.strictObject({ query: z.record(z.string().max(20), z.string().max(400)) });
const withId = z.strictObject({ id: z.string().min(1).max(100) });
const {
  backendUrl,
  localOnly,
  askUnknown,
  uploadMatches,
  syncNotes,
  headline,
  quietBelow,
  language,
  theme,
  leetify,
  leetifyKey,
  notify,
} = settingsSchema.shape;

/** Unlike stored settings, which fall back, a change with a wrong value is refused. */
const settingsChangeSchema = z.strictObject({
  backendUrl: backendUrl.unwrap().exactOptional(),
  localOnly: localOnly.unwrap().exactOptional(),
  askUnknown: askUnknown.unwrap().exactOptional(),
  uploadMatches: uploadMatches.unwrap().exactOptional(),
  syncNotes: syncNotes.unwrap().exactOptional(),
  headline: headline.unwrap().exactOptional(),
  quietBelow: quietBelow.unwrap().exactOptional(),
  language: language.unwrap().exactOptional(),
  theme: theme.unwrap().exactOptional(),
  notify: notify.unwrap().exactOptional(),
  leetify: leetify.unwrap().exactOptional(),
  leetifyKey: leetifyKey.unwrap().exactOptional(),
});

/** How each message must look, `type` left off. */
export const requestSchemas: { [N in RequestName]: z.ZodType<Requests[N]['in']> } = {
  ...reportRequestSchemas,
  ...demoSchemas,
  ...moderationSchemas,
  ...noticeSchemas,
  ...ownSyncSchemas,
  details: z.strictObject({
    steamId: steamIdSchema,
    refresh: z.boolean().exactOptional(),
    ask: z.boolean().exactOptional(),
  }),
  analysis: z.strictObject({ steamId: steamIdSchema, cursor: z.string().max(64).exactOptional() }),
  leetify: z.strictObject({
    steamId: steamIdSchema,
    ask: z.boolean().exactOptional(),
    renew: z.boolean().exactOptional(),
  }),
  resolve: z.strictObject({ vanity: z.string().regex(/^[\w-]{2,32}$/) }),
  status: nothing,
  recent: nothing,
  remember: z.strictObject({
    players: z.array(z.strictObject({ steamId: steamIdSchema, name: z.string().max(1000).exactOptional() })).max(100),
  }),
  forgetRecent: nothing,
  getSettings: nothing,
  setSettings: z.strictObject({ settings: settingsChangeSchema }),
  clearCache: nothing,
  loadCard: nothing,
  openDetails: z.strictObject({ steamId: steamIdSchema }),
  account: nothing,
  signIn: z.strictObject({ replace: z.boolean() }),
  signOut: nothing,
  accountSessions: nothing,
  endSessions: z.strictObject({ id: z.string().min(1).max(100).exactOptional() }),
  accountHeld: nothing,
  exportAccount: nothing,
  deleteAccount: nothing,
  dashboardSummary: nothing,
  dashboardRecent: z.strictObject({ cursor: z.string().max(80).exactOptional() }),
  dashboardStatistics: z.strictObject({
    scope: z.enum(['mine', 'all']),
    weeks: z.int().min(1).max(260),
    zone: z.string().min(1).max(60),
  }),
  dashboardSeen: z.strictObject({ until: timeSchema }),
  openApp: z.strictObject({ page: z.enum(['account', 'sign-in', 'people', 'sources', 'reports']) }),
  readHistory: nothing,
  stopHistory: nothing,
  historyStatus: nothing,
  forgetHistory: nothing,
  bansMet: nothing,
  bansSeen: nothing,
  checkBans: nothing,
  bansSince: z.strictObject({
    met: z.array(z.strictObject({ steamId: steamIdSchema, at: timeSchema })).max(MAX_PLAYERS),
  }),
  matchSync: nothing,
  syncMatches: syncRequestSchema,
  setShareCodes: shareCodeAccessSchema,
  forgetShareCodes: nothing,
  uploadStatus: nothing,
  uploadNow: nothing,
  notes: nothing,
  setNote: z.strictObject({ note: noteSchema.omit({ updatedAt: true }).strict() }),
  setNotes: z.strictObject({
    notes: z.array(noteSchema.omit({ updatedAt: true }).strict()).max(MAX_NOTES),
  }),
  listPlayers: withQuery,
  listMatches: withQuery,
  listDemos: withQuery,
  matchDetails: withId,
  demoFindings: withId,
  importNotes: z.strictObject({ notes: z.array(noteSchema).max(50_000) }),
};

/** What a content script may send: it lives beside a web page, so nothing that changes settings or empties the cache. */
export const CONTENT_MAY_SEND: ReadonlySet<RequestName> = new Set<RequestName>([
  'details',
  'resolve',
  'status',
  'loadCard',
  'openDetails',
  'openApp',
  'leetify',
  'bansSince',
  ...CONTENT_MAY_REPORT,
]);

export const portRequestSchema: z.ZodType<PortRequest> = z.strictObject({
  type: z.enum(['watch', 'visible']),
  steamIds: z.array(steamIdSchema).max(MAX_PLAYERS),
});
