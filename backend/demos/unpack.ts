import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { type Child, type Limits, startChild } from '#backend/demos/child.ts';
import { DemoFailure, isDiskFull } from '#backend/demos/failure.ts';
import { sha256Of } from '#backend/demos/hash-file.ts';
import { LeaseLost } from '#backend/demos/queue.ts';

/** What a file is by its first bytes; the name says nothing. */
type FileKind = 'demo' | 'csgo-demo' | 'bzip2' | 'gzip' | 'zstd' | 'other';

const MAGIC: readonly (readonly [FileKind, string])[] = [
  ['demo', 'PBDEMS2\0'],
  ['csgo-demo', 'HL2DEMO\0'],
  ['bzip2', 'BZh'],
  ['gzip', '\x1f\x8b'],
  ['zstd', '\x28\xb5\x2f\xfd'],
];
/** The head of a demo: eight letters, and where its summary is. */
const HEAD = 16;

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const kindOf = (head: Buffer): FileKind =>
  MAGIC.find(([, magic]) => head.subarray(0, magic.length).equals(Buffer.from(magic, 'latin1')))?.[0] ?? 'other';

/**
 * Whether a file is a whole demo of Counter-Strike 2. Its head says where the summary stands, which is written last: a file
 * that ends before it was cut off. Zero: the recording was never finished, and is read as far as it goes.
 */
async function checkDemo(path: string): Promise<void> {
  const head = await headOf(path);
  const kind = kindOf(head);
  if (kind === 'csgo-demo') throw new DemoFailure('csgo-demo');
  if (kind !== 'demo') throw new DemoFailure('not-a-demo');
  if (head.length < HEAD) throw new DemoFailure('truncated', `${head.length} bytes`);
  const { size } = await stat(path);
  const summary = head.readInt32LE(8);
  if (summary > 0 && summary >= size) throw new DemoFailure('truncated', `${size} bytes, the summary is at ${summary}`);
}

export interface UnpackOptions {
  path: string;
  demoPath: string;
  partPath: string;
  mostBytes: number;
  limits: Limits;
  signal: AbortSignal;
  /** Bytes read of the packed file, and how many there are. */
  onProgress(bytes: number, total: number): Promise<void>;
  /** Bytes the demo may take; throws when there is no room. */
  makeRoom(bytes: number): Promise<void>;
  /** `false`: without the program, as on a machine that lacks it. */
  bzip2Program?: boolean;
}

const WASM_BZIP2 = fileURLToPath(new URL('./bzip2-main.ts', import.meta.url));

/**
 * Makes the demo out of a file that may be packed with bzip2, gzip or zstd, and looks whether it is one. Done twice it does
 * nothing new. Resolves with the SHA-256 of the demo.
 */
export async function unpack(options: UnpackOptions): Promise<{ path: string; sha256: string }> {
  const { path, demoPath, partPath } = options;
  const kind = kindOf(await headOf(path));
  if (kind === 'demo' || kind === 'csgo-demo' || kind === 'other') {
    await checkDemo(path);
    return { path, sha256: await copyOut(options, createReadStream(path), undefined) };
  }
  if (existsSync(demoPath)) {
    // An earlier try came so far: it was named so when it was whole.
    await checkDemo(demoPath);
    return { path: demoPath, sha256: await sha256Of(demoPath) };
  }
  await rm(partPath, { force: true });
  try {
    const sha256 = await unpackWith(options, kind);
    await rename(partPath, demoPath);
    await checkDemo(demoPath);
    return { path: demoPath, sha256 };
  } catch (error) {
    await rm(partPath, { force: true });
    if (isDiskFull(error)) throw new DemoFailure('disk-full', 'no space left');
    throw error;
  }
}

async function unpackWith(options: UnpackOptions, kind: 'bzip2' | 'gzip' | 'zstd'): Promise<string> {
  const { path, partPath } = options;
  if (kind !== 'bzip2') {
    const decoder = kind === 'gzip' ? createGunzip() : createZstdDecompress();
    const packed = await counted(options, path);
    try {
      const [sha256] = await Promise.all([copyOut(options, decoder, partPath), pipeline(packed, decoder)]);
      return sha256;
    } catch (error) {
      throw isOurs(error) ? error : new DemoFailure('corrupt-archive', error instanceof Error ? error.message : null);
    }
  }
  if (options.bzip2Program !== false) {
    const result = await throughChild(options, startChild('bzip2', ['-dc'], options.limits, options.signal));
    if (result !== undefined) return result;
  }
  const child = startChild(process.execPath, [WASM_BZIP2, String(options.mostBytes)], options.limits, options.signal);
  const result = await throughChild(options, child);
  if (result === undefined) throw new Error('bzip2 could not be started in any way');
  return result;
}

/** Undefined when there is no such program. */
async function throughChild(options: UnpackOptions, child: Child): Promise<string | undefined> {
  try {
    const packed = await counted(options, options.path);
    // A child that ends early stops reading; how it ended says why.
    const fed = pipeline(packed, child.stdin).catch((error: unknown) => {
      if (isOurs(error)) throw error;
    });
    const [sha256, end] = await Promise.all([copyOut(options, child.stdout, options.partPath), child.ended, fed]);
    if (end.how === 'missing') return undefined;
    if (end.how === 'stopped') throw options.signal.reason;
    if (end.how === 'out-of-time') throw new DemoFailure('parser-out-of-time', 'while it was unpacked');
    if (end.how === 'out-of-memory') throw new DemoFailure('unpacks-too-large', 'more than memory holds');
    if (end.how === 'crashed' || end.code !== 0) {
      if (/^too large/m.test(end.stderr))
        throw new DemoFailure('unpacks-too-large', `more than ${options.mostBytes} bytes`);
      const said = end.stderr.split('\n').find((line) => line.trim() !== '');
      throw new DemoFailure(
        'corrupt-archive',
        said?.trim() ?? `ended with ${end.how === 'crashed' ? end.signal : end.code}`,
      );
    }
    return sha256;
  } finally {
    child.kill();
    await child.ended;
  }
}

/** The packed file as a stream that tells how far it is read. */
async function counted({ onProgress }: UnpackOptions, path: string): Promise<AsyncIterable<Uint8Array>> {
  const { size } = await stat(path);
  return (async function* () {
    let bytes = 0;
    for await (const chunk of createReadStream(path)) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('a file is bytes');
      yield chunk;
      bytes += chunk.byteLength;
      await onProgress(bytes, size);
    }
  })();
}

/** Room is asked for by the piece: how large a demo is, an archive does not say. */
const ROOM = 64 * 1024 * 1024;

/** Counts and hashes what comes, and writes it to `partPath` where there is one. */
async function copyOut(options: UnpackOptions, from: Readable, partPath: string | undefined): Promise<string> {
  const { mostBytes, makeRoom, signal } = options;
  const hash = createHash('sha256');
  let bytes = 0;
  let room = 0;
  async function* checked(source: AsyncIterable<unknown>) {
    for await (const chunk of source) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('a demo is bytes');
      bytes += chunk.byteLength;
      if (bytes > mostBytes) throw new DemoFailure('unpacks-too-large', `more than ${mostBytes} bytes`);
      if (partPath !== undefined && bytes > room) {
        await makeRoom(ROOM);
        room = bytes + ROOM;
      }
      hash.update(chunk);
      yield chunk;
    }
  }
  if (partPath !== undefined) await pipeline(from, checked, createWriteStream(partPath), { signal });
  else {
    for await (const _ of checked(from)) signal.throwIfAborted();
  }
  return hash.digest('hex');
}

/** Our own word on what happened, as opposed to a decoder's or a broken pipe's. */
const isOurs = (error: unknown): boolean =>
  error instanceof DemoFailure ||
  error instanceof LeaseLost ||
  isDiskFull(error) ||
  (error instanceof Error && error.name === 'AbortError');
