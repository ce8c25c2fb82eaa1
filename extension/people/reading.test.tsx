// @vitest-environment jsdom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HistoryStatus } from '#extension/messages.ts';
import { Reading } from '#extension/people/reading.tsx';
import { UiProvider } from '#extension/ui/context.tsx';
import { translatorOf } from '#extension/words/fixture.ts';

const NOW = Date.UTC(2026, 2, 10, 12);
const read: HistoryStatus = {
  ...{ state: 'done', finishedAt: NOW - 3_600_000, tabsDone: 5, tabs: 5, found: 64, added: 3, matches: 64 },
  problems: [],
};

let root: HTMLElement;
const calls = { read: vi.fn(), stop: vi.fn(), retry: vi.fn() };
function show(status: HistoryStatus | undefined, failed = false) {
  const words = translatorOf('popup');
  act(() =>
    render(
      <UiProvider value={{ words, now: () => NOW }}>
        <Reading history={{ status, failed, ...calls }} />
      </UiProvider>,
      root,
    ),
  );
  return root.textContent ?? '';
}
const press = (label: string) =>
  act(() => [...root.querySelectorAll('button')].find((each) => each.textContent === label)?.click());

beforeEach(() => {
  vi.clearAllMocks();
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(() => render(null, root));

describe('the reading of the match history', () => {
  it('is begun by a person, shows how far it is, and can be stopped', () => {
    expect(show({ ...read, state: 'never', matches: 0 })).toContain('Whom did you play with?');
    press('Read my match history');
    expect(calls.read).toHaveBeenCalledOnce();
    expect(show({ ...read, state: 'running', tabsDone: 1, found: 8 })).toContain('Reading list 2 of 5, 8 matches');
    press('Stop');
    expect(calls.stop).toHaveBeenCalledOnce();
  });

  it('says what was not read, by name', () => {
    expect(show(read)).toContain('64 matches, read 1 hour ago');
    expect(root.querySelector('details')).toBeNull();
    show({ ...read, problems: ['column "Zuschauer"', 'tab matchhistorywingman'] });
    expect(root.querySelector('summary')?.textContent).toBe('2 details could not be read');
    expect([...root.querySelectorAll('details li')].map((each) => each.textContent)).toEqual([
      'column "Zuschauer"',
      'tab matchhistorywingman',
    ]);
  });

  it.each<[HistoryStatus['why'], string]>([
    ['sign-in', 'Sign in to Steam first'],
    ['limited', 'Steam asked us to wait'],
    ['unreachable', 'Steam does not answer'],
    ['changed', 'this version cannot read it'],
  ])('that failed says why, and what can be done: %s', (why, words) => {
    const retryAt = NOW + 300_000;
    const text = show({ ...read, state: 'failed', ...(why && { why }), retryAt });
    expect(text).toContain(words);
    expect(text).toContain('Next try in 5 minutes');
    expect(root.querySelector('a') !== null).toBe(why === 'sign-in');
    press('Try again');
    expect(calls.read).toHaveBeenCalledOnce();
  });

  it('says when the background is gone', () => {
    expect(show(undefined, true)).toContain('background does not answer');
    expect(show(undefined)).toBe('');
  });
});
