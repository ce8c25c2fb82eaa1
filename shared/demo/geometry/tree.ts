import { DEEPEST, type TreeArrays } from '#shared/demo/geometry/build.ts';
import type { Geometry } from '#shared/demo/types.ts';

/** Instead of dividing by zero, which next to the side of a box gives NaN. */
const NEXT_TO_NOTHING = 1e-30;
/** Further than any ray goes. */
const BESIDE = 2;
/** Boxes are kept in single precision, and a flat one is as thin as nothing. */
const ROUNDING = 1 + 1e-6;
/** Hits this close to either end are the ends themselves, which may stand on the ground or lean on a wall. */
const END = 1e-4;

/** Whether anything solid stands between two points: the first triangle found ends the search. */
export class TriangleTree implements Geometry {
  readonly triangles: number;
  private readonly bounds: Float32Array;
  private readonly first: Int32Array;
  private readonly count: Int32Array;
  private readonly edges: Float32Array;
  private readonly stack = new Int32Array(DEEPEST + 2);

  constructor({ triangles, bounds, first, count, edges }: TreeArrays) {
    this.triangles = triangles;
    this.bounds = bounds;
    this.first = first;
    this.count = count;
    this.edges = edges;
  }

  blocked(ax: number, ay: number, az: number, bx: number, by: number, bz: number): boolean {
    const { bounds, first, count, stack } = this;
    const dx = bx - ax;
    const dy = by - ay;
    const dz = bz - az;
    const ix = 1 / (dx === 0 ? NEXT_TO_NOTHING : dx);
    const iy = 1 / (dy === 0 ? NEXT_TO_NOTHING : dy);
    const iz = 1 / (dz === 0 ? NEXT_TO_NOTHING : dz);
    // Where in a box stand the sides that the ray meets first, and last.
    const nearX = ix < 0 ? 3 : 0;
    const nearY = iy < 0 ? 4 : 1;
    const nearZ = iz < 0 ? 5 : 2;
    const farX = 3 - nearX;
    const farY = 5 - nearY;
    const farZ = 7 - nearZ;
    let depth = 0;
    let node = 0;
    for (;;) {
      const size = count[node] ?? 0;
      const from = first[node] ?? 0;
      if (size > 0) {
        for (let t = 9 * from; t < 9 * (from + size); t += 9) {
          if (this.meets(t, ax, ay, az, dx, dy, dz)) return true;
        }
      } else {
        // Both children stand side by side: only those that the ray meets are gone into, the nearer one first.
        let at = 6 * from;
        let near = ((bounds[at + nearX] ?? 0) - ax) * ix;
        let y = ((bounds[at + nearY] ?? 0) - ay) * iy;
        let z = ((bounds[at + nearZ] ?? 0) - az) * iz;
        if (y > near) near = y;
        if (z > near) near = z;
        if (near < 0) near = 0;
        let far = ((bounds[at + farX] ?? 0) - ax) * ix;
        y = ((bounds[at + farY] ?? 0) - ay) * iy;
        z = ((bounds[at + farZ] ?? 0) - az) * iz;
        if (y < far) far = y;
        if (z < far) far = z;
        const left = near <= far * ROUNDING && near <= 1 ? near : BESIDE;
        at += 6;
        near = ((bounds[at + nearX] ?? 0) - ax) * ix;
        y = ((bounds[at + nearY] ?? 0) - ay) * iy;
        z = ((bounds[at + nearZ] ?? 0) - az) * iz;
        if (y > near) near = y;
        if (z > near) near = z;
        if (near < 0) near = 0;
        far = ((bounds[at + farX] ?? 0) - ax) * ix;
        y = ((bounds[at + farY] ?? 0) - ay) * iy;
        z = ((bounds[at + farZ] ?? 0) - az) * iz;
        if (y < far) far = y;
        if (z < far) far = z;
        const right = near <= far * ROUNDING && near <= 1 ? near : BESIDE;
        if (left < BESIDE) {
          if (right < BESIDE) {
            stack[depth++] = left <= right ? from + 1 : from;
            node = left <= right ? from : from + 1;
          } else node = from;
          continue;
        }
        if (right < BESIDE) {
          node = from + 1;
          continue;
        }
      }
      if (depth === 0) return false;
      node = stack[--depth] ?? 0;
    }
  }

  /** Möller and Trumbore's test, from both sides. */
  private meets(t: number, ax: number, ay: number, az: number, dx: number, dy: number, dz: number): boolean {
    const { edges } = this;
    const ux = edges[t + 3] ?? 0;
    const uy = edges[t + 4] ?? 0;
    const uz = edges[t + 5] ?? 0;
    const vx = edges[t + 6] ?? 0;
    const vy = edges[t + 7] ?? 0;
    const vz = edges[t + 8] ?? 0;
    const px = dy * vz - dz * vy;
    const py = dz * vx - dx * vz;
    const pz = dx * vy - dy * vx;
    const determinant = ux * px + uy * py + uz * pz;
    // Along the triangle, or a triangle without an area.
    if (determinant > -1e-9 && determinant < 1e-9) return false;
    const inverse = 1 / determinant;
    const sx = ax - (edges[t] ?? 0);
    const sy = ay - (edges[t + 1] ?? 0);
    const sz = az - (edges[t + 2] ?? 0);
    const u = (sx * px + sy * py + sz * pz) * inverse;
    if (u < 0 || u > 1) return false;
    const qx = sy * uz - sz * uy;
    const qy = sz * ux - sx * uz;
    const qz = sx * uy - sy * ux;
    const v = (dx * qx + dy * qy + dz * qz) * inverse;
    if (v < 0 || u + v > 1) return false;
    const along = (vx * qx + vy * qy + vz * qz) * inverse;
    return along > END && along < 1 - END;
  }
}
