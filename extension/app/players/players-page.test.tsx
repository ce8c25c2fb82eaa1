// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import { ANNA, BORIS, DAY, idOf, noteOf, personRow, scoreRow, WANG } from '#extension/app/players/fixture.ts';
import { localDatabase } from '#extension/app/players/local-data.ts';
import type { Note } from '#extension/notes/note.ts';
import type { ListedPlayer } from '#shared/api/players-list.ts';
import { MAX_STEAM_ID } from '#shared/steam/steam-id.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

let root: HTMLElement;
let notes: Note[];
const text = () => root.textContent ?? '';
const rows = () => [...root.querySelectorAll<HTMLElement>('.data-table [data-row]')];
const names = () => rows().map((row) => row.querySelector('.name')?.textContent);
const button = (label: string) =>
  [...root.querySelectorAll('button')].find((each) => each.textContent?.trim() === label || each.ariaLabel === label);
const press = (key: string) =>
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
  );

async function show(hash: string) {
  location.hash = hash;
  render(<App />, root);
  // The page's module is loaded on the way.
  await vi.waitFor(() => expect(root.querySelector('h1')).not.toBeNull(), { timeout: 10_000 });
}

beforeEach(async () => {
  background.reset();
  notes = [noteOf(BORIS, { name: 'Борис', tags: ['prefire'], updatedAt: 1 })];
  background.answer({
    notes: () => notes,
    setNotes: ({ notes: changed }) => {
      const kept = new Map(notes.map((note) => [note.steamId, note]));
      for (const note of changed) kept.set(note.steamId, { ...note, updatedAt: Date.now() + kept.size });
      notes = [...kept.values()].filter((note) => note.watched || note.trusted || note.text || note.tags.length);
      return notes;
    },
    bansMet: () => ({ bans: [], check: { running: false } }),
  });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('scrollTo', () => {});
  vi.stubGlobal('scrollBy', () => {});
  const now = Date.now();
  const fresh = { expiresAt: now + DAY, fetchedAt: now };
  const { scores, people, recent, bansMet } = localDatabase();
  await Promise.all([scores, people, recent, bansMet].map((table) => table.clear()));
  await scores.bulkPut([scoreRow(ANNA, 92, 'near-certain', fresh), scoreRow(BORIS, 40, 'suspicious', fresh)]);
  await people.bulkPut([personRow(ANNA, 'Anna', now - DAY), personRow(BORIS, 'Борис', now - 40 * DAY)]);
  await recent.put({ steamId: WANG, name: '王', at: now });
  await scores.put({ steamId: 'broken' });
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the page of players', () => {
  it('lists everybody known, most suspicious first, with what is known of each', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    await show('#/players');
    await vi.waitFor(() => expect(names()).toEqual(['Anna', 'Борис', '王']));
    expect(document.title).toContain('Players');
    expect(text()).toContain('3 of 3 players');
    expect(rows()[0]?.textContent).toContain('Suspicion score 92 of 100');
    expect(rows()[1]?.textContent).toContain('prefire');
    expect(root.querySelector('table')?.getAttribute('aria-rowcount')).toBe('4');
    expect(rows().map((row) => row.getAttribute('aria-rowindex'))).toEqual(['2', '3', '4']);
  });

  it('takes its filter from the address, writes it there, and follows the way back', async () => {
    await show('#/players?band=suspicious');
    await vi.waitFor(() => expect(names()).toEqual(['Борис']));
    const search = root.querySelector<HTMLInputElement>('input[type="search"]');
    if (!search) throw new Error('there is no search');
    search.value = 'anna';
    search.dispatchEvent(new Event('input', { bubbles: true }));
    await vi.waitFor(() => expect(text()).toContain('Nobody fits'));
    await vi.waitFor(() => expect(location.hash).toBe('#/players?q=anna&band=suspicious'));
    [...root.querySelectorAll('.notice button')].at(-1)?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await vi.waitFor(() => expect(names()).toHaveLength(3));
    location.hash = '#/players?q=%D0%B1';
    await vi.waitFor(() => expect(names()).toEqual(['Борис']));
  });

  it('is sorted by the headers', async () => {
    await show('#/players');
    await vi.waitFor(() => expect(rows()).toHaveLength(3));
    button('Player')?.click();
    await vi.waitFor(() => expect(root.querySelector('th[aria-sort="ascending"]')?.textContent).toContain('Player'));
    expect(names()).toEqual(['Anna', 'Борис', '王']);
    button('Player')?.click();
    await vi.waitFor(() => expect(names()).toEqual(['王', 'Борис', 'Anna']));
  });

  it('offers to look up whom an ID names though nobody here knows them', async () => {
    await show(`#/players?q=${MAX_STEAM_ID}`);
    await vi.waitFor(() => expect(text()).toContain('Not known here'));
    expect(root.querySelector(`a[href="#/players/${MAX_STEAM_ID}"]`)).not.toBeNull();
  });

  it('finds whose custom URL a link names, also when they are not known', async () => {
    background.answer({ resolve: () => ({ steamId: MAX_STEAM_ID, failed: false }) });
    await show('#/players?q=https%3A%2F%2Fsteamcommunity.com%2Fid%2FSomebody');
    await vi.waitFor(() => expect(root.querySelector(`a[href="#/players/${MAX_STEAM_ID}"]`)).not.toBeNull());
    expect(background.sent).toContainEqual({ type: 'resolve', vanity: 'somebody' });
  });

  it('watches several at once, says so, and takes it back', async () => {
    await show('#/players');
    await vi.waitFor(() => expect(rows()).toHaveLength(3));
    root.querySelector<HTMLInputElement>('thead input')?.click();
    await vi.waitFor(() => expect(text()).toContain('3 players selected'));
    button('Watch')?.click();
    await vi.waitFor(() => expect(text()).toContain('3 players put on the watchlist'));
    expect(notes.filter(({ watched }) => watched)).toHaveLength(3);
    expect(notes.find(({ steamId }) => steamId === ANNA)).toMatchObject({ name: 'Anna', tags: [] });
    button('Undo')?.click();
    await vi.waitFor(() => expect(text()).toContain('Undone'));
    expect(notes).toEqual([expect.objectContaining({ steamId: BORIS, watched: false, tags: ['prefire'] })]);
  });

  it('says when a change could not be kept', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    background.answer({ setNotes: () => Promise.reject(new Error('QuotaExceededError')) });
    await show('#/players');
    await vi.waitFor(() => expect(rows()).toHaveLength(3));
    button('Watch Anna')?.click();
    await vi.waitFor(() => expect(text()).toContain('This could not be kept'));
    expect(button('Watch Anna')?.getAttribute('aria-pressed')).toBe('false');
  });

  it('keeps the tags that were typed until they are kept', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    let full = true;
    const kept: string[][] = [];
    background.answer({
      setNotes: ({ notes: changed }) => {
        if (full) throw new Error('QuotaExceededError');
        kept.push(...changed.map((note) => note.tags));
        return notes;
      },
    });
    await show('#/players');
    await vi.waitFor(() => expect(rows()).toHaveLength(3));
    rows()[0]?.querySelector('input')?.click();
    await vi.waitFor(() => expect(button('Tags …')).toBeDefined());
    button('Tags …')?.click();
    const field = () => root.querySelector<HTMLInputElement>('.tag-form input');
    await vi.waitFor(() => expect(field()).not.toBeNull());
    const input = field();
    if (!input) throw new Error('nowhere to type');
    input.value = 'wall';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await vi.waitFor(() => expect(button('Add tags')?.disabled).toBe(false));
    button('Add tags')?.click();
    await vi.waitFor(() => expect(text()).toContain('This could not be kept'));
    expect(field()?.value).toBe('wall');
    full = false;
    button('Add tags')?.click();
    await vi.waitFor(() => expect(field()).toBeNull());
    expect(kept).toEqual([['wall']]);
  });

  it('goes up and down by keys, and selects the row one is at', async () => {
    await show('#/players');
    await vi.waitFor(() => expect(rows()).toHaveLength(3));
    press('j');
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Anna'));
    press('j');
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Борис'));
    press('ArrowUp');
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Anna'));
    press('End');
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('王'));
    press(' ');
    await vi.waitFor(() => expect(text()).toContain('1 player selected'));
    press('x');
    await vi.waitFor(() => expect(text()).not.toContain('selected'));
    // Keys that are typed are not for the table.
    const search = root.querySelector<HTMLInputElement>('input[type="search"]');
    search?.focus();
    press('j');
    expect(document.activeElement).toBe(search);
  });

  it('compares two to five, and offers files of any number', async () => {
    await show('#/players');
    await vi.waitFor(() => expect(rows()).toHaveLength(3));
    rows()[0]?.querySelector('input')?.click();
    await vi.waitFor(() => expect(text()).toContain('1 player selected'));
    expect(button('Compare')?.disabled).toBe(true);
    rows()[1]?.querySelector('input')?.click();
    await vi.waitFor(() => expect(root.querySelector(`a[href="#/compare?ids=${ANNA},${BORIS}"]`)).not.toBeNull());
    expect(button('Export CSV')?.disabled).toBe(false);
  });

  it('looks at those selected again, one after the other, and stops where it is asked to wait', async () => {
    background.answer({
      details: ({ steamId }) => ({ state: 'limited', steamId, retryAt: Date.now() + 90_000 }),
    });
    await show('#/players');
    await vi.waitFor(() => expect(rows()).toHaveLength(3));
    root.querySelector<HTMLInputElement>('thead input')?.click();
    await vi.waitFor(() => expect(button('Look again')).toBeDefined());
    button('Look again')?.click();
    await vi.waitFor(() => expect(text()).toContain('asked us to wait'));
    expect(background.sent.filter(({ type }) => type === 'details')).toHaveLength(1);
  });

  it('says when the storage cannot be read, and reads it again', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const broken = vi.spyOn(localDatabase().people, 'where').mockImplementation(() => {
      throw new DOMException('The storage is blocked', 'InvalidStateError');
    });
    await show('#/players');
    await vi.waitFor(() => expect(text()).toContain('storage cannot be read'));
    expect(text()).toContain('The storage is blocked');
    broken.mockRestore();
    button('Try again')?.click();
    await vi.waitFor(() => expect(rows()).toHaveLength(3));
    expect(text()).not.toContain('storage cannot be read');
  });
});

describe('the backend’s list of players', () => {
  const listed = (account: number, name: string): ListedPlayer => ({
    steamId: idOf(account),
    name,
    avatarUrl: null,
    entry: { steamId: idOf(account), score: 77, rubric: 10, band: 'highly-suspicious', confidence: 50, assessedAt: 1 },
    bans: { vac: 1, game: 0, community: false, economy: 'none', lastBanAt: 5, noticedAt: null },
    sources: ['profile'],
    met: null,
    watched: false,
    reported: false,
  });

  it('says when nobody answers, and shows nothing of it as none', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    let fails = true;
    background.answer({
      account: () => {
        if (fails) throw new Error('gone');
        return { state: 'signed-out' };
      },
    });
    await show('#/players?list=met');
    await vi.waitFor(() => expect(text()).toContain('background does not answer'));
    fails = false;
    button('Try again')?.click();
    await vi.waitFor(() => expect(text()).toContain('Sign in to see this list'));
    // Notes come from the background, not from the storage.
    background.answer({
      notes: () => {
        throw new Error('gone');
      },
    });
    render(null, root);
    await show('#/players');
    await vi.waitFor(() => expect(text()).toContain('background does not answer'));
    expect(text()).not.toContain('storage cannot be read');
  });

  it('asks to sign in first', async () => {
    await show('#/players?list=known');
    await vi.waitFor(() => expect(text()).toContain('Sign in to see this list'));
    expect(root.querySelector('a[href="#/sign-in"]')).not.toBeNull();
    expect(background.sent.some(({ type }) => type === 'listPlayers')).toBe(false);
  });

  it('comes page by page, and says why it does not', async () => {
    const asked: Record<string, string>[] = [];
    let answers = true;
    background.answer({
      account: () => ({
        state: 'signed-in',
        fresh: true,
        me: {
          id: 'me',
          steamId: WANG,
          name: '王',
          role: 'user',
          state: 'active',
          createdAt: 1,
          settings: { version: 1, values: {} },
        },
      }),
      listPlayers: ({ query }) => {
        asked.push(query);
        if (!answers) return { state: 'unreachable' };
        const second = query['cursor'] !== undefined;
        return {
          state: 'ok',
          value: second
            ? { items: [listed(2, 'b'), listed(3, 'c')], next: null }
            : { items: [listed(1, 'a'), listed(2, 'b')], next: 'page-2' },
        };
      },
    });
    await show('#/players?list=known&ban=banned');
    await vi.waitFor(() => expect(names()).toEqual(['a', 'b', 'c']));
    expect(asked[0]).toMatchObject({ among: 'known', ban: 'banned', sort: 'score' });
    expect(text()).toContain('3 players');
    answers = false;
    location.hash = '#/players?list=met';
    await vi.waitFor(() => expect(text()).toContain('The list could not be loaded'));
    answers = true;
    button('Try again')?.click();
    await vi.waitFor(() => expect(names()).toEqual(['a', 'b', 'c']));
  });
});
