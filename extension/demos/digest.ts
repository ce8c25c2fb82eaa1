import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Bytes at once: some ten milliseconds of work, between which the page answers. */
const PORTION = 2 * 1024 * 1024;

/** SHA-256 of a file of any size, in hex; browsers themselves only take what fits into memory. @throws what reading or `signal` throws */
export async function digestOf(file: Blob, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += PORTION) {
    hash.update(new Uint8Array(await file.slice(at, at + PORTION).arrayBuffer()));
    signal.throwIfAborted();
    onBytes(Math.min(file.size, at + PORTION));
  }
  return bytesToHex(hash.digest());
}
