import { digestOf } from '#extension/demos/digest.ts';
import type { DemoAnswerTo, DemoRefusal } from '#extension/demos/messages.ts';
import type { Pieces } from '#extension/demos/pieces.ts';
import { type FileProblem, problemOf } from '#extension/demos/sniff.ts';
import type { send } from '#extension/ui/send.ts';

/**
 * Why an upload ended without a demo. `changed` the file is not what it was · `another-file` not the one that was begun with ·
 * `unreadable` the browser cannot read it any more · `no-uploads` the backend takes none · `signed-out` · `removed` the demo was
 * deleted meanwhile · `refused` for a reason in `detail`.
 */
export type UploadProblem =
  | FileProblem
  | 'too-large'
  | 'changed'
  | 'another-file'
  | 'unreadable'
  | 'no-uploads'
  | 'signed-out'
  | 'removed'
  | 'storage'
  | 'refused';

export interface Upload {
  /** Of this page alone. */
  key: number;
  name: string;
  /** Bytes; `done` of the present state. */
  size: number;
  done: number;
  /** `queued` behind another one · `waiting` for the backend, to go on by itself at `retryAt` (ms). */
  state: 'queued' | 'reading' | 'sending' | 'waiting' | 'paused' | 'done' | 'failed';
  demoId?: string;
  why?: UploadProblem | Exclude<DemoRefusal['state'], 'expired' | 'refused'>;
  detail?: string;
  /** Bytes the backend takes at most, where that was the problem. */
  most?: number;
  retryAt?: number;
}

export interface UploadJob {
  file: File;
  handle?: FileSystemFileHandle;
  /** The caller's match it is of. */
  matchId?: string;
  /** The demo that was begun before. */
  demoId?: string;
}

export interface UploadDeps {
  send: typeof send;
  pieces: Pieces;
  now(): number;
  /** Resolves after `ms`, or sooner when there is reason to hope; rejects when `signal` says so. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** Small enough for a minute on a slow line, large enough that the way there and back costs little. */
const PIECE = 2 * 1024 * 1024;
/** First pause before trying again, ms; each is twice the one before. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/** Ends an upload; `why` is for the person. */
export class UploadFailure extends Error {
  readonly why: UploadProblem;
  readonly most: number | undefined;
  constructor(why: UploadProblem, detail = '', most?: number) {
    super(detail);
    this.why = why;
    this.most = most;
  }
}

/** What is known of a job between its runs: pausing ends a run, going on begins another. */
export interface Progress {
  sha256?: string;
  demoId?: string;
}

/**
 * Brings one file to the backend, and resolves with the demo's ID there. What a broken line or a restarting backend breaks off
 * goes on where it was. @throws UploadFailure, and whatever `signal` was ended with.
 */
export async function upload(
  { file, handle, matchId }: UploadJob,
  known: Progress,
  { send, pieces, now, wait }: UploadDeps,
  tell: (change: Partial<Upload>) => void,
  signal: AbortSignal,
): Promise<string> {
  /** Asks until there is an answer. */
  async function patiently<T>(ask: () => Promise<DemoAnswerTo<T>>, state: 'reading' | 'sending') {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      signal.throwIfAborted();
      // A background that was just replaced does not answer; the next try wakes it.
      const answer = await ask().catch((): DemoRefusal => ({ state: 'unreachable' }));
      signal.throwIfAborted();
      if (answer.state === 'ok' || answer.state === 'refused') {
        tell({ state });
        return answer;
      }
      if (answer.state === 'expired') throw new UploadFailure('signed-out');
      const retryAt = Math.max(answer.retryAt ?? 0, now() + pause);
      tell({ state: 'waiting', why: answer.state, retryAt });
      await wait(retryAt - now(), signal);
    }
  }

  async function read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return new Uint8Array(await file.slice(start, end).arrayBuffer());
    } catch (error) {
      throw new UploadFailure('unreadable', String(error));
    }
  }

  async function leave(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
    try {
      return await pieces.leave(bytes);
    } catch (error) {
      throw new UploadFailure('storage', String(error));
    }
  }

  /** The digest, and whether it is the file that was begun with. */
  async function digest(): Promise<string> {
    tell({ state: 'reading', done: 0 });
    const problem = await problemOf(file).catch((error: unknown) => {
      throw new UploadFailure('unreadable', String(error));
    });
    if (problem) throw new UploadFailure(problem);
    const limits = await patiently(() => send('demoLimits', {}), 'reading');
    if (limits.state === 'refused') throw new UploadFailure('refused', limits.detail);
    const { mostBytes } = limits.value;
    if (mostBytes === null) throw new UploadFailure('no-uploads');
    if (file.size > mostBytes) throw new UploadFailure('too-large', '', mostBytes);
    try {
      return await digestOf(file, (done) => tell({ done }), signal);
    } catch (error) {
      if (signal.aborted) throw error;
      throw new UploadFailure('unreadable', String(error));
    }
  }

  async function announce(sha256: string): Promise<string> {
    const { name, size } = file;
    // All of it was read; nothing of it is there.
    tell({ done: 0 });
    // A name may have nothing in it that a backend takes; it is a label only.
    const request = { upload: { name: name.slice(0, 200) || 'demo.dem', size, sha256 }, ...(matchId && { matchId }) };
    const asked = await patiently(() => send('requestDemo', { request }), 'sending');
    if (asked.state === 'refused') {
      throw new UploadFailure(asked.status === 413 ? 'too-large' : 'refused', asked.detail);
    }
    return asked.value.demo.id;
  }

  /** Where the next piece begins; undefined when the backend waits for none. */
  async function offsetOf(demoId: string): Promise<number | undefined> {
    const answer = await patiently(() => send('pollDemo', { id: demoId }), 'sending');
    if (answer.state === 'refused') {
      throw new UploadFailure(answer.status === 404 ? 'removed' : 'refused', answer.detail);
    }
    const { upload: awaited } = answer.value;
    if (awaited && awaited.size !== file.size) throw new UploadFailure('another-file');
    return awaited?.offset;
  }

  async function sendPiece(demoId: string, offset: number): Promise<number> {
    const bytes = await read(offset, Math.min(file.size, offset + PIECE));
    const answer = await patiently(async () => {
      const piece = await leave(bytes);
      try {
        return await send('sendDemoPiece', { id: demoId, offset, piece });
      } finally {
        await pieces.drop(piece);
      }
    }, 'sending');
    if (answer.state === 'ok') return answer.value.offset;
    const { status, offset: there, detail } = answer;
    if (status === 404) throw new UploadFailure('removed');
    if (status !== 409 || there === undefined) throw new UploadFailure('refused', detail);
    // Another piece is being written at this moment, from a try that was given up: it will be there soon.
    if (there === offset) await wait(FIRST_PAUSE, signal);
    return there;
  }

  known.sha256 ??= await digest();
  if (known.demoId !== undefined) {
    const begun = await pieces.begun(known.demoId);
    if (begun && begun.sha256 !== known.sha256) throw new UploadFailure('another-file');
  }
  known.demoId ??= await announce(known.sha256);
  const { sha256, demoId } = known;
  tell({ state: 'sending', demoId });
  const { name, size } = file;
  await pieces.remember({ demoId, name, size, sha256, ...(handle && { handle }) });
  let offset = await offsetOf(demoId);
  let restarts = 0;
  while (offset !== undefined) {
    tell({ state: 'sending', done: offset });
    if (offset < size) {
      offset = await sendPiece(demoId, offset);
      continue;
    }
    const whole = await patiently(() => send('completeDemo', { id: demoId }), 'sending');
    if (whole.state === 'ok') {
      await pieces.forget(demoId);
      return whole.value.id;
    }
    // What came is not what was announced: the file was changed while it was read, or a byte on its way. Once is bad luck.
    if (whole.status !== 409 || whole.offset === undefined || ++restarts > 1) {
      throw new UploadFailure(whole.status === 409 ? 'changed' : 'refused', whole.detail);
    }
    offset = whole.offset;
  }
  await pieces.forget(demoId);
  return demoId;
}
