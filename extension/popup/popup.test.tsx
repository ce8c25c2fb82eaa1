// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlayerView } from '#extension/messages.ts';
import { Popup, PopupBefore } from '#extension/popup/popup.tsx';
import { DEFAULTS } from '#extension/ui/fake-background.ts';
import { galleryPlayers, viewOf } from '#extension/ui/gallery/people.ts';
import { MAX_STEAM_ID } from '#shared/steam/steam-id.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const players = galleryPlayers(Date.now());
const answers = [...players.values()];
const byId = new Map(answers.map((each) => [each.steamId, each]));

let root: HTMLElement;
const text = () => root.textContent ?? '';
const find = <E extends HTMLElement>(selector: string): E => {
  const found = root.querySelector<E>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
};
const button = (label: string) => {
  const found = [...root.querySelectorAll('button')].find((each) => each.textContent === label);
  if (!found) throw new Error(`no button says ${label}`);
  return found;
};
const names = () => [...root.querySelectorAll('.rows .name')].map((each) => each.textContent);
const setValue = (element: HTMLInputElement | HTMLTextAreaElement, value: string) => {
  element.value = value;
  element.dispatchEvent(new Event('input', { bubbles: true }));
};

async function show() {
  render(<Popup />, root);
  await vi.waitFor(() => expect(root.querySelector('textarea')).not.toBeNull());
}
async function lookUp(pasted: string) {
  setValue(find<HTMLTextAreaElement>('textarea'), pasted);
  await vi.waitFor(() => expect(button('Look up').disabled || pasted.trim() === '').toBe(pasted.trim() === ''));
  find<HTMLFormElement>('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
}
const emit = (...views: PlayerView[]) => background.ports.at(-1)?.emit({ type: 'views', views });

beforeEach(() => {
  background.reset();
  background.answer({
    details: ({ steamId }) => byId.get(steamId) ?? { state: 'failed', steamId },
  });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(() => {
  render(null, root);
  // Which tab was open last is kept there.
  localStorage.clear();
  vi.unstubAllGlobals();
});

describe('when the background does not answer', () => {
  it('says so in place of what was looked up last, and asks again', async () => {
    let fails = true;
    background.answer({
      recent: () => {
        if (fails) throw new Error('gone');
        return answers.slice(0, 1).map(({ steamId }) => ({ steamId, at: 1 }));
      },
    });
    await show();
    await vi.waitFor(() => expect(text()).toContain('background does not answer'));
    expect(text()).not.toContain('Nothing looked up yet');
    fails = false;
    button('Try again').click();
    await vi.waitFor(() => expect(root.querySelectorAll('.rows .name')).toHaveLength(1));
  });

  it('does not say that nobody was banned, and lets no note replace one it has not read', async () => {
    let fails = true;
    const gone = () => {
      throw new Error('gone');
    };
    background.answer({
      notes: () => (fails ? gone() : []),
      bansMet: () => (fails ? gone() : { bans: [], check: { running: false, lastAt: 1 } }),
    });
    const { localDatabase } = await import('#extension/app/players/local-data.ts');
    const [met] = answers;
    if (!met) throw new Error('too few people');
    const line = { team: 0 as const, ping: 1, kills: 1, assists: 1, deaths: 1, mvps: 1, headshotPercent: 1, score: 1 };
    const viewer = MAX_STEAM_ID;
    await localDatabase().matches.put({
      ...{ id: 'm', mode: 'premier', map: 'Nuke', mapCode: 'de_nuke', playedAt: Date.now(), ranked: true },
      ...{ waitSeconds: 1, durationSeconds: 1, rounds: [13, 9], replayUrl: null, cutOff: false, viewer },
      players: [
        { ...line, steamId: viewer, name: 'me' },
        { ...line, steamId: met.steamId, name: 'Met' },
      ],
      playerIds: [viewer, met.steamId],
    });
    await show();
    find('#tab-people').click();
    await vi.waitFor(() => expect(root.querySelector('.person')).not.toBeNull());
    const watch = () => find<HTMLButtonElement>('.person-actions button');
    expect(watch().disabled).toBe(true);
    button('Bans').click();
    await vi.waitFor(() => expect(text()).toContain('background does not answer'));
    expect(text()).not.toContain('Nobody was banned');
    expect(text()).not.toContain('Not looked at yet');
    fails = false;
    button('Try again').click();
    await vi.waitFor(() => expect(text()).toContain('Nobody was banned since you met'));
    button('People').click();
    await vi.waitFor(() => expect(watch().disabled).toBe(true));
    button('Try again').click();
    await vi.waitFor(() => expect(watch().disabled).toBe(false));
    await localDatabase().matches.clear();
  });
});

describe('looking up', () => {
  it('streams results in, most suspicious first, and counts them', async () => {
    await show();
    const [veteran, suspicious, high] = answers;
    if (!veteran || !suspicious || !high) throw new Error('too few people');
    await lookUp([veteran, suspicious, high].map((each) => each.steamId).join('\n'));
    await vi.waitFor(() => expect(background.ports).toHaveLength(1));
    const ids = [veteran.steamId, suspicious.steamId, high.steamId];
    expect(background.ports[0]?.requests).toContainEqual({ type: 'watch', steamIds: ids });
    await vi.waitFor(() => expect(text()).toContain('0 of 3'));

    emit(viewOf(veteran));
    await vi.waitFor(() => expect(text()).toContain('1 of 3'));
    emit(viewOf(suspicious), viewOf(high));
    await vi.waitFor(() => expect(text()).toContain('3 players, most suspicious first'));
    await vi.waitFor(() => expect(names()).toEqual(['Снежный Барс', 'kaltes klares Wasser', 'Ferngully']));
    expect(text()).toContain('1 VAC ban and 1 game ban');
    expect(root.querySelector('progress')).toBeNull();
  });

  it('counts players without an answer as answered, and puts them last', async () => {
    await show();
    const [veteran, suspicious] = answers;
    if (!veteran || !suspicious) throw new Error('too few people');
    await lookUp(`${suspicious.steamId}\n${veteran.steamId}`);
    await vi.waitFor(() => expect(background.ports).toHaveLength(1));
    emit({ steamId: suspicious.steamId, state: 'not-found', stale: false }, viewOf(veteran));
    await vi.waitFor(() => expect(text()).toContain('2 players'));
    await vi.waitFor(() => expect(names()).toEqual(['Ferngully', suspicious.steamId]));
    expect(text()).toContain('No such player');
  });

  it('resolves custom names, and tells a name nobody has from one that could not be asked', async () => {
    const [veteran] = answers;
    if (!veteran) throw new Error('too few people');
    background.answer({
      resolve: ({ vanity }) => {
        if (vanity === 'known') return { steamId: veteran.steamId, failed: false };
        return { steamId: null, failed: vanity === 'later' };
      },
    });
    await show();
    await lookUp('known\nnobody\nlater');
    await vi.waitFor(() => expect(text()).toContain('1 entry not recognised'));
    expect(text()).toContain('1 name could not be looked up just now');
    await vi.waitFor(() => expect(background.ports).toHaveLength(1));
    emit(viewOf(veteran));
    await vi.waitFor(() => expect(names()).toEqual(['Ferngully']));
  });

  it('asks for names that resolve later over the same port, and for nobody twice', async () => {
    const resolved = new Map(answers.slice(0, 3).map((each, i) => [`name-${i}`, each.steamId]));
    background.answer({ resolve: ({ vanity }) => ({ steamId: resolved.get(vanity) ?? null, failed: false }) });
    await show();
    await lookUp(`${answers[0]?.steamId}\n${[...resolved.keys()].join('\n')}`);
    await vi.waitFor(() => expect(text()).toContain('0 of 3'));
    expect(background.ports).toHaveLength(1);
    const watched = () => background.ports[0]?.requests.flatMap((each) => (each.type === 'watch' ? each.steamIds : []));
    await vi.waitFor(() => expect(watched()?.sort()).toEqual([...resolved.values()].sort()));
  });

  it('says so when more than a hundred were pasted', async () => {
    await show();
    await lookUp(Array.from({ length: 101 }, (_, n) => `[U:1:${n + 1}]`).join('\n'));
    await vi.waitFor(() => expect(text()).toContain('the first 100 were taken'));
    await vi.waitFor(() => expect(text()).toContain('0 of 100'));
  });

  it('says so when nobody was named', async () => {
    await show();
    await lookUp('there is nobody here');
    await vi.waitFor(() => expect(text()).toContain('No player found'));
    expect(background.ports).toHaveLength(0);
  });

  it('goes on when the background is restarted, and says so when it stays away', async () => {
    await show();
    const [veteran] = answers;
    if (!veteran) throw new Error('too few people');
    await lookUp(veteran.steamId);
    await vi.waitFor(() => expect(background.ports).toHaveLength(1));
    background.ports[0]?.drop();
    expect(background.ports[1]?.requests[0]).toEqual({ type: 'watch', steamIds: [veteran.steamId] });
    for (let i = 1; i < 4; i++) background.ports[i]?.drop();
    await vi.waitFor(() => expect(text()).toContain('connection to the extension’s background was lost'));
    expect(background.ports).toHaveLength(4);
  });

  it('remembers whom it looked up and opens the details of a row', async () => {
    await show();
    const [veteran] = answers;
    if (!veteran) throw new Error('too few people');
    await lookUp(veteran.steamId);
    expect(background.sent).toContainEqual({ type: 'remember', players: [{ steamId: veteran.steamId }] });
    await vi.waitFor(() => expect(root.querySelector('button.row')).not.toBeNull());
    find<HTMLButtonElement>('button.row').click();
    expect(background.sent).toContainEqual({ type: 'openDetails', steamId: veteran.steamId });
  });

  it('stops listening when the results are cleared', async () => {
    await show();
    await lookUp(String(answers[0]?.steamId));
    await vi.waitFor(() => expect(background.ports).toHaveLength(1));
    button('Stop').click();
    await vi.waitFor(() => expect(background.ports[0]?.closed).toBe(true));
    expect(text()).toContain('Nothing looked up yet');
  });
});

describe('recent lookups', () => {
  it('are listed, and forgotten when asked', async () => {
    const [veteran] = answers;
    if (!veteran) throw new Error('too few people');
    background.answer({ recent: () => [{ steamId: veteran.steamId, name: '<b>x</b>', at: 1 }] });
    await show();
    await vi.waitFor(() => expect(names()).toEqual(['<b>x</b>']));
    button('Forget all').click();
    await vi.waitFor(() => expect(text()).toContain('Nothing looked up yet'));
    expect(background.sent).toContainEqual({ type: 'forgetRecent' });
  });
});

describe('connection', () => {
  it('is said in words', async () => {
    background.answer({
      status: () => ({ state: 'unreachable', backendUrl: '', nextTryAt: Date.now() + 119_000, cachedPlayers: 0 }),
    });
    await show();
    await vi.waitFor(() => expect(text()).toContain('Unreachable, next try in 2 minutes'));
  });
});

describe('settings', () => {
  const openSettings = async () => {
    await show();
    button('Settings').click();
    await vi.waitFor(() => expect(root.querySelector('#backend-url')).not.toBeNull());
  };

  it('are reached by arrow key', async () => {
    await show();
    button('Look up').focus();
    find('#tab-lookup').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
    await vi.waitFor(() => expect(root.querySelector('#backend-url')).not.toBeNull());
    expect(document.activeElement?.id).toBe('tab-settings');
  });

  it('apply at once, also the language', async () => {
    await openSettings();
    const german = [...root.querySelectorAll('option')].find((each) => each.textContent === 'Deutsch');
    const list = german?.closest('select');
    if (!list) throw new Error('German is not offered');
    list.value = 'de';
    list.dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() => expect(text()).toContain('Einstellungen'));
    await vi.waitFor(() => expect(document.documentElement.lang).toBe('de'));
    expect(background.sent).toContainEqual({ type: 'setSettings', settings: { language: 'de' } });
  });

  it('change the theme of the page', async () => {
    await openSettings();
    const light = [...root.querySelectorAll('label')].find((each) => each.textContent === 'Light');
    light?.querySelector('input')?.click();
    await vi.waitFor(() => expect(document.documentElement.dataset['theme']).toBe('light'));
  });

  it('keep a wrong address to themselves and say what is wrong', async () => {
    await openSettings();
    const input = find<HTMLInputElement>('#backend-url');
    setValue(input, 'https://sentry.example.org/path');
    await vi.waitFor(() => expect(text()).toContain('Only the origin is needed'));
    input.dispatchEvent(new Event('blur'));
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(background.sent.some((each) => each.type === 'setSettings')).toBe(false);

    setValue(input, 'https://other.example.org/');
    await vi.waitFor(() => expect(input.getAttribute('aria-invalid')).toBe('false'));
    input.dispatchEvent(new Event('blur'));
    await vi.waitFor(() => expect(text()).toContain('Saved'));
    expect(background.sent).toContainEqual({
      type: 'setSettings',
      settings: { backendUrl: 'https://other.example.org' },
    });
  });

  it('say when they could not be stored', async () => {
    background.answer({ setSettings: () => Promise.reject(new Error('quota')) });
    await openSettings();
    find<HTMLInputElement>('input[type=checkbox]').click();
    await vi.waitFor(() => expect(text()).toContain('background does not answer'));
  });

  it('clear the cache only after asking', async () => {
    await openSettings();
    button('Clear stored scores').click();
    await vi.waitFor(() => expect(text()).toContain('Clear 3 scores?'));
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Keep'));
    button('Keep').click();
    await vi.waitFor(() => expect(text()).not.toContain('Clear 3 scores?'));
    expect(background.sent.some((each) => each.type === 'clearCache')).toBe(false);
    button('Clear stored scores').click();
    await vi.waitFor(() => expect(text()).toContain('Clear 3 scores?'));
    button('Clear').click();
    await vi.waitFor(() => expect(text()).toContain('Cleared'));
    expect(background.sent).toContainEqual({ type: 'clearCache' });
  });

  it('leave a running lookup running', async () => {
    await show();
    await lookUp(String(answers[0]?.steamId));
    await vi.waitFor(() => expect(background.ports).toHaveLength(1));
    button('Settings').click();
    await vi.waitFor(() => expect(root.querySelector('#backend-url')).not.toBeNull());
    expect(background.ports[0]?.closed).toBe(false);
  });
});

describe('without a background', () => {
  it('says so and offers to try again', async () => {
    background.answer({ getSettings: () => Promise.reject(new Error('gone')) });
    render(<Popup />, root);
    await vi.waitFor(() => expect(text()).toContain('background does not answer'));
    background.answer({ getSettings: () => DEFAULTS });
    button('Try again').click();
    await vi.waitFor(() => expect(root.querySelector('textarea')).not.toBeNull());
  });
});

describe('before there are words', () => {
  it('draws what the page brought along, and nothing else until there are words', async () => {
    const html = readFileSync(join(import.meta.dirname, '../entrypoints/popup/index.html'), 'utf8');
    const brought = new DOMParser().parseFromString(html, 'text/html').querySelector('#root');
    if (!brought) throw new Error('the page has no root');
    render(<PopupBefore />, root);
    expect(root.innerHTML).toBe(brought.innerHTML);

    // As a browser has it: elements that nobody has drawn yet.
    render(null, root);
    root = document.createElement('div');
    root.innerHTML = brought.innerHTML;
    document.body.replaceChildren(root);
    render(<Popup />, root);
    expect(root.innerHTML).toBe(brought.innerHTML);
    await vi.waitFor(() => expect(root.querySelector('textarea')).not.toBeNull());
    expect(root.querySelectorAll('.popup, h1, .tabs')).toHaveLength(3);
  });
});
