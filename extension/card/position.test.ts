import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { place } from '#extension/card/position.ts';

const view = { width: 1_200, height: 800 };
const card = { width: 352, height: 500 };
const at = (left: number, top: number) => ({ left, top, right: left + 46, bottom: top + 20 });

describe('place', () => {
  it('goes right of the anchor', () => {
    expect(place(at(100, 200), card, view)).toEqual({ left: 154, top: 184, maxHeight: 784 });
  });

  it('flips to the left at the right edge', () => {
    expect(place(at(1_100, 200), card, view).left).toBe(1_100 - 8 - 352);
  });

  it('moves up at the bottom edge', () => {
    expect(place(at(100, 760), card, view).top).toBe(800 - 8 - 500);
  });

  it('goes below in a narrow window, above when there is more room', () => {
    const narrow = { width: 390, height: 800 };
    expect(place(at(150, 100), card, narrow).top).toBe(128);
    const above = place(at(150, 700), card, narrow);
    expect(above.top + card.height).toBe(692);
  });

  it('never leaves the window, whatever the sizes', () => {
    const size = fc.integer({ min: 1, max: 3_000 });
    fc.assert(
      fc.property(size, size, size, size, size, (x, y, height, width, tall) => {
        const window = { width: Math.max(width, 320), height: Math.max(tall, 200) };
        const narrow = { width: Math.min(352, window.width - 16), height };
        const anchor = at(Math.min(x, window.width - 46), Math.min(y, window.height - 20));
        const { left, top, maxHeight } = place(anchor, narrow, window);
        expect(left).toBeGreaterThanOrEqual(8);
        expect(left + narrow.width).toBeLessThanOrEqual(window.width - 8);
        expect(top).toBeGreaterThanOrEqual(8);
        expect(top + Math.min(height, maxHeight)).toBeLessThanOrEqual(window.height - 8);
      }),
    );
  });
});
