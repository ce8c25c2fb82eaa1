import { z } from 'zod';
import type { Moderation } from '#backend/moderation/moderation.ts';
import type { Secured } from '#backend/platform/access.ts';
import { holds, tagged, tagOf, unchanged } from '#backend/platform/tagged.ts';
import { readBody, readParams, readQuery } from '#backend/platform/validate.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import {
  appealRequestSchema,
  caseQuerySchema,
  logQuerySchema,
  moderationActionSchema,
} from '#shared/api/moderation.ts';

const readSubject = readParams(z.object({ steamId: steamIdSchema }), 'The path names no player.');
const readQueue = readQuery(caseQuerySchema, 'The query is not valid.');
const readLog = readQuery(logQuerySchema, 'The query is not valid.');
const readAction = readBody(moderationActionSchema, 'The body is no action.');
const readAppeal = readBody(appealRequestSchema, 'The body is no appeal.');

export function moderationRoutes({ secured, moderation }: { secured: Secured; moderation: Moderation }): void {
  secured.add('GET /v1/moderation/cases', 'moderation', async (exchange) =>
    tagged(exchange, await moderation.queue(await readQueue(exchange.c))),
  );

  secured.add('GET /v1/moderation/cases/:steamId', 'moderation', async (exchange, moderator) => {
    const { steamId } = await readSubject(exchange.c);
    // Several moderators look at a case for minutes: its reports are only weighed when there is something new to say.
    const etag = tagOf(await moderation.basis(moderator, steamId));
    if (holds(exchange, etag)) return unchanged(exchange, etag);
    return tagged(exchange, await moderation.view(moderator, steamId), etag);
  });

  secured.add('POST /v1/moderation/cases/:steamId/events', 'moderation', async ({ c, json }, moderator) => {
    const { steamId } = await readSubject(c);
    return json(await moderation.act(moderator, steamId, await readAction(c)));
  });

  secured.add('GET /v1/moderation/log', 'moderation', async (exchange, moderator) =>
    tagged(exchange, await moderation.log(moderator, await readLog(exchange.c))),
  );

  secured.add('POST /v1/me/appeal', 'account', async ({ c, json }, identity) => {
    const { text } = await readAppeal(c);
    return json(await moderation.appeal(identity, text));
  });
}
