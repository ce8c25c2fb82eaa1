import { z } from 'zod';
import type { Matches } from '#backend/matches/matches.ts';
import type { MatchSync } from '#backend/matches/sync.ts';
import { matchSyncRoutes } from '#backend/matches/sync-routes.ts';
import type { Secured } from '#backend/platform/access.ts';
import { readBody, readParams, readQuery } from '#backend/platform/validate.ts';
import {
  MAX_UPLOAD_BYTES,
  matchesQuerySchema,
  teammatesQuerySchema,
  uploadRequestSchema,
} from '#shared/api/matches.ts';

const readUpload = readBody(uploadRequestSchema, 'The body is no upload of 1 to 50 matches.', MAX_UPLOAD_BYTES);
const readList = readQuery(matchesQuerySchema, 'That is no way to ask for matches.');
const readMet = readQuery(teammatesQuerySchema, 'That is no way to ask for people met.');
const readMatch = readParams(z.object({ matchId: z.string().max(64) }), 'The path names no match.');

export interface MatchRoutesDeps {
  secured: Secured;
  matches: Matches;
  sync: MatchSync;
}

export function matchRoutes({ secured, matches, sync }: MatchRoutesDeps): void {
  // Before the route of one match, which would take `sync` for an ID.
  matchSyncRoutes(secured, sync);

  secured.add('POST /v1/matches', 'upload', async ({ c, json, client }, identity) => {
    const { matches: raws } = await readUpload(c);
    const results = await matches.upload(identity, client, raws);
    // Those who were in them are weighed anew behind the answer.
    if (results.some(({ state }) => state === 'added' || state === 'merged')) await sync.request(identity, ['uploads']);
    return json({ results });
  });

  secured.add('GET /v1/matches', 'matches', async ({ c, json }, { steamId }) =>
    json(await matches.list(steamId, await readList(c))),
  );

  secured.add('GET /v1/matches/:matchId', 'matches', async ({ c, json }, { steamId }) => {
    const { matchId } = await readMatch(c);
    return json(await matches.detail(steamId, matchId));
  });

  secured.add('GET /v1/me/teammates', 'matches', async ({ c, json }, { steamId }) =>
    json(await matches.met(steamId, await readMet(c))),
  );
}
