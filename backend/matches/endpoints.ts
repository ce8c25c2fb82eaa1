import { z } from 'zod';
import type { Endpoint } from '#backend/platform/endpoint.ts';
import {
  matchesQuerySchema,
  matchesResponseSchema,
  matchResponseSchema,
  shareCodeAccessSchema,
  syncRequestSchema,
  syncStatusSchema,
  teammatesQuerySchema,
  teammatesResponseSchema,
  uploadRequestSchema,
  uploadResponseSchema,
} from '#shared/api/matches.ts';

const syncEndpoints: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/v1/matches/sync/status',
    summary: 'How the sync of matches stands',
    description:
      'Per source: queued, running with n of m, done, or failed and why, and the next run. Made for polling: `If-None-Match` is answered with 304.',
    response: syncStatusSchema,
    problems: [401, 403, 503],
  },
  {
    method: 'post',
    path: '/v1/matches/sync',
    summary: 'Sync matches now',
    description: 'Begins with the sources named, or all that are set up, and answers how they stand.',
    body: syncRequestSchema,
    response: syncStatusSchema,
    problems: [401, 403, 413, 415, 503],
  },
  {
    method: 'put',
    path: '/v1/matches/sync/share-codes',
    summary: 'Give the codes Steam wants for the own match history',
    description:
      'The authentication code and the newest match known. Kept encrypted, shown to nobody, used for nothing else.',
    body: shareCodeAccessSchema,
    response: syncStatusSchema,
    problems: [401, 403, 413, 415, 503],
  },
  {
    method: 'delete',
    path: '/v1/matches/sync/share-codes',
    summary: 'Forget these codes',
    description: 'And every code found with them.',
    response: syncStatusSchema,
    problems: [401, 403, 503],
  },
];

export const matchEndpoints: readonly Endpoint[] = [
  ...syncEndpoints,
  {
    method: 'post',
    path: '/v1/matches',
    summary: 'Upload matches of the own history',
    description:
      'Up to 50 matches in which the caller played, as the match history page shows them. What is impossible is left out field by field and named; the rest stays. The same match again, from anybody, becomes one match.',
    body: uploadRequestSchema,
    response: uploadResponseSchema,
    problems: [401, 403, 413, 415, 503],
  },
  {
    method: 'get',
    path: '/v1/matches',
    summary: 'The own matches',
    description: 'Newest first, filtered; `next` is the cursor of the next page.',
    query: matchesQuerySchema,
    response: matchesResponseSchema,
    problems: [401, 403, 503],
  },
  {
    method: 'get',
    path: '/v1/matches/{matchId}',
    summary: 'One match with every player and score',
    description: 'Only for those who played in it. Says what confirms it, and which values its sources disagree on.',
    params: z.object({ matchId: z.string().max(64) }),
    response: matchResponseSchema,
    problems: [401, 403, 404, 503],
  },
  {
    method: 'get',
    path: '/v1/me/teammates',
    summary: 'People met in matches',
    description: 'Teammates and opponents, latest first: how often, when, and with which results.',
    query: teammatesQuerySchema,
    response: teammatesResponseSchema,
    problems: [401, 403, 503],
  },
];
