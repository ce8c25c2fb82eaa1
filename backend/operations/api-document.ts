import { z } from 'zod';
import { problemSchema, steamIdSchema } from '#shared/api/common.ts';
import { healthResponseSchema, readyResponseSchema } from '#shared/api/operations.ts';
import {
  analysisQuerySchema,
  analysisResponseSchema,
  bucketResponseSchema,
  lookupRequestSchema,
  lookupResponseSchema,
  playerResponseSchema,
  prefixSchema,
  resolveQuerySchema,
  resolveResponseSchema,
} from '#shared/api/players.ts';
import { MAX_STEAM_ID, MIN_STEAM_ID } from '#shared/steam/steam-id.ts';

/** One endpoint, as the document and its page show it. A test compares this list with the routes there are. */
export interface Endpoint {
  method: 'get' | 'post';
  path: string;
  summary: string;
  description: string;
  /** Of the path's parameters. */
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Of the 200, when it is JSON. */
  response?: z.ZodType;
  /** Problems beyond 400, 429 and 500, which every endpoint may answer with. */
  problems: readonly number[];
}

const steamIdPath = z.object({ steamId: steamIdSchema });

export const ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/v1/scores/{prefix}',
    summary: 'Scores of a hash bucket',
    description:
      'Every scored player whose SHA-256 (of the 17 digits of the SteamID64) begins with these 4 to 6 hex digits, so that nobody learns which of them was meant. ' +
      'An empty bucket is an answer, too. Cacheable; `If-None-Match` is answered with 304.',
    params: z.object({ prefix: prefixSchema }),
    response: bucketResponseSchema,
    problems: [503],
  },
  {
    method: 'post',
    path: '/v1/players/lookup',
    summary: 'Scores of named players',
    description:
      'Up to 100 players. Known ones come from the database, others are looked up at Steam and scored. Each result says how it went; `partial` when some could not be answered now.',
    body: lookupRequestSchema,
    response: lookupResponseSchema,
    problems: [413, 415, 503],
  },
  {
    method: 'get',
    path: '/v1/players/{steamId}',
    summary: 'One player in full',
    description: 'Facts by source with their freshness, history, and the assessment with its reasons.',
    params: steamIdPath,
    response: playerResponseSchema,
    problems: [404, 503],
  },
  {
    method: 'get',
    path: '/v1/players/{steamId}/analysis',
    summary: 'Past assessments',
    description: 'Newest first; one each time the outcome changed. `next` is the cursor of the next page.',
    params: steamIdPath,
    query: analysisQuerySchema,
    response: analysisResponseSchema,
    problems: [404, 503],
  },
  {
    method: 'post',
    path: '/v1/players/{steamId}/analyze',
    summary: 'Score a player anew',
    description: 'From the facts held now; Steam is asked only for a player never seen before.',
    params: steamIdPath,
    response: playerResponseSchema,
    problems: [404, 503],
  },
  {
    method: 'post',
    path: '/v1/players/{steamId}/update',
    summary: 'Look at Steam again',
    description: 'Fetches every source and scores the player anew; at most once a minute for one player.',
    params: steamIdPath,
    response: playerResponseSchema,
    problems: [404, 503],
  },
  {
    method: 'get',
    path: '/v1/resolve',
    summary: 'Any form of player reference to its SteamID64',
    description: 'SteamID64, `STEAM_0:1:n`, `[U:1:n]`, account ID, profile link, or custom profile name.',
    query: resolveQuerySchema,
    response: resolveResponseSchema,
    problems: [404, 503],
  },
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

const STEAM_ID_JSON = {
  type: 'string',
  pattern: '^\\d{17}$',
  description: `SteamID64 of an individual account, ${MIN_STEAM_ID} to ${MAX_STEAM_ID}`,
};

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...document } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // The one schema of ours that is a check in code: JSON Schema must be told what it checks.
    override: ({ zodSchema, jsonSchema: made }) => {
      if (zodSchema === steamIdSchema) Object.assign(made, STEAM_ID_JSON);
    },
  });
  return document;
}

function parametersOf(schema: z.ZodObject | undefined, where: 'path' | 'query') {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    // A parameter may be left out exactly when the schema does without it.
    const required = where === 'path' || !(field instanceof z.ZodType && field.safeParse(undefined).success);
    return { name, in: where, required, schema: field instanceof z.ZodType ? jsonSchema(field, 'input') : {} };
  });
}

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** The OpenAPI 3.1 document of this API. */
export function apiDocument(version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of ENDPOINTS) {
    const { method, path, summary, description, body, response, problems } = endpoint;
    const statuses = [400, 429, 500, ...problems].sort((a, b) => a - b);
    paths[path] ??= {};
    paths[path][method] = {
      summary,
      description,
      parameters: [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')],
      ...(body && {
        requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } },
      }),
      responses: {
        200: {
          description: 'OK',
          ...(response && { content: { 'application/json': { schema: jsonSchema(response, 'output') } } }),
        },
        ...Object.fromEntries(statuses.map((status) => [status, { description: 'Problem', content: problemContent }])),
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'CStatSentry',
      version,
      description: 'Reasoned suspicion scores of Counter-Strike 2 players. A score is a suspicion, never a verdict.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: { schemas: { Problem: jsonSchema(problemSchema, 'output') } },
  };
}
