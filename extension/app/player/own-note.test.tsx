// @vitest-environment jsdom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OwnNote } from '#extension/app/player/own-note.tsx';
import type { Note } from '#extension/notes/note.ts';
import { UiProvider } from '#extension/ui/context.tsx';
import { Toasts } from '#extension/ui/toast.tsx';
import { translatorOf } from '#extension/words/fixture.ts';
import { someone } from '#shared/match-history/fixture.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const THEM = someone(2);
let root: HTMLElement;
let notes: Note[];
let fails: boolean;
const text = () => root.textContent ?? '';
const says = (wanted: string) => vi.waitFor(() => expect(text()).toContain(wanted));
const press = (label: string) => {
  const found = [...root.querySelectorAll('button')].find((each) => each.textContent?.trim() === label);
  if (!found) throw new Error(`no button says ${label}: ${text()}`);
  return act(() => found.click());
};
const settled = () => background.sent.filter(({ type }) => type === 'settleNote');

beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  background.reset();
  notes = [];
  fails = true;
  background.answer({
    notes: () => notes,
    setNotes: ({ notes: changed }) => {
      if (fails) throw new Error('gone');
      notes = changed.map((note) => ({ ...note, updatedAt: 1 }));
      return notes;
    },
    noteTexts: () => ({ version: 3, others: [{ text: 'from elsewhere', at: 1 }] }),
  });
  root = document.createElement('div');
  document.body.replaceChildren(root);
  const words = translatorOf('app');
  act(() =>
    render(
      <UiProvider value={{ words, now: Date.now }}>
        <Toasts>
          <OwnNote steamId={THEM} name="Them" />
        </Toasts>
      </UiProvider>,
      root,
    ),
  );
  await says('Watch');
});
afterEach(async () => {
  await act(() => render(null, root));
  vi.restoreAllMocks();
});

describe('one’s own note', () => {
  it('that cannot be kept stays where it is written, and settles nothing', async () => {
    await press('Add a note');
    await says('from elsewhere');
    await press('Take this text');
    await press('Keep');
    await vi.waitFor(() => expect(root.querySelector('form [role="alert"]')?.textContent).toBe('Could not be saved'));
    expect(root.querySelector('textarea')?.value).toBe('from elsewhere');
    expect(settled()).toEqual([]);
    fails = false;
    await press('Keep');
    await vi.waitFor(() => expect(root.querySelector('form')).toBeNull());
    await vi.waitFor(() => expect(root.querySelector('.own-note-text')?.textContent).toBe('from elsewhere'));
    expect(notes).toMatchObject([{ steamId: THEM, text: 'from elsewhere' }]);
    expect(settled()).toHaveLength(1);
  });

  it('that cannot be put back as it was can be put back once more', async () => {
    fails = false;
    await press('Watch');
    await says('put on the watchlist');
    fails = true;
    await press('Undo');
    await says('could not be kept');
    expect(notes).toMatchObject([{ watched: true }]);
    fails = false;
    await press('Try again');
    await says('Undone');
    expect(notes).toMatchObject([{ watched: false }]);
  });
});
