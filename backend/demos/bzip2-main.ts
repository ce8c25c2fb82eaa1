import Bzip2 from '@foxglove/wasm-bz2';

/**
 * A child process that stands in for the `bzip2` program: packed bytes in, unpacked bytes out, at most as many as its argument
 * says. The library works on whole files, so memory goes with the file; the parent's does not.
 */
const most = Number(process.argv[2]);
/** Replays unpack to about twice their size; a bomb is found out after a few doublings. */
const FIRST = 3;
const LEAST = 1024 * 1024;

async function read(): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function unpacked(bzip2: Bzip2, packed: Buffer): Uint8Array {
  for (let room = Math.max(LEAST, FIRST * packed.byteLength); ; room *= 2) {
    const size = Math.min(room, most);
    try {
      return bzip2.decompress(packed, size);
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('BZ_OUTBUFF_FULL'))) throw error;
      if (size === most) throw new Error('too large', { cause: error });
    }
  }
}

try {
  process.stdout.write(unpacked(await Bzip2.init(), await read()));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
