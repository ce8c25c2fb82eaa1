import type { Hono } from 'hono';
import { z } from 'zod';
import type { Secured } from '#backend/platform/access.ts';
import type { ScoreReader } from '#backend/platform/database.ts';
import type { Http } from '#backend/platform/http.ts';
import { readBody, readParams, readQuery } from '#backend/platform/validate.ts';
import type { PlayerList } from '#backend/players/list.ts';
import type { Players } from '#backend/players/players.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import {
  analysisQuerySchema,
  bansRequestSchema,
  lookupRequestSchema,
  prefixSchema,
  resolveQuerySchema,
} from '#shared/api/players.ts';
import { playersQuerySchema } from '#shared/api/players-list.ts';

/** How long a bucket may be used without asking again, and then shown while asking, seconds. */
const BUCKET_CACHE = 'public, max-age=300, stale-while-revalidate=3600';

const readPlayer = readParams(z.object({ steamId: steamIdSchema }), 'The path names no player.');
const readPrefix = readParams(z.object({ prefix: prefixSchema }), 'The path names no bucket.');
const readLookup = readBody(lookupRequestSchema, 'The body is no lookup.');
const readBans = readBody(bansRequestSchema, 'The body names no players.');
const readPage = readQuery(analysisQuerySchema, 'The query is not valid.');
const readList = readQuery(playersQuerySchema, 'The query is not valid.');
const readQuestion = readQuery(resolveQuerySchema, 'The query is not valid.');

export function playerRoutes(app: Hono, http: Http, deps: { players: Players; scores: ScoreReader }): void {
  const { players, scores } = deps;

  app.get(
    '/v1/scores/:prefix',
    http.route('scores', async (exchange) => {
      const prefix = exchange.c.req.param('prefix') ?? '';
      if (!isPrefix(prefix)) await readPrefix(exchange.c);
      const width = 16 ** (6 - prefix.length);
      const from = Number.parseInt(prefix, 16) * width;
      const bucket = await scores.read(from, from + width);
      // A revision is never given twice, and the number of rows tells of those that went.
      const etag = `"${bucket.revision.toString(36)}-${bucket.count}"`;
      const headers = { etag, 'cache-control': BUCKET_CACHE };
      if (matches(exchange.c.req.header('if-none-match'), etag)) return exchange.send(null, headers, 304);
      return exchange.send(`{"prefix":"${prefix}","scores":[${bucket.entries}]}`, {
        ...headers,
        'content-type': 'application/json',
      });
    }),
  );

  app.post(
    '/v1/players/lookup',
    http.route('lookup', async ({ c, json, looks }) => {
      const { steamIds } = await readLookup(c);
      return json(await players.lookup(steamIds, looks));
    }),
  );

  app.post(
    '/v1/players/bans',
    http.route('bans', async ({ c, json, looks }) => {
      const { steamIds } = await readBans(c);
      return json(await players.bans(steamIds, looks));
    }),
  );

  app.get(
    '/v1/players/:steamId',
    http.route('player', async ({ c, json, looks }) => {
      const { steamId } = await readPlayer(c);
      return json(await players.detail(steamId, looks));
    }),
  );

  app.get(
    '/v1/players/:steamId/analysis',
    http.route('player', async ({ c, json }) => {
      const { steamId } = await readPlayer(c);
      const { limit, cursor } = await readPage(c);
      return json(await players.analysis(steamId, limit, cursor));
    }),
  );

  app.post(
    '/v1/players/:steamId/analyze',
    http.route('analyze', async ({ c, json, looks }) => {
      const { steamId } = await readPlayer(c);
      return json(await players.analyze(steamId, looks));
    }),
  );

  app.post(
    '/v1/players/:steamId/update',
    http.route('update', async ({ c, json, looks }) => {
      const { steamId } = await readPlayer(c);
      return json(await players.update(steamId, looks));
    }),
  );

  app.get(
    '/v1/resolve',
    http.route('resolve', async ({ c, json, looks }) => {
      const { q } = await readQuestion(c);
      return json(await players.resolve(q, looks));
    }),
  );
}

/** The list, which needs somebody signed in. */
export function playerListRoutes({ secured, list }: { secured: Secured; list: PlayerList }): void {
  secured.add('GET /v1/players', 'lists', async ({ c, json }, viewer) =>
    json(await list.list(viewer, await readList(c))),
  );
}

const PREFIX = /^[0-9a-f]{4,6}$/;
/** The schema's own rule, without the schema: this runs for every bucket. */
function isPrefix(text: string): boolean {
  return PREFIX.test(text);
}

/** Whether an `If-None-Match` names this tag: one, several, weak ones, or any. */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}
