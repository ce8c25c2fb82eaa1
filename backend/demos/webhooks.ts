import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import { refusedTarget } from '#backend/demos/public-address.ts';
import { loadDemo } from '#backend/demos/store.ts';
import {
  addWebhook,
  type DueDelivery,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  saveDelivery,
  takeDue,
} from '#backend/demos/webhook-store.ts';
import type { Identity } from '#backend/platform/access.ts';
import { type Clock, HOUR, MINUTE, SECOND } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { errorText } from '#backend/platform/log.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import type { deliveriesResponseSchema, webhookCreatedSchema, webhooksResponseSchema } from '#shared/api/demos.ts';

/**
 * Sends a message and resolves with the status it was answered with. Rejects for a target that is not on the open internet,
 * when `signal` is aborted, and when nothing answers. Follows no redirects, and reads none of the answer's body.
 */
export type Post = (
  url: string,
  message: { body: string; headers: Readonly<Record<string, string>> },
  signal: AbortSignal,
) => Promise<number>;

export interface WebhooksDeps {
  database: Database;
  clock: Clock;
  key: string;
  post: Post;
  /** How long a receiver may take, ms. */
  timeoutMs?: number;
}

export interface Webhooks {
  add(identity: Identity, url: string): Promise<z.infer<typeof webhookCreatedSchema>>;
  list(identity: Identity): Promise<z.infer<typeof webhooksResponseSchema>>;
  remove(identity: Identity, webhookId: string): Promise<boolean>;
  deliveries(identity: Identity, webhookId: string): Promise<z.infer<typeof deliveriesResponseSchema>>;
  /** Sends what is due, for about `budget` ms. */
  runDue(signal: AbortSignal, budget: number): Promise<void>;
}

const MOST = 5;
const SHOWN = 100;
const AT_ONCE = 8;
const TIMEOUT = 10 * SECOND;
/** Pauses after the first try, the second, …; then it is given up. */
const PAUSES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR] as const;

/** What a message is signed with. The receiver compares, and turns away what is older than it likes. */
function signatureOf(secret: string, at: number, body: string): string {
  const seconds = Math.floor(at / SECOND);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

export function createWebhooks(deps: WebhooksDeps): Webhooks {
  const { database, clock, post, timeoutMs = TIMEOUT } = deps;
  const key = createHmac('sha256', deps.key).update('secrets of webhooks').digest();
  const secretOf = (id: string) => `whsec_${createHmac('sha256', key).update(id).digest('base64url')}`;

  async function send(delivery: DueDelivery, signal: AbortSignal): Promise<void> {
    const now = clock.now();
    const held = await loadDemo(database, sql`d.id = ${delivery.demoId}`, now);
    if (!held || delivery.url === '') {
      const gone = { state: 'gave-up', status: null, error: 'the demo is gone', nextAt: now } as const;
      return saveDelivery(database, delivery.id, gone);
    }
    const body = JSON.stringify({ id: delivery.id, event: delivery.event, at: delivery.endedAt, demo: held.view });
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'CStatSentry',
      'x-cstatsentry-delivery': delivery.id,
      'x-cstatsentry-signature': signatureOf(secretOf(delivery.webhookId), now, body),
    };
    let status: number | null = null;
    let error: string | null = null;
    try {
      status = await post(delivery.url, { body, headers }, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    } catch (thrown) {
      error = errorText(thrown).slice(0, 200);
    }
    const delivered = status !== null && status >= 200 && status < 300;
    const pause = PAUSES[delivery.attempts - 1];
    await saveDelivery(database, delivery.id, {
      ...{ status, error },
      state: delivered ? 'delivered' : pause === undefined ? 'gave-up' : 'waiting',
      nextAt: clock.now() + (pause ?? 0),
    });
  }

  return {
    async add(identity, url) {
      const refused = refusedTarget(url);
      if (refused !== undefined) {
        throw new ProblemError('bad-request', {
          detail: `This address ${refused}.`,
          errors: [{ path: 'url', message: refused }],
        });
      }
      const webhook = { id: crypto.randomUUID(), url, createdAt: clock.now() };
      if (!(await addWebhook(database, { ...webhook, userId: identity.userId }, MOST))) {
        throw new ProblemError('conflict', { detail: `There are ${MOST} already.` });
      }
      return { ...webhook, secret: secretOf(webhook.id) };
    },

    list: async ({ userId }) => ({ items: await listWebhooks(database, userId) }),

    remove: ({ userId }, webhookId) => removeWebhook(database, userId, webhookId),

    async deliveries({ userId }, webhookId) {
      if (!(await listWebhooks(database, userId)).some(({ id }) => id === webhookId)) {
        throw new ProblemError('not-found', { detail: 'You have no such webhook.' });
      }
      return { items: await listDeliveries(database, webhookId, SHOWN) };
    },

    async runDue(signal, budget) {
      const until = clock.now() + budget;
      while (!signal.aborted && clock.now() < until) {
        const now = clock.now();
        const due = await takeDue(database, { now, until: now + 2 * timeoutMs, limit: AT_ONCE });
        if (due.length === 0) return;
        await Promise.all(due.map((delivery) => send(delivery, signal)));
      }
    },
  };
}
