import { zValidator } from '@hono/zod-validator';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import { ProblemError } from '#backend/platform/problem.ts';

/** Largest body, bytes: a lookup of 100 IDs has about 2 kB. */
const MAX_BODY = 16 * 1024;
/** How much of a body that is too large is read before the connection is given up, bytes. */
const MAX_DRAINED = 256 * 1024;

/** Reads part of a request; throws the 400 (413, 415) that says what is wrong with it. */
type Read<S extends z.ZodType> = (c: Context) => Promise<z.output<S>>;

/** Reads the parameters of the path with `schema`; `detail` tells people what they should have been. */
export const readParams = <S extends z.ZodType>(schema: S, detail: string): Read<S> => {
  return (c) => validate(c, 'param', schema, detail);
};

/** Reads the query; a parameter given twice is a list, which a schema of single values refuses. */
export const readQuery = <S extends z.ZodType>(schema: S, detail: string): Read<S> => {
  return (c) => validate(c, 'query', schema, detail);
};

/** Reads the body as JSON, its type and size checked first; `most` bytes, for the few that need more than usual. */
export const readBody = <S extends z.ZodType>(schema: S, detail: string, most = MAX_BODY): Read<S> => {
  return async (c) => {
    if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
      throw new ProblemError('unsupported-media-type');
    }
    const body = await readText(c, most);
    // The stream is spent: the validator gets a request with what was read within bounds.
    c.req.raw = new Request(c.req.url, { method: c.req.method, headers: c.req.raw.headers, body });
    return validate(c, 'json', schema, detail);
  };
};

const notJson = () => new ProblemError('bad-request', { detail: 'The body is not valid JSON.' });
const nothingNext = () => Promise.resolve();

/**
 * Runs Hono's validator inside a handler, so that limits and headers are around it, and a caller who sends nonsense has
 * been counted before it is read.
 */
async function validate<S extends z.ZodType>(
  c: Context,
  target: 'param' | 'query' | 'json',
  schema: S,
  detail: string,
): Promise<z.output<S>> {
  let read: { value: z.output<S> } | undefined;
  const validator = zValidator(target, schema, (result) => {
    if (!result.success) throw invalid(result.error.issues, detail);
    read = { value: result.data };
  });
  try {
    await validator(c, nothingNext);
  } catch (error) {
    // Hono's own complaint, about a body that cannot be parsed at all.
    throw error instanceof HTTPException ? notJson() : error;
  }
  if (!read) throw new Error('the validator neither accepted nor refused');
  return read.value;
}

/** A schema's complaint as a problem: which part (`steamIds.3`) and why; at most 20 parts. */
function invalid(issues: readonly z.core.$ZodIssue[], detail: string): ProblemError {
  const errors = issues.slice(0, 20).map((issue) => ({
    path: issue.path.map(String).join('.').slice(0, 100),
    message: issue.message.slice(0, 200),
  }));
  return new ProblemError('bad-request', { detail, errors });
}

async function readText(c: Context, most: number): Promise<string> {
  // Counted, not believed: a length may be missing (chunked) or wrong.
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength;
    // What is too much is read on for a while, but not kept: a connection with an unread rest cannot be used again.
    if (size > MAX_DRAINED) break;
    if (size <= most) chunks.push(chunk);
  }
  if (size > most) throw new ProblemError('body-too-large', { detail: `At most ${most} bytes.` });
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notJson();
  }
}
