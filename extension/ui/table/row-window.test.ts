import { describe, expect, it } from 'vitest';
import { windowOf } from '#extension/ui/table/row-window.ts';

describe('the rows in view', () => {
  it.each([
    ['at the top', 200, { from: 0, until: 19 }],
    ['scrolled by a thousand rows', 200 - 1_000 * 46, { from: 992, until: 1_019 }],
    ['at the end', 900 - 50_000 * 46, { from: 49_977, until: 50_000 }],
    ['far past the end', -9_999_999, { from: 50_000, until: 50_000 }],
    ['not yet in view', 5_000, { from: 0, until: 0 }],
  ])('%s', (_, top, rows) => {
    expect(windowOf(top, 900, 46, 50_000)).toEqual(rows);
  });

  it('are none of none', () => {
    expect(windowOf(0, 900, 46, 0)).toEqual({ from: 0, until: 0 });
  });
});
