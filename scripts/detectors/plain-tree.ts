/**
 * The tree a textbook would write: an object a node, halved at the middle triangle of its longest side. What the flat one is measured
 * against, and a second opinion on its answers.
 */
interface Node {
  least: [number, number, number];
  largest: [number, number, number];
  triangles: Triangle[];
  left?: Node;
  right?: Node;
}
type Vector = [number, number, number];
interface Triangle {
  a: Vector;
  b: Vector;
  c: Vector;
}

const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

export function trianglesOf(corners: ArrayLike<number>): Triangle[] {
  const at = (i: number): Vector => [corners[i] ?? 0, corners[i + 1] ?? 0, corners[i + 2] ?? 0];
  return Array.from({ length: corners.length / 9 }, (_, t) => ({ a: at(9 * t), b: at(9 * t + 3), c: at(9 * t + 6) }));
}

/** Whether a way from `from` to `to` goes through a triangle that is larger by the share `slack`, or smaller where it is negative. */
export function meets({ a, b, c }: Triangle, from: Vector, to: Vector, slack = 0): boolean {
  const way = minus(to, from);
  const [u, v] = [minus(b, a), minus(c, a)];
  const p = cross(way, v);
  const determinant = dot(u, p);
  if (Math.abs(determinant) < 1e-9) return false;
  const s = minus(from, a);
  const x = dot(s, p) / determinant;
  const q = cross(s, u);
  const y = dot(way, q) / determinant;
  const along = dot(v, q) / determinant;
  return x >= -slack && y >= -slack && x + y <= 1 + slack && along > 1e-4 - slack && along < 1 - 1e-4 + slack;
}

export function plainTree(triangles: Triangle[]): Node {
  const least: Vector = [Infinity, Infinity, Infinity];
  const largest: Vector = [-Infinity, -Infinity, -Infinity];
  for (const { a, b, c } of triangles) {
    for (const axis of [0, 1, 2] as const) {
      least[axis] = Math.min(least[axis], a[axis], b[axis], c[axis]);
      largest[axis] = Math.max(largest[axis], a[axis], b[axis], c[axis]);
    }
  }
  if (triangles.length <= 4) return { least, largest, triangles };
  const size = minus(largest, least);
  const axis = size[0] >= size[1] && size[0] >= size[2] ? 0 : size[1] >= size[2] ? 1 : 2;
  const middle = ({ a, b, c }: Triangle): number => a[axis] + b[axis] + c[axis];
  const sorted = [...triangles].sort((s, t) => middle(s) - middle(t));
  const half = sorted.length >> 1;
  return {
    least,
    largest,
    triangles: [],
    left: plainTree(sorted.slice(0, half)),
    right: plainTree(sorted.slice(half)),
  };
}

export function isBlocked(node: Node, from: Vector, to: Vector): boolean {
  let [near, far] = [0, 1];
  for (const axis of [0, 1, 2] as const) {
    const way = to[axis] - from[axis];
    if (way === 0) {
      if (from[axis] < node.least[axis] || from[axis] > node.largest[axis]) return false;
      continue;
    }
    const [s, t] = [(node.least[axis] - from[axis]) / way, (node.largest[axis] - from[axis]) / way];
    near = Math.max(near, Math.min(s, t));
    far = Math.min(far, Math.max(s, t));
  }
  if (near > far + 1e-9) return false;
  if (node.triangles.some((triangle) => meets(triangle, from, to))) return true;
  const { left, right } = node;
  return (left !== undefined && isBlocked(left, from, to)) || (right !== undefined && isBlocked(right, from, to));
}
