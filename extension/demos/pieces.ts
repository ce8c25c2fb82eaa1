import { Dexie, type Table } from 'dexie';
import { z } from 'zod';

/** An upload that was begun, so that it can go on after the page was closed. */
const begunSchema = z.object({
  demoId: z.string(),
  name: z.string(),
  size: z.number(),
  /** Of the whole file, in hex: only the very same one goes on. */
  sha256: z.string(),
  /** Leads back to the file, in browsers that have such a thing and for files that came by it. */
  handle: z.unknown().optional(),
});
type Begun = Omit<z.infer<typeof begunSchema>, 'handle'> & { handle?: FileSystemFileHandle };

/** What page and background leave for each other, and what the page leaves for itself. */
export interface Pieces {
  /** Messages carry text; bytes go from the page to the background through here. Resolves with their number. */
  leave(bytes: Uint8Array<ArrayBuffer>): Promise<number>;
  /** The bytes, which are gone from here then. */
  take(piece: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  drop(piece: number): Promise<void>;
  begun(demoId: string): Promise<Begun | undefined>;
  remember(begun: Begun): Promise<void>;
  forget(demoId: string): Promise<void>;
}

/** A page that was closed between leaving and sending leaves a piece behind; older ones than this are nobody's, ms. */
const NOBODYS = 10 * 60_000;

const NAME = 'cstatsentry-demos';

export function createPieces(now: () => number, name = NAME): Pieces {
  const database = new Dexie(name);
  database.version(1).stores({ pieces: '++key, at', begun: 'demoId' });
  const pieces: Table<{ key?: number; at: number; bytes: unknown }, number> = database.table('pieces');
  const begun: Table<unknown, string> = database.table('begun');
  return {
    async leave(bytes) {
      await pieces
        .where('at')
        .below(now() - NOBODYS)
        .delete();
      return pieces.add({ at: now(), bytes });
    },
    take: (piece) =>
      database.transaction('rw', pieces, async () => {
        const row = await pieces.get(piece);
        await pieces.delete(piece);
        const bytes = row?.bytes;
        // Another realm's in tests and in Firefox: a copy is ours.
        return ArrayBuffer.isView(bytes) ? new Uint8Array(copyOf(bytes)) : undefined;
      }),
    drop: (piece) => pieces.delete(piece),
    async begun(demoId) {
      const { data } = begunSchema.safeParse(await begun.get(demoId));
      if (!data) return undefined;
      const { handle, ...rest } = data;
      return { ...rest, ...(isHandle(handle) && { handle }) };
    },
    remember: async (row) => void (await begun.put(row)),
    forget: (demoId) => begun.delete(demoId),
  };
}

function copyOf(view: ArrayBufferView): ArrayBuffer {
  const copy = new ArrayBuffer(view.byteLength);
  new Uint8Array(copy).set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return copy;
}

const isHandle = (value: unknown): value is FileSystemFileHandle =>
  typeof FileSystemFileHandle !== 'undefined' && value instanceof FileSystemFileHandle;
