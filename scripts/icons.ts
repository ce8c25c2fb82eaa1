/** `npm run icons`: every size of the icon from docs/store/icon.svg: those the browsers show and those the stores ask for. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Resvg } from '@resvg/resvg-js';

const ROOT = resolve(import.meta.dirname, '..');
const svg = readFileSync(join(ROOT, 'docs/store/icon.svg'), 'utf8');
const SIZES = [16, 24, 32, 48, 64, 96, 128];
const files = [
  ...SIZES.map((size) => ({ file: `extension/public/icon/${size}.png`, size })),
  // Edge shows the logo of an extension at this size.
  { file: 'docs/store/icon-300.png', size: 300 },
];
for (const { file, size } of files) {
  const png = new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();
  mkdirSync(dirname(join(ROOT, file)), { recursive: true });
  writeFileSync(join(ROOT, file), png);
  console.log(`${file} ${png.length} bytes`);
}
