import { z } from 'zod';
import { ACCESS } from '#backend/platform/access.ts';
import type { Endpoint } from '#backend/platform/endpoint.ts';
import { problemSchema, steamIdSchema } from '#shared/api/common.ts';
import { MAX_STEAM_ID, MIN_STEAM_ID } from '#shared/steam/steam-id.ts';

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

/** What the table of access says of an endpoint; unnamed ones are open, as the router takes them. */
function needsAccount({ method, path }: Endpoint): boolean {
  const name = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
  return Object.entries(ACCESS).some(([route, who]) => route === name && who !== 'anyone');
}

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** The OpenAPI 3.1 document of this API. */
export function apiDocument(version: string, endpoints: readonly Endpoint[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const { method, path, summary, description, body, response, problems } = endpoint;
    const statuses = [400, 429, 500, ...problems].sort((a, b) => a - b);
    paths[path] ??= {};
    paths[path][method] = {
      summary,
      description,
      ...(needsAccount(endpoint) && { security: [{ bearer: [] }] }),
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
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  };
}
