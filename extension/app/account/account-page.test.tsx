// @vitest-environment jsdom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountAnswer } from '#extension/answers.ts';
import { App } from '#extension/app/app.tsx';
import { heldCaseOf } from '#extension/app/moderation/fixture.ts';
import type { AccountView, Requests } from '#extension/messages.ts';
import type { HeldResponse } from '#shared/api/accounts.ts';
import type { HeldCase } from '#shared/api/moderation.ts';
import { MIN_STEAM_ID } from '#shared/steam/steam-id.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const me = {
  id: 'u',
  steamId: MIN_STEAM_ID,
  name: 'Ada',
  role: 'user',
  state: 'active',
  createdAt: Date.UTC(2026, 0, 1),
  settings: { version: 0, values: {} },
} as const;
const session = { browser: 'Firefox', system: 'Windows', createdAt: 1, expiresAt: 2, lastUsedAt: Date.now() };
const signedIn: AccountView = { state: 'signed-in', me, fresh: true };

let root: HTMLElement;
const text = () => root.textContent ?? '';
// The first page of a file is also compiled.
const says = (wanted: string) => vi.waitFor(() => expect(text()).toContain(wanted), { timeout: 10_000 });
function press(label: string) {
  const button = [...root.querySelectorAll('button')].find((each) => each.textContent === label);
  if (!button) throw new Error(`no button says ${label}: ${text()}`);
  button.click();
}
const asked = (type: string) => background.sent.filter((message) => message.type === type);

beforeEach(() => {
  background.reset();
  background.answer({
    account: () => signedIn,
    accountSessions: () => ({
      state: 'ok',
      value: {
        limit: 5,
        sessions: [
          { ...session, id: 'a', current: true },
          { ...session, id: 'b', current: false, browser: '' },
        ],
      },
    }),
    accountHeld: () => ({
      state: 'ok',
      value: {
        steamId: MIN_STEAM_ID,
        assessment: null,
        sources: [],
        counts: { analyses: 3, 'from-the-future': 1 },
        actions: [
          {
            at: 1,
            action: 'state-changed',
            by: 'somebody-else',
            detail: { from: 'active', to: 'blocked', reason: 'test' },
          },
          { at: 2, action: 'from-the-future', by: 'the-system', detail: { from: 7 } },
        ],
      },
    }),
  });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  root = document.createElement('div');
  document.body.replaceChildren(root);
  location.hash = '#/account';
});
afterEach(async () => {
  // What effects leave to be cleaned up runs later otherwise, when there is no window any more.
  await act(() => render(null, root));
  vi.unstubAllGlobals();
});

describe('signed out', () => {
  it.each([
    ['off', { state: 'off' }, 'No backend, no account'],
    ['signed out', { state: 'signed-out' }, 'Name and password are asked by Steam'],
    ['cancelled', { state: 'signed-out', failure: 'cancelled' }, 'The sign-in was cancelled'],
    ['expired', { state: 'signed-out', failure: 'expired' }, 'You were signed out'],
    ['timed out', { state: 'signed-out', failure: 'timeout' }, 'Nobody came back from Steam in time'],
    ['backend away', { state: 'signed-out', failure: 'unreachable' }, 'The backend did not answer'],
    ['signing in', { state: 'signing-in' }, 'Go on in the window of Steam'],
  ] as const)('%s', async (_, view, words) => {
    background.answer({ account: () => view });
    render(<App />, root);
    await says(words);
    expect(root.querySelector('h1')?.textContent).toBe('Sign in with Steam');
  });

  it('asks before it takes the place of another browser', async () => {
    const limit: AccountView = { state: 'limit', limit: 1, sessions: [{ ...session, id: 'x', current: false }] };
    background.answer({ account: () => limit, signIn: () => signedIn });
    render(<App />, root);
    await says('Already signed in elsewhere: continue here?');
    expect(text()).toContain('Firefox on Windows');
    press('Continue here');
    await says('Ada');
    expect(asked('signIn')).toEqual([{ type: 'signIn', replace: true }]);
  });

  it('starts over, or gives up, while Steam is waited for', async () => {
    background.answer({ account: () => ({ state: 'signing-in' }), signOut: () => ({ state: 'signed-out' }) });
    render(<App />, root);
    await says('Signing in …');
    press('Cancel');
    await vi.waitFor(() => expect(asked('signOut')).toHaveLength(1));
    await says('Name and password');
  });
});

describe('signed in', () => {
  it('shows who, where, and what is held, with what it does not know by its own name', async () => {
    render(<App />, root);
    await says('Unknown browser');
    await says('State changed from active to blocked, reason: test');
    expect(root.querySelector('h1')?.textContent).toBe('Ada');
    expect(text()).toContain('Past assessments3');
    expect(text()).toContain('from-the-future');
    expect(text()).toContain('by the moderation');
  });

  describe('with a case on it', () => {
    const held = (moderation: HeldCase) => ({
      accountHeld: (): AccountAnswer<HeldResponse> => ({
        state: 'ok',
        value: { steamId: MIN_STEAM_ID, assessment: null, sources: [], counts: {}, actions: [], moderation },
      }),
    });
    const ban = { type: 'ban', at: 1, source: 'manual', reason: 'three demos', expiresAt: null } as const;

    it('says what is in force, why and until when, and takes an appeal', async () => {
      const appealed = heldCaseOf({
        measure: 'ban',
        appealed: true,
        events: [ban, { type: 'appeal', at: 2, text: 'it was my brother' }],
      });
      const answers: Awaited<Requests['appeal']['out']>[] = [
        { state: 'unreachable' },
        {
          state: 'ok',
          value: { outcome: 'refused', reason: 'from-the-future', fields: [{ path: 'text', message: 'no' }] },
        },
        { state: 'ok', value: { outcome: 'done', value: appealed } },
      ];
      background.answer({
        ...held(heldCaseOf({ measure: 'ban', mayAppeal: true, events: [ban] })),
        appeal: () => answers.shift() ?? { state: 'expired' },
      });
      render(<App />, root);
      await says('Your account is banned, with no end set.');
      expect(text()).toContain('three demos');
      press('Send the appeal');
      await says('Write something first.');
      const field = root.querySelector('.own-case textarea');
      if (!(field instanceof HTMLTextAreaElement)) throw new Error('nowhere to write');
      field.value = ' it was my brother ';
      await act(() => void field.dispatchEvent(new Event('input', { bubbles: true })));
      press('Send the appeal');
      await says('The backend did not answer.');
      expect(field.value).toBe(' it was my brother ');
      press('Send the appeal');
      await says('The backend refused that. no');
      press('Send the appeal');
      await says('Your appeal is with the moderators');
      expect(root.querySelector('.own-case textarea')).toBeNull();
      expect(asked('appeal')[0]).toEqual({ type: 'appeal', text: 'it was my brother' });
    });

    it('says how an appeal was answered, when the person comes back to the page', async () => {
      const events = [ban, { type: 'appeal', at: 2, text: 'no' }] as const;
      background.answer(held(heldCaseOf({ measure: 'ban', appealed: true, events: [...events] })));
      render(<App />, root);
      await says('Your appeal is with the moderators');
      const clear = { type: 'clear', at: 3, source: 'manual', reason: 'believed' } as const;
      background.answer(held(heldCaseOf({ events: [...events, clear] })));
      document.dispatchEvent(new Event('visibilitychange'));
      await says('Nothing is in force against your account.');
      expect(text()).toMatch(/Your appeal was answered on .*: Cleared\..*believed/);
    });

    it('no longer says that something is in force once it has run out', async () => {
      const block = { ...ban, type: 'block', expiresAt: 5 } as const;
      background.answer(held(heldCaseOf({ measure: 'block', expiresAt: 5, events: [block] })));
      render(<App />, root);
      await says('Nothing is in force against your account.');
    });
  });

  it('ends a session, and says what the backend answered', async () => {
    background.answer({
      endSessions: ({ id }) => (id === 'b' ? { state: 'ok', value: { ended: 1 } } : { state: 'refused' }),
    });
    render(<App />, root);
    await says('Sign out there');
    press('Sign out there');
    await says('1 browser signed out');
    expect(asked('accountSessions')).toHaveLength(2);
    press('Sign out everywhere else');
    await says('The backend refused that.');
  });

  it.each(['blocked', 'banned'] as const)(
    'says that the account is %s, and keeps the rights over the data',
    async (state) => {
      background.answer({ account: () => ({ ...signedIn, me: { ...me, state } }) });
      render(<App />, root);
      await says(`This account is ${state}`);
      await says('Export everything');
      await says('Delete account');
    },
  );

  it('says that the backend is away, and offers another try of each part', async () => {
    background.answer({
      account: () => ({ ...signedIn, fresh: false }),
      accountSessions: () => ({ state: 'unreachable' }),
      accountHeld: () => Promise.reject(new Error('the worker is gone')),
    });
    render(<App />, root);
    await says('You are still signed in');
    await vi.waitFor(() =>
      expect([...root.querySelectorAll('button')].filter((each) => each.textContent === 'Try again')).toHaveLength(3),
    );
  });

  it('deletes only when asked twice, and then shows the receipt and nothing else', async () => {
    background.answer({
      deleteAccount: () => ({
        state: 'ok',
        value: {
          receiptId: 'r-1',
          deletedAt: 1,
          deleted: { user: 1, sessions: 2 },
          kept: [
            { what: 'public-scores', until: null },
            { what: 'anonymous-audit', until: Date.UTC(2027, 0, 1) },
          ],
        },
      }),
    });
    render(<App />, root);
    await says('Delete account');
    press('Delete account');
    await says('Delete the account for good?');
    expect(document.activeElement?.textContent).toBe('Keep');
    expect(asked('deleteAccount')).toEqual([]);
    press('Delete');
    await says('Your account is deleted');
    expect(text()).toContain('3 records were removed');
    expect(text()).toContain('r-1');
    expect(text()).not.toContain('Ada');
    background.answer({ account: () => ({ state: 'signed-out' }) });
    press('Done');
    await says('Name and password');
  });

  it('keeps the focus where one was while it works, and exports once', async () => {
    let answer = (_: AccountAnswer<string>) => {};
    background.answer({
      exportAccount: () => new Promise<AccountAnswer<string>>((resolve) => (answer = resolve)),
      deleteAccount: () => ({ state: 'refused' }),
    });
    render(<App />, root);
    await says('Export everything');
    const button = (label: string) => [...root.querySelectorAll('button')].find((each) => each.textContent === label);
    const exporting = button('Export everything');
    exporting?.focus();
    press('Export everything');
    await vi.waitFor(() => expect(exporting?.getAttribute('aria-disabled')).toBe('true'));
    expect(exporting?.disabled).toBe(false);
    press('Export everything');
    press('Delete account');
    answer({ state: 'unreachable' });
    await says('The backend did not answer.');
    expect(document.activeElement).toBe(exporting);
    expect(asked('exportAccount')).toHaveLength(1);
    expect(text()).not.toContain('Delete the account for good?');
    press('Delete account');
    await says('Delete the account for good?');
    press('Delete');
    await says('The backend refused that.');
    expect(document.activeElement?.textContent).toBe('Delete account');
  });

  it('says so when an export or a deletion was not possible', async () => {
    background.answer({ exportAccount: () => ({ state: 'unreachable' }), deleteAccount: () => ({ state: 'refused' }) });
    render(<App />, root);
    await says('Export everything');
    press('Export everything');
    await says('The backend did not answer.');
    press('Delete account');
    await says('Delete the account for good?');
    press('Delete');
    await says('The backend refused that.');
  });
});
