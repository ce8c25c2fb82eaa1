/** What a file cannot be uploaded for, told by its size and first bytes; what it is called says nothing. */
export type FileProblem = 'empty' | 'not-a-demo' | 'csgo-demo' | 'zip';

const BEGINNINGS = {
  demo: 'PBDEMS2\0',
  csgo: 'HL2DEMO\0',
  bzip2: 'BZh',
  gzip: '\x1f\x8b',
  zstd: '\x28\xb5\x2f\xfd',
  zip: 'PK\x03\x04',
} as const;

export async function problemOf(file: Blob): Promise<FileProblem | undefined> {
  if (file.size === 0) return 'empty';
  const head = String.fromCharCode(...new Uint8Array(await file.slice(0, 8).arrayBuffer()));
  if (head.startsWith(BEGINNINGS.csgo)) return 'csgo-demo';
  if (head.startsWith(BEGINNINGS.zip)) return 'zip';
  const { demo, bzip2, gzip, zstd } = BEGINNINGS;
  return [demo, bzip2, gzip, zstd].some((beginning) => head.startsWith(beginning)) ? undefined : 'not-a-demo';
}
