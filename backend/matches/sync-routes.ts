import { createHash } from 'node:crypto';
import type { MatchSync } from '#backend/matches/sync.ts';
import type { Secured } from '#backend/platform/access.ts';
import type { Exchange } from '#backend/platform/http.ts';
import { readBody } from '#backend/platform/validate.ts';
import { SYNC_SOURCES, type SyncStatus, shareCodeAccessSchema, syncRequestSchema } from '#shared/api/matches.ts';

const readRequest = readBody(syncRequestSchema, 'The body names no sources.');
const readCodes = readBody(shareCodeAccessSchema, 'These are not the codes Steam gives.');

/** The status with a tag of its content, so that whoever polls gets 304 until something changes. */
function answer({ c, send }: Exchange, status: SyncStatus): Response {
  const body = JSON.stringify(status);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'cache-control': 'private, no-cache' };
  const known = c.req.header('if-none-match')?.split(',') ?? [];
  if (known.some((tag) => tag.trim().replace(/^W\//, '') === etag)) return send(null, headers, 304);
  return send(body, { ...headers, 'content-type': 'application/json' });
}

export function matchSyncRoutes(secured: Secured, sync: MatchSync): void {
  secured.add('GET /v1/matches/sync/status', 'matches', async (exchange, identity) =>
    answer(exchange, await sync.status(identity)),
  );

  secured.add('POST /v1/matches/sync', 'sync', async (exchange, identity) => {
    const { sources = SYNC_SOURCES } = await readRequest(exchange.c);
    return answer(exchange, await sync.request(identity, sources));
  });

  secured.add('PUT /v1/matches/sync/share-codes', 'sync', async (exchange, identity) => {
    const codes = await readCodes(exchange.c);
    return answer(exchange, await sync.setShareCodes(identity, codes));
  });

  secured.add('DELETE /v1/matches/sync/share-codes', 'sync', async (exchange, identity) =>
    answer(exchange, await sync.forgetShareCodes(identity)),
  );
}
