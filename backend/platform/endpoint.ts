import type { z } from 'zod';

/** One endpoint, as the document and its page show it. A test compares the lists of all features with the routes there are. */
export interface Endpoint {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  summary: string;
  description: string;
  /** Of the path's parameters. */
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Of the 200, when it is JSON. */
  response?: z.ZodType;
  /** Problems beyond 400, 429 and 500, which every endpoint may answer with. */
  problems: readonly number[];
}
