import type { Dashboard } from '#backend/dashboard/dashboard.ts';
import type { Secured } from '#backend/platform/access.ts';
import { tagged, tagOf } from '#backend/platform/tagged.ts';
import { readBody, readQuery } from '#backend/platform/validate.ts';
import {
  recentQuerySchema,
  seenRequestSchema,
  statisticsQuerySchema,
  summaryQuerySchema,
} from '#shared/api/dashboard.ts';

const readSince = readQuery(summaryQuerySchema, 'The query is not valid.');
const readPage = readQuery(recentQuerySchema, 'The query is not valid.');
const readStatistics = readQuery(statisticsQuerySchema, 'The query is not valid.');
const readSeen = readBody(seenRequestSchema, 'The body does not say what was seen.');

/** What is the same but for when it was computed has the same tag. */
const tagOfAll = (data: object, when: string) => tagOf(JSON.stringify({ ...data, [when]: undefined }));

export function dashboardRoutes({ secured, dashboard }: { secured: Secured; dashboard: Dashboard }): void {
  secured.add('GET /v1/dashboard/summary', 'lists', async (exchange, viewer) => {
    const { since } = await readSince(exchange.c);
    const summary = await dashboard.summary(viewer, since);
    return tagged(exchange, summary, tagOfAll(summary, 'until'));
  });

  secured.add('POST /v1/dashboard/seen', 'account', async ({ c, json }, { userId }) => {
    const { until } = await readSeen(c);
    return json({ seen: await dashboard.seen(userId, until) });
  });

  secured.add('GET /v1/dashboard/recent', 'lists', async ({ c, json }, viewer) => {
    const { limit, cursor } = await readPage(c);
    return json(await dashboard.recent(viewer, limit, cursor));
  });

  secured.add('GET /v1/dashboard/statistics', 'lists', async (exchange, viewer) => {
    const statistics = await dashboard.statistics(viewer, await readStatistics(exchange.c));
    return tagged(exchange, statistics, tagOfAll(statistics, 'computedAt'));
  });
}
