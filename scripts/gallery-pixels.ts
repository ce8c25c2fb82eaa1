import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** Pictures of the gallery as pixels. */

/** Share of the pixels that differ, 0 to 1, and a picture that shows where; what one has and the other has not differs. */
export function difference(a: PNG, b: PNG): { share: number; diff: PNG } {
  const [width, height] = [Math.max(a.width, b.width), Math.max(a.height, b.height)];
  const diff = new PNG({ width, height });
  const pixels = pixelmatch(padded(a, width, height).data, padded(b, width, height).data, diff.data, width, height, {
    threshold: 0.1,
    // Pictures of one machine: a smoothed edge that moved has moved, and telling edges apart takes most of the time.
    includeAA: true,
  });
  return { share: pixels / (width * height), diff };
}

/** The picture on a larger, transparent sheet. */
function padded(image: PNG, width: number, height: number): PNG {
  if (image.width === width && image.height === height) return image;
  const sheet = new PNG({ width, height });
  PNG.bitblt(image, sheet, 0, 0, image.width, image.height, 0, 0);
  return sheet;
}

export const pixelsOf = (picture: Buffer): PNG => PNG.sync.read(picture);

/** Changes the picture into what somebody sees who sees no colour: luma of ITU-R BT.601. */
export function grey(image: PNG): PNG {
  for (let at = 0; at < image.data.length; at += 4) {
    const [r = 0, g = 0, b = 0] = image.data.subarray(at, at + 3);
    image.data.fill(Math.round(0.299 * r + 0.587 * g + 0.114 * b), at, at + 3);
  }
  return image;
}

/** Of so many pixels, one is counted; odd, so that it is none of a column. */
const STEP = 7;

/** Share of the pixels that are not of the commonest colour, 0 to 1: next to none in a picture of nothing. */
export function inked({ data, width, height }: PNG): number {
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 4 * STEP) {
    const colour = data.readUInt32BE(at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return 1 - Math.max(...counts.values()) / Math.ceil((width * height) / STEP);
}

export interface Comparison {
  name: string;
  /** `new` is not in the earlier folder; a number is the share of pixels that differ. */
  change: number | 'new';
}

/** Compares a picture with the one of its name in an earlier folder; where they differ, leaves a picture of it in `diffs`. */
export function compareWith(earlier: string, diffs: string, name: string, picture: Buffer): Comparison {
  const before = join(earlier, `${name}.png`);
  if (!existsSync(before)) return { name, change: 'new' };
  const { share, diff } = difference(pixelsOf(readFileSync(before)), pixelsOf(picture));
  if (share > 0) {
    mkdirSync(diffs, { recursive: true });
    writeFileSync(join(diffs, `${name}.png`), PNG.sync.write(diff));
  }
  return { name, change: share };
}

/** What an earlier run drew and this one did not. */
export function gone(earlier: string, names: ReadonlySet<string>, among: (name: string) => boolean): string[] {
  return readdirSync(earlier)
    .filter((file) => file.endsWith('.png'))
    .map((file) => file.slice(0, -'.png'.length))
    .filter((name) => among(name) && !names.has(name));
}
