import { sql } from 'drizzle-orm';
import { DemoFailure, isHopeless } from '#backend/demos/failure.ts';
import type { DemoFiles } from '#backend/demos/files.ts';
import { idleDemos } from '#backend/demos/queue-store.ts';
import { completeUpload, type HeldDemo, loadDemo, restartDemo } from '#backend/demos/store.ts';
import type { Identity } from '#backend/platform/access.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { Database } from '#backend/platform/database.ts';
import { ProblemError } from '#backend/platform/problem.ts';
import { type Demo, UPLOAD_CHUNK_BYTES } from '#shared/api/demos.ts';

/** Somebody's own file, in pieces. The file on the disk is what counts: whatever was answered is there after a crash. */
export interface Uploads {
  /** Takes one piece. Resolves with where the next one begins. */
  put(
    identity: Identity,
    demoId: string,
    offset: number,
    body: ReadableStream<Uint8Array> | null,
  ): Promise<{ offset: number; size: number }>;
  /** Says that this was all; the demo is worked on from now. `demo.id` may be another: the file was there before. */
  complete(identity: Identity, demoId: string): Promise<Demo>;
}

export interface UploadsDeps {
  database: Database;
  clock: Clock;
  files: DemoFiles | undefined;
  /** The demo, if the caller asked for it. */
  seen(identity: Identity, demoId: string): Promise<HeldDemo>;
  shown(view: Demo): Promise<Demo>;
}

export function createUploads({ database, clock, files, seen, shown }: UploadsDeps): Uploads {
  const elsewhere = (offset: number) =>
    new ProblemError('conflict', { detail: `The next piece begins at ${offset}.`, more: { offset } });

  async function awaited(
    identity: Identity,
    demoId: string,
  ): Promise<{ held: HeldDemo; size: number; files: DemoFiles }> {
    const held = await seen(identity, demoId);
    if (!files) throw new ProblemError('unavailable', { detail: 'This server takes no files.' });
    if (!held.view.upload) throw new ProblemError('conflict', { detail: 'No bytes are awaited for this demo.' });
    return { held, size: held.view.upload.size, files };
  }

  return {
    async put(identity, demoId, offset, body) {
      const { size, files: kept } = await awaited(identity, demoId);
      const have = await there(kept, demoId);
      if (have !== offset) throw elsewhere(have);
      const most = Math.min(UPLOAD_CHUNK_BYTES, size - offset);
      try {
        await kept.makeRoom(most, (ids) => idleDemos(database, ids));
        const { taken, end } = await kept.append(demoId, offset, bounded(body, most));
        if (!taken) throw elsewhere(end);
        return { offset: end, size };
      } catch (error) {
        if (!(error instanceof DemoFailure)) throw error;
        throw new ProblemError('unavailable', { detail: 'There is no room for more files just now.' });
      }
    },

    async complete(identity, demoId) {
      const { held, size, files: kept } = await awaited(identity, demoId);
      const have = await there(kept, demoId);
      if (have !== size) throw elsewhere(have);
      // Renamed already by a process that died then.
      const part = (await kept.size(demoId, 'part')) === undefined ? 'packed' : 'part';
      const sha256 = await kept.digest(demoId, part);
      if (held.uploadSha256 !== null && held.uploadSha256 !== sha256) {
        await kept.remove(demoId);
        throw new ProblemError('conflict', {
          detail: 'What came is not what was announced; send it again.',
          errors: [{ path: 'upload.sha256', message: `is ${sha256}` }],
          more: { offset: 0 },
        });
      }
      if (part === 'part') await kept.become(demoId, 'part', 'packed');
      const now = clock.now();
      const id = await completeUpload(database, demoId, { bytes: size, sha256 }, now);
      const load = () => loadDemo(database, sql`d.id = ${id}`, now);
      let current = await load();
      if (id !== demoId && current?.view.state === 'failed' && !isHopeless(current.view.reason)) {
        // The same file was here before, and may do better now.
        await kept.give(demoId, id);
        await restartDemo(database, id, now);
        current = await load();
      } else if (id !== demoId) await kept.remove(demoId);
      if (!current) throw new ProblemError('not-found', { detail: 'It was removed at this moment.' });
      return shown(current.view);
    },
  };
}

/** Bytes of an upload that are there. */
export const there = async (files: DemoFiles, demoId: string): Promise<number> =>
  (await files.size(demoId, 'part')) ?? (await files.size(demoId, 'packed')) ?? 0;

/** At most `most` bytes of a body; one that brings more is refused, and what came is kept: it is the right bytes. */
async function* bounded(body: ReadableStream<Uint8Array> | null, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > most) throw new ProblemError('body-too-large', { detail: `At most ${most} bytes here.` });
    yield chunk;
  }
}
