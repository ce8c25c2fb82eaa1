import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import { DemoFailure } from '#backend/demos/failure.ts';
import { type DemoQueue, LeaseLost } from '#backend/demos/queue.ts';
import { SECOND } from '#backend/platform/clock.ts';
import { type ClaimedDemo, demoClaimResponseSchema, demoTakenSchema } from '#shared/api/demos.ts';

export interface RemoteOptions {
  /** The backend, without a path. */
  url: string;
  token: string;
  fetch: typeof fetch;
}

const TIMEOUT = 30 * SECOND;

/** Work on demos through the API of a backend that is elsewhere: for workers that cannot reach its database. */
export function createRemoteQueue({ url, token, fetch }: RemoteOptions): DemoQueue & {
  fetchUpload(claim: ClaimedDemo, path: string, signal: AbortSignal): Promise<void>;
} {
  const authorization = `Bearer ${token}`;

  async function post<S extends z.ZodType>(path: string, body: unknown, schema: S): Promise<z.infer<S>> {
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (response.status === 409 || response.status === 404) throw new LeaseLost(path);
    if (!response.ok) throw new Error(`the backend answered ${response.status}`);
    return schema.parse(await response.json());
  }

  return {
    async claim({ name, locates }) {
      const { demo } = await post('/v1/demo-worker/claim', { worker: name, locates }, demoClaimResponseSchema);
      return demo ?? undefined;
    },
    async prolong(demoId, lease) {
      await post(`/v1/demo-worker/demos/${demoId}/prolong`, { lease }, demoTakenSchema);
    },
    async progress(demoId, progress) {
      await post(`/v1/demo-worker/demos/${demoId}/progress`, progress, demoTakenSchema);
    },
    async end(demoId, lease, end) {
      await post(`/v1/demo-worker/demos/${demoId}/end`, { lease, end }, demoTakenSchema);
    },

    async fetchUpload({ id }, path, signal) {
      const response = await fetch(new URL(`/v1/demo-worker/demos/${id}/file`, url), {
        headers: { authorization },
        redirect: 'error',
        signal,
      });
      if (response.status === 404) throw new DemoFailure('upload-abandoned', 'the file is not there any more');
      if (!response.ok || !response.body)
        throw new DemoFailure('replay-unavailable', `the backend answered ${response.status}`);
      const part = `${path}.coming`;
      try {
        await pipeline(response.body, createWriteStream(part), { signal });
        await rename(part, path);
      } finally {
        await rm(part, { force: true });
      }
    },
  };
}
