import { createPieces } from '#extension/demos/pieces.ts';
import type { UploadJob } from '#extension/demos/upload.ts';
import { createUploads, type Uploads } from '#extension/demos/uploads.ts';
import { send } from '#extension/ui/send.ts';

/** Resolves after `ms`, or when the network is there again. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', stopped);
    };
    const done = () => {
      end();
      resolve();
    };
    const stopped = () => {
      end();
      reject(signal.reason);
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    signal.addEventListener('abort', stopped);
    if (signal.aborted) stopped();
  });
}

/** Opened once per page: uploads go on whatever is shown. */
let opened: { uploads: Uploads; pieces: ReturnType<typeof createPieces> } | undefined;
export function engine() {
  if (!opened) {
    const pieces = createPieces(Date.now);
    const uploads = createUploads({ send, pieces, now: Date.now, wait }, (what, error) => console.warn(what, error));
    opened = { uploads, pieces };
  }
  return opened;
}

export const addFiles = (jobs: readonly UploadJob[]): void => engine().uploads.add(jobs);
