import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFor } from '#sandbox/world/random.ts';
import { box, triFile } from '#scripts/detectors/city.ts';
import { meets, trianglesOf } from '#scripts/detectors/plain-tree.ts';
import { landscape } from '#scripts/detectors/rays.ts';
import { readTriangles } from '#shared/demo/geometry/triangles.ts';
import type { Geometry } from '#shared/demo/types.ts';

function geometryOf(corners: ArrayLike<number>): Geometry {
  const reading = readTriangles(triFile(Array.from(corners)));
  if (reading.state !== 'ok') throw new Error(reading.reason);
  return reading.geometry;
}

/** Thirty-seconds of a unit, as fine as the game places anything: differences of these are exact in single precision. */
const coordinate = fc.integer({ min: -3200, max: 3200 }).map((n) => n / 32);
/** Whole numbers make flat, touching and degenerate triangles, and rays along axes and through corners. */
const even = fc.integer({ min: -4, max: 4 });
const cornersOf = (each: fc.Arbitrary<number>) =>
  fc.array(fc.array(each, { minLength: 9, maxLength: 9 }), { minLength: 1, maxLength: 60 }).map((all) => all.flat());
const wayOf = (each: fc.Arbitrary<number>) => fc.tuple(each, each, each, each, each, each);

type Way = readonly [number, number, number, number, number, number];

/**
 * What testing every triangle says: true, false, or undefined where the way grazes an edge, a corner or the plane of a triangle so closely
 * that rounding decides.
 */
function bruteForce(corners: ArrayLike<number>, [ax, ay, az, bx, by, bz]: Way): boolean | undefined {
  const triangles = trianglesOf(corners);
  const hit = (slack: number): boolean =>
    triangles.some((triangle) => meets(triangle, [ax, ay, az], [bx, by, bz], slack));
  if (hit(-1e-9)) return true;
  return hit(1e-9) ? undefined : false;
}

describe('the tree around the triangles of a map', () => {
  it('agrees with testing every triangle, on a landscape', () => {
    const random = randomFor(3, 'tree');
    const corners = landscape(3_000, random);
    const geometry = geometryOf(corners);
    let blocked = 0;
    for (let i = 0; i < 400; i += 1) {
      const at = (): number => 6000 * random.next();
      const [ax, ay, bx, by] = [at(), at(), at(), at()];
      const [az, bz] = [400 * random.next() - 150, 400 * random.next() - 150];
      const expected = bruteForce(corners, [ax, ay, az, bx, by, bz]);
      if (expected === undefined) continue;
      expect(geometry.blocked(ax, ay, az, bx, by, bz)).toBe(expected);
      blocked += Number(expected);
    }
    // Neither answer is the rule.
    expect(blocked).toBeGreaterThan(40);
    expect(blocked).toBeLessThan(360);
  });

  it('agrees with testing every triangle, on any triangles', () => {
    fc.assert(
      fc.property(cornersOf(coordinate), wayOf(coordinate), (corners, way) => {
        const expected = bruteForce(corners, way);
        if (expected !== undefined) expect(geometryOf(corners).blocked(...way)).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it('agrees also where everything lies in planes and rays go along axes', () => {
    fc.assert(
      fc.property(cornersOf(even), wayOf(even), (corners, way) => {
        const expected = bruteForce(corners, way);
        if (expected !== undefined) expect(geometryOf(corners).blocked(...way)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('sees through gaps, and over a wall but not through it', () => {
    const corners: number[] = [];
    box(corners, [100, -50, 0], [10, 100, 60]);
    const wall = geometryOf(corners);
    expect(wall.triangles).toBe(12);
    expect(wall.blocked(0, 0, 30, 200, 0, 30)).toBe(true);
    expect(wall.blocked(200, 0, 30, 0, 0, 30)).toBe(true);
    expect(wall.blocked(0, 0, 61, 200, 0, 61)).toBe(false);
    expect(wall.blocked(0, 60, 30, 200, 60, 30)).toBe(false);
    // In front of it, and standing still.
    expect(wall.blocked(0, 0, 30, 90, 0, 30)).toBe(false);
    expect(wall.blocked(5, 5, 5, 5, 5, 5)).toBe(false);
  });

  it('copes with thousands of triangles in one place', () => {
    const one = [0, 0, 0, 10, 0, 0, 0, 10, 0];
    const geometry = geometryOf(Array.from({ length: 5_000 }, () => one).flat());
    expect(geometry.blocked(1, 1, 5, 1, 1, -5)).toBe(true);
    expect(geometry.blocked(9, 9, 5, 9, 9, -5)).toBe(false);
  });
});

describe('a .tri file', () => {
  it('is refused when it cannot be one', () => {
    expect(readTriangles(new Uint8Array())).toEqual({ state: 'unreadable', reason: 'empty' });
    expect(readTriangles(new Uint8Array(35))).toEqual({ state: 'unreadable', reason: 'not-triangles' });
    expect(readTriangles(triFile([...Array(8).fill(1), Number.NaN]))).toEqual({
      state: 'unreadable',
      reason: 'not-triangles',
    });
    expect(readTriangles(triFile([...Array(8).fill(1), 1e9]))).toEqual({
      state: 'unreadable',
      reason: 'not-triangles',
    });
  });

  it('may lie anywhere in a larger buffer', () => {
    const file = triFile([0, -5, -5, 0, 5, -5, 0, 0, 5]);
    const larger = new Uint8Array(file.length + 7);
    larger.set(file, 3);
    const reading = readTriangles(larger.subarray(3, 3 + file.length));
    expect(reading.state === 'ok' && reading.geometry.blocked(-1, 0, 0, 1, 0, 0)).toBe(true);
  });
});
