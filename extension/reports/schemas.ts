import { z } from 'zod';
import type { ReportRequests } from '#extension/reports/messages.ts';
import { draftSchema } from '#extension/reports/rows.ts';
import { steamIdSchema } from '#shared/api/common.ts';

const nothing = z.strictObject({});
const ofPlayer = z.strictObject({ steamId: steamIdSchema });

/** How each message about reports must look, `type` left off. What a draft says is checked when it is handed in. */
export const reportRequestSchemas: { [N in keyof ReportRequests]: z.ZodType<ReportRequests[N]['in']> } = {
  reportView: ofPlayer,
  sendReport: ofPlayer.extend({ name: z.string().max(1000).exactOptional(), draft: draftSchema }),
  undoReport: ofPlayer,
  withdrawReport: ofPlayer,
  keepReportDraft: ofPlayer.extend({ draft: draftSchema.exactOptional() }),
  myReports: z.strictObject({ renew: z.boolean() }),
  sendReportsNow: nothing,
  reportSummary: ofPlayer,
};

/** What the hover card may send: one player at a time, never the list of all. */
export const CONTENT_MAY_REPORT = [
  'reportView',
  'sendReport',
  'undoReport',
  'withdrawReport',
  'keepReportDraft',
  'sendReportsNow',
  'reportSummary',
] as const satisfies readonly (keyof ReportRequests)[];
