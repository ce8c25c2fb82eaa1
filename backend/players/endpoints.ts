import { z } from 'zod';
import type { Endpoint } from '#backend/platform/endpoint.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import {
  analysisQuerySchema,
  analysisResponseSchema,
  bansRequestSchema,
  bansResponseSchema,
  bucketResponseSchema,
  lookupRequestSchema,
  lookupResponseSchema,
  playerResponseSchema,
  prefixSchema,
  resolveQuerySchema,
  resolveResponseSchema,
} from '#shared/api/players.ts';
import { playersQuerySchema, playersResponseSchema } from '#shared/api/players-list.ts';

const steamIdPath = z.object({ steamId: steamIdSchema });

export const playerEndpoints: readonly Endpoint[] = [
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
    method: 'post',
    path: '/v1/players/bans',
    summary: 'Bans of named players',
    description:
      'Up to 100 players: what Steam says of their bans, a day old at most. Made for looking daily at everybody one has met; nobody is scored by it.',
    body: bansRequestSchema,
    response: bansResponseSchema,
    problems: [413, 415, 503],
  },
  {
    method: 'get',
    path: '/v1/players',
    summary: 'Players, filtered and sorted',
    description:
      'Those the caller met, watches or reported, or everybody with a score here. `next` is the cursor of the next page; an ID or profile link as `q` finds that player alone.',
    query: playersQuerySchema,
    response: playersResponseSchema,
    problems: [401, 403, 503],
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
];
