import { z } from 'zod';
import type { Endpoint } from '#backend/platform/endpoint.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import {
  appealRequestSchema,
  caseListSchema,
  caseQuerySchema,
  caseResponseSchema,
  heldCaseSchema,
  logQuerySchema,
  logResponseSchema,
  moderationActionSchema,
} from '#shared/api/moderation.ts';

const steamIdPath = z.object({ steamId: steamIdSchema });

export const moderationEndpoints: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/v1/moderation/cases',
    summary: 'The queue',
    description: 'Cases by strength of evidence, appeals first, with counts for every filter. For moderators.',
    query: caseQuerySchema,
    response: caseListSchema,
    problems: [401, 403, 503],
  },
  {
    method: 'get',
    path: '/v1/moderation/cases/{steamId}',
    summary: 'One case',
    description: 'Its log, its reports without their reporters’ names, and why the moderator may not decide it, if so.',
    params: steamIdPath,
    response: caseResponseSchema,
    problems: [401, 403, 503],
  },
  {
    method: 'post',
    path: '/v1/moderation/cases/{steamId}/events',
    summary: 'Decide a case, or add a note',
    description:
      'Flag, block, ban, clear, uphold or reject, on the `version` of the case that was seen. If it has changed, 409 with the newer one as `case`.',
    params: steamIdPath,
    body: moderationActionSchema,
    response: caseResponseSchema,
    problems: [401, 403, 409, 413, 415, 503],
  },
  {
    method: 'get',
    path: '/v1/moderation/log',
    summary: 'Everything done, newest first',
    description: 'Every event of every case, by what gave rise to it and by measure. For moderators.',
    query: logQuerySchema,
    response: logResponseSchema,
    problems: [401, 403, 503],
  },
  {
    method: 'post',
    path: '/v1/me/appeal',
    summary: 'Disagree with what was done to one’s own account',
    description: 'Re-opens the case; once until somebody has answered.',
    body: appealRequestSchema,
    response: heldCaseSchema,
    problems: [401, 409, 413, 415, 503],
  },
];
