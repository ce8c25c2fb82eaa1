// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import { BORIS, noteOf } from '#extension/app/players/fixture.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

let root: HTMLElement;
let fails: boolean;
const state = () => root.querySelector('.watch-state')?.textContent ?? '';
const button = (label: string) => {
  const found = [...root.querySelectorAll('button')].find((each) => each.textContent === label);
  if (!found) throw new Error(`no button says ${label}`);
  return found;
};

beforeEach(async () => {
  background.reset();
  fails = false;
  const gone = () => {
    throw new Error('gone');
  };
  background.answer({
    notes: () => [noteOf(BORIS, { name: 'Борис', watched: true, updatedAt: 1 })],
    bansMet: () => (fails ? gone() : { bans: [], check: { running: false, lastAt: Date.now() - 2.5 * 3_600_000 } }),
    checkBans: gone,
  });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('scrollTo', () => {});
  vi.stubGlobal('scrollBy', () => {});
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(async () => {
  // What effects leave to be cleaned up runs later otherwise, when there is no window any more.
  await act(() => render(null, root));
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function show() {
  location.hash = '#/watchlist';
  render(<App />, root);
  // The page's module is loaded on the way.
  await vi.waitFor(() => expect(root.querySelector('.watch-state')).not.toBeNull(), { timeout: 10_000 });
}

describe('the watchlist', () => {
  it('keeps saying when it was looked at while the background is silent, and asks it again', async () => {
    await show();
    await vi.waitFor(() => expect(state()).toContain('Looked at 2 hours ago'));
    fails = true;
    button('Look now').click();
    await vi.waitFor(() => expect(root.textContent).toContain('background does not answer'));
    expect(state()).toContain('2 hours ago');
    fails = false;
    button('Try again').click();
    await vi.waitFor(() => expect(root.textContent).not.toContain('background does not answer'));
    expect(state()).toContain('2 hours ago');
  });

  it('that never heard of a look says that there is no answer, not that there was none', async () => {
    fails = true;
    await show();
    await vi.waitFor(() => expect(root.textContent).toContain('background does not answer'));
    expect(state()).not.toContain('Not looked at yet');
    fails = false;
    button('Try again').click();
    await vi.waitFor(() => expect(state()).toContain('2 hours ago'));
  });
});
