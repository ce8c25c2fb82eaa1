import { buildTree } from '#shared/demo/geometry/build.ts';
import { TriangleTree } from '#shared/demo/geometry/tree.ts';
import type { Geometry } from '#shared/demo/types.ts';

export type GeometryReading =
  | { state: 'ok'; geometry: Geometry }
  | { state: 'unreadable'; reason: 'not-triangles' | 'empty' | 'too-many' };

/** A triangle is nine float32 in little-endian order: three corners of x, y, z, in game units. */
const BYTES = 36;
/** The largest maps have some 400 000. */
const MOST = 4_000_000;
/** Maps lie within this of their middle; what does not is no map. */
const FARTHEST = 65_536;

/**
 * Reads a `.tri` file, as tools make it from the physics of a map in the operator's own game. Building the tree takes
 * about a second for 300 000 triangles. Never throws.
 */
export function readTriangles(bytes: Uint8Array): GeometryReading {
  const count = bytes.byteLength / BYTES;
  if (count === 0) return { state: 'unreadable', reason: 'empty' };
  if (!Number.isInteger(count)) return { state: 'unreadable', reason: 'not-triangles' };
  if (count > MOST) return { state: 'unreadable', reason: 'too-many' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const corners = new Float32Array(count * 9);
  for (let i = 0; i < corners.length; i += 1) {
    const value = view.getFloat32(4 * i, true);
    if (!(Math.abs(value) <= FARTHEST)) return { state: 'unreadable', reason: 'not-triangles' };
    corners[i] = value;
  }
  return { state: 'ok', geometry: new TriangleTree(buildTree(corners)) };
}
