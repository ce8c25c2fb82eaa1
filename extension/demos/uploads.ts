import {
  type Progress,
  type Upload,
  type UploadDeps,
  UploadFailure,
  type UploadJob,
  upload,
} from '#extension/demos/upload.ts';

/** Uploads of this page, one after the other. They go on whatever page of the app is shown. */
export interface Uploads {
  readonly list: readonly Upload[];
  /** Called with every change, until what it returns is called. */
  subscribe(listener: () => void): () => void;
  add(jobs: readonly UploadJob[]): void;
  pause(key: number): void;
  resume(key: number): void;
  /** Takes it from the list; the bytes that are there stay there. */
  dismiss(key: number): void;
}

interface Held {
  job: UploadJob;
  known: Progress;
  stop?: AbortController;
}

export function createUploads(deps: UploadDeps, report: (what: string, error: unknown) => void): Uploads {
  let list: readonly Upload[] = [];
  const held = new Map<number, Held>();
  const listeners = new Set<() => void>();
  let next = 0;
  let running = false;

  function change(key: number, to: Partial<Upload> & Pick<Upload, 'state'>): void {
    list = list.map((each) => {
      if (each.key !== key) return each;
      // What was said of an earlier state is not true of the next.
      const { why: _why, detail: _detail, retryAt: _retryAt, most: _most, ...rest } = each;
      return { ...rest, ...to };
    });
    for (const listener of listeners) listener();
  }

  async function run(key: number, { job, known }: Held, signal: AbortSignal): Promise<void> {
    const tell = (to: Partial<Upload>) => {
      const state = list.find((each) => each.key === key)?.state;
      if (!signal.aborted && state !== undefined) change(key, { state, ...to });
    };
    try {
      const demoId = await upload(job, known, deps, tell, signal);
      change(key, { state: 'done', done: job.file.size, demoId });
      held.delete(key);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof UploadFailure)) report('an upload failed', error);
      const failure = error instanceof UploadFailure ? error : new UploadFailure('refused', String(error));
      if (failure.why === 'removed') delete known.demoId;
      const { why, message: detail, most } = failure;
      change(key, { state: 'failed', why, ...(detail && { detail }), ...(most !== undefined && { most }) });
    }
  }

  async function pump(): Promise<void> {
    if (running) return;
    running = true;
    for (;;) {
      const upload = list.find(({ state }) => state === 'queued');
      const entry = upload && held.get(upload.key);
      if (!upload || !entry) break;
      const stop = new AbortController();
      entry.stop = stop;
      // Whoever is stopped makes room for the next at once, whatever it still waits for.
      const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
      await Promise.race([run(upload.key, entry, stop.signal), stopped]);
    }
    running = false;
  }

  return {
    get list() {
      return list;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(jobs) {
      for (const job of jobs) {
        const known = job.demoId === undefined ? {} : { demoId: job.demoId };
        const again = job.demoId === undefined ? undefined : list.find(({ demoId }) => demoId === job.demoId);
        // The one that goes on takes the place of the one that stopped.
        if (again) {
          held.get(again.key)?.stop?.abort();
          held.delete(again.key);
          list = list.filter(({ key }) => key !== again.key);
        }
        const key = next++;
        held.set(key, { job, known });
        const { name, size } = job.file;
        list = [...list, { key, name, size, done: 0, state: 'queued', ...known }];
      }
      for (const listener of listeners) listener();
      void pump();
    },
    pause(key) {
      held.get(key)?.stop?.abort();
      if (held.has(key)) change(key, { state: 'paused' });
    },
    resume(key) {
      if (!held.has(key)) return;
      change(key, { state: 'queued' });
      void pump();
    },
    dismiss(key) {
      held.get(key)?.stop?.abort();
      held.delete(key);
      list = list.filter((each) => each.key !== key);
      for (const listener of listeners) listener();
    },
  };
}
