/**
 * A tree of boxes around triangles, in flat arrays. Node `i` has its box at `bounds[6i …]` (least x, y, z, largest x, y, z).
 * `count[i]` 0 is an inner node with children `first[i]` and `first[i] + 1`; otherwise it holds `count[i]` triangles from
 * `first[i]` on. A triangle is a corner and two edges, so that a ray needs no subtraction.
 */
export interface TreeArrays {
  readonly triangles: number;
  readonly bounds: Float32Array;
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** Nine a triangle, in the order of the leaves: corner, edge to the second, edge to the third. */
  readonly edges: Float32Array;
}

/** Triangles a leaf may hold without asking, and slices in which a box is cut on trial. */
const LEAF = 8;
const BINS = 16;
/** Deeper than this the triangles are halved whatever it costs, so that no way down is longer than `DEEPEST`. */
const DEEP = 64;
export const DEEPEST = 96;
/** Cost of going into a node against testing a triangle. */
const STEP = 2;

interface Building {
  readonly corners: Float32Array;
  readonly order: Int32Array;
  /** Six a triangle: least and largest corner. */
  readonly boxes: Float32Array;
  /** Three a triangle. */
  readonly centres: Float32Array;
  readonly bounds: Float32Array;
  readonly first: Int32Array;
  readonly count: Int32Array;
  nodes: number;
}

/** Builds by the surface area heuristic in 16 slices per axis. `corners` is nine numbers a triangle. */
export function buildTree(corners: Float32Array): TreeArrays {
  const triangles = corners.length / 9;
  const most = Math.max(1, 2 * triangles - 1);
  const building: Building = {
    corners,
    order: Int32Array.from({ length: triangles }, (_, i) => i),
    boxes: new Float32Array(6 * triangles),
    centres: new Float32Array(3 * triangles),
    bounds: new Float32Array(6 * most),
    first: new Int32Array(most),
    count: new Int32Array(most),
    nodes: 1,
  };
  measure(building);
  const open: { node: number; from: number; to: number; depth: number }[] = [
    { node: 0, from: 0, to: triangles, depth: 0 },
  ];
  for (let job = open.pop(); job !== undefined; job = open.pop()) {
    const { node, from, to, depth } = job;
    enclose(building, node, from, to);
    const middle = depth >= DEEP ? halve(from, to) : divide(building, node, from, to);
    if (middle === undefined) {
      building.first[node] = from;
      building.count[node] = to - from;
      continue;
    }
    const child = building.nodes;
    building.nodes += 2;
    building.first[node] = child;
    open.push(
      { node: child, from, to: middle, depth: depth + 1 },
      { node: child + 1, from: middle, to, depth: depth + 1 },
    );
  }
  return {
    triangles,
    bounds: building.bounds.slice(0, 6 * building.nodes),
    first: building.first.slice(0, building.nodes),
    count: building.count.slice(0, building.nodes),
    edges: edgesOf(building),
  };
}

const get = (list: Float32Array, i: number): number => list[i] ?? 0;

function measure({ corners, boxes, centres }: Building): void {
  for (let t = 0; 9 * t < corners.length; t += 1) {
    for (let axis = 0; axis < 3; axis += 1) {
      const [a, b, c] = [get(corners, 9 * t + axis), get(corners, 9 * t + 3 + axis), get(corners, 9 * t + 6 + axis)];
      const [least, largest] = [Math.min(a, b, c), Math.max(a, b, c)];
      boxes[6 * t + axis] = least;
      boxes[6 * t + 3 + axis] = largest;
      centres[3 * t + axis] = (least + largest) / 2;
    }
  }
}

function enclose({ order, boxes, bounds }: Building, node: number, from: number, to: number): void {
  for (let axis = 0; axis < 3; axis += 1) {
    let least = Number.POSITIVE_INFINITY;
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = from; i < to; i += 1) {
      const t = order[i] ?? 0;
      least = Math.min(least, get(boxes, 6 * t + axis));
      largest = Math.max(largest, get(boxes, 6 * t + 3 + axis));
    }
    bounds[6 * node + axis] = least;
    bounds[6 * node + 3 + axis] = largest;
  }
}

function area(box: Float64Array): number {
  const [x, y, z] = [(box[3] ?? 0) - (box[0] ?? 0), (box[4] ?? 0) - (box[1] ?? 0), (box[5] ?? 0) - (box[2] ?? 0)];
  return x < 0 ? 0 : 2 * (x * y + y * z + z * x);
}

function emptyBox(): Float64Array {
  const inf = Number.POSITIVE_INFINITY;
  return Float64Array.of(inf, inf, inf, -inf, -inf, -inf);
}

function grow(box: Float64Array, boxes: ArrayLike<number>, at: number): void {
  for (let axis = 0; axis < 3; axis += 1) {
    box[axis] = Math.min(box[axis] ?? 0, boxes[at + axis] ?? 0);
    box[3 + axis] = Math.max(box[3 + axis] ?? 0, boxes[at + 3 + axis] ?? 0);
  }
}

interface Cut {
  axis: number;
  /** Slices up to and including this one go left. */
  slice: number;
  cost: number;
  least: number;
  scale: number;
}

/** Cheapest cut along one axis by what rays will pay: area times triangles, on both sides. */
function cutAlong({ order, boxes, centres }: Building, axis: number, from: number, to: number): Cut | undefined {
  let least = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i += 1) {
    const centre = get(centres, 3 * (order[i] ?? 0) + axis);
    least = Math.min(least, centre);
    largest = Math.max(largest, centre);
  }
  if (!(largest > least)) return undefined;
  const scale = BINS / (largest - least);
  const bins = Array.from({ length: BINS }, () => ({ box: emptyBox(), count: 0 }));
  for (let i = from; i < to; i += 1) {
    const t = order[i] ?? 0;
    const bin = bins[sliceOf(get(centres, 3 * t + axis), least, scale)];
    if (bin === undefined) continue;
    bin.count += 1;
    grow(bin.box, boxes, 6 * t);
  }
  const rights: number[] = [];
  const right = { box: emptyBox(), count: 0 };
  for (let s = BINS - 1; s > 0; s -= 1) {
    const bin = bins[s];
    if (bin !== undefined) {
      grow(right.box, bin.box, 0);
      right.count += bin.count;
    }
    rights[s] = right.count * area(right.box);
  }
  let best: Cut | undefined;
  const left = { box: emptyBox(), count: 0 };
  for (let s = 0; s < BINS - 1; s += 1) {
    const bin = bins[s];
    if (bin !== undefined) {
      grow(left.box, bin.box, 0);
      left.count += bin.count;
    }
    const cost = left.count * area(left.box) + (rights[s + 1] ?? 0);
    if (left.count > 0 && left.count < to - from && (best === undefined || cost < best.cost)) {
      best = { axis, slice: s, cost, least, scale };
    }
  }
  return best;
}

function sliceOf(centre: number, least: number, scale: number): number {
  return Math.min(BINS - 1, Math.floor((centre - least) * scale));
}

function halve(from: number, to: number): number | undefined {
  return to - from > LEAF ? from + ((to - from) >> 1) : undefined;
}

/** Sorts the triangles of a node to both sides of its best cut; undefined when it is better left whole. */
function divide(building: Building, node: number, from: number, to: number): number | undefined {
  const size = to - from;
  if (size <= 1) return undefined;
  const { order, centres, bounds } = building;
  let best: Cut | undefined;
  for (let axis = 0; axis < 3; axis += 1) {
    const cut = cutAlong(building, axis, from, to);
    if (cut !== undefined && (best === undefined || cut.cost < best.cost)) best = cut;
  }
  if (best === undefined) return halve(from, to);
  const box = Float64Array.from(bounds.subarray(6 * node, 6 * node + 6));
  if (size <= LEAF && size * area(box) <= best.cost + STEP * area(box)) return undefined;
  let low = from;
  let high = to - 1;
  while (low <= high) {
    const t = order[low] ?? 0;
    if (sliceOf(get(centres, 3 * t + best.axis), best.least, best.scale) <= best.slice) {
      low += 1;
    } else {
      order[low] = order[high] ?? 0;
      order[high] = t;
      high -= 1;
    }
  }
  return low;
}

function edgesOf({ corners, order }: Building): Float32Array {
  const edges = new Float32Array(corners.length);
  order.forEach((t, i) => {
    for (let axis = 0; axis < 3; axis += 1) {
      const corner = get(corners, 9 * t + axis);
      edges[9 * i + axis] = corner;
      edges[9 * i + 3 + axis] = get(corners, 9 * t + 3 + axis) - corner;
      edges[9 * i + 6 + axis] = get(corners, 9 * t + 6 + axis) - corner;
    }
  });
  return edges;
}
