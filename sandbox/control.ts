import { Hono } from 'hono';
import { z } from 'zod';
import { steamIdSchema, timeSchema } from '#shared/api/common.ts';
import type { SandboxContext } from './context.ts';
import { faultRuleSchema } from './faults.ts';

const banSchema = z.strictObject({
  steamId: steamIdSchema,
  kind: z.enum(['vac', 'game', 'community', 'economy']).default('vac'),
});
const renameSchema = z.strictObject({ steamId: steamIdSchema, name: z.string().max(10_000) });
const sessionSchema = z.strictObject({ signIn: z.enum(['signed-in', 'expired', 'signed-out']) });
const clockSchema = z.strictObject({ now: timeSchema });

/**
 * The sandbox's own switches, on both servers below `/__sandbox/`: `GET|POST|DELETE faults`, `POST ban`, `POST rename`,
 * `POST clock`, `POST session`, `GET|DELETE calls`, `POST reset`, `GET people`. Bodies are JSON; 400 says what is wrong with one.
 */
export function controlApp({ world, faults, calls }: SandboxContext): Hono {
  const app = new Hono();
  /** Reads a body by its schema, or answers why it cannot. */
  const accept = async <T>(request: Request, schema: z.ZodType<T>, act: (value: T) => void): Promise<Response> => {
    const body: unknown = await request.json().catch(() => undefined);
    const read = schema.safeParse(body);
    if (!read.success) return Response.json({ error: z.prettifyError(read.error) }, { status: 400 });
    try {
      act(read.data);
      return Response.json({ ok: true });
    } catch (error) {
      return Response.json({ error: error instanceof Error ? error.message : String(error) }, { status: 404 });
    }
  };
  app.get('/faults', (c) => c.json(faults.list()));
  app.post('/faults', (c) =>
    accept(c.req.raw, faultRuleSchema, (rule) => {
      faults.add(rule);
    }),
  );
  app.delete('/faults', (c) => {
    faults.clear();
    return c.json({ ok: true });
  });
  app.post('/ban', (c) => accept(c.req.raw, banSchema, ({ steamId, kind }) => world.ban(steamId, kind)));
  app.post('/rename', (c) => accept(c.req.raw, renameSchema, ({ steamId, name }) => world.rename(steamId, name)));
  app.post('/clock', (c) => accept(c.req.raw, clockSchema, ({ now }) => world.travelTo(now)));
  app.post('/session', (c) =>
    accept(c.req.raw, sessionSchema, ({ signIn }) => {
      world.signIn = signIn;
    }),
  );
  app.get('/calls', (c) => c.json(calls.totals()));
  app.delete('/calls', (c) => {
    calls.reset();
    return c.json({ ok: true });
  });
  app.post('/reset', (c) => {
    world.reset();
    faults.clear();
    calls.reset();
    return c.json({ ok: true });
  });
  app.get('/people', (c) =>
    c.json(
      world.people
        .filter((person) => person.role !== undefined)
        .map(({ role, steamId, vanity }) => ({ role, steamId, vanity })),
    ),
  );
  return app;
}
