// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import { createDatabase } from '#extension/cache/database.ts';
import type { HistoryStatus, Requests } from '#extension/messages.ts';
import { ME, matchAt } from '#extension/sync/fixture.ts';
import { createHistoryStore } from '#extension/sync/store.ts';
import { dashboardAnswer } from '#extension/ui/gallery/dashboard.ts';
import { someone } from '#shared/match-history/fixture.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const reading = vi.hoisted(() => vi.fn());
vi.mock('#extension/app/dashboard/read-local.ts', async (original) => {
  const { readLocal } = await original<typeof import('#extension/app/dashboard/read-local.ts')>();
  reading.mockImplementation(readLocal);
  return { readLocal: reading };
});

const HOUR = 3_600_000;
const done: HistoryStatus = { state: 'done', tabsDone: 5, tabs: 5, found: 3, added: 3, matches: 3, problems: [] };
let root: HTMLElement;
const text = () => root.textContent ?? '';
const database = createDatabase('cstatsentry');
const store = createHistoryStore(database, () => {});

beforeEach(async () => {
  background.reset();
  background.answer({
    historyStatus: () => done,
    myReports: () => ({ account: 'signed-out', reports: [], fresh: false }),
  });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('scrollTo', vi.fn());
  localStorage.clear();
  root = document.createElement('div');
  document.body.replaceChildren(root);
  await store.clear();
});
afterEach(() => {
  render(null, root);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function show(hash = '#/') {
  location.hash = hash;
  render(<App />, root);
  // The first page of a file is also compiled.
  await vi.waitFor(() => expect(root.querySelector('main h1')?.textContent).toBe('Dashboard'), { timeout: 10_000 });
}
async function keepMatches(count: number) {
  const matches = Array.from({ length: count }, (_, index) => matchAt(Date.now() - (index + 1) * HOUR, 21 + index * 5));
  await store.add(matches, ME);
}
const button = (label: string) =>
  [...root.querySelectorAll('button')].find((each) => each.textContent?.includes(label)) ?? null;

describe('the dashboard of this browser', () => {
  it('says what to do when there is nothing yet', async () => {
    await show();
    await vi.waitFor(() => expect(text()).toContain('Nothing to show yet'));
    expect(root.querySelector('.tiles')).toBeNull();
  });

  it('shows totals, charts as tables where nothing can be drawn, and what happened', async () => {
    await keepMatches(3);
    await show();
    await vi.waitFor(() => expect(root.querySelector('.tile-value')?.textContent).toBe('3'));
    expect(text()).toContain('0 with a score');
    await vi.waitFor(() => expect(root.querySelector('.chart-table')?.querySelectorAll('tbody tr')).toHaveLength(26));
    expect(root.querySelectorAll('.happening')).toHaveLength(3);
    expect(text()).toContain('3 new matches');
  });

  it('tells of new bans until they are marked as seen, and after that no more', async () => {
    await keepMatches(1);
    await store.putBansMet([
      {
        id: 'a',
        steamId: someone(21),
        name: '  ‮Снежный Барс ',
        kinds: ['vac'],
        certain: true,
        metAt: 1,
        match: { id: 'm', map: 'Nuke' },
        noticedAt: Date.now() - HOUR,
        seen: false,
      },
    ]);
    await show();
    await vi.waitFor(() => expect(text()).toContain('1 new ban'));
    expect(root.querySelector('.change-list .name')?.textContent).toBe('Снежный Барс');
    button('Mark as seen')?.click();
    await vi.waitFor(() => expect(text()).toContain('Nothing new.'));
    render(null, root);
    await show();
    await vi.waitFor(() => expect(text()).toContain('Nothing new.'));
  });

  it('of a clock that was ahead hides nothing', async () => {
    localStorage.setItem('dashboard-seen', String(Date.now() + 1_000 * HOUR));
    await keepMatches(2);
    await show();
    await vi.waitFor(() => expect(text()).toContain('2 new matches'));
  });

  it('counts as many weeks as are asked for, and keeps that in the address', async () => {
    await keepMatches(1);
    await show('#/?weeks=12');
    await vi.waitFor(() =>
      expect(root.querySelectorAll('.chart-table')[0]?.querySelectorAll('tbody tr')).toHaveLength(12),
    );
    const select = root.querySelector<HTMLSelectElement>('.page-choices select');
    if (!select) throw new Error('nothing to choose');
    select.value = '52';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() =>
      expect(root.querySelectorAll('.chart-table')[0]?.querySelectorAll('tbody tr')).toHaveLength(52),
    );
    expect(location.hash).toContain('weeks=52');
  });

  it('says when the browser keeps nothing, and looks again when asked', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    await keepMatches(1);
    // That reading rejects where there is no storage is under test beside it.
    reading.mockRejectedValueOnce(new DOMException('no', 'UnknownError'));
    await show();
    await vi.waitFor(() => expect(text()).toContain('The browser keeps nothing for CStatSentry'));
    button('Try again')?.click();
    await vi.waitFor(() => expect(root.querySelector('.tile-value')?.textContent).toBe('1'));
  });

  it('counts no reports where they could not be had, says so, and asks again', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    await keepMatches(1);
    background.answer({
      historyStatus: () => Promise.reject(new Error('gone')),
      myReports: () => Promise.reject(new Error('gone')),
    });
    await show();
    await vi.waitFor(() => expect(root.querySelector('.tile-value')?.textContent).toBe('1'));
    expect(text()).toContain('background does not answer');
    expect(root.querySelector('.tiles')?.textContent).not.toContain('Your reports');
    background.answer({
      historyStatus: () => done,
      myReports: () => ({ account: 'signed-out', reports: [], fresh: false }),
    });
    button('Try again')?.click();
    await vi.waitFor(() => expect(root.querySelector('.tiles')?.textContent).toContain('Your reports'));
    expect(text()).not.toContain('background does not answer');
  });
});

describe('the dashboard of the account', () => {
  const account = () => ({
    state: 'signed-in' as const,
    fresh: true,
    me: {
      id: 'u',
      steamId: someone(1),
      name: 'me',
      role: 'user' as const,
      state: 'active' as const,
      createdAt: 1,
      settings: { version: 0, values: {} },
    },
  });
  // What the gallery's background says, typed there by the same contracts.
  const said = (type: 'dashboardSummary' | 'dashboardRecent' | 'dashboardStatistics') => (message: object) =>
    dashboardAnswer({ type, ...message } as Parameters<typeof dashboardAnswer>[0], false) as never;

  it('is shown to nobody who is signed out, whatever the address says', async () => {
    await show('#/?from=account');
    await vi.waitFor(() => expect(text()).toContain('Nothing to show yet'));
    expect(background.sent.map(({ type }) => type)).not.toContain('dashboardSummary');
  });

  it('waits for an account that could not be asked, and keeps what was chosen', async () => {
    background.answer({ account: () => Promise.reject(new Error('gone')) });
    await show('#/?from=account');
    await vi.waitFor(() => expect(text()).toContain('background does not answer'));
    expect(text()).not.toContain('Nothing to show yet');
    const select = root.querySelector<HTMLSelectElement>('.page-choices select');
    if (!select) throw new Error('nothing to choose');
    select.value = '52';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() => expect(location.hash).toContain('weeks=52'));
    expect(location.hash).toContain('from=account');
    background.answer({
      account,
      dashboardSummary: said('dashboardSummary'),
      dashboardRecent: said('dashboardRecent'),
      dashboardStatistics: said('dashboardStatistics'),
    });
    button('Try again')?.click();
    await vi.waitFor(() => expect(text()).toContain('12 new bans'));
    expect(root.querySelectorAll('.page-choices select')).toHaveLength(2);
  });

  it('shows what the backend says, and tells it when that was seen', async () => {
    const seen = vi.fn(() => ({ state: 'ok' as const, value: { seen: 1 } }));
    background.answer({
      account,
      dashboardSummary: said('dashboardSummary'),
      dashboardRecent: said('dashboardRecent'),
      dashboardStatistics: said('dashboardStatistics'),
      dashboardSeen: seen,
    });
    await show('#/?from=account');
    await vi.waitFor(() => expect(text()).toContain('12 new bans'));
    expect(text()).toContain('and 9 more');
    await vi.waitFor(() => expect(text()).toContain('2,011'));
    button('Mark as seen')?.click();
    await vi.waitFor(() => expect(seen).toHaveBeenCalledWith(expect.objectContaining({ until: expect.any(Number) })));
  });

  it.each([
    ['unreachable', 'The backend did not answer.'],
    ['refused', 'The backend refused that.'],
    ['expired', 'You are signed out.'],
  ] as const)('says when it is %s', async (state, words) => {
    const refuse = () => ({ state });
    background.answer({ account, dashboardSummary: refuse, dashboardRecent: refuse, dashboardStatistics: refuse });
    await show('#/?from=account');
    await vi.waitFor(() => expect(text()).toContain(words));
    // Once for the page: three parts that fail for one reason are one failure.
    expect(text().split(words)).toHaveLength(2);
  });

  /** An answer of the background that comes when it is told to. */
  function later<T>() {
    const waiting: ((answer: T) => void)[] = [];
    return {
      ask: () => new Promise<T>((resolve) => waiting.push(resolve)),
      come: async (answer: T) => {
        await vi.waitFor(() => expect(waiting).not.toHaveLength(0));
        waiting.shift()?.(answer);
        await new Promise<void>((resolve) => setTimeout(resolve));
      },
    };
  }

  it('tells once what fails one after the other, and stays as it is while it is asked again', async () => {
    const summary = later<Awaited<Requests['dashboardSummary']['out']>>();
    const figures = later<Awaited<Requests['dashboardStatistics']['out']>>();
    const recent = later<Awaited<Requests['dashboardRecent']['out']>>();
    background.answer({
      account,
      dashboardSummary: summary.ask,
      dashboardStatistics: figures.ask,
      dashboardRecent: recent.ask,
    });
    await show('#/?from=account');
    const notices = () => root.querySelectorAll('main .notice');
    await summary.come({ state: 'unreachable' });
    expect(notices()).toHaveLength(0);
    await figures.come({ state: 'unreachable' });
    expect(notices()).toHaveLength(0);
    await recent.come({ state: 'unreachable' });
    await vi.waitFor(() => expect(notices()).toHaveLength(1));
    const again = button('Try again');
    again?.focus();
    again?.click();
    await recent.come({ state: 'ok', value: { items: [], next: null } });
    await figures.come({ state: 'refused' });
    expect(document.activeElement).toBe(again);
    expect(notices()).toHaveLength(1);
    await summary.come({ state: 'unreachable' });
    await vi.waitFor(() => expect(notices()).toHaveLength(2));
    expect(text()).toContain('The backend refused that.');
  });

  it('keeps the list it has when more of it cannot be had either', async () => {
    const refuse = () => ({ state: 'unreachable' as const });
    const ban = {
      kind: 'ban',
      steamId: someone(2),
      name: 'B',
      entry: null,
      at: 1,
      vac: 1,
      game: 0,
      lastMetAt: 1,
    } as const;
    background.answer({
      account,
      dashboardSummary: refuse,
      dashboardStatistics: refuse,
      dashboardRecent: ({ cursor }) =>
        cursor === undefined ? { state: 'ok', value: { items: [ban], next: 'more' } } : refuse(),
    });
    await show('#/?from=account');
    await vi.waitFor(() => expect(button('Show more')).not.toBeNull());
    button('Show more')?.click();
    await vi.waitFor(() => expect(root.querySelectorAll('main .notice')).toHaveLength(3));
    expect(root.querySelectorAll('.happening')).toHaveLength(1);
  });
});
