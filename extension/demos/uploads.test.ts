import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DemoRequests } from '#extension/demos/messages.ts';
import { createPieces, type Pieces } from '#extension/demos/pieces.ts';
import { problemOf } from '#extension/demos/sniff.ts';
import { createUploads, type Uploads } from '#extension/demos/uploads.ts';
import type { send } from '#extension/ui/send.ts';
import type { Demo } from '#shared/api/demos.ts';

const MEGABYTE = 1024 * 1024;
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function demoFile(size: number, name = 'match.dem'): { file: File; bytes: Uint8Array<ArrayBuffer> } {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 31 + (at >> 9)) & 255;
  bytes.set(new TextEncoder().encode('PBDEMS2\0'));
  return { file: new File([bytes], name), bytes };
}

const demoOf = (id: string, size: number | undefined, offset: number): Demo => ({
  ...{ id, source: 'upload', state: 'requested', reason: null, detail: null, matchId: null, map: null },
  progress: { bytes: offset, total: size ?? null, percent: null },
  upload: size === undefined ? null : { offset, size, chunkBytes: 4 * MEGABYTE },
  ...{ attempts: 0, retryAt: null, requestedAt: 1, changedAt: 1, finishedAt: null, scoredAt: null, file: null },
});

/** A backend's side of an upload, with the failures it is told to have. */
function backend(pieces: Pieces) {
  let got = new Uint8Array(0);
  let announced: { size: number; sha256?: string } | undefined;
  const calls: string[] = [];
  const failures: ((name: string) => { state: 'unreachable' } | { state: 'expired' } | undefined)[] = [];
  const mostBytes = { value: 100 * MEGABYTE };
  type Answers = { [N in keyof DemoRequests]?: (message: DemoRequests[N]['in']) => Promise<DemoRequests[N]['out']> };
  const answers: Answers = {
    demoLimits: async () => ({ state: 'ok', value: { mostBytes: mostBytes.value } }),
    async requestDemo({ request }) {
      if (!('upload' in request)) throw new Error('an upload was expected');
      announced = request.upload;
      return { state: 'ok', value: { demo: demoOf('d1', request.upload.size, 0), joined: false } };
    },
    pollDemo: async () =>
      announced
        ? { state: 'ok', value: demoOf('d1', announced.size, got.length) }
        : { state: 'refused', status: 404, detail: '' },
    async sendDemoPiece({ offset, piece }) {
      const bytes = await pieces.take(piece);
      if (!bytes) throw new Error('the piece is gone');
      if (offset !== got.length) return { state: 'refused', status: 409, detail: '', offset: got.length };
      const next = new Uint8Array(got.length + bytes.length);
      next.set(got);
      next.set(bytes, got.length);
      got = next;
      return { state: 'ok', value: { offset: got.length } };
    },
    async completeDemo() {
      if (announced?.sha256 !== sha256Of(got)) {
        got = new Uint8Array(0);
        return { state: 'refused', status: 409, detail: 'not what was announced', offset: 0 };
      }
      return { state: 'ok', value: demoOf('d1', undefined, 0) };
    },
  };
  const told = (async (name: keyof Answers, message: never) => {
    calls.push(name);
    for (const [at, failure] of failures.entries()) {
      const answer = failure(name);
      if (!answer) continue;
      failures.splice(at, 1);
      return answer;
    }
    const answer = answers[name];
    if (!answer) throw new Error(`nobody answers ${name}`);
    return (answer as (message: never) => unknown)(message);
    // The names of the messages say which answers they have; the lookup loses that.
  }) as typeof send;
  return {
    send: told,
    calls,
    failures,
    mostBytes,
    got: () => got,
    spoil: () => {
      got = got.map((byte) => byte ^ 1);
    },
    begin: (size: number, sha256: string, have: Uint8Array<ArrayBuffer>) => {
      announced = { size, sha256 };
      got = have;
    },
  };
}

let pieces: Pieces;
let there: ReturnType<typeof backend>;
let uploads: Uploads;
let turn = 0;
const waits: number[] = [];
const only = () => {
  const [upload] = uploads.list;
  if (!upload) throw new Error('there is no upload');
  return upload;
};
const reaches = (state: string) => vi.waitFor(() => expect(only().state).toBe(state), { timeout: 10_000 });

beforeEach(() => {
  pieces = createPieces(() => 1, `pieces-${turn++}`);
  there = backend(pieces);
  waits.length = 0;
  uploads = createUploads(
    {
      send: there.send,
      pieces,
      now: () => 1_000,
      wait: async (ms, signal) => {
        waits.push(ms);
        await Promise.resolve();
        signal.throwIfAborted();
      },
    },
    (_what, error) => {
      throw error;
    },
  );
});
afterEach(() => vi.restoreAllMocks());

describe('an upload', () => {
  it('brings every byte, announced with its digest', async () => {
    const { file, bytes } = demoFile(5 * MEGABYTE + 17);
    uploads.add([{ file }]);
    await reaches('done');
    expect(there.got()).toEqual(bytes);
    expect(there.calls.filter((name) => name === 'sendDemoPiece')).toHaveLength(3);
    expect(only()).toMatchObject({ demoId: 'd1', done: bytes.length });
    expect(await pieces.begun('d1')).toBeUndefined();
  });

  it('goes on by itself when the backend does not answer, later each time', async () => {
    const { file, bytes } = demoFile(3 * MEGABYTE);
    for (let i = 0; i < 3; i += 1)
      there.failures.push((name) => (name === 'sendDemoPiece' ? { state: 'unreachable' } : undefined));
    uploads.add([{ file }]);
    await reaches('done');
    expect(waits).toEqual([1_000, 2_000, 4_000]);
    expect(there.got()).toEqual(bytes);
  });

  it('pauses and goes on where it was', async () => {
    const { file, bytes } = demoFile(5 * MEGABYTE);
    there.failures.push((name) => {
      if (name !== 'sendDemoPiece' || there.got().length === 0) return undefined;
      uploads.pause(0);
      return { state: 'unreachable' };
    });
    uploads.add([{ file }]);
    await reaches('paused');
    const sent = there.got().length;
    expect(sent).toBe(2 * MEGABYTE);
    const asked = there.calls.filter((name) => name === 'requestDemo').length;
    uploads.resume(0);
    await reaches('done');
    expect(there.got()).toEqual(bytes);
    expect(there.calls.filter((name) => name === 'requestDemo')).toHaveLength(asked);
  });

  it('goes on with the file chosen again, and only with the very same', async () => {
    const { file, bytes } = demoFile(5 * MEGABYTE);
    const sha256 = sha256Of(bytes);
    await pieces.remember({ demoId: 'd1', name: file.name, size: file.size, sha256 });
    there.begin(file.size, sha256, bytes.slice(0, MEGABYTE));
    const other = demoFile(5 * MEGABYTE).bytes;
    other[4 * MEGABYTE] = 9;
    uploads.add([{ file: new File([other], 'other.dem'), demoId: 'd1' }]);
    await reaches('failed');
    expect(only().why).toBe('another-file');
    expect(there.got()).toHaveLength(MEGABYTE);
    uploads.add([{ file: demoFile(4 * MEGABYTE).file, demoId: 'd1' }]);
    await reaches('failed');
    expect(uploads.list).toHaveLength(1);
    uploads.add([{ file, demoId: 'd1' }]);
    await reaches('done');
    expect(sha256Of(there.got())).toBe(sha256);
  });

  it('is sent anew once when what came is not what was announced, and then given up', async () => {
    const { file } = demoFile(3 * MEGABYTE);
    // On every try.
    there.failures.push((name) => {
      if (name === 'completeDemo') there.spoil();
      return undefined;
    });
    uploads.add([{ file }]);
    await reaches('failed');
    expect(only().why).toBe('changed');
  });

  it.each([
    ['empty', new File([], 'empty.dem')],
    ['not-a-demo', new File(['hello'], 'match.dem')],
    ['csgo-demo', new File(['HL2DEMO\0....'], 'old.dem')],
    ['zip', new File(['PK\x03\x04....'], 'match.zip')],
    ['too-large', demoFile(MEGABYTE + 1).file],
  ] as const)('of a file that is %s is refused before anything is sent', async (why, file) => {
    there.mostBytes.value = MEGABYTE;
    uploads.add([{ file }]);
    await reaches('failed');
    expect(only().why).toBe(why);
    expect(there.calls).not.toContain('requestDemo');
  });

  it('waits for whoever is signed out to sign in', async () => {
    const { file, bytes } = demoFile(MEGABYTE);
    there.failures.push((name) => (name === 'requestDemo' ? { state: 'expired' } : undefined));
    uploads.add([{ file }]);
    await reaches('failed');
    expect(only().why).toBe('signed-out');
    uploads.resume(0);
    await reaches('done');
    expect(there.got()).toEqual(bytes);
  });

  it('does not keep the next from its turn when it stops', async () => {
    uploads.add([{ file: new File(['x'], 'broken.dem') }, { file: demoFile(MEGABYTE).file }]);
    await vi.waitFor(() => expect(uploads.list.map(({ state }) => state)).toEqual(['failed', 'done']));
    uploads.dismiss(0);
    expect(uploads.list.map(({ key }) => key)).toEqual([1]);
  });
});

it('knows packed demos by their beginning, whatever they are called', async () => {
  for (const beginning of [
    [0x42, 0x5a, 0x68],
    [0x1f, 0x8b],
    [0x28, 0xb5, 0x2f, 0xfd],
  ]) {
    expect(await problemOf(new File([new Uint8Array([...beginning, 1, 2, 3])], 'photo.jpg'))).toBeUndefined();
  }
});
