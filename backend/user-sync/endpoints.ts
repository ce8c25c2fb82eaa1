import type { Endpoint } from '#backend/platform/endpoint.ts';
import { syncChangesSchema, syncQuerySchema, syncResponseSchema } from '#shared/api/user-sync.ts';

export const userSyncEndpoints: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/v1/me/sync',
    summary: 'Watchlist, notes and settings of all one’s browsers',
    description: 'Every field that changed since the cursor `since`, by version; 0 for all of them.',
    query: syncQuerySchema,
    response: syncResponseSchema,
    problems: [401, 503],
  },
  {
    method: 'post',
    path: '/v1/me/sync',
    summary: 'Send what was changed in this browser',
    description:
      'Field by field, each with the version it was made from; the answer has what others changed, too. The last change wins, ' +
      'and a text that loses is kept beside the other until it is settled. Sending a change twice does no harm.',
    body: syncChangesSchema,
    response: syncResponseSchema,
    problems: [401, 403, 413, 415, 503],
  },
];
