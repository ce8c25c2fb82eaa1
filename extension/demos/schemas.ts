import { z } from 'zod';
import type { DemoRequests } from '#extension/demos/messages.ts';
import { demoRequestSchema } from '#shared/api/demos.ts';

const nothing = z.strictObject({});
const id = z.string().min(1).max(64);
const withId = z.strictObject({ id });

/** How each of these messages must look, `type` left off. */
export const demoSchemas: { [N in keyof DemoRequests]: z.ZodType<DemoRequests[N]['in']> } = {
  demoLimits: nothing,
  pollDemos: z.strictObject({ query: z.record(z.string().max(20), z.string().max(100)) }),
  pollDemo: withId,
  requestDemo: z.strictObject({ request: demoRequestSchema }),
  sendDemoPiece: z.strictObject({ id, offset: z.int().min(0), piece: z.int().min(0) }),
  completeDemo: withId,
  removeDemo: withId,
};
