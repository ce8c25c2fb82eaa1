import { z } from 'zod';
import type { OwnSyncRequests } from '#extension/user-sync/messages.ts';
import { steamIdSchema } from '#shared/api/common.ts';

export const ownSyncSchemas: { [N in keyof OwnSyncRequests]: z.ZodType<OwnSyncRequests[N]['in']> } = {
  ownSync: z.strictObject({}),
  noteTexts: z.strictObject({ steamId: steamIdSchema }),
  settleNote: z.strictObject({ steamId: steamIdSchema, version: z.int().min(1) }),
};
