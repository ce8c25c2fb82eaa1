import type { z } from 'zod';
import { createFeeds, type NewsSources } from '#backend/notifications/feeds.ts';
import {
  countUnread,
  listNotifications,
  loadSettings,
  markStatement,
  saveSettingsStatement,
} from '#backend/notifications/store.ts';
import { createWebhooks, type Webhooks, type WebhooksDeps } from '#backend/notifications/webhooks.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type {
  NotificationSettings,
  notificationsQuerySchema,
  notificationsResponseSchema,
  readRequestSchema,
  readResponseSchema,
} from '#shared/api/notifications.ts';

export type { NewsSources } from '#backend/notifications/feeds.ts';
export type { Tie } from '#backend/notifications/gather.ts';
export { notificationsPersonalData } from '#backend/notifications/personal.ts';

export interface NotificationsDeps extends WebhooksDeps {
  sources: NewsSources;
}

/** What people are told of. */
export interface Notifications {
  list(
    userId: string,
    query: z.infer<typeof notificationsQuerySchema>,
  ): Promise<z.infer<typeof notificationsResponseSchema>>;
  unread(userId: string): Promise<number>;
  mark(userId: string, which: z.infer<typeof readRequestSchema>): Promise<z.infer<typeof readResponseSchema>>;
  settings(userId: string): Promise<NotificationSettings>;
  saveSettings(userId: string, settings: NotificationSettings): Promise<NotificationSettings>;
  webhooks: Webhooks;
  /** Makes notifications of what is new; `progress` is called between the steps. */
  gather(progress: () => Promise<void>): Promise<void>;
}

function readCursor(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new ProblemError('bad-request', {
    detail: 'The cursor is not one we gave.',
    errors: [{ path: 'cursor', message: 'not a cursor' }],
  });
}

export function createNotifications(deps: NotificationsDeps): Notifications {
  const { database, clock } = deps;
  const feeds = createFeeds(deps);
  const settings = async (userId: string) => (await loadSettings(database, [userId]))(userId);
  const unread = (userId: string) => countUnread(database, userId);

  return {
    unread,
    settings,
    webhooks: createWebhooks(deps),

    async list(userId, { kind, unread: only, limit, cursor }) {
      const before = cursor === undefined ? undefined : readCursor(cursor);
      const rows = await listNotifications(database, userId, { kind, unread: only, before, limit: limit + 1 });
      const page = rows.slice(0, limit);
      return {
        items: page.flatMap(({ notification }) => notification ?? []),
        next: rows.length > limit ? String(page.at(-1)?.id) : null,
        unread: await unread(userId),
      };
    },

    async mark(userId, which) {
      const at = 'ids' in which && !which.read ? null : clock.now();
      const [result] = await database.write([markStatement(userId, which, at)]);
      return { changed: result?.rowsAffected ?? 0, unread: await unread(userId) };
    },

    async saveSettings(userId, change) {
      await database.write([saveSettingsStatement(userId, change)]);
      return settings(userId);
    },

    async gather(progress) {
      while (await feeds.players()) await progress();
      while (await feeds.cases()) await progress();
      await feeds.reports();
    },
  };
}
