// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import { Boundary } from '#extension/app/boundary.tsx';
import { ROUTES, type Route } from '#extension/app/routes.ts';
import type { AccountView } from '#extension/messages.ts';
import { someone } from '#shared/match-history/fixture.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const signedIn = (role: 'user' | 'moderator' | 'admin', state: 'active' | 'blocked' = 'active'): AccountView => ({
  state: 'signed-in',
  fresh: true,
  me: { id: 'u', steamId: someone(1), name: 'me', role, state, createdAt: 1, settings: { version: 0, values: {} } },
});

let root: HTMLElement;
const links = () => [...root.querySelectorAll('.app-nav a')].map((link) => link.getAttribute('href'));

beforeEach(() => {
  background.reset();
  background.answer({ notes: () => [], recent: () => [] });
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
  await vi.waitFor(() => expect(root.querySelector('main h1')).not.toBeNull(), { timeout: 10_000 });
}
const key = (name: string) =>
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
async function loads(path: string, load: Route['load']) {
  const route = ROUTES.find((each) => each.path === path);
  if (!route) throw new Error(`no page ${path}`);
  return vi.spyOn(route, 'load').mockImplementation(load);
}

describe('the way to the pages', () => {
  it('names where one is, below it, too', async () => {
    await show('#/compare');
    const current = () => root.querySelector('.app-nav [aria-current]');
    expect(current()?.getAttribute('href')).toBe('#/compare');
    expect(current()?.getAttribute('aria-current')).toBe('page');
    location.hash = `#/players/${someone(2)}`;
    await vi.waitFor(() => expect(current()?.getAttribute('href')).toBe('#/players'));
    expect(current()?.getAttribute('aria-current')).toBe('true');
  });

  it.each([
    ['nobody signed in', { state: 'signed-out' }, false],
    ['a member', signedIn('user'), false],
    ['a moderator', signedIn('moderator'), true],
    ['an administrator', signedIn('admin'), true],
    ['a blocked moderator', signedIn('moderator', 'blocked'), false],
  ] as const)('shows %s what the role opens', async (_, account, moderation) => {
    background.answer({ account: () => account });
    await show('#/compare');
    await vi.waitFor(() => expect(links().includes('#/moderation')).toBe(moderation));
    expect(links()).toContain('#/');
  });

  it('counts what is not read', async () => {
    background.answer({ noticeCount: () => ({ unread: 3 }) });
    await show('#/compare');
    await vi.waitFor(() => expect(root.querySelector('.app-nav .count')?.textContent).toBe('3 3 unread'));
  });

  it('opens as a menu, and closes by Escape, elsewhere, and on arrival', async () => {
    await show('#/compare');
    const button = root.querySelector<HTMLButtonElement>('.app-menu');
    const open = () => button?.getAttribute('aria-expanded');
    button?.click();
    await vi.waitFor(() => expect(open()).toBe('true'));
    key('Escape');
    await vi.waitFor(() => expect(open()).toBe('false'));
    expect(document.activeElement).toBe(button);
    button?.click();
    await vi.waitFor(() => expect(open()).toBe('true'));
    root.querySelector('main')?.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    await vi.waitFor(() => expect(open()).toBe('false'));
    button?.click();
    await vi.waitFor(() => expect(open()).toBe('true'));
    location.hash = '#/notifications';
    await vi.waitFor(() => expect(open()).toBe('false'));
  });

  it('can be skipped', async () => {
    await show('#/compare');
    root.querySelector<HTMLButtonElement>('.skip')?.click();
    expect(document.activeElement).toBe(root.querySelector('main'));
  });
});

describe('arriving', () => {
  it('puts the focus on the heading of another page, not of the first, and not for another query', async () => {
    await show('#/compare');
    expect(document.activeElement).toBe(document.body);
    location.hash = '#/shortcuts';
    await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
    expect(root.querySelectorAll('main h1')).toHaveLength(1);
    expect(document.title).toMatch(/ – CStatSentry$/);
    const link = root.querySelector<HTMLAnchorElement>('.app-name');
    link?.focus();
    location.hash = '#/shortcuts?x=1';
    await new Promise((resolve) => setTimeout(resolve));
    expect(document.activeElement).toBe(link);
  });

  it('at nothing says so, and shows the way back', async () => {
    await show('#/nowhere/at/all');
    expect(root.querySelector('main h1')?.textContent).toBe('Nothing here');
    expect(root.querySelector('main a[href="#/"]')).not.toBeNull();
  });
});

describe('a page that fails', () => {
  it('to load is tried again when asked for', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    let broken = true;
    await loads('shortcuts', async () => {
      if (broken) throw new Error('gone');
      return { default: () => <h1>here</h1> };
    });
    await show('#/shortcuts');
    expect(root.textContent).toContain('This page could not be loaded');
    broken = false;
    [...root.querySelectorAll<HTMLButtonElement>('main button')]
      .find((each) => /again/i.test(each.textContent))
      ?.click();
    await vi.waitFor(() => expect(root.querySelector('main h1')?.textContent).toBe('here'));
  });

  it('to draw leaves the way to the others', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    await loads('shortcuts', async () => ({
      default: () => {
        throw new Error('broken');
      },
    }));
    await show('#/shortcuts');
    expect(root.textContent).toContain('This page could not be loaded');
    location.hash = '#/compare';
    await vi.waitFor(() => expect(root.querySelector('main h1')?.textContent).toBe('Compare'));
  });

  it('is drawn again by a boundary when asked for', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    let broken = true;
    const Page = () => {
      if (broken) throw new Error('broken');
      return <p>whole</p>;
    };
    render(
      <Boundary
        fallback={(retry) => (
          <button type="button" onClick={retry}>
            broken
          </button>
        )}
      >
        <Page />
      </Boundary>,
      root,
    );
    await vi.waitFor(() => expect(root.textContent).toBe('broken'));
    broken = false;
    root.querySelector('button')?.click();
    await vi.waitFor(() => expect(root.textContent).toBe('whole'));
  });
});
