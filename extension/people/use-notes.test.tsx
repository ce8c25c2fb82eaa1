// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { localDatabase } from '#extension/app/players/local-data.ts';
import type { Note } from '#extension/notes/note.ts';
import { People } from '#extension/people/people.tsx';
import { UiProvider } from '#extension/ui/context.tsx';
import { translatorOf } from '#extension/words/fixture.ts';
import { someone } from '#shared/match-history/fixture.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const ME = someone(1);
const THEM = someone(2);
let root: HTMLElement;
let notes: Note[];
let fails: boolean;
const text = () => root.textContent ?? '';
const button = (label: string) => {
  const found = [...root.querySelectorAll('button')].find(
    (each) => each.textContent === label || each.ariaLabel === label || each.getAttribute('aria-label') === label,
  );
  if (!found) throw new Error(`no button says ${label}: ${text()}`);
  return found;
};
const press = (label: string) => act(() => button(label).click());
const watched = () => button('Watch Met').getAttribute('aria-pressed');
const failing = (wanted: boolean) => vi.waitFor(() => expect(text().includes('Could not be saved')).toBe(wanted));

async function show() {
  const words = translatorOf('popup');
  act(() =>
    render(
      <UiProvider value={{ words, now: Date.now }}>
        <People settings={background.defaults} />
      </UiProvider>,
      root,
    ),
  );
  await vi.waitFor(() => expect(button('Watch Met').disabled).toBe(false));
}
async function write(words: string) {
  await press('Note on Met');
  const field = root.querySelector('textarea');
  if (!field) throw new Error('nowhere to write');
  field.value = words;
  await act(() => void field.dispatchEvent(new Event('input', { bubbles: true })));
  await act(() => void field.form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
}

beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  background.reset();
  notes = [];
  fails = true;
  background.answer({
    notes: () => notes,
    setNote: ({ note }) => {
      if (fails) throw new Error('gone');
      notes = [...notes.filter(({ steamId }) => steamId !== note.steamId), { ...note, updatedAt: 1 }];
      return notes;
    },
    bansMet: () => ({ bans: [], check: { running: false } }),
  });
  const line = { team: 0 as const, ping: 1, kills: 1, assists: 1, deaths: 1, mvps: 1, headshotPercent: 1, score: 1 };
  await localDatabase().matches.put({
    ...{ id: 'm', mode: 'premier', map: 'Nuke', mapCode: 'de_nuke', playedAt: Date.now(), ranked: true },
    ...{ waitSeconds: 1, durationSeconds: 1, rounds: [13, 9], replayUrl: null, cutOff: false, viewer: ME },
    players: [
      { ...line, steamId: ME, name: 'me' },
      { ...line, steamId: THEM, name: 'Met' },
    ],
    playerIds: [ME, THEM],
  });
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(async () => {
  await act(() => render(null, root));
  vi.restoreAllMocks();
});

describe('a note that could not be kept', () => {
  it('stays in its row, is said not to be kept, and is sent again', async () => {
    await show();
    await write('watch round 9');
    await failing(true);
    expect(text()).toContain('watch round 9');
    fails = false;
    await press('Try again');
    await failing(false);
    expect(text()).toContain('watch round 9');
    expect(notes).toMatchObject([{ steamId: THEM, text: 'watch round 9' }]);
  });

  it('says so anew when it fails again', async () => {
    await show();
    await press('Watch Met');
    await failing(true);
    let fail = (_: Error): void => {};
    background.answer({
      setNote: () =>
        new Promise((_, reject) => {
          fail = reject;
        }),
    });
    await press('Try again');
    await failing(false);
    expect(watched()).toBe('true');
    fail(new Error('gone'));
    await failing(true);
  });

  it('is not lost by what is changed next, nor by reading the notes again', async () => {
    await show();
    await write('watch round 9');
    await failing(true);
    await press('Watch Met');
    await vi.waitFor(() => expect(watched()).toBe('true'));
    await failing(true);
    fails = false;
    await press('Try again');
    await failing(false);
    expect(notes).toMatchObject([{ text: 'watch round 9', watched: true }]);
  });

  it('is forgotten once a later one was kept', async () => {
    await show();
    await press('Watch Met');
    await failing(true);
    fails = false;
    await press('Watch Met');
    await failing(false);
    expect(watched()).toBe('false');
    expect(notes).toMatchObject([{ watched: false }]);
  });
});
