// @vitest-environment jsdom
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Popup } from '#extension/popup/popup.tsx';
import { MIN_STEAM_ID } from '#shared/steam/steam-id.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const me = {
  id: 'u',
  steamId: MIN_STEAM_ID,
  name: '\u202eA\nda',
  role: 'user',
  state: 'active',
  createdAt: 1,
  settings: { version: 0, values: {} },
} as const;

let root: HTMLElement;
const strip = () => root.querySelector('.account-strip');
const says = (wanted: string) => vi.waitFor(() => expect(strip()?.textContent).toContain(wanted));
const press = (label: string) =>
  [...root.querySelectorAll('button')].find((each) => each.textContent === label)?.click();
const asked = (type: string) => background.sent.filter((message) => message.type === type);

beforeEach(() => {
  background.reset();
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

describe('the account in the popup', () => {
  it('signs in with one click, and shows who it was', async () => {
    background.answer({ signIn: () => ({ state: 'signed-in', me, fresh: true }) });
    render(<Popup />, root);
    await says('Sign in with Steam');
    press('Sign in with Steam');
    await says('Ada');
    expect(asked('signIn')).toEqual([{ type: 'signIn', replace: false }]);
    press('Account');
    expect(asked('openApp')).toEqual([{ type: 'openApp', page: 'account' }]);
  });

  it('explains itself in the app', async () => {
    render(<Popup />, root);
    await says('What for?');
    press('What for?');
    expect(asked('openApp')).toEqual([{ type: 'openApp', page: 'sign-in' }]);
  });

  it('says when the sign-in goes on in another window, and asks until it has ended', async () => {
    let state: 'signing-in' | 'signed-out' = 'signing-in';
    background.answer({
      account: () => (state === 'signing-in' ? { state } : { state, failure: 'cancelled' }),
    });
    render(<Popup />, root);
    await says('Signing in …');
    state = 'signed-out';
    await vi.waitFor(() => expect(strip()?.textContent).toContain('The sign-in was cancelled.'), { timeout: 5000 });
  });

  it.each([
    [{ state: 'signed-in', me, fresh: false }, 'Backend unreachable'],
    [{ state: 'signed-in', me: { ...me, state: 'blocked' }, fresh: true }, 'This account is blocked'],
    [{ state: 'signed-in', me: { ...me, state: 'banned', name: null }, fresh: true }, 'This account is banned'],
    [{ state: 'signed-out', failure: 'expired' }, 'You were signed out'],
  ] as const)('says how things stand: %j', async (view, words) => {
    background.answer({ account: () => view });
    render(<Popup />, root);
    await says(words);
  });

  it('is not there without a backend, and not in the way when the background is gone', async () => {
    background.answer({ account: () => ({ state: 'off' }) });
    render(<Popup />, root);
    await vi.waitFor(() => expect(asked('account')).toHaveLength(1));
    expect(strip()).toBeNull();
  });
});
