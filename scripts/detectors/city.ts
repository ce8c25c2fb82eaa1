import { readTriangles } from '#shared/demo/geometry/triangles.ts';
import type { Geometry } from '#shared/demo/types.ts';

/** A made-up map: crossings in a square, with a house in every block between them. Units. */
export const CROSSINGS = 7;
const SPACING = 650;
const HOUSE = 400;
const HEIGHT = 260;

type Point = readonly [number, number, number];

export function crossing(column: number, row: number): { x: number; y: number } {
  return { x: column * SPACING, y: row * SPACING };
}

/** Two triangles. */
function quad(out: number[], a: Point, b: Point, c: Point, d: Point): void {
  out.push(...a, ...b, ...c, ...a, ...c, ...d);
}

/** Six sides of a box. */
export function box(out: number[], [x, y, z]: Point, [w, d, h]: Point): void {
  const at = (i: number, j: number, k: number): Point => [x + i * w, y + j * d, z + k * h];
  quad(out, at(0, 0, 0), at(1, 0, 0), at(1, 0, 1), at(0, 0, 1));
  quad(out, at(0, 1, 0), at(1, 1, 0), at(1, 1, 1), at(0, 1, 1));
  quad(out, at(0, 0, 0), at(0, 1, 0), at(0, 1, 1), at(0, 0, 1));
  quad(out, at(1, 0, 0), at(1, 1, 0), at(1, 1, 1), at(1, 0, 1));
  quad(out, at(0, 0, 0), at(1, 0, 0), at(1, 1, 0), at(0, 1, 0));
  quad(out, at(0, 0, 1), at(1, 0, 1), at(1, 1, 1), at(0, 1, 1));
}

/** A `.tri` file of triangles. */
export function triFile(corners: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * corners.length));
  corners.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  return new Uint8Array(view.buffer);
}

export function city(): Geometry {
  const corners: number[] = [];
  const edge = (SPACING - HOUSE) / 2;
  for (let column = 0; column + 1 < CROSSINGS; column += 1) {
    for (let row = 0; row + 1 < CROSSINGS; row += 1) {
      // Houses differ, so that no two streets look the same.
      const [nx, ny] = [40 * ((column * 7 + row * 3) % 3), 40 * ((column * 5 + row * 11) % 3)];
      const { x, y } = crossing(column, row);
      box(corners, [x + edge + nx / 2, y + edge + ny / 2, -10], [HOUSE - nx, HOUSE - ny, HEIGHT]);
    }
  }
  const reading = readTriangles(triFile(corners));
  if (reading.state !== 'ok') throw new Error(`the made-up map cannot be read: ${reading.reason}`);
  return reading.geometry;
}
