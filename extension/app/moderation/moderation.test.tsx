// @vitest-environment jsdom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import { caseOf, entryOf, flagged, MODERATOR, reportOf, SUBJECT } from '#extension/app/moderation/fixture.ts';
import type { Requests } from '#extension/messages.ts';
import { fakeDialogs } from '#extension/ui/fake-dialog.ts';
import { galleryPlayers } from '#extension/ui/gallery/people.ts';
import type { CaseList, CaseResponse } from '#shared/api/moderation.ts';
import { MIN_STEAM_ID } from '#shared/steam/steam-id.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const players = new Map([...galleryPlayers(Date.now()).values()].map((each) => [each.steamId, each]));
const ids = [...players.keys()];
const signedInAs = (role: 'user' | 'moderator' | 'admin', state: 'active' | 'blocked' = 'active') => ({
  account: () =>
    ({
      state: 'signed-in',
      fresh: true,
      me: { id: 'u', steamId: MODERATOR, name: 'Ada', role, state, createdAt: 1, settings: { version: 0, values: {} } },
    }) as const,
});

let root: HTMLElement;
const text = () => root.textContent ?? '';
const says = (wanted: string) => vi.waitFor(() => expect(text()).toContain(wanted));
const sent = <N extends keyof Requests>(type: N) => background.sent.filter((each) => each.type === type);
const find = (selector: string): HTMLElement => {
  const found = root.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`no ${selector}: ${text()}`);
  return found;
};
function press(label: string, within = root) {
  const button = [...within.querySelectorAll('button')].find((each) => each.textContent?.startsWith(label));
  if (!button) throw new Error(`no button says ${label}: ${text()}`);
  button.click();
}
const key = (name: string) =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
async function write(selector: string, value: string) {
  const field = find(selector);
  if (!(field instanceof HTMLTextAreaElement)) throw new Error(`${selector} is not written in`);
  field.value = value;
  await act(() => void field.dispatchEvent(new Event('input', { bubbles: true })));
}
const come = () => document.dispatchEvent(new Event('visibilitychange'));
const polled = <T,>(value: T, etag = '"1"') => ({ state: 'ok', value: { value, etag } }) as const;

beforeEach(() => {
  fakeDialogs();
  background.reset();
  background.answer({
    ...signedInAs('moderator'),
    details: ({ steamId }) => players.get(steamId) ?? { state: 'not-found', steamId },
  });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('scrollTo', () => {});
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(async () => {
  // What effects leave to be cleaned up runs later otherwise, when there is no window any more.
  await act(() => render(null, root));
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
async function open(hash: string) {
  location.hash = hash;
  render(<App />, root);
  // The first page of all has its module loaded.
  await vi.waitFor(() => expect(root.querySelector('h1')).not.toBeNull(), { timeout: 10_000 });
}

describe('pages of moderators', () => {
  const pages = ['#/moderation', `#/moderation/${SUBJECT}`, '#/moderation/log', '#/moderation/audit'];
  it.each([
    ['a member', signedInAs('user')],
    ['a blocked moderator', signedInAs('moderator', 'blocked')],
    ['nobody', { account: () => ({ state: 'signed-out' }) as const }],
  ])('show nothing to %s, and ask for nothing', async (_, who) => {
    background.answer(who);
    for (const page of pages) {
      await open(page);
      await says('Nothing here');
      expect(text()).not.toContain('Moderation');
      render(null, root);
    }
    expect(background.sent.filter(({ type }) => type.startsWith('moderation') || type === 'auditLog')).toEqual([]);
  });

  it('are in the navigation of moderators, the account log in that of admins alone', async () => {
    background.answer({ moderationLog: () => polled({ items: [], names: {}, next: null }) });
    await open('#/moderation/log');
    await says('Nothing has happened yet.');
    expect(text()).toContain('Moderation');
    expect(text()).not.toContain('Account log');
    await open('#/moderation/audit');
    await says('Nothing here');
  });
});

describe('the queue', () => {
  const [first = MIN_STEAM_ID, second = MIN_STEAM_ID, third = MIN_STEAM_ID] = ids;
  const counts = { all: 12, open: 3, appealed: 1, flag: 4, block: 2, ban: 5 };
  const list = (...items: CaseList['items']): CaseList => ({ items, next: null, counts });

  it('shows cases with what the reports come to, live counts and where each stands', async () => {
    background.answer({
      moderationQueue: () =>
        polled(
          list(
            entryOf(first, 'Первый', { appealed: true, measure: 'ban', expiresAt: Date.UTC(2999, 0, 5) }),
            entryOf(second, 'Second', { state: 'closed', measure: 'flag', reports: 'upheld' }),
          ),
        ),
    });
    await open('#/moderation?filter=all&source=reports');
    await says('14 reports count as 2.3 independent ones; 31 others played them and did not report.');
    const [one, two] = [...root.querySelectorAll('.case-row')].map((row) => row.textContent);
    expect(one).toMatch(/Первый.*Appealed.*Banned until .*2999/);
    expect(one).not.toContain('Open');
    expect(two).toMatch(/Second.*Flagged.*Reports upheld/);
    const tabs = [...root.querySelectorAll('.case-tabs a')].map((tab) => [tab.textContent, tab.getAttribute('href')]);
    expect(tabs[0]).toEqual(['Open 3', '#/moderation?filter=open&source=reports']);
    expect(tabs.at(-1)).toEqual(['All 12', '#/moderation?filter=all&source=reports']);
    expect(sent('moderationQueue')).toEqual([{ type: 'moderationQueue', query: { filter: 'all', source: 'reports' } }]);
  });

  it('follows what changes while it is looked at, and keeps what it has when there is no answer', async () => {
    const answers = [
      polled(list(entryOf(first, 'First'))),
      polled(null),
      polled({ ...list(entryOf(second, 'Second'), entryOf(first, 'First')), counts: { ...counts, open: 4 } }, '"2"'),
      { state: 'unreachable' } as const,
    ];
    background.answer({ moderationQueue: () => answers.shift() ?? polled(null) });
    await open('#/moderation');
    await says('First');
    come();
    await vi.waitFor(() => expect(sent('moderationQueue')).toHaveLength(2));
    expect(sent('moderationQueue')[1]).toMatchObject({ etag: '"1"' });
    expect(text()).toContain('First');
    come();
    await says('Open 4');
    expect([...root.querySelectorAll('.case-row .name')].map((name) => name.textContent)).toEqual(['Second', 'First']);
    come();
    await says('What is shown may be out of date');
    expect(text()).toContain('Second');
    press('Try again');
    await vi.waitFor(() => expect(text()).not.toContain('out of date'));
  });

  it('is walked by j and k, and read on to its end', async () => {
    background.answer({
      moderationQueue: ({ query }) =>
        polled(
          query.cursor === undefined
            ? { ...list(entryOf(first, 'First'), entryOf(second, 'Second')), next: 'more' }
            : list(entryOf(second, 'Second'), entryOf(third, 'Third')),
        ),
    });
    await open('#/moderation');
    await says('Show more');
    press('Show more');
    await says('Third');
    expect(root.querySelectorAll('.case-row')).toHaveLength(3);
    expect(text()).not.toContain('Show more');
    const at = () => document.activeElement?.querySelector('.name')?.textContent;
    for (const [name, where] of [
      ['j', 'First'],
      ['j', 'Second'],
      ['j', 'Third'],
      ['j', 'Third'],
      ['k', 'Second'],
    ] as const) {
      key(name);
      expect(at()).toBe(where);
    }
  });

  it('waits anew when asked for more once more, and says anew that there is none', async () => {
    const warned = vi.spyOn(console, 'warn').mockReturnValue();
    const answers: ((why?: Error) => void)[] = [];
    background.answer({
      moderationQueue: ({ query }) =>
        query.cursor === undefined
          ? polled({ ...list(entryOf(first, 'First')), next: 'more' })
          : new Promise((answer, fail) => answers.push((why) => (why ? fail(why) : answer({ state: 'unreachable' })))),
    });
    await open('#/moderation');
    await says('Show more');
    press('Show more');
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]?.();
    await says('The backend did not answer.');
    press('Try again');
    await vi.waitFor(() => expect(text()).not.toContain('The backend did not answer.'));
    expect(find('button.more').getAttribute('aria-disabled')).toBe('true');
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.(new Error('gone'));
    await says('background does not answer');
    expect(warned).toHaveBeenCalledWith('more could not be read', new Error('gone'));
  });

  it('says that there is nothing to do', async () => {
    background.answer({ moderationQueue: () => polled(list()) });
    await open('#/moderation');
    await says('Nothing waits for a decision.');
  });
});

describe('a case', () => {
  const now = Date.now();
  const seen = caseOf({
    status: { state: 'open', sequence: 1, version: 1, measure: 'flag', measureBy: 1 },
    events: [flagged(1, now)],
    reportList: [reportOf(1)],
  });
  const show = async (held: CaseResponse = seen) => {
    background.answer({ moderationCase: () => polled(held) });
    await open(`#/moderation/${SUBJECT}`);
    await says('Decide');
  };
  const confirm = async (label: string) => {
    await vi.waitFor(() => expect(root.querySelector('dialog')?.open).toBe(true));
    press(label, find('dialog'));
  };

  it('has everything on one page: score, reports with weights and why, matches, and who did what', async () => {
    await show(
      caseOf({
        ...seen,
        reports: {
          steamId: SUBJECT,
          state: 'strong',
          reports: 14,
          independent: 2.3,
          silent: 31,
          nats: 1,
          computedAt: 1,
        },
        reportList: [
          reportOf(1, { sameOrigin: [2], words: 'through the <b>smoke</b>' }),
          reportOf(2, {
            weight: 0.45,
            category: 'wall',
            playedTogether: false,
            evidence: [{ kind: 'link', url: 'https://example.org/clip' }],
            standing: { tier: 'established', confirmed: 4, rejected: 1, lapsed: 2, muted: false, weight: 0.45 },
          }),
          reportOf(3, {
            weight: 0,
            standing: { tier: 'new', confirmed: 0, rejected: 0, lapsed: 0, muted: true, weight: 0 },
          }),
        ],
        matches: [
          {
            ...{ id: 'm', playedAt: 1, mode: 'premier', map: 'Mirage', mapCode: null, rounds: [9, 13], result: 'won' },
            ...{ durationSeconds: null, uploads: 0, disagreements: 0 },
            own: {
              ...{ steamId: SUBJECT, name: 'x', team: 1, kills: 31, assists: 4, deaths: 12, mvps: null },
              ...{ headshotPercent: 71, score: null, provenance: 'steam', confirmations: 0 },
            },
          },
        ],
        events: [
          {
            type: 'reports-strong',
            sequence: 1,
            at: now,
            actor: 'system',
            source: 'reports',
            reporters: 5,
            independent: 4,
            share: 0.125,
          },
          flagged(2, now),
        ],
      }),
    );
    await says('Suspicion score');
    await says('31 others played them and did not report');
    const reports = [...root.querySelectorAll('.case-report')].map((each) => each.textContent);
    expect(reports[0]).toMatch(
      /Reporter 2.*Wall.*Weight 0.45.*established account · 4 reports borne out · 1 rejected · 2 never decided · no match shows/,
    );
    expect(reports[1]).toMatch(/Aim.*Weight 0.30.*same device or address as 2.*through the <b>smoke<\/b>/);
    expect(reports[2]).toContain('may not report any more: counts nothing');
    expect(find('.case-proof a').getAttribute('rel')).toContain('noreferrer');
    expect(find('.case-matches tbody').textContent).toMatch(/Mirage.*Premier.*Won 13:931 \/ 4 \/ 1271%/);
    const events = [...root.querySelectorAll('.case-event')].map((each) => each.textContent);
    expect(events[0]).toMatch(/Flagged.*Ada.*reason 2/);
    expect(events[1]).toMatch(
      /became strong.*by the product itself.*Reports.*5 new reporters; all reports count as 4 independent ones, at least 12.5%/,
    );
  });

  it.each([
    ['reported-it', 'You reported this player'],
    ['outranked', 'Moderators are judged by administrators'],
    ['own-case', 'Nobody decides their own case'],
  ] as const)('says before anything is tried that it is not theirs to decide: %s', async (barred, why) => {
    await show(caseOf({ ...seen, barred }));
    await says(why);
    expect(root.querySelector('.case-buttons')).toBeNull();
    key('3');
    expect(root.querySelector('textarea')).toBeNull();
  });

  it('is decided by number key, with a reason, asked once more, on the version that was seen', async () => {
    const banned = caseOf({
      status: { sequence: 2, version: 2, measure: 'ban' },
      events: [
        ...seen.events,
        { type: 'ban', sequence: 2, at: now, actor: MODERATOR, source: 'manual', reason: 'two demos', expiresAt: null },
      ],
    });
    background.answer({ moderationAct: () => ({ state: 'ok', value: { outcome: 'done', value: banned } }) });
    await show();
    key('3');
    await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('TEXTAREA'));
    press('Ban', find('.case-form'));
    await says('Write something first.');
    await write('.case-form textarea', 'two demos');
    await vi.waitFor(() => expect(text()).not.toContain('Write something first.'));
    press('Ban', find('.case-form'));
    await confirm('Back');
    await vi.waitFor(() => expect(root.querySelector('dialog')).toBeNull());
    expect(sent('moderationAct')).toEqual([]);
    press('Ban', find('.case-form'));
    await confirm('Ban');
    await says('Banned, with no end');
    expect(sent('moderationAct')).toEqual([
      {
        type: 'moderationAct',
        steamId: SUBJECT,
        action: { type: 'ban', version: 1, reason: 'two demos', expiresAt: null },
      },
    ]);
    expect(root.querySelector('.case-form')).toBeNull();
    expect(document.activeElement?.textContent).toBe('Decide');
  });

  it('that changed meanwhile shows what is new, keeps what was typed, and can be decided again', async () => {
    const newer = caseOf({
      ...seen,
      status: { ...seen.status, sequence: 2, version: 2 },
      events: [...seen.events, flagged(2, now)],
    });
    const done = caseOf({ ...newer, status: { ...newer.status, version: 3, sequence: 3 } });
    const outcomes = [
      { outcome: 'changed', value: newer },
      { outcome: 'done', value: done },
    ] as const;
    let at = 0;
    background.answer({ moderationAct: () => ({ state: 'ok', value: outcomes[at++] ?? outcomes[1] }) });
    await show();
    press('Clear');
    await vi.waitFor(() => find('.case-form'));
    await write('.case-form textarea', 'nothing there');
    press('Clear', find('.case-form'));
    await confirm('Clear');
    await says('The case has changed meanwhile');
    expect(find('.case-decision .notice').textContent).toContain('reason 2');
    expect(find('.case-form textarea')).toHaveProperty('value', 'nothing there');
    press('Clear', find('.case-form'));
    await confirm('Clear');
    await says('Cleared.');
    expect(sent('moderationAct').map((each) => each)).toMatchObject([
      { action: { version: 1 } },
      { action: { version: 2 } },
    ]);
  });

  it('says at once when somebody else decides while one is writing', async () => {
    let held = seen;
    background.answer({ moderationCase: () => polled(held) });
    await open(`#/moderation/${SUBJECT}`);
    await says('Decide');
    press('Block');
    await vi.waitFor(() => find('.case-form'));
    await write('.case-form textarea', 'half a rea');
    held = caseOf({
      ...seen,
      status: { ...seen.status, sequence: 3, version: 2 },
      events: [...seen.events, flagged(2, now)],
    });
    come();
    await says('The case has changed meanwhile');
    expect(find('.case-form textarea')).toHaveProperty('value', 'half a rea');
  });

  it('keeps the draft when there is no answer, says that it may be stored, and looks', async () => {
    background.answer({ moderationAct: () => ({ state: 'unreachable' }) });
    await show();
    press('Flag');
    await vi.waitFor(() => find('.case-form'));
    await write('.case-form textarea', 'a look');
    press('Flag', find('.case-form'));
    await confirm('Flag');
    await says('it may have been stored');
    expect(find('.case-form textarea')).toHaveProperty('value', 'a look');
    expect(sent('moderationCase')).toHaveLength(2);
  });

  it('takes notes without asking twice, and says why something was refused', async () => {
    background.answer({
      moderationAct: ({ action }) =>
        action.type === 'note'
          ? { state: 'ok', value: { outcome: 'done', value: seen } }
          : { state: 'ok', value: { outcome: 'refused', reason: 'nothing-in-force', fields: [] } },
    });
    await show();
    key('7');
    await says('Only moderators read it');
    await write('.case-form textarea', 'looking');
    press('Save the note');
    await says('The note is saved.');
    press('Clear');
    await vi.waitFor(() => find('.case-form'));
    await write('.case-form textarea', 'x');
    press('Clear', find('.case-form'));
    await confirm('Clear');
    await says('There is nothing in force or open.');
  });

  it('shows the appeal that waits', async () => {
    await show(
      caseOf({
        status: { appealed: true, state: 'open', measure: 'ban' },
        events: [{ type: 'appeal', sequence: 1, at: now, actor: SUBJECT, source: 'manual', text: 'it was my brother' }],
      }),
    );
    expect(find('.case-appeal').textContent).toContain('it was my brother');
    expect(text()).toContain('by the person concerned');
  });
});

describe('the logs', () => {
  it('tell everything done, with what has come since, down to the first entry', async () => {
    const item = (sequence: number) => ({ steamId: SUBJECT, event: flagged(sequence, 1) });
    const names = { [SUBJECT]: 'Kay', [MODERATOR]: 'Ada' };
    const pages = [
      { items: [item(3), item(2)], names, next: '2' },
      { items: [item(4), item(3)], names, next: '3' },
    ];
    background.answer({
      moderationLog: ({ query }) =>
        polled(query.cursor === '2' ? { items: [item(1)], names, next: null } : (pages.shift() ?? null)),
    });
    await open('#/moderation/log?source=manual&measure=flag');
    await says('reason 3');
    come();
    await says('reason 4');
    press('Show more');
    await says('reason 1');
    const reasons = [...root.querySelectorAll('.case-event .case-said')].map((each) => each.textContent);
    expect(reasons).toEqual(['reason 4', 'reason 3', 'reason 2', 'reason 1']);
    expect(find('.case-event').textContent).toMatch(/^KayFlaggedAda/);
    expect(sent('moderationLog')[0]).toMatchObject({ query: { source: 'manual', measure: 'flag' } });
    expect(text()).not.toContain('Show more');
  });

  it('say when older entries cannot be had, and try again', async () => {
    const item = (sequence: number) => ({ steamId: SUBJECT, event: flagged(sequence, 1) });
    let broken = true;
    background.answer({
      moderationLog: ({ query }) => {
        if (query.cursor === undefined) return polled({ items: [item(2)], names: {}, next: '2' });
        return broken ? { state: 'unreachable' } : polled({ items: [item(1)], names: {}, next: null });
      },
    });
    await open('#/moderation/log');
    await says('reason 2');
    press('Show more');
    await says('The backend did not answer.');
    expect(text()).not.toContain('Show more');
    broken = false;
    press('Try again');
    await says('reason 1');
    expect(text()).not.toContain('The backend did not answer.');
  });

  it('wait anew when asked once more, say anew that there is none, and call an empty answer none', async () => {
    const warned = vi.spyOn(console, 'warn').mockReturnValue();
    const item = (sequence: number) => ({ steamId: SUBJECT, event: flagged(sequence, 1) });
    let empty = true;
    let fail = (_: Error): void => {};
    background.answer({
      moderationLog: ({ query }) => {
        if (query.cursor === undefined) return polled({ items: [item(2)], names: {}, next: '2' });
        if (empty) return polled(null);
        return new Promise((_, reject) => {
          fail = reject;
        });
      },
    });
    await open('#/moderation/log');
    await says('reason 2');
    press('Show more');
    await says('The backend did not answer.');
    empty = false;
    press('Try again');
    await vi.waitFor(() => expect(text()).not.toContain('The backend did not answer.'));
    expect(find('button.more').getAttribute('aria-disabled')).toBe('true');
    await vi.waitFor(() => expect(sent('moderationLog')).toHaveLength(3));
    fail(new Error('gone'));
    await says('background does not answer');
    expect(warned).toHaveBeenCalledWith('more could not be read', new Error('gone'));
  });

  it('of accounts are for admins: who, to whom, and what else is known', async () => {
    background.answer({
      ...signedInAs('admin'),
      auditLog: ({ query }) => ({
        state: 'ok',
        value: {
          items: [
            {
              ...{ id: query.cursor ? 1 : 2, at: 1, action: query.cursor ? 'from-the-future' : 'role-changed' },
              actor: { steamId: MODERATOR, role: 'admin' },
              subject: null,
              address: query.cursor ? null : 'abcdefghijkl',
              detail: { from: 'user', to: 'moderator', count: 2 },
            },
          ],
          next: query.cursor ? null : '2',
        },
      }),
    });
    await open(`#/moderation/audit?person=${MODERATOR}`);
    await vi.waitFor(() => find('tbody tr'));
    expect(find('tbody th').textContent).toMatch(/^Role changed/);
    expect(find('tbody tr').textContent).toMatch(/member → moderator · count: 2.*Administrator–abcdefgh/);
    press('Show more');
    await says('from-the-future');
    expect(sent('auditLog')).toMatchObject([{ query: { person: MODERATOR } }, { query: { cursor: '2' } }]);
  });
});
