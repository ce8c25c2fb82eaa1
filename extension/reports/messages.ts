import type { MyReports, ReportDraft, ReportTaken, ReportView } from '#extension/reports/report.ts';
import type { ReportSummary } from '#shared/api/reports.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Messages about one's own reports, and what the reports on a player amount to. */
export interface ReportRequests {
  reportView: { in: { steamId: SteamId }; out: ReportView };
  /** Hands a report in, or changes it; sent after the time in which it can be undone. */
  sendReport: { in: { steamId: SteamId; name?: string; draft: ReportDraft }; out: ReportTaken };
  /** `undone` is false when it was sent already. */
  undoReport: { in: { steamId: SteamId }; out: { undone: boolean; view: ReportView } };
  withdrawReport: { in: { steamId: SteamId }; out: ReportView };
  /** Keeps what was typed, or without `draft` throws it away. */
  keepReportDraft: { in: { steamId: SteamId; draft?: ReportDraft }; out: Record<never, never> };
  /** All of one's reports; `renew` asks the backend before. */
  myReports: { in: { renew: boolean }; out: MyReports };
  /** Sends what waits, without waiting any longer. */
  sendReportsNow: { in: Record<never, never>; out: Record<never, never> };
  /** Null when there is nobody to ask, or it cannot be said now. */
  reportSummary: { in: { steamId: SteamId }; out: ReportSummary | null };
}
