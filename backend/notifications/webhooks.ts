import type { z } from 'zod';
import {
  type DiscordWebhook,
  MOST_EMBEDS,
  messageOf,
  parseWebhook,
  sendToDiscord,
  testMessage,
} from '#backend/notifications/discord.ts';
import {
  deliveredStatements,
  dueMessages,
  dueUsers,
  findWebhook,
  laterStatements,
  putWebhookStatements,
  removeWebhookStatements,
  troubleStatements,
  type WebhookRow,
} from '#backend/notifications/webhook-store.ts';
import { type Clock, DAY, HOUR, MINUTE } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import type { Log } from '#backend/platform/log.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { Seal } from '#backend/platform/seal.ts';
import type { WebhookStatus, webhookRequestSchema } from '#shared/api/notifications.ts';

export interface WebhooksDeps {
  database: Database;
  clock: Clock;
  log: Log;
  seal: Seal;
  fetch: typeof fetch;
  /** Where Discord is: its own origin, or a receiver on this machine in tests. */
  origin: string;
  random: () => number;
}

export interface Webhooks {
  status(userId: string): Promise<WebhookStatus>;
  put(userId: string, request: z.infer<typeof webhookRequestSchema>): Promise<WebhookStatus>;
  remove(userId: string): Promise<WebhookStatus>;
  /** Sends a message now; throws the problem that says how it went wrong. */
  test(userId: string): Promise<WebhookStatus>;
  /** Sends what is due. */
  deliver(signal: AbortSignal, progress: () => Promise<void>): Promise<void>;
}

/** Pauses after the first failure, the second, …, ms; the last one from then on, until a message is too old. */
const PAUSES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR] as const;
const TOO_OLD = DAY;
/** People served at once. */
const AT_ONCE = 8;

const about = (userId: string) => `${userId} discord`;

export function createWebhooks(deps: WebhooksDeps): Webhooks {
  const { database, clock, log, seal } = deps;

  async function opened(userId: string, row: WebhookRow): Promise<DiscordWebhook | undefined> {
    const address = await seal.open(row.url, about(userId));
    return address === undefined ? undefined : parseWebhook(address);
  }

  async function status(userId: string): Promise<WebhookStatus> {
    const row = await findWebhook(database, userId);
    if (!row) return { webhook: null };
    const { webhookId, kinds, language, setAt, deliveredAt, waiting, trouble } = row;
    return { webhook: { id: webhookId, kinds, language, setAt, deliveredAt, waiting, trouble } };
  }

  /** One message to one person. */
  async function deliverTo(userId: string): Promise<void> {
    const row = await findWebhook(database, userId);
    const messages = await dueMessages(database, userId, clock.now(), MOST_EMBEDS);
    const [oldest] = messages;
    if (!row || !oldest) return;
    const webhook = await opened(userId, row);
    if (!webhook) return void (await database.write(troubleStatements(userId, row.setAt, 'gone')));
    const notifications = messages.flatMap(({ notification }) => notification ?? []);
    const delivery =
      notifications.length === 0
        ? ({ state: 'delivered' } as const)
        : await sendToDiscord(deps, webhook, messageOf(notifications, row.language));
    const now = clock.now();
    switch (delivery.state) {
      case 'delivered':
        return void (await database.write(deliveredStatements(userId, messages, now)));
      case 'limited': {
        const until = now + delivery.wait;
        return void (await database.write(
          laterStatements(userId, messages, { runAt: until, pausedUntil: until, counts: false }),
        ));
      }
      case 'gone':
      case 'refused':
        log.info('webhook.off', { trouble: delivery.state });
        return void (await database.write(troubleStatements(userId, row.setAt, delivery.state)));
      case 'failed': {
        if (oldest.createdAt < now - TOO_OLD) {
          log.info('webhook.off', { trouble: 'failing' });
          return void (await database.write(troubleStatements(userId, row.setAt, 'failing')));
        }
        const pause = PAUSES[Math.min(oldest.attempts, PAUSES.length - 1)] ?? HOUR;
        const until = now + pause * (0.75 + deps.random() / 2);
        await database.write(
          laterStatements(userId, messages, { runAt: Math.round(until), pausedUntil: Math.round(until), counts: true }),
        );
      }
    }
  }

  return {
    status,

    async put(userId, { url, kinds, language }) {
      const webhook = parseWebhook(url);
      if (!webhook) {
        throw new ProblemError('bad-request', {
          detail: 'That is no webhook address as Discord gives it.',
          errors: [{ path: 'url', message: 'not a Discord webhook' }],
        });
      }
      const sealed = await seal.close(`https://discord.com/api/webhooks/${webhook.id}/${webhook.token}`, about(userId));
      const row = { url: sealed, webhookId: webhook.id, kinds: [...new Set(kinds)], language };
      await database.write(putWebhookStatements(userId, row, clock.now()));
      return status(userId);
    },

    async remove(userId) {
      await database.write(removeWebhookStatements(userId));
      return status(userId);
    },

    async test(userId) {
      const row = await findWebhook(database, userId);
      const webhook = row && (await opened(userId, row));
      if (!row || !webhook) throw new ProblemError('not-found', { detail: 'There is no webhook.' });
      const delivery = await sendToDiscord(deps, webhook, testMessage(row.language));
      switch (delivery.state) {
        case 'delivered':
          await database.write(deliveredStatements(userId, [], clock.now()));
          return status(userId);
        case 'limited':
          throw new ProblemError('unavailable', {
            detail: 'Discord asks to wait.',
            retryAfterMs: delivery.wait,
            more: { reason: 'limited' },
          });
        case 'failed':
          throw new ProblemError('unavailable', {
            detail: 'Discord does not answer.',
            more: { reason: 'failing' },
          });
        default:
          await database.write(troubleStatements(userId, row.setAt, delivery.state));
          throw new ProblemError('conflict', {
            detail: 'Discord does not take messages for this webhook.',
            more: { reason: delivery.state },
          });
      }
    },

    async deliver(signal, progress) {
      while (!signal.aborted) {
        const users = await dueUsers(database, clock.now(), AT_ONCE);
        if (users.length === 0) return;
        await Promise.all(users.map(deliverTo));
        await progress();
      }
    },
  };
}
