import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Files that the app's first screen takes: what app.html names, the dashboard with all it needs, and the longest words. */
export function firstScreenFiles(output: string): string[] {
  const html = readFileSync(join(output, 'app.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, file = '']) => file);
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
  const words = readdirSync(join(output, 'words/app')).map((name) => `words/app/${name}`);
  const longest = words.sort((a, b) => sizeOf(output, b) - sizeOf(output, a))[0];
  return [
    ...new Set([
      'app.html',
      ...named,
      `chunks/${page[1]}`,
      ...needed.map((index) => String(all[Number(index)])),
      ...(longest ? [longest] : []),
    ]),
  ];
}

/** gzip -9, bytes. */
export function sizeOf(output: string, file: string): number {
  return gzipSync(readFileSync(join(output, file)), { level: 9 }).length;
}
