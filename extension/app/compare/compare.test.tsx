// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import { galleryPlayers } from '#extension/ui/gallery/people.ts';
import { someone } from '#shared/match-history/fixture.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const players = [...galleryPlayers(Date.now()).values()];
const byId = new Map(players.map((each) => [each.steamId, each]));
const [one, other] = players;
if (!one || !other) throw new Error('the gallery has nobody');

let root: HTMLElement;
const text = () => root.textContent ?? '';
const heads = () => root.querySelectorAll('.compare thead th');

beforeEach(() => {
  background.reset();
  background.answer({
    details: ({ steamId }) => byId.get(steamId) ?? { state: 'failed', steamId },
    notes: () => [],
    recent: () => [{ steamId: other.steamId, name: 'The Other', at: 1 }],
  });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('scrollTo', vi.fn());
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function show(hash: string) {
  location.hash = hash;
  render(<App />, root);
  // The first page of a file is also compiled.
  await vi.waitFor(() => expect(root.querySelector('main h1')?.textContent).toBe('Compare'), { timeout: 10_000 });
}
function add(value: string) {
  const input = root.querySelector<HTMLInputElement>('.compare-add input');
  if (!input) throw new Error('nowhere to type');
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  return vi.waitFor(() => {
    const button = root.querySelector<HTMLButtonElement>('.compare-add button');
    if (button?.disabled !== false) throw new Error('not yet');
    button.form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  });
}

describe('players side by side', () => {
  it('show the same of each, and nothing where nothing is known', async () => {
    await show(`#/compare?ids=${one.steamId},${other.steamId}`);
    await vi.waitFor(() => expect(root.querySelectorAll('.compare .band-badge')).toHaveLength(2));
    const rows = [...root.querySelectorAll('.compare tbody tr')].filter((row) => row.querySelector('td'));
    expect(rows.length).toBeGreaterThan(8);
    expect(rows.every((row) => row.querySelectorAll('td').length === 2)).toBe(true);
    expect(text()).toContain('not known');
    expect(text()).toContain('Reasons, in points of the score');
  });

  it('are added by name or ID, removed, and always in the address', async () => {
    await show('#/compare');
    expect(text()).toContain('Nobody to compare yet');
    await vi.waitFor(() => expect(root.querySelectorAll('datalist option')).toHaveLength(1));
    await add('the other');
    await vi.waitFor(() => expect(location.hash).toBe(`#/compare?ids=${other.steamId}`));
    await vi.waitFor(() => expect(text()).toContain('Add somebody to compare with'));
    await add(`https://steamcommunity.com/profiles/${one.steamId}`);
    await vi.waitFor(() => expect(heads()).toHaveLength(2));
    root.querySelector<HTMLButtonElement>('.compare-head button')?.click();
    await vi.waitFor(() => expect(heads()).toHaveLength(1));
    expect(location.hash).toBe(`#/compare?ids=${one.steamId}`);
  });

  it('who are nobody are said to be so, and what was typed stays', async () => {
    await show('#/compare');
    await add('nobody at all');
    await vi.waitFor(() =>
      expect(root.querySelector('.compare-add [role="status"]')?.textContent).toContain('No player found'),
    );
    expect(root.querySelector<HTMLInputElement>('.compare-add input')?.value).toBe('nobody at all');
  });

  it('who could not be looked up say why, and are asked for again', async () => {
    const stranger = someone(77);
    await show(`#/compare?ids=${one.steamId},${stranger}`);
    await vi.waitFor(() => expect(text()).toContain('Could not be looked up'));
    const again = [...root.querySelectorAll('button')].find((each) => each.textContent === 'Try again');
    again?.click();
    await vi.waitFor(() => expect(background.sent).toContainEqual({ type: 'details', steamId: stranger, ask: true }));
  });

  it('says when one’s own matches or the names could not be read, instead of none', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    background.answer({ notes: () => Promise.reject(new Error('gone')) });
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    await show(`#/compare?ids=${one.steamId},${other.steamId}`);
    await vi.waitFor(() => expect(text()).toContain('Your own matches could not be read'));
    await add('the other');
    await vi.waitFor(() =>
      expect(root.querySelector('.compare-add [role="status"]')?.textContent).toContain('names kept in this browser'),
    );
  });

  it('are five at most', async () => {
    const ids = [11, 12, 13, 14, 15, 16].map(someone);
    await show(`#/compare?ids=${ids.join(',')}`);
    await vi.waitFor(() => expect(heads()).toHaveLength(5));
    expect(root.querySelector<HTMLInputElement>('.compare-add input')?.disabled).toBe(true);
  });
});
