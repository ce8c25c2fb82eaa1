import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Demos } from '#backend/demos/demos.ts';
import type { Webhooks } from '#backend/demos/webhooks.ts';
import type { Secured } from '#backend/platform/access.ts';
import type { Exchange } from '#backend/platform/http.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import { readBody, readParams, readQuery } from '#backend/platform/validate.ts';
import { demoRequestSchema, demosQuerySchema, uploadQuerySchema, webhookRequestSchema } from '#shared/api/demos.ts';

export const demoPath = z.object({ demoId: z.string().max(64) });
export const webhookPath = z.object({ webhookId: z.string().max(64) });
export const readDemoPath = readParams(demoPath, 'The path names no demo.');
const readWebhookPath = readParams(webhookPath, 'The path names no webhook.');
const readRequest = readBody(demoRequestSchema, 'That names neither a share code, a replay link nor an upload.');
const readList = readQuery(demosQuerySchema, 'That is no way to ask for demos.');
const readOffset = readQuery(uploadQuerySchema, 'The query must say where the piece begins.');
const readWebhook = readBody(webhookRequestSchema, 'The body names no address.');

/** JSON with a tag of its content, so that whoever polls gets 304 until something changes. */
function tagged({ c, send }: Exchange, data: unknown): Response {
  const body = JSON.stringify(data);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'cache-control': 'private, no-cache' };
  const known = c.req.header('if-none-match')?.split(',') ?? [];
  if (known.some((tag) => tag.trim().replace(/^W\//, '') === etag)) return send(null, headers, 304);
  return send(body, { ...headers, 'content-type': 'application/json' });
}

/**
 * The part of a file that `Range` asks for: `undefined` all of it (no range, several, or another unit), `null` none that there
 * is. One range of bytes is all that resuming a download needs.
 */
export function rangeOf(header: string | undefined, size: number): { start: number; end: number } | null | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return undefined;
  const [, first = '', last = ''] = found;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  return start >= size || (first === '' && Number(last) === 0) ? null : { start, end };
}

export function demoRoutes({ secured, demos, webhooks }: { secured: Secured; demos: Demos; webhooks: Webhooks }): void {
  // Before the routes of one demo, which would take these words for an ID.
  secured.add('GET /v1/demos/stats', 'demos', async (exchange) => tagged(exchange, await demos.stats()));

  secured.add('POST /v1/demos/webhooks', 'demoRequests', async ({ c, json }, identity) => {
    const { url } = await readWebhook(c);
    return json(await webhooks.add(identity, url));
  });

  secured.add('GET /v1/demos/webhooks', 'demos', async ({ json }, identity) => json(await webhooks.list(identity)));

  secured.add('DELETE /v1/demos/webhooks/:webhookId', 'demos', async ({ c, json }, identity) => {
    const { webhookId } = await readWebhookPath(c);
    if (!(await webhooks.remove(identity, webhookId))) {
      throw new ProblemError('not-found', { detail: 'You have no such webhook.' });
    }
    return json({ deleted: true });
  });

  secured.add('GET /v1/demos/webhooks/:webhookId/deliveries', 'demos', async ({ c, json }, identity) => {
    const { webhookId } = await readWebhookPath(c);
    return json(await webhooks.deliveries(identity, webhookId));
  });

  secured.add('POST /v1/demos', 'demoRequests', async ({ c, json, client }, identity) =>
    json(await demos.request(identity, client, await readRequest(c))),
  );

  secured.add('GET /v1/demos', 'demos', async (exchange, identity) =>
    tagged(exchange, await demos.list(identity, await readList(exchange.c))),
  );

  secured.add('GET /v1/demos/:demoId', 'demos', async (exchange, identity) => {
    const { demoId } = await readDemoPath(exchange.c);
    return tagged(exchange, await demos.detail(identity, demoId));
  });

  secured.add('DELETE /v1/demos/:demoId', 'demos', async ({ c, json }, identity) => {
    const { demoId } = await readDemoPath(c);
    return json(await demos.remove(identity, demoId));
  });

  secured.add('GET /v1/demos/:demoId/findings', 'demos', async (exchange, identity) => {
    const { demoId } = await readDemoPath(exchange.c);
    return tagged(exchange, await demos.findings(identity, demoId));
  });

  secured.add('GET /v1/demos/:demoId/file', 'demoFiles', async ({ c, send }, identity) => {
    const { demoId } = await readDemoPath(c);
    const { bytes, sha256, name, read } = await demos.file(identity, demoId);
    const etag = `"${sha256}"`;
    const headers = {
      etag,
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store',
    };
    const condition = c.req.header('if-range');
    const wanted = condition === undefined || condition === etag ? c.req.header('range') : undefined;
    const range = rangeOf(wanted, bytes);
    if (range === null) return send(null, { ...headers, 'content-range': `bytes */${bytes}` }, 416);
    const { start, end } = range ?? { start: 0, end: bytes - 1 };
    const length = { 'content-length': String(end - start + 1) };
    if (!range) return send(read(demoId, start, end), { ...headers, ...length });
    return send(
      read(demoId, start, end),
      { ...headers, ...length, 'content-range': `bytes ${start}-${end}/${bytes}` },
      206,
    );
  });

  secured.add('PUT /v1/demos/:demoId/upload', 'demoUploads', async ({ c, json }, identity) => {
    const [{ demoId }, { offset }] = [await readDemoPath(c), await readOffset(c)];
    return json(await demos.uploads.put(identity, demoId, offset, c.req.raw.body));
  });

  secured.add('POST /v1/demos/:demoId/upload/complete', 'demoRequests', async ({ c, json }, identity) => {
    const { demoId } = await readDemoPath(c);
    return json(await demos.uploads.complete(identity, demoId));
  });
}
