import type { BackgroundContext } from '#extension/background/context.ts';
import { BackendError } from '#extension/lookup/backend-client.ts';
import type { ReportRequests } from '#extension/reports/messages.ts';

type Handlers = {
  [N in keyof ReportRequests]: (
    context: BackgroundContext,
    request: ReportRequests[N]['in'],
  ) => Promise<ReportRequests[N]['out']>;
};

/** One's own reports, and what those of everybody amount to. */
export const reportHandlers: Handlers = {
  reportView: ({ reports }, { steamId }) => reports.view(steamId),
  sendReport: ({ reports }, request) => reports.submit(request),
  async undoReport({ reports }, { steamId }) {
    const undone = await reports.undo(steamId);
    return { undone, view: await reports.view(steamId) };
  },
  async withdrawReport({ reports }, { steamId }) {
    await reports.withdraw(steamId);
    return reports.view(steamId);
  },
  async keepReportDraft({ reports }, { steamId, draft }) {
    await reports.keepDraft(steamId, draft);
    return {};
  },
  myReports: ({ reports }, { renew }) => reports.mine(renew),
  async sendReportsNow({ reports }) {
    await reports.sendNow();
    return {};
  },
  async reportSummary({ backend, cache, lookup }, { steamId }) {
    if ((await lookup.route()).to !== 'backend') return null;
    // Whom the backend has not told of is not named to it for this.
    if ((await cache.details(steamId))?.origin !== 'backend') return null;
    try {
      return await backend.reports(steamId);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      return null;
    }
  },
};
