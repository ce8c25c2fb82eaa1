import { createHash, timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import type { DemoFiles } from '#backend/demos/files.ts';
import { type DemoQueue, LeaseLost } from '#backend/demos/queue.ts';
import { readDemoPath } from '#backend/demos/routes.ts';
import type { Authenticate, RouteName } from '#backend/platform/access.ts';
import type { Exchange, Http } from '#backend/platform/http.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import { readBody } from '#backend/platform/validate.ts';
import { demoClaimRequestSchema, demoEndSchema, demoProgressSchema, demoProlongSchema } from '#shared/api/demos.ts';

/** A report has about 60 kB with its findings. */
const MOST_REPORT = 2 * 1024 * 1024;
const readClaim = readBody(demoClaimRequestSchema, 'The body is no claim.');
const readProlong = readBody(demoProlongSchema, 'The body names no lease.');
const readProgress = readBody(demoProgressSchema, 'The body is no progress.');
const readEnd = readBody(demoEndSchema, 'The body is no end.', MOST_REPORT);

export interface WorkerRoutesDeps {
  queue: DemoQueue;
  files: DemoFiles | undefined;
  /** What a worker shows; undefined: none is let in. */
  token: string | undefined;
  authenticate: Authenticate;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Work on demos for workers that cannot reach the database, as where the backend runs on the edge. */
export function demoWorkerRoutes(app: Hono, http: Http, deps: WorkerRoutesDeps): void {
  const { queue, files, token, authenticate } = deps;
  const expected = token === undefined ? undefined : digest(`Bearer ${token}`);

  /** Lets the operator's workers in; everybody else is told what is wrong with them. */
  async function admit({ c }: Exchange): Promise<void> {
    const shown = c.req.header('authorization') ?? '';
    if (expected && timingSafeEqual(digest(shown), expected)) return;
    await authenticate(c, { cached: false });
    throw new ProblemError('forbidden', { detail: 'Only for: demo workers of the operator.' });
  }

  const add = (name: RouteName, handler: (exchange: Exchange) => Promise<Response>) => {
    const [method = '', path = ''] = name.split(' ');
    app.on(
      method,
      path,
      http.route('demoWorkers', async (exchange) => {
        await admit(exchange);
        try {
          return await handler(exchange);
        } catch (error) {
          if (!(error instanceof LeaseLost)) throw error;
          throw new ProblemError('conflict', { detail: 'Somebody else has this demo now.' });
        }
      }),
    );
  };

  add('POST /v1/demo-worker/claim', async ({ c, json }) => {
    const { worker, locates } = await readClaim(c);
    return json({ demo: (await queue.claim({ name: worker, locates })) ?? null });
  });

  add('POST /v1/demo-worker/demos/:demoId/prolong', async ({ c, json }) => {
    const [{ demoId }, { lease }] = [await readDemoPath(c), await readProlong(c)];
    await queue.prolong(demoId, lease);
    return json({ taken: true });
  });

  add('POST /v1/demo-worker/demos/:demoId/progress', async ({ c, json }) => {
    const [{ demoId }, progress] = [await readDemoPath(c), await readProgress(c)];
    await queue.progress(demoId, progress);
    return json({ taken: true });
  });

  add('POST /v1/demo-worker/demos/:demoId/end', async ({ c, json }) => {
    const [{ demoId }, { lease, end }] = [await readDemoPath(c), await readEnd(c)];
    await queue.end(demoId, lease, end);
    return json({ taken: true });
  });

  add('GET /v1/demo-worker/demos/:demoId/file', async ({ c, send }) => {
    const { demoId } = await readDemoPath(c);
    const bytes = await files?.size(demoId, 'packed');
    if (!files || bytes === undefined)
      throw new ProblemError('not-found', { detail: 'There is no file of this demo.' });
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(bytes) };
    return send(files.read(demoId, 0, bytes - 1), headers);
  });
}
