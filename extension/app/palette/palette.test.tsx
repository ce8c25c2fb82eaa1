// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import { createDatabase } from '#extension/cache/database.ts';
import { fakeDialogs } from '#extension/ui/fake-dialog.ts';
import { MAX_STEAM_ID, MIN_STEAM_ID } from '#shared/steam/steam-id.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

let root: HTMLElement;
fakeDialogs();

beforeEach(async () => {
  background.reset();
  background.answer({ notes: () => [], recent: () => [{ steamId: MAX_STEAM_ID, at: 1, name: 'Ödegård' }] });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('scrollTo', () => {});
  Element.prototype.scrollIntoView = () => {};
  const database = createDatabase('cstatsentry');
  await database.people.put({ steamId: MIN_STEAM_ID, name: '玩家', lastMetAt: 1, bansCheckedAt: 0 });
  database.close();
  root = document.createElement('div');
  document.body.replaceChildren(root);
  location.hash = '#/shortcuts';
  render(<App />, root);
  await vi.waitFor(() => expect(root.querySelector('h1')).not.toBeNull());
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

const press = (key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }));
const options = () =>
  [...root.querySelectorAll('.palette [role=option] .palette-label')].map((each) => each.textContent);
const chosen = () => root.querySelector('.palette [aria-selected=true] .palette-label')?.textContent;

async function open(): Promise<HTMLInputElement> {
  press('k', { ctrlKey: true });
  await vi.waitFor(() => expect(root.querySelector('.palette-input')).not.toBeNull());
  const input = root.querySelector<HTMLInputElement>('.palette-input');
  if (!input) throw new Error('the palette has no field');
  return input;
}
async function type(input: HTMLInputElement, text: string, first: string) {
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await vi.waitFor(() => expect(chosen()).toBe(first));
}

describe('the palette', () => {
  it('goes to a page by its name, with the keyboard alone', async () => {
    const input = await open();
    await type(input, 'sett', 'Settings');
    press('Enter', {}, input);
    await vi.waitFor(() => expect(location.hash).toBe('#/settings'));
    await vi.waitFor(() => expect(root.querySelector('.palette')).toBeNull());
  });

  it.each([
    ['odeg', 'Ödegård', MAX_STEAM_ID],
    ['玩', '玩家', MIN_STEAM_ID],
    [`[U:1:1000001]`, 'Open 76561197961265729', '76561197961265729'],
  ])('finds a player by %s', async (text, label, steamId) => {
    const input = await open();
    await type(input, text, label);
    press('Enter', {}, input);
    await vi.waitFor(() => expect(location.hash).toBe(`#/players/${steamId}`));
  });

  it('goes round with the arrows and says what is chosen', async () => {
    const input = await open();
    await vi.waitFor(() => expect(options().length).toBeGreaterThan(3));
    press('ArrowUp', {}, input);
    await vi.waitFor(() => expect(chosen()).toBe(options().at(-1)));
    const active = input.getAttribute('aria-activedescendant');
    expect(document.getElementById(active ?? '')?.getAttribute('aria-selected')).toBe('true');
    press('ArrowDown', {}, input);
    await vi.waitFor(() => expect(chosen()).toBe(options()[0]));
  });

  it('stays open and says that Steam knows no such address', async () => {
    background.answer({ resolve: () => ({ steamId: null, failed: false }) });
    const input = await open();
    await type(input, 'steamcommunity.com/id/nobody', 'Open /id/nobody');
    press('Enter', {}, input);
    await vi.waitFor(() => expect(root.querySelector('.palette-said')?.textContent).toContain('nobody'));
  });

  it('leaves keys to whoever is typing, and opens the keys with a question mark', async () => {
    const field = document.createElement('textarea');
    document.body.append(field);
    press('/', {}, field);
    press('?', {}, field);
    expect(root.querySelector('.palette')).toBeNull();
    location.hash = '#/settings';
    press('?');
    await vi.waitFor(() => expect(location.hash).toBe('#/shortcuts'));
    field.remove();
  });
});
