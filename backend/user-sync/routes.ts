import type { Secured } from '#backend/platform/access.ts';
import { readBody, readQuery } from '#backend/platform/validate.ts';
import type { UserSync } from '#backend/user-sync/user-sync.ts';
import { MAX_SYNC_BYTES, syncChangesSchema, syncQuerySchema } from '#shared/api/user-sync.ts';

const readCursor = readQuery(syncQuerySchema, 'The query is not valid.');
const readChanges = readBody(syncChangesSchema, 'The body is no list of changes.', MAX_SYNC_BYTES);

export function userSyncRoutes({ secured, userSync }: { secured: Secured; userSync: UserSync }): void {
  secured.add('GET /v1/me/sync', 'userSync', async ({ c, json }, { userId }) => {
    const { since, limit } = await readCursor(c);
    return json(await userSync.since(userId, since, limit));
  });

  secured.add('POST /v1/me/sync', 'userSync', async ({ c, json }, { userId }) => {
    const { changes, since } = await readChanges(c);
    return json(await userSync.change(userId, changes, since));
  });
}
