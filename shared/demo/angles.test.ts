import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { angleBetween, pitchTo, wrap, yawTo } from '#shared/demo/angles.ts';

const pitch = fc.double({ min: -89, max: 89, noNaN: true });
const yaw = fc.double({ min: -180, max: 180, noNaN: true });

describe('angles of view', () => {
  it('are counted across the seam behind the back', () => {
    expect(angleBetween(0, 179, 0, -179)).toBeCloseTo(2, 9);
    expect(wrap(179 - -179)).toBeCloseTo(-2, 9);
    expect(wrap(-180)).toBe(180);
    expect(wrap(540)).toBe(180);
  });

  it('shrink with height, as circles do', () => {
    expect(angleBetween(0, 0, 0, 10)).toBeCloseTo(10, 9);
    expect(angleBetween(60, 0, 60, 10)).toBeCloseTo(5, 1);
    expect(angleBetween(89, 0, 89, 180)).toBeCloseTo(2, 6);
  });

  it('are the angle between the directions', () => {
    const direction = (p: number, y: number) => {
      const [a, b] = [(p * Math.PI) / 180, (y * Math.PI) / 180];
      return [Math.cos(a) * Math.cos(b), Math.cos(a) * Math.sin(b), -Math.sin(a)] as const;
    };
    fc.assert(
      fc.property(pitch, yaw, pitch, yaw, (p, y, q, z) => {
        const [a, b] = [direction(p, y), direction(q, z)];
        const chord = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
        expect(angleBetween(p, y, q, z)).toBeCloseTo((2 * Math.asin(Math.min(1, chord / 2)) * 180) / Math.PI, 4);
      }),
    );
  });

  it('point down when positive', () => {
    expect(pitchTo(100, -100)).toBeCloseTo(45, 9);
    expect(yawTo(0, 5)).toBeCloseTo(90, 9);
  });
});
