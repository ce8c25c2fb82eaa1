import { z } from 'zod';
import type { Endpoint } from '#backend/platform/endpoint.ts';
import {
  matchesQuerySchema,
  matchesResponseSchema,
  matchResponseSchema,
  teammatesQuerySchema,
  teammatesResponseSchema,
  uploadRequestSchema,
  uploadResponseSchema,
} from '#shared/api/matches.ts';

export const matchEndpoints: readonly Endpoint[] = [
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
