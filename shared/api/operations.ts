import { z } from 'zod';

/** `GET /health`: the process answers. */
export const healthResponseSchema = z.object({ status: z.literal('ok'), version: z.string() });

/** `GET /ready`: the database answers and migrations are done; 503 with the same shape otherwise. */
export const readyResponseSchema = z.object({
  status: z.enum(['ready', 'not-ready']),
  checks: z.object({ database: z.enum(['ok', 'failed']), steam: z.enum(['ok', 'degraded', 'no-key']) }),
});
