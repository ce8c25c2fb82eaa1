import type { Notifications } from '#backend/notifications/notifications.ts';
import type { Secured } from '#backend/platform/access.ts';
import { tagged } from '#backend/platform/tagged.ts';
import { readBody, readQuery } from '#backend/platform/validate.ts';
import {
  notificationSettingsSchema,
  notificationsQuerySchema,
  readRequestSchema,
  webhookRequestSchema,
} from '#shared/api/notifications.ts';

const readPage = readQuery(notificationsQuerySchema, 'The query is not valid.');
const readMarks = readBody(readRequestSchema, 'The body does not say what was read.');
const readSettings = readBody(notificationSettingsSchema, 'The body is no settings.');
const readWebhook = readBody(webhookRequestSchema, 'The body is no webhook.');

export function notificationRoutes({
  secured,
  notifications,
}: {
  secured: Secured;
  notifications: Notifications;
}): void {
  const { webhooks } = notifications;

  secured.add('GET /v1/notifications', 'account', async (exchange, { userId }) =>
    tagged(exchange, await notifications.list(userId, await readPage(exchange.c))),
  );

  secured.add('POST /v1/notifications/read', 'account', async ({ c, json }, { userId }) =>
    json(await notifications.mark(userId, await readMarks(c))),
  );

  secured.add('GET /v1/notifications/settings', 'account', async ({ json }, { userId }) =>
    json(await notifications.settings(userId)),
  );

  secured.add('PUT /v1/notifications/settings', 'account', async ({ c, json }, { userId }) =>
    json(await notifications.saveSettings(userId, await readSettings(c))),
  );

  secured.add('GET /v1/notifications/webhook', 'account', async ({ json }, { userId }) =>
    json(await webhooks.status(userId)),
  );

  secured.add('PUT /v1/notifications/webhook', 'account', async ({ c, json }, { userId }) =>
    json(await webhooks.put(userId, await readWebhook(c))),
  );

  secured.add('DELETE /v1/notifications/webhook', 'account', async ({ json }, { userId }) =>
    json(await webhooks.remove(userId)),
  );

  secured.add('POST /v1/notifications/webhook/test', 'webhook', async ({ json }, { userId }) =>
    json(await webhooks.test(userId)),
  );
}
