import { open, rename, rm, stat, truncate } from 'node:fs/promises';
import { DemoFailure, isDiskFull } from '#backend/demos/failure.ts';
import { AddressRefused, type Answer, guardedRequest, type Resolve } from '#backend/demos/guarded-request.ts';
import { sha256Of } from '#backend/demos/hash-file.ts';
import { LeaseLost } from '#backend/demos/queue.ts';
import { errorText } from '#backend/platform/log.ts';
import { reservationOf } from '#shared/api/demos.ts';

export interface DownloadOptions {
  url: string;
  /** Where bytes are kept until all are there, and where the file is then. */
  partPath: string;
  path: string;
  /** Bytes at most. */
  mostBytes: number;
  /** How long nothing may come, and how long all of it may take, ms. */
  idleMs: number;
  mostMs: number;
  signal: AbortSignal;
  /** Told now and then; may throw to end the download. */
  onProgress(bytes: number, total: number | null): Promise<void>;
  /** Asked before anything is written that needs `bytes` more. */
  makeRoom(bytes: number): Promise<void>;
  resolve?: Resolve;
  connectTo?: URL;
}

/** Connections for one download, as long as each brings something; and redirects followed, all among Valve's replay hosts. */
const MOST_CONNECTIONS = 8;
const MOST_REDIRECTS = 3;
const GONE = new Set([401, 403, 404, 410]);

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
};

/** Only Valve's replay hosts, on the usual port, and only replays there. */
function replayUrl(text: string, base?: URL): URL {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (url?.port !== '' || url.username !== '' || reservationOf(url.href) === undefined) {
    throw new DemoFailure('address-refused', 'not a replay host of Valve');
  }
  return url;
}

async function ask(options: DownloadOptions, from: number, signal: AbortSignal): Promise<Answer> {
  let url = replayUrl(options.url);
  for (let hops = 0; ; hops++) {
    const response = await guardedRequest({
      ...{ url, signal },
      idleMs: options.idleMs,
      headers: { 'user-agent': 'CStatSentry', ...(from > 0 && { range: `bytes=${from}-` }) },
      ...(options.resolve && { resolve: options.resolve }),
      ...(options.connectTo && { connectTo: options.connectTo }),
    });
    if (response.status < 300 || response.status >= 400 || response.status === 304) return response;
    response.close();
    if (hops >= MOST_REDIRECTS) throw new DemoFailure('replay-unavailable', 'too many redirects');
    const { location = '' } = response.headers;
    url = location === '' ? replayUrl('nowhere') : replayUrl(location, url);
  }
}

const retryAfterMs = (response: Answer): number | undefined => {
  const seconds = Number(response.headers['retry-after']);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 6 * 3600) * 1000 : undefined;
};

/** Where the bytes of this answer begin and how many there are in all; null where it does not say. */
function extent(response: Answer, asked: number): { from: number; total: number | null } {
  const length = Number(response.headers['content-length'] ?? Number.NaN);
  if (response.status !== 206) return { from: 0, total: Number.isSafeInteger(length) ? length : null };
  const [, start = '', all = ''] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers['content-range'] ?? '') ?? [];
  if (Number(start) !== asked || start === '')
    throw new DemoFailure('replay-unavailable', 'another range than asked for');
  return { from: asked, total: all === '*' ? null : Number(all) };
}

/** What the other side says of the whole file. */
interface Announced {
  bytes: number | null;
  /** Base64. */
  sha256: string | null;
}

/** SHA-256 of the whole file where an answer names it (RFC 9530, or the older `Digest`), base64. */
function digestOf({ headers }: Answer): string | null {
  const [, digest = null] =
    /(?:^|[,\s])sha-256=:?([A-Za-z0-9+/]{43}=)/i.exec(String(headers['repr-digest'] ?? headers['digest'] ?? '')) ?? [];
  return digest;
}

/** Writes what comes, piece by piece: what was there when a connection broke stays for the next one. */
async function keep(body: Answer['body'], path: string, check: (chunk: Uint8Array) => Promise<void>): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    for await (const chunk of body) {
      await check(chunk);
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
}

/** One connection: whatever comes is kept, and what is told of the whole noted. */
async function connection(options: DownloadOptions, announced: Announced, signal: AbortSignal): Promise<void> {
  const { partPath, mostBytes, onProgress } = options;
  const have = await sizeOf(partPath);
  const response = await ask(options, have, signal);
  try {
    const { status } = response;
    if (status === 416) {
      const whole = Number(/^bytes \*\/(\d+)$/.exec(response.headers['content-range'] ?? '')?.[1] ?? Number.NaN);
      announced.bytes = have;
      // What we have is not a part of what is there now.
      if (whole !== have) await truncate(partPath, 0);
      return;
    }
    if (GONE.has(status)) throw new DemoFailure('replay-gone', `HTTP ${status}`, retryAfterMs(response));
    if (status !== 200 && status !== 206) {
      throw new DemoFailure('replay-unavailable', `HTTP ${status}`, retryAfterMs(response));
    }
    const { from, total } = extent(response, have);
    if ((total ?? 0) > mostBytes) throw new DemoFailure('too-large', `${total} bytes`);
    announced.bytes = total;
    announced.sha256 = digestOf(response) ?? announced.sha256;
    if (from === 0 && have > 0) await truncate(partPath, 0);
    await options.makeRoom((total ?? mostBytes) - from);
    let bytes = from;
    await onProgress(bytes, total);
    await keep(response.body, partPath, async (chunk) => {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) throw new DemoFailure('too-large', `more than ${mostBytes} bytes`);
      await onProgress(bytes, total);
    });
    announced.bytes ??= bytes;
  } finally {
    response.close();
  }
}

/**
 * Fetches a replay into a file, going on where an earlier try ended. Throws a `DemoFailure` for what the other side or the
 * disk does; whatever was fetched stays for the next try.
 */
export async function download(options: DownloadOptions): Promise<{ bytes: number; sha256: string }> {
  const { path, partPath } = options;
  if ((await sizeOf(path)) === 0) {
    const announced = await fetchAll(options);
    const bytes = await sizeOf(partPath);
    if (announced.bytes === null || bytes !== announced.bytes) {
      // More than there should be is of no use to the next try; less is.
      if (announced.bytes !== null && bytes > announced.bytes) await rm(partPath, { force: true });
      throw new DemoFailure('wrong-length', `${bytes} bytes of ${announced.bytes ?? 'unknown'}`);
    }
    if (
      announced.sha256 !== null &&
      (await sha256Of(partPath)) !== Buffer.from(announced.sha256, 'base64').toString('hex')
    ) {
      await rm(partPath, { force: true });
      throw new DemoFailure('checksum-mismatch', 'not the SHA-256 the server names');
    }
    await rename(partPath, path);
  }
  return { bytes: await sizeOf(path), sha256: await sha256Of(path) };
}

/** Connects until everything is there, or a connection brings nothing more. */
async function fetchAll(options: DownloadOptions): Promise<Announced> {
  const { partPath, mostMs, signal } = options;
  const late = AbortSignal.timeout(mostMs);
  const either = AbortSignal.any([signal, late]);
  const announced: Announced = { bytes: null, sha256: null };
  for (let tries = 0; tries < MOST_CONNECTIONS; tries++) {
    const before = await sizeOf(partPath);
    let error: unknown;
    try {
      await connection(options, announced, either);
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      if (late.aborted) throw new DemoFailure('replay-unavailable', `not there after ${mostMs} ms`);
      if (isDiskFull(thrown)) throw new DemoFailure('disk-full', 'no space left');
      if (thrown instanceof AddressRefused) throw new DemoFailure('address-refused', thrown.message);
      // Ours, and what nobody answers differently in the next second: refusals, limits, a lost lease.
      if (thrown instanceof DemoFailure || thrown instanceof LeaseLost) throw thrown;
      error = thrown;
    }
    const now = await sizeOf(partPath);
    if (error === undefined && now === announced.bytes) break;
    if (now === 0)
      throw new DemoFailure('replay-unavailable', error === undefined ? 'an empty file' : errorText(error));
    // A connection that brought nothing is not followed by another at once.
    if (now === before) break;
  }
  return announced;
}
