import { z } from 'zod';
import type { Account } from '#extension/account/account.ts';
import { AccountError } from '#extension/account/client.ts';
import type { AccountAnswer, Polled } from '#extension/answers.ts';
import type { WebhookAnswer, WebhookChoice } from '#extension/notifications/messages.ts';
import type { Notice } from '#extension/notifications/notice.ts';
import {
  type Notification,
  type NotificationSettings,
  notificationSettingsResponseSchema,
  notificationsResponseSchema,
  readResponseSchema,
  type WebhookStatus,
  webhookStatusSchema,
} from '#shared/api/notifications.ts';
import { LANGUAGES } from '#shared/languages.ts';

type Page = z.infer<typeof notificationsResponseSchema>;

const PATH = '/v1/notifications';
const TEST = `${PATH}/webhook/test`;

/** What of a refusal says more than that it was one; `reason`: what Discord made of a test. */
const problemSchema = z.object({
  status: z.number().optional().catch(undefined),
  reason: z.enum(['gone', 'refused', 'limited', 'failing']).optional().catch(undefined),
});

export const idOf = (notification: Pick<Notification, 'id'>): string => `account:${notification.id}`;
export const numberOf = (id: string): number => Number(id.replace(/^account:/, ''));

const BANNED = ['vac', 'game'] as const;

/** A notification of the account as the app shows it. */
export function noticeFrom(notification: Notification): Notice {
  const { at, steamId } = notification;
  const common = {
    id: idOf(notification),
    at,
    read: notification.readAt !== null,
    steamId,
    name: notification.name ?? '',
  };
  switch (notification.kind) {
    case 'ban': {
      const kinds = BANNED.filter((kind) => notification[kind] > 0);
      return { ...common, kind: 'ban', kinds, certain: true, lastMetAt: notification.lastMetAt };
    }
    case 'score': {
      const { from, to, band } = notification;
      return { ...common, kind: 'score', from, to, band, watched: true };
    }
    case 'report':
      return { ...common, kind: 'report', outcome: notification.outcome };
    case 'appeal':
    case 'case':
      return { ...common, kind: notification.kind, measure: notification.measure, reason: notification.reason };
    case 'appeal-waiting':
      return { ...common, kind: 'appeal-waiting' };
  }
}

/** The notifications of whoever is signed in, as the backend keeps them. */
export interface AccountNotices {
  /** `undefined`: nobody is signed in. */
  page(cursor?: string): Promise<AccountAnswer<Page> | undefined>;
  read(change: { ids: number[]; read: boolean } | { until: number }): Promise<AccountAnswer<{ unread: number }>>;
  settings(change?: NotificationSettings): Promise<AccountAnswer<NotificationSettings>>;
  webhook(): Promise<WebhookAnswer>;
  putWebhook(choice: WebhookChoice, language: string): Promise<WebhookAnswer>;
  removeWebhook(): Promise<WebhookAnswer>;
  testWebhook(): Promise<WebhookAnswer>;
}

export function createAccountNotices(account: Pick<Account, 'asked' | 'ask' | 'poll' | 'kept'>): AccountNotices {
  /** The first page is asked for again and again. */
  let first: { owner: string; page: Polled<Page> } | undefined;

  /** As `account.ask`, but tells an address that is not taken, and what Discord did not take, from other refusals. */
  async function change(method: string, path: string, body?: unknown): Promise<WebhookAnswer> {
    let other: WebhookAnswer | undefined;
    const answer = await account.asked(async (client): Promise<WebhookStatus> => {
      try {
        return await client.ask(method, path, webhookStatusSchema, body);
      } catch (error) {
        const said = problemSchema.safeParse(error instanceof AccountError ? error.problem : undefined).data;
        if (path === TEST && said?.reason !== undefined) other = { state: 'untaken', why: said.reason };
        else if (said?.status === 400 || said?.status === 422) other = { state: 'invalid' };
        throw error;
      }
    });
    return other ?? answer;
  }

  return {
    async page(cursor) {
      const kept = await account.kept();
      if (!kept) return undefined;
      if (cursor !== undefined) {
        return account.ask('GET', `${PATH}?cursor=${encodeURIComponent(cursor)}`, notificationsResponseSchema);
      }
      const owner = `${kept.origin} ${kept.steamId}`;
      const before = first?.owner === owner ? first.page : undefined;
      const answer = await account.poll(PATH, notificationsResponseSchema, before);
      if (answer.state !== 'ok') return answer;
      first = { owner, page: answer.value };
      return { state: 'ok', value: answer.value.value };
    },
    read: (change) => account.ask('POST', `${PATH}/read`, readResponseSchema, change),
    settings: (change) =>
      account.ask(change ? 'PUT' : 'GET', `${PATH}/settings`, notificationSettingsResponseSchema, change),
    webhook: () => account.ask('GET', `${PATH}/webhook`, webhookStatusSchema),
    putWebhook: (choice, language) =>
      change('PUT', `${PATH}/webhook`, {
        ...choice,
        language: LANGUAGES.find((each) => each === language) ?? 'en',
      }),
    removeWebhook: () => change('DELETE', `${PATH}/webhook`),
    testWebhook: () => change('POST', TEST),
  };
}
