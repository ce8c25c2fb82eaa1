import { describe, expect, it, vi } from 'vitest';
import type { Note } from '#extension/notes/note.ts';
import { createWatchedScores } from '#extension/notifications/watched-scores.ts';
import { someone } from '#shared/match-history/fixture.ts';

const HOUR = 3_600_000;

function scene(watched: number) {
  const notes = Array.from(
    { length: watched + 1 },
    (_, index): Note => ({
      steamId: someone(index + 2),
      watched: index < watched,
      trusted: false,
      text: 'x',
      tags: [],
      updatedAt: 1,
    }),
  );
  let now = 1_000 * HOUR;
  let kept: unknown;
  const asked: number[] = [];
  const close = vi.fn();
  const timers: (() => void)[] = [];
  const ring = createWatchedScores({
    notes: { all: async () => notes },
    lookup: {
      subscribe: () => ({ watch: (ids) => asked.push(ids.length), visible() {}, close }),
    },
    load: async () => kept,
    save: async (state) => {
      kept = state;
    },
    now: () => now,
    setTimeout: (work) => timers.push(work),
  });
  return { ring, asked, close, timers, later: (hours: number) => (now += hours * HOUR) };
}

describe('scores of watched players', () => {
  it('are asked for once a day, a hundred at a time, all in their turn', async () => {
    const { ring, asked, later, close, timers } = scene(130);
    await ring();
    await ring();
    expect(asked).toEqual([100]);
    for (const work of timers) work();
    expect(close).toHaveBeenCalledOnce();
    later(21);
    await ring();
    later(21);
    await ring();
    expect(asked).toEqual([100, 30, 100]);
  });

  it('cost nothing where nobody is watched', async () => {
    const { ring, asked } = scene(0);
    await ring();
    expect(asked).toEqual([]);
  });
});
