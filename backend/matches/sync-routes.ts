import type { MatchSync } from '#backend/matches/sync.ts';
import type { Secured } from '#backend/platform/access.ts';
import { tagged } from '#backend/platform/tagged.ts';
import { readBody } from '#backend/platform/validate.ts';
import { SYNC_SOURCES, shareCodeAccessSchema, syncRequestSchema } from '#shared/api/matches.ts';

const readRequest = readBody(syncRequestSchema, 'The body names no sources.');
const readCodes = readBody(shareCodeAccessSchema, 'These are not the codes Steam gives.');

export function matchSyncRoutes(secured: Secured, sync: MatchSync): void {
  secured.add('GET /v1/matches/sync/status', 'matches', async (exchange, identity) =>
    tagged(exchange, await sync.status(identity)),
  );

  secured.add('POST /v1/matches/sync', 'sync', async (exchange, identity) => {
    const { sources = SYNC_SOURCES } = await readRequest(exchange.c);
    return tagged(exchange, await sync.request(identity, sources));
  });

  secured.add('PUT /v1/matches/sync/share-codes', 'sync', async (exchange, identity) => {
    const codes = await readCodes(exchange.c);
    return tagged(exchange, await sync.setShareCodes(identity, codes));
  });

  secured.add('DELETE /v1/matches/sync/share-codes', 'sync', async (exchange, identity) =>
    tagged(exchange, await sync.forgetShareCodes(identity)),
  );
}
