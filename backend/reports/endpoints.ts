import { z } from 'zod';
import type { Endpoint } from '#backend/platform/endpoint.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import {
  myReportSchema,
  myReportsQuerySchema,
  myReportsResponseSchema,
  reportRequestSchema,
  reportSummarySchema,
  withdrawnResponseSchema,
} from '#shared/api/reports.ts';

const steamIdPath = z.object({ steamId: steamIdSchema });

export const reportEndpoints: readonly Endpoint[] = [
  {
    method: 'put',
    path: '/v1/reports/{steamId}',
    summary: 'Report a player',
    description:
      'Or replace one’s own report on that player, while it is open. With an `Idempotency-Key` (a UUID): the same key again is the same report, however often it arrives. ' +
      'An answer means that it is stored. `X-Device` names the device, if the client knows one.',
    params: steamIdPath,
    body: reportRequestSchema,
    response: myReportSchema,
    problems: [401, 403, 404, 409, 413, 415, 503],
  },
  {
    method: 'delete',
    path: '/v1/reports/{steamId}',
    summary: 'Take one’s own report back',
    description: 'What was said is removed. An outcome stays.',
    params: steamIdPath,
    response: withdrawnResponseSchema,
    problems: [401, 503],
  },
  {
    method: 'get',
    path: '/v1/reports',
    summary: 'One’s own reports',
    description: 'Newest first, with what became of each. `next` is the cursor of the next page.',
    query: myReportsQuerySchema,
    response: myReportsResponseSchema,
    problems: [401, 503],
  },
  {
    method: 'get',
    path: '/v1/players/{steamId}/reports',
    summary: 'What the reports on a player amount to',
    description:
      'As how many independent ones they count, how many others met the player and did not report, and what they add to the score. Never who reported.',
    params: steamIdPath,
    response: reportSummarySchema,
    problems: [503],
  },
];
