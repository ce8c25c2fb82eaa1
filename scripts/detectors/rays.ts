import type { Random } from '#sandbox/world/random.ts';
import { randomFor } from '#sandbox/world/random.ts';
import { box } from '#scripts/detectors/city.ts';
import { isBlocked, plainTree, trianglesOf } from '#scripts/detectors/plain-tree.ts';
import { buildTree } from '#shared/demo/geometry/build.ts';
import { TriangleTree } from '#shared/demo/geometry/tree.ts';

const SIZE = 6000;

/** Time this process has worked, ms: on a busy machine the clock on the wall says more about the others. */
function cpuMs(): number {
  return process.cpuUsage().user / 1000;
}

/** Height of the ground of the made-up landscape. */
function ground(x: number, y: number): number {
  return 120 * Math.sin(x / 700) * Math.cos(y / 900) + 20 * Math.sin(x / 90 + y / 130);
}

/** A landscape of about so many triangles: rolling ground in small pieces, houses, and many small things. */
export function landscape(triangles: number, random: Random): Float32Array {
  const corners: number[] = [];
  const cells = Math.round(Math.sqrt(triangles * 0.3));
  const step = SIZE / cells;
  for (let i = 0; i < cells; i += 1) {
    for (let j = 0; j < cells; j += 1) {
      const at = (a: number, b: number): [number, number, number] => {
        const [x, y] = [(i + a) * step, (j + b) * step];
        return [x, y, ground(x, y)];
      };
      corners.push(...at(0, 0), ...at(1, 0), ...at(1, 1), ...at(0, 0), ...at(1, 1), ...at(0, 1));
    }
  }
  const things = Math.floor((triangles - corners.length / 9) / 12);
  for (let thing = 0; thing < things; thing += 1) {
    const [x, y] = [random.next() * SIZE, random.next() * SIZE];
    // Most are trim and clutter; one in a hundred is as big as a house.
    const large = random.chance(0.01);
    const side = (): number => (large ? 150 + 300 * random.next() : 4 + 30 * random.next());
    const up = large || random.chance(0.5) ? 0 : 150 * random.next();
    box(corners, [x, y, ground(x, y) + up - 5], [side(), side(), large ? 200 : side()]);
  }
  return Float32Array.from(corners);
}

export interface RayFigures {
  triangles: number;
  buildMs: number;
  rays: number;
  blockedShare: number;
  microseconds: number;
  /** Of a textbook's tree on the same rays in the same run. */
  baselineMicroseconds: number;
  ratio: number;
  /** Rays on which the two differ; grazing an edge may round either way. */
  differ: number;
}

/** Ways between eyes of people anywhere on the map, at most 3 000 units apart. */
function waysOf(count: number, random: Random): Float64Array {
  const ways = new Float64Array(6 * count);
  for (let i = 0; i < count; i += 1) {
    const [x, y] = [random.next() * SIZE, random.next() * SIZE];
    const [turn, far] = [random.next() * 2 * Math.PI, 200 + 2800 * random.next()];
    const to = [x + far * Math.cos(turn), y + far * Math.sin(turn)] as const;
    ways.set([x, y, ground(x, y) + 64, to[0], to[1], ground(to[0], to[1]) + 64], 6 * i);
  }
  return ways;
}

export function measureRays(triangles: number, count: number): RayFigures {
  const random = randomFor(1, 'rays');
  const corners = landscape(triangles, random);
  let start = cpuMs();
  const tree = new TriangleTree(buildTree(corners));
  const buildMs = cpuMs() - start;
  const ways = waysOf(count, random);
  const at = (i: number): number => ways[i] ?? 0;
  const flat = new Uint8Array(count);
  const run = (): void => {
    for (let i = 0; i < count; i += 1) {
      const k = 6 * i;
      flat[i] = tree.blocked(at(k), at(k + 1), at(k + 2), at(k + 3), at(k + 4), at(k + 5)) ? 1 : 0;
    }
  };
  const best = (work: () => void, times: number): number => {
    let least = Infinity;
    for (let i = 0; i < times; i += 1) {
      start = cpuMs();
      work();
      least = Math.min(least, cpuMs() - start);
    }
    return least;
  };
  const own = best(run, 5);
  const plain = plainTree(trianglesOf(corners));
  const few = Math.min(count, 20_000);
  let differ = 0;
  const baseline = best(() => {
    differ = 0;
    for (let i = 0; i < few; i += 1) {
      const k = 6 * i;
      const blocked = isBlocked(plain, [at(k), at(k + 1), at(k + 2)], [at(k + 3), at(k + 4), at(k + 5)]);
      if (blocked !== (flat[i] === 1)) differ += 1;
    }
  }, 3);
  const microseconds = (1000 * own) / count;
  const baselineMicroseconds = (1000 * baseline) / few;
  return {
    triangles: tree.triangles,
    buildMs,
    rays: count,
    blockedShare: flat.reduce((sum, each) => sum + each, 0) / count,
    microseconds,
    baselineMicroseconds,
    ratio: microseconds / baselineMicroseconds,
    differ,
  };
}
