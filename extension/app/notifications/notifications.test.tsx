// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import type { WebhookAnswer } from '#extension/notifications/messages.ts';
import type { Notice, Notices } from '#extension/notifications/notice.ts';
import type { WebhookStatus } from '#shared/api/notifications.ts';
import { someone } from '#shared/match-history/fixture.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const NOW = Date.now();
const common = (n: number, read = false) => ({
  id: `account:${n}`,
  at: NOW - n * 3_600_000,
  read,
  steamId: someone(n + 20),
  name: `P${n}`,
});
const items: Notice[] = [
  { ...common(1), kind: 'ban', kinds: ['vac', 'trade'], certain: false, lastMetAt: null },
  { ...common(2), kind: 'score', from: null, to: 88, band: 'near-certain', watched: true },
  { ...common(3, true), kind: 'report', outcome: 'rejected' },
  { ...common(4), kind: 'appeal', measure: 'block', reason: '<img src=x onerror=alert(1)>' },
  { ...common(5, true), kind: 'appeal-waiting' },
];
const all: Notices = { items, unread: 3, account: 'ok', next: null };

let root: HTMLElement;
const text = () => root.textContent ?? '';
const rows = () => [...root.querySelectorAll('.notice-row')];
const press = (label: string | RegExp) => {
  const found = [...root.querySelectorAll('button')].find((each) =>
    (each.getAttribute('aria-label') ?? each.textContent ?? '').match(label),
  );
  if (!found) throw new Error(`no button ${label}`);
  found.click();
};

beforeEach(() => {
  background.reset();
  background.answer({ notices: () => all, notes: () => [], recent: () => [] });
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

/** What answers brought is drawn. */
const drawn = () => new Promise<void>((resolve) => setTimeout(resolve));

async function show(hash = '#/notifications') {
  location.hash = hash;
  render(<App />, root);
  // The first page of a file is also compiled.
  await vi.waitFor(() => expect(root.querySelector('main h1')?.textContent).toBe('Notifications'), { timeout: 10_000 });
}

describe('the list of notifications', () => {
  it('says what, about whom, and what is not read', async () => {
    await show();
    await vi.waitFor(() => expect(rows()).toHaveLength(5));
    expect(rows().map((row) => row.getAttribute('data-read'))).toEqual(['false', 'false', 'true', 'false', 'true']);
    expect(rows()[0]?.textContent).toContain('Unread: VAC ban, Trade ban');
    expect(rows()[3]?.textContent).toContain('Your account is blocked.');
    expect(rows()[3]?.querySelector('q')?.textContent).toBe('<img src=x onerror=alert(1)>');
    expect(root.querySelector('img')).toBeNull();
    expect(rows()[4]?.querySelector('a')?.getAttribute('href')).toBe(`#/moderation/${someone(25)}`);
    expect(root.querySelector('.app-nav .count')?.textContent).toContain('3');
  });

  it('marks one, and all, here and in the navigation', async () => {
    const readNotices = vi.fn(() => ({ unread: 2 }));
    background.answer({ readNotices, readAllNotices: () => ({ unread: 0 }) });
    await show();
    await vi.waitFor(() => expect(rows()).toHaveLength(5));
    press('Mark as read: P1');
    await vi.waitFor(() => expect(rows()[0]?.getAttribute('data-read')).toBe('true'));
    expect(readNotices).toHaveBeenCalledWith(expect.objectContaining({ ids: ['account:1'], read: true }));
    await vi.waitFor(() => expect(root.querySelector('.app-nav .count')?.textContent).toContain('2'));
    press('Mark all as read');
    await vi.waitFor(() => expect(root.querySelector('.app-nav .count')).toBeNull());
    expect(rows().every((row) => row.getAttribute('data-read') === 'true')).toBe(true);
  });

  it('shows one kind, as the address says', async () => {
    await show('#/notifications?show=appeal');
    await vi.waitFor(() =>
      expect(rows().map((row) => row.getAttribute('data-kind'))).toEqual(['appeal', 'appeal-waiting']),
    );
  });

  it('goes on where a page ended, without showing anything twice', async () => {
    background.answer({
      notices: ({ cursor }) =>
        cursor === undefined
          ? { ...all, items: items.slice(0, 2), next: '2' }
          : { ...all, items: items.slice(1, 4), next: null },
    });
    await show();
    await vi.waitFor(() => expect(rows()).toHaveLength(2));
    press('Show more');
    await vi.waitFor(() => expect(rows()).toHaveLength(4));
    expect(text()).not.toContain('Show more');
  });

  it.each([
    [{ items: [], unread: 0, account: 'none', next: null }, 'Nothing to tell'],
    [{ items: [], unread: 0, account: 'unreachable', next: null }, 'Shown is what this browser knows itself.'],
  ] as const)('empty, or without the account, says so (%#)', async (answer, words) => {
    background.answer({ notices: () => ({ ...answer, items: [] }) });
    await show();
    await vi.waitFor(() => expect(text()).toContain(words));
  });

  it('offers to sign in again where the session has ended', async () => {
    background.answer({ notices: () => ({ items: [], unread: 0, account: 'expired', next: null }) });
    await show();
    await vi.waitFor(() => expect(text()).toContain('Shown is what this browser knows itself.'));
    expect(root.querySelector('.notice a[href="#/sign-in"]')).not.toBeNull();
    expect(text()).not.toContain('Try again');
  });

  it('marks nothing as read that was not stored', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    background.answer({ readNotices: () => Promise.reject(new Error('gone')) });
    await show();
    await vi.waitFor(() => expect(rows()).toHaveLength(5));
    press('Mark as read: P1');
    await vi.waitFor(() => expect(root.querySelector('.notice[data-tone="warn"]')).not.toBeNull());
    expect(rows()[0]?.getAttribute('data-read')).toBe('false');
  });

  it('says when the background does not answer, and tries again', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    background.answer({ notices: () => Promise.reject(new Error('gone')) });
    await show();
    await vi.waitFor(() => expect(root.querySelector('.notice[data-tone="warn"]')).not.toBeNull());
    background.answer({ notices: () => all });
    press('Try again');
    await vi.waitFor(() => expect(rows()).toHaveLength(5));
  });
});

describe('what the browser tells', () => {
  it('is as it was when it could not be stored', async () => {
    background.answer({ setSettings: () => Promise.reject(new Error('gone')) });
    await show();
    await vi.waitFor(() => expect(root.querySelectorAll('.notice-kinds input')).toHaveLength(4));
    root.querySelectorAll<HTMLInputElement>('.notice-kinds input')[1]?.click();
    await vi.waitFor(() => expect(text()).toContain('Could not be saved'));
    expect(root.querySelectorAll<HTMLInputElement>('.notice-kinds input')[1]?.checked).toBe(false);
  });

  it('is chosen kind by kind', async () => {
    await show();
    await vi.waitFor(() => expect(root.querySelectorAll('.notice-kinds input')).toHaveLength(4));
    const [, scores] = root.querySelectorAll<HTMLInputElement>('.notice-kinds input');
    scores?.click();
    await vi.waitFor(() =>
      expect(background.sent).toContainEqual({ type: 'setSettings', settings: { notify: ['ban', 'score'] } }),
    );
  });
});

describe('what the account is told of', () => {
  const wayIn = () => root.querySelector('.notice-settings a[href="#/sign-in"]');

  it('sends nobody to sign in of whom it is not known whether they are', async () => {
    background.answer({ account: () => Promise.reject(new Error('gone')) });
    await show();
    await vi.waitFor(() => expect(root.querySelector('.notice-settings .notice')).not.toBeNull());
    expect(wayIn()).toBeNull();
    background.answer({ account: () => ({ state: 'signed-out' }) });
    press('Try again');
    await vi.waitFor(() => expect(wayIn()).not.toBeNull());
  });

  it('is nothing to sign in for without a backend', async () => {
    background.answer({ account: () => ({ state: 'off' }) });
    await show();
    await vi.waitFor(() => expect(text()).toContain('No backend, no account'));
    expect(wayIn()).toBeNull();
  });
});

describe('Discord', () => {
  const none: WebhookStatus = { webhook: null };
  const some: WebhookStatus = {
    webhook: {
      id: '123',
      kinds: ['ban'],
      language: 'en',
      setAt: NOW,
      deliveredAt: null,
      waiting: 1,
      trouble: 'gone',
    },
  };
  const ok = (value: WebhookStatus): WebhookAnswer => ({ state: 'ok', value });
  beforeEach(() =>
    background.answer({
      account: () => ({
        state: 'signed-in',
        fresh: true,
        me: {
          id: 'u',
          steamId: someone(1),
          name: 'me',
          role: 'user',
          state: 'active',
          createdAt: 1,
          settings: { version: 0, values: {} },
        },
      }),
      noticeSettings: ({ change }) => ({ state: 'ok', value: change ?? { kinds: ['ban'], minScore: 61 } }),
      webhook: () => ok(none),
    }),
  );
  const address = () => root.querySelector<HTMLInputElement>('#webhook-url');
  const type = (value: string) => {
    const input = address();
    if (!input) throw new Error('nowhere to type');
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };

  it('takes an address, and never shows it again', async () => {
    const putWebhook = vi.fn(() => ok(some));
    background.answer({ putWebhook });
    await show();
    await vi.waitFor(() => expect(address()).not.toBeNull());
    type(' https://discord.com/api/webhooks/123/secret ');
    root.querySelector<HTMLButtonElement>('form button')?.focus();
    await vi.waitFor(() => expect(root.querySelector('form button')?.getAttribute('aria-disabled')).toBe('false'));
    root.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(text()).toContain('Webhook 123'));
    expect(putWebhook).toHaveBeenCalledWith(
      expect.objectContaining({ url: 'https://discord.com/api/webhooks/123/secret' }),
    );
    expect(address()?.value).toBe('');
    expect(text()).not.toContain('secret');
    // With nothing typed there is nothing to keep, and what was pressed keeps the focus.
    expect(document.activeElement).toBe(root.querySelector('form button'));
    root.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    expect(putWebhook).toHaveBeenCalledTimes(1);
    expect(text()).toContain('Discord no longer knows this webhook');
  });

  it.each([
    [{ state: 'invalid' }, 'This is not the address of a Discord webhook.'],
    [{ state: 'unreachable' }, 'The backend did not answer.'],
  ] as const)('keeps what was typed when it is not taken (%#)', async (answer, words) => {
    background.answer({ putWebhook: () => answer });
    await show();
    await vi.waitFor(() => expect(address()).not.toBeNull());
    type('https://evil.example/x');
    await vi.waitFor(() => expect(root.querySelector('form button')?.getAttribute('aria-disabled')).toBe('false'));
    root.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(root.querySelector('#webhook-said')?.textContent).toBe(words));
    expect(address()?.value).toBe('https://evil.example/x');
  });

  it.each([
    ['gone', 'Discord did not take the test.'],
    ['limited', 'Discord asks to wait.'],
    ['failing', 'Discord did not answer.'],
  ] as const)('that does not take a test says so, and that it is off then (%s)', async (why, words) => {
    const on = { ...some, webhook: some.webhook && { ...some.webhook, trouble: null } };
    background.answer({ webhook: () => ok(on), testWebhook: () => ({ state: 'untaken', why }) });
    await show();
    await vi.waitFor(() => expect(text()).toContain('Webhook 123'));
    expect(text()).not.toContain('Switched off');
    if (why === 'gone') background.answer({ webhook: () => ok(some) });
    press('Send a test');
    await vi.waitFor(() => expect(root.querySelector('.webhook-status [role="status"]')?.textContent).toContain(words));
    if (why === 'gone') await vi.waitFor(() => expect(text()).toContain('Switched off: Discord no longer knows'));
  });

  const chosen = () =>
    [...root.querySelectorAll<HTMLInputElement>('form .notice-kinds input')].map(({ checked }) => checked);

  it.each([
    ['not taken', { state: 'untaken', why: 'gone' }, 'Discord did not take the test.'],
    ['taken', ok(some), 'A test is on its way'],
  ] as const)('keeps what is being chosen when a test is %s', async (_, answer, words) => {
    const asked = vi.fn(() => ok(some));
    background.answer({ webhook: asked, testWebhook: () => answer });
    await show();
    await vi.waitFor(() => expect(chosen()).toEqual([true, false, false, false, false]));
    root.querySelectorAll<HTMLInputElement>('form .notice-kinds input')[1]?.click();
    type('https://discord.com/api/webhooks/456/other');
    await vi.waitFor(() => expect(chosen()[1]).toBe(true));
    press('Send a test');
    await vi.waitFor(() => expect(text()).toContain(words));
    if (answer.state === 'untaken') await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
    await drawn();
    expect(chosen()).toEqual([true, true, false, false, false]);
    expect(address()?.value).toBe('https://discord.com/api/webhooks/456/other');
  });

  it('says no longer that it could not be asked about once it answers', async () => {
    let answers = true;
    background.answer({
      webhook: () => (answers ? ok(some) : { state: 'unreachable' }),
      testWebhook: () => ({ state: 'untaken', why: 'gone' }),
      removeWebhook: () => ok(none),
    });
    await show();
    await vi.waitFor(() => expect(text()).toContain('Webhook 123'));
    answers = false;
    press('Send a test');
    await vi.waitFor(() => expect(root.querySelectorAll('.notice-settings .notice')).toHaveLength(1));
    press('Remove');
    await vi.waitFor(() => expect(text()).not.toContain('Webhook 123'));
    expect(root.querySelectorAll('.notice-settings .notice')).toHaveLength(0);
  });

  it('keeps the focus on what was pressed while it is under way', async () => {
    let answer = (_: WebhookAnswer) => {};
    const testWebhook = vi.fn(() => new Promise<WebhookAnswer>((resolve) => (answer = resolve)));
    background.answer({ webhook: () => ok(some), testWebhook });
    await show();
    await vi.waitFor(() => expect(text()).toContain('Webhook 123'));
    const test = root.querySelector<HTMLButtonElement>('.webhook-status button');
    test?.focus();
    test?.click();
    await vi.waitFor(() => expect(test?.getAttribute('aria-disabled')).toBe('true'));
    expect(test?.disabled).toBe(false);
    test?.click();
    answer(ok(some));
    await vi.waitFor(() => expect(text()).toContain('A test is on its way'));
    expect(document.activeElement).toBe(test);
    expect(testWebhook).toHaveBeenCalledTimes(1);
  });

  it('that could not be asked about is asked about again', async () => {
    background.answer({ webhook: () => ({ state: 'unreachable' }), noticeSettings: () => ({ state: 'unreachable' }) });
    await show();
    await vi.waitFor(() => expect(root.querySelectorAll('.notice-settings .notice')).toHaveLength(2));
    expect(address()).toBeNull();
    background.answer({
      webhook: () => ok(some),
      noticeSettings: () => ({ state: 'ok', value: { kinds: ['ban'], minScore: 61 } }),
    });
    for (const again of root.querySelectorAll<HTMLButtonElement>('.notice-settings .notice button')) again.click();
    await vi.waitFor(() => expect(text()).toContain('Webhook 123'));
    await vi.waitFor(() => expect(root.querySelectorAll('.notice-settings .notice')).toHaveLength(0));
  });

  it('can be tried and removed', async () => {
    background.answer({ webhook: () => ok(some), testWebhook: () => ok(some), removeWebhook: () => ok(none) });
    await show();
    await vi.waitFor(() => expect(text()).toContain('Webhook 123'));
    press('Send a test');
    await vi.waitFor(() => expect(text()).toContain('A test is on its way'));
    press('Remove');
    await vi.waitFor(() => expect(text()).not.toContain('Webhook 123'));
  });
});
