// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import { ANNA, BORIS, noteOf } from '#extension/app/players/fixture.ts';
import type { Note } from '#extension/notes/note.ts';
import { fakeDialogs } from '#extension/ui/fake-dialog.ts';

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
  fakeDialogs();
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

  it('keeps what was typed until it is kept: whom to add, and a note', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    let kept: Note[] = [];
    let full = true;
    background.answer({
      setNotes: ({ notes }) => {
        if (full) throw new Error('full');
        kept = notes.map((note) => ({ ...note, updatedAt: 2 }));
        return kept;
      },
    });
    await show();
    const field = root.querySelector<HTMLInputElement>('.list-controls input');
    if (!field) throw new Error('nowhere to name anybody');
    field.value = ANNA;
    await act(() => void field.dispatchEvent(new Event('input', { bubbles: true })));
    await act(() => void field.form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    await vi.waitFor(() => expect(root.textContent).toContain('could not be kept'));
    expect(field.value).toBe(ANNA);
    const note = [...root.querySelectorAll('button')].find((each) => each.ariaLabel === 'Note on Борис');
    await act(() => note?.click());
    const text = root.querySelector('textarea');
    if (!text) throw new Error('nowhere to write');
    text.value = 'round 9';
    await act(() => void text.dispatchEvent(new Event('input', { bubbles: true })));
    button('Keep').click();
    await vi.waitFor(() => expect(root.querySelector('dialog [role="alert"]')).not.toBeNull());
    expect(text.value).toBe('round 9');
    full = false;
    button('Keep').click();
    await vi.waitFor(() => expect(root.querySelector('dialog')).toBeNull());
    expect(kept).toMatchObject([{ steamId: BORIS, text: 'round 9' }]);
  });
});
