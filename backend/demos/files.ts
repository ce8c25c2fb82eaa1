import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DemoFailure, isDiskFull } from '#backend/demos/failure.ts';
import { sha256Of } from '#backend/demos/hash-file.ts';

/** A file that is not there is none; one that cannot be looked at is a fault. */
function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** `part` is being fetched or sent · `packed` as it was fetched or sent · `unpacking` · `dem` ready to be read. */
type FilePart = 'part' | 'packed' | 'unpacking' | 'dem';
const PARTS: readonly FilePart[] = ['part', 'packed', 'unpacking', 'dem'];

/** Those of `ids` that nobody works on and that may be removed. */
type Idle = (ids: readonly string[]) => Promise<ReadonlySet<string>>;

/** Files of demos in one folder, with a quota. Several processes of one machine may share the folder. */
export interface DemoFiles {
  readonly quota: number;
  /** For what is not a demo's. */
  readonly cacheFolder: string;
  path(demoId: string, part: FilePart): string;
  /** Bytes there; undefined when there is no such file. */
  size(demoId: string, part: FilePart): Promise<number | undefined>;
  /** Adds bytes at `offset`, which must be where the file ends. Resolves with the new end, or with where it ends instead. */
  append(demoId: string, offset: number, body: AsyncIterable<Uint8Array>): Promise<{ taken: boolean; end: number }>;
  /** SHA-256 of a file, in hex. */
  digest(demoId: string, part: FilePart): Promise<string>;
  /** Gives a file its next name. */
  become(demoId: string, from: FilePart, to: FilePart): Promise<void>;
  /** Makes the file as it came that of another demo. */
  give(demoId: string, other: string): Promise<void>;
  /** A file's bytes from `start` to `end`, both included; it can be removed while it is read. */
  read(demoId: string, start: number, end: number): ReadableStream<Uint8Array>;
  remove(demoId: string, parts?: readonly FilePart[]): Promise<void>;
  /** Bytes of everything kept. */
  used(): Promise<number>;
  /** Makes sure that `bytes` more fit, by removing what nobody needs, oldest use first. @throws DemoFailure disk-full */
  makeRoom(bytes: number, idle: Idle): Promise<string[]>;
  /** Removes what is older than `before`, ms, and not in use, and resolves with the demos it was of. */
  removeOld(before: number, idle: Idle): Promise<string[]>;
}

interface Held {
  id: string;
  bytes: number;
  usedAt: number;
}

export async function openDemoFiles(folder: string, quota: number): Promise<DemoFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = (demoId: string, part: FilePart) => {
    // Made by us; but a file's name is no place to be trusting.
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(demoId)) throw new RangeError('not the ID of a demo');
    return join(folder, `${demoId}.${part}`);
  };
  const appending = new Set<string>();

  async function held(): Promise<Held[]> {
    const demos = new Map<string, Held>();
    for (const name of await readdir(folder)) {
      const [id = '', part] = name.split('.');
      if (!PARTS.some((each) => each === part)) continue;
      const found = await stat(join(folder, name)).catch(unlessMissing);
      // Gone meanwhile: somebody else removed it, or it has another name now.
      if (!found) continue;
      const demo = demos.get(id) ?? { id, bytes: 0, usedAt: 0 };
      demos.set(id, { id, bytes: demo.bytes + found.size, usedAt: Math.max(demo.usedAt, found.mtimeMs) });
    }
    return [...demos.values()].sort((a, b) => a.usedAt - b.usedAt);
  }

  async function size(demoId: string, part: FilePart): Promise<number | undefined> {
    const found = await stat(path(demoId, part)).catch(unlessMissing);
    return found?.size;
  }

  async function remove(demoId: string, parts: readonly FilePart[] = PARTS): Promise<void> {
    for (const part of parts) await rm(path(demoId, part), { force: true });
  }

  return {
    quota,
    cacheFolder: join(folder, '.cache'),
    path,
    remove,

    size,

    async append(demoId, offset, body) {
      if (appending.has(demoId)) return { taken: false, end: (await size(demoId, 'part')) ?? 0 };
      appending.add(demoId);
      try {
        const file = await open(path(demoId, 'part'), 'a', 0o600);
        try {
          let end = (await file.stat()).size;
          if (end !== offset) return { taken: false, end };
          for await (const chunk of body) {
            await file.writeFile(chunk);
            end += chunk.byteLength;
          }
          return { taken: true, end };
        } finally {
          await file.close();
        }
      } catch (error) {
        throw isDiskFull(error) ? new DemoFailure('disk-full', 'no space left') : error;
      } finally {
        appending.delete(demoId);
      }
    },

    digest: (demoId, part) => sha256Of(path(demoId, part)),

    become: (demoId, from, to) => rename(path(demoId, from), path(demoId, to)),

    give: (demoId, other) => rename(path(demoId, 'packed'), path(other, 'packed')),

    read(demoId, start, end) {
      const file = path(demoId, 'packed');
      const now = new Date();
      // Used now: the last to go. A failure only makes it go earlier.
      utimes(file, now, now).catch(() => undefined);
      return bytesOf(createReadStream(file, { start, end }));
    },

    used: async () => (await held()).reduce((sum, { bytes }) => sum + bytes, 0),

    async makeRoom(bytes, idle) {
      const all = await held();
      let used = all.reduce((sum, demo) => sum + demo.bytes, 0);
      const removed: string[] = [];
      if (used + bytes <= quota) return removed;
      const free = await idle(all.map(({ id }) => id));
      for (const demo of all) {
        if (used + bytes <= quota) break;
        if (!free.has(demo.id)) continue;
        await remove(demo.id);
        removed.push(demo.id);
        used -= demo.bytes;
      }
      if (used + bytes > quota) throw new DemoFailure('disk-full', `${used} of ${quota} bytes are in use`);
      return removed;
    },

    async removeOld(before, idle) {
      const old = (await held()).filter(({ usedAt }) => usedAt < before);
      const free = await idle(old.map(({ id }) => id));
      const removed = old.filter(({ id }) => free.has(id));
      for (const { id } of removed) await remove(id);
      return removed.map(({ id }) => id);
    },
  };
}

/** A stream for the web out of one of Node's; opened when it is read. */
function bytesOf(source: Readable): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<unknown> = source[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else if (value instanceof Uint8Array) controller.enqueue(value);
    },
    cancel: () => {
      source.destroy();
    },
  });
}
