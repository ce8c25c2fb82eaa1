import type { AccountAnswer } from '#extension/answers.ts';
import type { Notices } from '#extension/notifications/notice.ts';
import type {
  NotificationKind,
  NotificationSettings,
  WebhookStatus,
  WebhookTrouble,
} from '#shared/api/notifications.ts';

/** What a webhook is set to; its address is a secret and goes one way only. */
export interface WebhookChoice {
  url: string;
  kinds: NotificationKind[];
}

/**
 * `invalid`: the backend does not take this address · `untaken`: Discord did not take the test; it knows no such webhook,
 * refuses its messages, asks to wait, or did not answer.
 */
export type WebhookAnswer =
  | AccountAnswer<WebhookStatus>
  | { state: 'invalid' }
  | { state: 'untaken'; why: WebhookTrouble | 'limited' };

/** Messages about notifications: those of this browser, and of the account where somebody is signed in. */
export interface NoticeRequests {
  notices: { in: { cursor?: string }; out: Notices };
  /** What is not read, as last known; asks nobody. */
  noticeCount: { in: Record<never, never>; out: { unread: number } };
  readNotices: { in: { ids: string[]; read: boolean }; out: { unread: number } };
  readAllNotices: { in: Record<never, never>; out: { unread: number } };
  /** What the account is told of; with `change`, from now on. */
  noticeSettings: { in: { change?: NotificationSettings }; out: AccountAnswer<NotificationSettings> };
  webhook: { in: Record<never, never>; out: WebhookAnswer };
  putWebhook: { in: WebhookChoice; out: WebhookAnswer };
  removeWebhook: { in: Record<never, never>; out: WebhookAnswer };
  testWebhook: { in: Record<never, never>; out: WebhookAnswer };
}
