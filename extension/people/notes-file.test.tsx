// @vitest-environment jsdom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { notesToCsv, notesToJson } from '#extension/notes/exchange.ts';
import type { Note } from '#extension/notes/note.ts';
import { NotesFile } from '#extension/people/notes-file.tsx';
import type { Notes } from '#extension/people/use-notes.ts';
import { UiProvider } from '#extension/ui/context.tsx';
import { translatorOf } from '#extension/words/fixture.ts';
import { someone } from '#shared/match-history/fixture.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const note = (account: number, change: Partial<Note> = {}): Note => ({
  ...{ steamId: someone(account), watched: true, trusted: false, text: '', tags: [], updatedAt: 2_000 },
  ...change,
});

let root: HTMLElement;
let reloads: number;
const text = () => root.textContent ?? '';
const says = (wanted: string) => vi.waitFor(() => expect(text()).toContain(wanted));
const asked = () => background.sent.filter(({ type }) => type === 'importNotes');
function press(label: string) {
  const found = [...root.querySelectorAll('button')].find((each) => each.textContent === label);
  if (!found) throw new Error(`no button says ${label}: ${text()}`);
  act(() => found.click());
}

/** Chooses a file as a person does; `size` pretends to one without holding it. */
function choose(content: string, { size = content.length, fail = false } = {}) {
  const input = root.querySelector<HTMLInputElement>('input[type="file"]');
  if (!input) throw new Error('no file can be chosen');
  const read = vi.fn(async () => {
    if (fail) throw new Error('gone');
    return content;
  });
  Object.defineProperty(input, 'files', { configurable: true, value: [{ size, text: read }] });
  // Setting the value of a file input is for browsers only.
  Object.defineProperty(input, 'value', { configurable: true, writable: true, value: '' });
  act(() => void input.dispatchEvent(new Event('change', { bubbles: true })));
  return read;
}

function show(held: Note[], more: Partial<Notes> = {}) {
  const notes: Notes = {
    byId: new Map(held.map((each) => [each.steamId, each])),
    trusted: new Set(),
    failed: false,
    unkept: false,
    known: true,
    keep: () => undefined,
    keepAgain: () => undefined,
    reload: () => {
      reloads += 1;
    },
    ...more,
  };
  const words = translatorOf('app');
  act(() =>
    render(
      <UiProvider value={{ words, now: Date.now }}>
        <NotesFile notes={notes} />
      </UiProvider>,
      root,
    ),
  );
}

beforeEach(() => {
  background.reset();
  reloads = 0;
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(() => render(null, root));

describe('importing notes', () => {
  it.each([
    ['JSON', notesToJson],
    ['CSV', notesToCsv],
  ])('from %s says what it would do, and does it when told', async (_, write) => {
    show([note(1, { updatedAt: 1_000 }), note(2, { updatedAt: 9_000 })]);
    choose(write([note(1, { text: 'newer' }), note(2), note(3, { name: '李雷', tags: ['wall'] })]));
    await says('1 new player · 1 note becomes newer · 1 stays as it is here');
    expect(text()).toContain('李雷');
    expect(asked()).toEqual([]);
    background.answer({ importNotes: ({ notes }) => ({ added: notes.length - 1, kept: 1 }) });
    press('Import all');
    await says('2 notes imported.');
    expect(asked()).toHaveLength(1);
    expect(reloads).toBe(1);
    expect(text()).not.toContain('李雷');
  });

  it('is not offered while nobody knows what is there', () => {
    show([], { known: false, failed: true });
    expect(root.textContent).toContain('Your notes could not be read');
    expect(root.textContent).not.toContain('None yet');
    expect(root.querySelector('.buttons')?.hasAttribute('hidden')).toBe(true);
    [...root.querySelectorAll('button')].find((each) => each.textContent === 'Try again')?.click();
    expect(reloads).toBe(1);
  });

  it('takes nothing of a file with a fault, and says on which line', async () => {
    show([]);
    const csv = notesToCsv([note(1), note(2)]).replace(someone(2), '7.65E+16');
    choose(csv);
    await says('Nothing was imported: 1 line needs correcting');
    expect(text()).toContain('Line 3: no Steam ID');
    expect([...root.querySelectorAll('button')].map((each) => each.textContent)).not.toContain('Import all');
    choose(`steamId\n${'x\n'.repeat(40)}`);
    await says('40 lines need correcting');
    expect(root.querySelectorAll('.import-faults li')).toHaveLength(10);
    expect(text()).toContain('and 30 more');
    // Corrected, the same file is taken.
    choose(notesToCsv([note(1), note(2)]));
    await says('2 new players');
    press('Cancel');
    await says('Nothing was imported.');
    expect(asked()).toEqual([]);
  });

  it('does not even read a file of a hundred megabytes', async () => {
    show([]);
    const read = choose('', { size: 100 * 1024 * 1024 });
    await says('larger than 20 MB');
    expect(read).not.toHaveBeenCalled();
  });

  it.each([
    ['<html>', 'holds no notes'],
    ['{"format":"cstatsentry-notes",', 'ends too early or is damaged'],
    ['steamId,text\n1,"', 'Line 2:'],
    ['{"format":"cstatsentry-notes","version":3}', 'newer version'],
    [`steamId\n${'x\n'.repeat(50_001)}`, 'more than 50,000 entries'],
  ])('says what %j is instead', async (content, words) => {
    show([]);
    choose(content);
    await says(words);
  });

  it('says when the file or the background is gone', async () => {
    show([]);
    choose('', { fail: true });
    await says('could not read this file');
    choose(notesToJson([note(1)]));
    await says('1 new player');
    press('Import all');
    await says('The import failed. Nothing was changed.');
  });

  it('shows what is hostile as text, on one line', async () => {
    show([]);
    choose(notesToJson([note(1, { name: '<img src=x>\u202e', text: '\u202e<script>alert(1)</script>\n\n\nend' })]));
    await says('<img src=x>');
    expect(root.querySelector('img, script')).toBeNull();
    expect(text()).not.toContain('\u202e');
    expect(text()).toContain('<script>alert(1)</script> end');
  });
});
