import { z } from 'zod';
import { ROLES } from '#shared/api/accounts.ts';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';

/** `GET /v1/admin/audit`: what happened to accounts, newest first. `person` is who did it or to whom it was done. */
export const auditQuerySchema = z.strictObject({
  action: z.string().min(1).max(40).optional(),
  person: steamIdSchema.optional(),
  from: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
  until: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(32).optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

/** Null for the system, for somebody unknown, and for accounts that were deleted. */
const accountSchema = z.object({ steamId: steamIdSchema, role: z.enum(ROLES) }).nullable();

export const auditResponseSchema = z.object({
  items: z.array(
    z.object({
      id: z.int().min(1),
      at: timeSchema,
      action: z.string(),
      actor: accountSchema,
      subject: accountSchema,
      /** Stands for the address; the same one only within a month. */
      address: z.string().nullable(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
  next: z.string().nullable(),
});
export type AuditLog = z.infer<typeof auditResponseSchema>;
