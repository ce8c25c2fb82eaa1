import { z } from 'zod';
import type { NoticeRequests } from '#extension/notifications/messages.ts';
import { notificationSettingsSchema, webhookRequestSchema } from '#shared/api/notifications.ts';

const nothing = z.strictObject({});

/** How each of these messages must look, `type` left off. */
export const noticeSchemas: { [N in keyof NoticeRequests]: z.ZodType<NoticeRequests[N]['in']> } = {
  notices: z.strictObject({ cursor: z.string().max(32).exactOptional() }),
  noticeCount: nothing,
  readNotices: z.strictObject({ ids: z.array(z.string().min(1).max(140)).min(1).max(200), read: z.boolean() }),
  readAllNotices: nothing,
  noticeSettings: z.strictObject({ change: notificationSettingsSchema.exactOptional() }),
  webhook: nothing,
  putWebhook: webhookRequestSchema.pick({ url: true, kinds: true }),
  removeWebhook: nothing,
  testWebhook: nothing,
};
