import { createHash } from 'node:crypto';
import type { Exchange } from '#backend/platform/http.ts';

/** What `content` is known by: the same for the same, and nothing can be read from it. */
export function tagOf(content: string): string {
  return `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
}

/** Whether the client holds the answer with this tag already. */
export function holds({ c }: Exchange, etag: string): boolean {
  const known = c.req.header('if-none-match')?.split(',') ?? [];
  return known.some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

const headersOf = (etag: string) => ({ etag, 'cache-control': 'private, no-cache' });

/** 304 for who holds the answer with this tag. */
export function unchanged({ send }: Exchange, etag: string): Response {
  return send(null, headersOf(etag), 304);
}

/** An answer with a tag, that of its content unless one is given, so that whoever polls gets 304 until something changes. */
export function tagged(exchange: Exchange, data: unknown, given?: string): Response {
  const body = JSON.stringify(data);
  const etag = given ?? tagOf(body);
  if (holds(exchange, etag)) return unchanged(exchange, etag);
  return exchange.send(body, { ...headersOf(etag), 'content-type': 'application/json' });
}
