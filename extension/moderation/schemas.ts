import { z } from 'zod';
import type { ModerationRequests } from '#extension/moderation/messages.ts';
import { auditQuerySchema } from '#shared/api/admin.ts';
import { steamIdSchema } from '#shared/api/common.ts';
import {
  appealRequestSchema,
  caseQuerySchema,
  logQuerySchema,
  moderationActionSchema,
} from '#shared/api/moderation.ts';

const etag = z.string().max(200).exactOptional();

/** How the messages of this feature must look, `type` left off. */
export const moderationSchemas: { [N in keyof ModerationRequests]: z.ZodType<ModerationRequests[N]['in']> } = {
  moderationQueue: z.strictObject({ query: caseQuerySchema.partial(), etag }),
  moderationCase: z.strictObject({ steamId: steamIdSchema, etag }),
  moderationLog: z.strictObject({ query: logQuerySchema.partial(), etag }),
  moderationAct: z.strictObject({ steamId: steamIdSchema, action: moderationActionSchema }),
  appeal: appealRequestSchema,
  auditLog: z.strictObject({ query: auditQuerySchema.partial() }),
};
