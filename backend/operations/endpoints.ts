import type { Endpoint } from '#backend/platform/endpoint.ts';
import { healthResponseSchema, readyResponseSchema } from '#shared/api/operations.ts';

export const operationsEndpoints: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/health',
    summary: 'The process answers',
    description: 'Looks at nothing else.',
    response: healthResponseSchema,
    problems: [],
  },
  {
    method: 'get',
    path: '/ready',
    summary: 'Ready for requests',
    description: 'Whether the database answers, and how things stand with Steam. 503 with the same body when not.',
    response: readyResponseSchema,
    problems: [],
  },
  {
    method: 'get',
    path: '/openapi.json',
    summary: 'This description',
    description: 'OpenAPI 3.1, made from the schemas the requests are checked with.',
    problems: [],
  },
  {
    method: 'get',
    path: '/docs',
    summary: 'This description, to read',
    description: 'HTML without scripts.',
    problems: [],
  },
];
