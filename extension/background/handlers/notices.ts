import type { BackgroundContext } from '#extension/background/context.ts';
import type { NoticeRequests } from '#extension/notifications/messages.ts';
import { resolveLanguage } from '#extension/words/languages.ts';

type Handlers = {
  [N in keyof NoticeRequests]: (
    context: BackgroundContext,
    request: NoticeRequests[N]['in'],
  ) => Promise<NoticeRequests[N]['out']>;
};

/** What a person is told of, and how. */
export const noticeHandlers: Handlers = {
  notices: ({ notices }, { cursor }) => notices.list(cursor),
  noticeCount: async ({ notices }) => ({ unread: await notices.unread() }),
  readNotices: async ({ notices }, { ids, read }) => ({ unread: await notices.read(ids, read) }),
  readAllNotices: async ({ notices }) => ({ unread: await notices.readAll() }),
  noticeSettings: ({ accountNotices }, { change }) => accountNotices.settings(change),
  webhook: ({ accountNotices }) => accountNotices.webhook(),
  async putWebhook({ accountNotices, settings, browser }, choice) {
    const { language } = resolveLanguage((await settings.get()).language, browser.i18n.getUILanguage());
    return accountNotices.putWebhook(choice, language);
  },
  removeWebhook: ({ accountNotices }) => accountNotices.removeWebhook(),
  testWebhook: ({ accountNotices }) => accountNotices.testWebhook(),
};
