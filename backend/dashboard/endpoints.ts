import type { Endpoint } from '#backend/platform/endpoint.ts';
import {
  recentQuerySchema,
  recentResponseSchema,
  seenRequestSchema,
  seenResponseSchema,
  statisticsQuerySchema,
  statisticsResponseSchema,
  summaryQuerySchema,
  summaryResponseSchema,
} from '#shared/api/dashboard.ts';

export const dashboardEndpoints: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/v1/dashboard/summary',
    summary: 'What changed since the last look',
    description:
      'New bans and high scores among the people one met or watches, outcomes of one’s reports, and totals. With an ETag.',
    query: summaryQuerySchema,
    response: summaryResponseSchema,
    problems: [401, 503],
  },
  {
    method: 'post',
    path: '/v1/dashboard/seen',
    summary: 'Mark what changed as seen',
    description: 'Up to a time; never back.',
    body: seenRequestSchema,
    response: seenResponseSchema,
    problems: [401, 413, 415, 503],
  },
  {
    method: 'get',
    path: '/v1/dashboard/recent',
    summary: 'What happened, newest first',
    description: 'Matches, bans, high scores, reports and what became of them. `next` is the cursor of the next page.',
    query: recentQuerySchema,
    response: recentResponseSchema,
    problems: [401, 503],
  },
  {
    method: 'get',
    path: '/v1/dashboard/statistics',
    summary: 'Trends and distributions',
    description:
      'By week, score, reason, map, mode and hour of day: of one’s own matches or of everything known here. A few minutes old at most, everybody’s players an hour. With an ETag.',
    query: statisticsQuerySchema,
    response: statisticsResponseSchema,
    problems: [401, 503],
  },
];
