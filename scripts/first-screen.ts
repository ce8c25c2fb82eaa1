import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Files that a page takes until its frame is there: itself, what it names, and the longest words. */
export function frameFiles(output: string, page: 'app' | 'popup'): string[] {
  const html = readFileSync(join(output, `${page}.html`), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, file = '']) => file);
  const words = readdirSync(join(output, 'words', page)).map((name) => `words/${page}/${name}`);
  const longest = words.sort((a, b) => sizeOf(output, b) - sizeOf(output, a))[0];
  return [`${page}.html`, ...named, ...(longest ? [longest] : [])];
}

/** Files that the app's first screen takes: its frame, and the dashboard with all it needs. */
export function firstScreenFiles(output: string): string[] {
  const named = frameFiles(output, 'app');
  const entry = named.find((file) => /^chunks\/app-/.test(file));
  if (!entry) throw new Error('app.html loads no script of its own');
  const script = readFileSync(join(output, entry), 'utf8');
  // The bundler lists what each page needs beside the import of the page.
  const files = /m\.f=(\[[^\]]*\])/.exec(script)?.[1];
  const page = /import\(`\.\/(dashboard-[^`]+)`\)(?:\.then\([^)]*\))?,__vite__mapDeps\((\[[\d,]*\])\)/.exec(script);
  if (!files || !page) throw new Error('what the dashboard needs is not to be found in the build');
  const all: unknown = JSON.parse(files);
  const needed: unknown = JSON.parse(page[2] ?? '[]');
  if (!Array.isArray(all) || !Array.isArray(needed)) throw new Error('the build lists files in another way');
  return [...new Set([...named, `chunks/${page[1]}`, ...needed.map((index) => String(all[Number(index)]))])];
}

/** gzip -9, bytes. */
export function sizeOf(output: string, file: string): number {
  return gzipSync(readFileSync(join(output, file)), { level: 9 }).length;
}
