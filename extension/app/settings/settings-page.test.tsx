// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import { MAX_SETTINGS_FILE } from '#extension/app/settings/file-format.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

let root: HTMLElement;
const text = () => root.querySelector('main')?.textContent ?? '';
const button = (label: string) => {
  const found = [...root.querySelectorAll('button')].find((each) => each.textContent === label);
  if (!found) throw new Error(`no button says ${label}`);
  return found;
};

beforeEach(async () => {
  background.reset();
  background.answer({ notes: () => [] });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('scrollTo', () => {});
  root = document.createElement('div');
  document.body.replaceChildren(root);
  location.hash = '#/settings';
  render(<App />, root);
  await vi.waitFor(() => expect(text()).toContain('Settings as a file'));
});
afterEach(async () => {
  // What effects leave to be cleaned up runs later otherwise, when there is no window any more.
  await act(() => render(null, root));
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function choose(contents: string | File) {
  const input = root.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) throw new Error('no file can be chosen');
  const file = typeof contents === 'string' ? new File([contents], 'settings.json') : contents;
  Object.defineProperty(input, 'files', { configurable: true, value: [file] });
  input.dispatchEvent(new Event('change', { bubbles: true }));
}
const file = (settings: object) => JSON.stringify({ format: 'cstatsentry-settings', version: 1, settings });

describe('a file of settings', () => {
  it('is shown before it is taken', async () => {
    choose(file({ theme: 'light', quietBelow: 25 }));
    await vi.waitFor(() => expect(text()).toContain('2 settings would change'));
    expect(text()).toContain('Theme: Dark → Light');
    expect(background.sent).not.toContainEqual(expect.objectContaining({ type: 'setSettings' }));
    button('Import').click();
    await vi.waitFor(() => expect(text()).toContain('Imported'));
    expect(background.sent).toContainEqual({ type: 'setSettings', settings: { theme: 'light', quietBelow: 25 } });
  });

  it('is shown in words, not as it is written', async () => {
    choose(file({ language: 'fr', localOnly: true, notify: [], syncNotes: true }));
    await vi.waitFor(() => expect(text()).toContain('4 settings would change'));
    expect(text()).toContain('Language: English → Français');
    expect(text()).toContain('Local only: off → on');
    expect(text()).toContain('Told by the browser: Bans → (empty)');
    expect(text()).toContain('Keep watchlist and notes in my account: off → on');
  });

  it('is refused whole, with each wrong entry by its name', async () => {
    choose(file({ theme: 'light', quietBelow: 'loud', colour: 'red' }));
    await vi.waitFor(() => expect(text()).toContain('2 entries are not right'));
    expect(text()).toContain('Mute scores below: not a value this setting can have');
    expect(text()).toContain('colour: no such setting');
    expect(background.sent).not.toContainEqual(expect.objectContaining({ type: 'setSettings' }));
  });

  it('of a hundred megabytes is not even read', async () => {
    const huge = new File(['{}'], 'huge.json');
    Object.defineProperty(huge, 'size', { value: 1_000 * MAX_SETTINGS_FILE });
    const read = vi.spyOn(huge, 'text');
    choose(huge);
    await vi.waitFor(() => expect(text()).toContain('100,000 kB'));
    expect(read).not.toHaveBeenCalled();
  });
});

describe('a setting', () => {
  it('that could not be saved says so and is as it was', async () => {
    background.answer({ setSettings: () => Promise.reject(new Error('gone')) });
    const light = () => [...root.querySelectorAll('label')].find((each) => each.textContent === 'Light');
    const dark = () => [...root.querySelectorAll('label')].find((each) => each.textContent === 'Dark');
    for (const times of [1, 2]) {
      light()?.querySelector('input')?.click();
      await vi.waitFor(() => expect(root.querySelectorAll('.toasts > *')).toHaveLength(times));
      expect(root.querySelector('.toasts')?.textContent).toContain('Could not be saved');
      expect(dark()?.querySelector('input')?.checked).toBe(true);
    }
  });
});

describe('what is kept', () => {
  it('that could not be counted is counted again when asked', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const opened = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    location.hash = '#/shortcuts';
    await vi.waitFor(() => expect(text()).not.toContain('Settings as a file'));
    location.hash = '#/settings';
    await vi.waitFor(() => expect(root.querySelector('[role="alert"]')).not.toBeNull());
    opened.mockRestore();
    button('Try again').click();
    await vi.waitFor(() => expect(root.querySelector('.settings-counts')).not.toBeNull());
  });

  it('by a background that does not answer is not said to be blocked, nor to be nothing', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    background.answer({ notes: () => Promise.reject(new Error('gone')) });
    location.hash = '#/shortcuts';
    await vi.waitFor(() => expect(text()).not.toContain('Settings as a file'));
    location.hash = '#/settings';
    await vi.waitFor(() => expect(root.querySelector('.settings-counts')?.textContent).toContain('Notesnot known'));
  });

  it('is counted', async () => {
    await vi.waitFor(() => expect(root.querySelector('.settings-counts')?.textContent).toContain('People met0'));
  });

  it('is diagnosed without saying whose backend or key it is', async () => {
    await vi.waitFor(() => expect(root.querySelector('.diagnosis')?.textContent).toContain('"version"'));
    expect(root.querySelector('.diagnosis')?.textContent).not.toContain('sentry.example.org');
  });

  it('is deleted only when asked twice', async () => {
    button('Delete everything').click();
    await vi.waitFor(() => expect(text()).toContain('This cannot be undone'));
    button('Keep it').click();
    await vi.waitFor(() => expect(text()).not.toContain('This cannot be undone'));
    expect(background.sent).not.toContainEqual({ type: 'signOut' });
  });
});
