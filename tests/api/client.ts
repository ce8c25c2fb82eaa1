import { expect } from 'vitest';
import type { z } from 'zod';
import { type Problem, type ProblemCode, problemSchema } from '#shared/api/common.ts';
import { lookupResponseSchema } from '#shared/api/players.ts';

/** An answer that was read: the headers matter as much as the body here. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

export async function call(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Asserts a 200 of the contract's shape and returns it. */
export function read<S extends z.ZodType>(answer: Answer, schema: S): z.infer<S> {
  expect(answer.text).not.toBe('');
  expect(answer.status, answer.text).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/json');
  return schema.parse(JSON.parse(answer.text));
}

/** Asserts a problem of this code and returns it. */
export function problem(answer: Answer, code: ProblemCode, status?: number): Problem {
  expect(answer.headers.get('content-type'), answer.text).toBe('application/problem+json');
  const body = problemSchema.parse(JSON.parse(answer.text));
  expect(body.code).toBe(code);
  expect(body.status).toBe(answer.status);
  if (status !== undefined) expect(answer.status).toBe(status);
  expect(body.type.endsWith(`/${code}`)).toBe(true);
  expect(answer.headers.get('x-request-id')).toBe(body.requestId);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return body;
}

export function post(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

export async function lookup(url: string, steamIds: readonly string[]) {
  return read(await call(`${url}/v1/players/lookup`, post({ steamIds })), lookupResponseSchema);
}
