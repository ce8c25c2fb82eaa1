// @vitest-environment jsdom
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import ReportsPage from '#extension/app/reports/reports.tsx';
import { readEvidence } from '#extension/reports/evidence.tsx';
import { PlayerReport } from '#extension/reports/player-report.tsx';
import type { OwnReport, ReportDraft, ReportView } from '#extension/reports/report.ts';
import { ReportButton, type RowOpen, RowPart } from '#extension/reports/row.tsx';
import { useReports } from '#extension/reports/use-reports.ts';
import { UiProvider } from '#extension/ui/context.tsx';
import { fakeBackground } from '#extension/ui/fake-background.ts';
import { Toasts } from '#extension/ui/toast.tsx';
import { translatorOf } from '#extension/words/fixture.ts';
import { someone } from '#shared/match-history/fixture.ts';

const background = vi.hoisted(() => ({}) as { current: ReturnType<typeof fakeBackground> });
vi.mock('wxt/browser', () => ({
  get browser() {
    return background.current.browser;
  },
}));

const THEM = someone(7);
const CODE = 'CSGO-GADqf-jjyJ8-cSP2r-smZRo-TO2xK';
const NOW = Date.now();
const MATCHES = [
  { playedAt: NOW - 3_600_000, map: 'Nuke', mode: 'premier' as const },
  { playedAt: NOW - 90_000_000, map: 'Mirage', mode: 'wingman' as const },
];
const request = { category: 'aim' as const, evidence: [], words: '' };
const ownReport = (change: Partial<OwnReport> = {}): OwnReport => ({
  steamId: THEM,
  name: 'Them',
  state: 'held',
  withdrawing: false,
  at: NOW,
  dueAt: NOW + 10_000,
  request,
  ...change,
});

describe('reporting', () => {
  let root: HTMLElement;
  let view: ReportView;
  const words = translatorOf('app', 'en');
  const sent = (type: string) => background.current.sent.filter((each) => each.type === type);
  const text = () => root.textContent ?? '';
  const says = (what: string) => vi.waitFor(() => expect(text()).toContain(what), { timeout: 5_000 });
  const button = (label: string) =>
    [...root.querySelectorAll('button')].find(
      (each) => each.textContent === label || each.getAttribute('aria-label') === label,
    );
  const press = (label: string) => act(() => button(label)?.click());
  const type = (selector: string, value: string) =>
    act(() => {
      const field = root.querySelector<HTMLInputElement>(selector);
      if (!field) throw new Error(`no ${selector}`);
      field.value = value;
      field.dispatchEvent(new Event(field.localName === 'select' ? 'change' : 'input', { bubbles: true }));
    });
  const show = (what: preact.ComponentChildren) =>
    act(() =>
      render(
        <UiProvider value={{ words, now: Date.now }}>
          <Toasts>{what}</Toasts>
        </UiProvider>,
        root,
      ),
    );
  const player = { details: undefined, busy: 'no', error: 'no', refreshed: false } as const;
  const page = () => <PlayerReport steamId={THEM} name="Them" player={player} />;
  async function openForm() {
    show(page());
    press('Report');
    await says('Report Them');
  }

  beforeEach(() => {
    background.current = fakeBackground();
    view = { account: 'active', matches: MATCHES };
    background.current.answer({
      reportView: () => view,
      sendReport: ({ draft }) => {
        const own = ownReport({ request: { ...request, ...draft, category: draft.category ?? 'aim' } });
        view = { ...view, own };
        return { state: 'held', view };
      },
      undoReport: () => {
        const { own: _, ...rest } = view;
        view = rest;
        return { undone: true, view };
      },
      withdrawReport: () => {
        view = { ...view, own: ownReport({ withdrawing: true }) };
        return view;
      },
      sendReportsNow: () => ({}),
    });
    root = document.createElement('div');
    document.body.append(root);
  });
  afterEach(() => {
    act(() => render(null, root));
    root.remove();
  });

  it('takes two clicks, by the match last played together, and can be undone', async () => {
    await openForm();
    expect(root.querySelector('select')?.selectedOptions[0]?.textContent).toContain('Nuke');
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Aim'));
    press('Wall');
    await says('You reported: Wall');
    expect(sent('sendReport')).toMatchObject([
      {
        steamId: THEM,
        name: 'Them',
        draft: { category: 'wall', playedAt: MATCHES[0]?.playedAt, evidence: [], words: '' },
      },
    ]);
    expect(text()).toMatch(/Goes out in \d+ seconds/);
    // Where the form was: who works by keyboard is not sent to the top of the page, nor onto "Undo" by a second Enter.
    await vi.waitFor(() => expect(document.activeElement?.className).toBe('report-own'));
    press('Undo');
    await vi.waitFor(() => expect(text()).not.toContain('You reported'));
    expect(sent('undoReport')).toHaveLength(1);
  });

  it('takes evidence and words, and another time', async () => {
    await openForm();
    press('Add evidence or words');
    await vi.waitFor(() => expect(document.activeElement).toBe(root.querySelector('.report-add input')));
    type('.report-add input', `steam://rungame/730/76561202255233023/+csgo_download_match%20${CODE}`);
    type('.report-tick input', '12345');
    press('Add');
    expect(text()).toContain(`Match ${CODE}, tick 12,345`);
    type('.report-add input', 'https://example.org/clip');
    type('textarea', 'Round 7');
    expect(text()).toContain('993 characters left');
    type('select', 'other');
    type('input[type=datetime-local]', '2026-03-01T20:15');
    press('Griefing');
    expect(sent('sendReport')).toEqual([]);
    press('Report');
    await says('You reported: Griefing');
    // What was typed and not added is meant, too.
    expect(sent('sendReport')).toMatchObject([
      {
        draft: {
          category: 'griefing',
          playedAt: new Date(2026, 2, 1, 20, 15).getTime(),
          words: 'Round 7',
          evidence: [
            { kind: 'demo-tick', code: CODE, tick: 12_345 },
            { kind: 'link', url: 'https://example.org/clip' },
          ],
        },
      },
    ]);
  });

  it('does not take what is no evidence, or no category', async () => {
    await openForm();
    press('Add evidence or words');
    type('.report-add input', 'javascript:alert(1)');
    press('Add');
    expect(root.querySelector('[role=alert]')?.textContent).toContain('Not a share code');
    expect(root.querySelector('.report-add input')?.getAttribute('aria-invalid')).toBe('true');
    type('.report-add input', '');
    press('Report');
    expect(text()).toContain('Choose what it was.');
    expect(sent('sendReport')).toEqual([]);
  });

  it('says by field what the background refuses, and keeps what was typed', async () => {
    background.current.answer({
      sendReport: () => ({ state: 'invalid', why: 'invalid', fields: ['playedAt', 'words', 'evidence'] }),
    });
    await openForm();
    press('Aim');
    await says('This time or match is not possible.');
    expect(text()).toContain('At most 1,000 characters');
    expect(text()).toContain('Not a share code');
    expect(button('Aim')?.getAttribute('aria-pressed')).toBe('true');
    background.current.answer({ sendReport: () => ({ state: 'invalid', why: 'decided', fields: [] }) });
    press('Report');
    await says('there is an outcome already');
  });

  it('keeps what was typed when it closes, and when nobody is signed in', async () => {
    view = { ...view, account: 'signed-out' };
    await openForm();
    expect(text()).toContain('Sign in first');
    background.current.answer({ sendReport: () => ({ state: 'signed-out' }) });
    press('Add evidence or words');
    type('textarea', 'kept');
    press('Cancel');
    await vi.waitFor(() => expect(sent('keepReportDraft')).toMatchObject([{ draft: { words: 'kept' } }]));
    view = { ...view, draft: { evidence: [], words: 'kept' } };
    press('Report');
    await vi.waitFor(() => expect(root.querySelector('textarea')?.value).toBe('kept'));
    press('Movement');
    press('Sign in with Steam');
    await vi.waitFor(() => expect(sent('openApp')).toEqual([{ type: 'openApp', page: 'sign-in' }]));
    expect(sent('sendReport')).toMatchObject([{ draft: { category: 'movement', words: 'kept' } }]);
  });

  it('closes on Escape and gives the page its keys back', async () => {
    const seen = vi.fn();
    document.body.addEventListener('keydown', seen);
    await openForm();
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Aim'));
    act(() => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    });
    expect(root.querySelector('form')).toBeNull();
    expect(seen).not.toHaveBeenCalled();
    document.body.removeEventListener('keydown', seen);
  });

  it.each([
    ['off', 'no backend to report to'],
    ['blocked', 'may not report'],
    ['banned', 'may not report'],
    ['self', 'about yourself'],
  ] as const)('says why it cannot be: %s', async (account, why) => {
    view = { ...view, account };
    show(page());
    press('Report');
    await says(why);
    expect(root.querySelector('form')).toBeNull();
  });

  it.each([
    [
      { state: 'waiting', why: 'unreachable', dueAt: NOW + 600_000 },
      'Waits for the backend to answer; next try',
      'Send now',
    ],
    [{ state: 'waiting', why: 'limited', dueAt: NOW + 600_000 }, 'Too many reports', 'Send now'],
    [{ state: 'waiting', why: 'signed-out' }, 'Waits for you to sign in', 'Sign in with Steam'],
    [{ state: 'sending' }, 'Being sent', undefined],
    [{ state: 'refused', why: 'no-player' }, 'Not taken: Steam knows no such account', 'Discard'],
    [{ state: 'refused', why: 'invalid', fields: ['playedAt'] }, 'Not taken: This time or match is not', 'Change'],
    [{ state: 'sent' }, 'Reported just now', 'Take back'],
    [{ withdrawing: true }, 'Is taken back in', 'Undo'],
    [{ state: 'waiting', withdrawing: true }, 'Waits to be taken back', 'Send now'],
  ] as [Partial<OwnReport>, string, string | undefined][])('shows how far it is: %o', async (change, said, action) => {
    const { dueAt: _, ...own } = ownReport();
    view = { ...view, own: { ...own, ...change } };
    show(page());
    await says('You reported: Aim');
    expect(text()).toContain(said);
    if (action) expect(button(action)).toBeDefined();
  });

  it('says when the background does not answer, and asks again', async () => {
    let gone = true;
    background.current.answer({
      reportView: () => {
        if (gone) throw new Error('gone');
        return view;
      },
    });
    show(page());
    press('Report');
    await says('background does not answer');
    gone = false;
    press('Try again');
    await says('Report Them');
  });

  it('says when a report could not be taken back', async () => {
    view = { ...view, own: ownReport({ state: 'sent' }) };
    background.current.answer({
      withdrawReport: () => {
        throw new Error('gone');
      },
    });
    show(page());
    await says('You reported: Aim');
    press('Take back');
    await says('That did not work');
  });

  it('follows it until it is sent', async () => {
    view = { ...view, own: ownReport({ state: 'sending' }) };
    show(page());
    await says('Being sent');
    view = { ...view, own: ownReport({ state: 'sent' }) };
    await says('Reported just now');
  });

  it('begins a change with what was reported', async () => {
    view = { ...view, own: ownReport({ state: 'sent', request: { ...request, words: 'before', category: 'wall' } }) };
    show(page());
    await says('You reported: Wall');
    press('Change');
    expect(root.querySelector('textarea')?.value).toBe('before');
    expect(button('Wall')?.getAttribute('aria-pressed')).toBe('true');
    press('Save changes');
    await vi.waitFor(() => expect(sent('sendReport')).toHaveLength(1));
  });

  describe('in a row', () => {
    function Row({ at }: { at?: number }) {
      const [open, setOpen] = useState<RowOpen>('nothing');
      const { byId, reload } = useReports();
      const row = { steamId: THEM, name: 'Them', own: byId.get(THEM), open, onOpen: setOpen };
      return (
        <>
          <ReportButton {...row} />
          <RowPart {...row} at={at} view={undefined} kind="calibrated" onChange={reload} />
        </>
      );
    }
    beforeEach(() => {
      background.current.answer({
        myReports: () => ({ account: 'active', reports: view.own ? [view.own] : [], fresh: false }),
      });
    });

    it('is handed in with the match of the row, marks it, and is undone by a toast', async () => {
      const at = MATCHES[1]?.playedAt ?? 0;
      show(<Row at={at} />);
      press('Report Them');
      await says('What was it?');
      press('Aim');
      await says('Them: reported for “Aim”');
      expect(sent('sendReport')).toMatchObject([{ draft: { playedAt: at } }]);
      expect(root.querySelector('form')).toBeNull();
      await vi.waitFor(() => expect(button('You reported: Aim')).toBeDefined());
      press('Undo');
      await says('What you entered is kept');
      await vi.waitFor(() => expect(button('Report Them')).toBeDefined());
    });

    it('says when it is too late to undo', async () => {
      show(<Row />);
      press('Report Them');
      await says('What was it?');
      press('Aim');
      await says('reported for');
      background.current.answer({ undoReport: () => ({ undone: false, view }) });
      press('Undo');
      await says('Too late to undo');
    });

    it('shows how far the one there is, instead of a form', async () => {
      view = { ...view, own: ownReport({ state: 'sent' }) };
      show(<Row />);
      await vi.waitFor(() => expect(button('You reported: Aim')).toBeDefined());
      press('You reported: Aim');
      await says('Reported just now');
      expect(root.querySelector('form')).toBeNull();
    });
  });

  describe('the list of all', () => {
    const listed = (change: Partial<OwnReport>, n: number): OwnReport => ({
      ...ownReport(change),
      steamId: someone(100 + n),
      name: `Player ${n}`,
    });
    const stored = (outcome: 'open' | 'upheld' | 'banned') => ({
      ...request,
      steamId: THEM,
      reportedAt: NOW,
      editedAt: null,
      outcome,
      outcomeAt: outcome === 'open' ? null : NOW,
      playedTogether: true,
      ban: outcome === 'banned' ? { vac: 1, game: 0, lastBanAt: NOW, noticedAt: NOW, since: true } : null,
    });
    const list = () => show(<ReportsPage />);

    it('says state, outcome and ban of each, by filter', async () => {
      const reports = [
        listed({ state: 'waiting', why: 'unreachable' }, 1),
        listed({ state: 'sent', stored: stored('open') }, 2),
        listed({ state: 'sent', stored: stored('upheld') }, 3),
        listed({ state: 'sent', stored: stored('banned') }, 4),
      ];
      background.current.answer({ myReports: ({ renew }) => ({ account: 'active', reports, fresh: renew }) });
      list();
      await says('4 reports');
      expect(text()).toContain('Confirmed by a moderator');
      expect(text()).toContain('1 VAC ban since your report');
      expect(text()).toContain('You met in a match');
      // Asked of the backend once.
      await vi.waitFor(() => expect(sent('myReports').filter((each) => 'renew' in each && each.renew)).toHaveLength(1));
      for (const [label, names] of [
        ['Under way', ['Player 1']],
        ['Open', ['Player 2']],
        ['With an outcome', ['Player 3', 'Player 4']],
      ] as const) {
        press(label);
        expect([...root.querySelectorAll('.report-item h2')].map((each) => each.textContent)).toEqual(names);
      }
    });

    it('takes one back, which a toast can undo', async () => {
      let reports = [listed({ state: 'sent', stored: stored('open') }, 1)];
      background.current.answer({
        myReports: () => ({ account: 'active', reports, fresh: true }),
        withdrawReport: () => {
          reports = [listed({ withdrawing: true, stored: stored('open') }, 1)];
          return { account: 'active', matches: [], ...(reports[0] && { own: reports[0] }) };
        },
      });
      list();
      await says('Player 1');
      press('Take back');
      await says('Player 1: the report is taken back');
      await says('Is taken back in');
    });

    it('has words for nothing, for nobody signed in, and for a backend that is away', async () => {
      let fresh = false;
      background.current.answer({
        myReports: ({ renew }) => ({ account: 'active', reports: [], fresh: renew && fresh }),
      });
      list();
      await says('The backend did not answer');
      // Whether there are none is not known.
      expect(text()).not.toContain('You have reported nobody');
      fresh = true;
      press('Try again');
      await says('You have reported nobody');
      expect(text()).not.toContain('The backend did not answer');
      act(() => render(null, root));
      background.current.answer({ myReports: () => ({ account: 'signed-out', reports: [], fresh: false }) });
      list();
      await says('Sign in to see your reports');
      act(() => render(null, root));
      background.current.answer({
        myReports: () => {
          throw new Error('gone');
        },
      });
      list();
      await says('background does not answer');
    });

    it('says to a banned account, too, that the backend is away', async () => {
      background.current.answer({ myReports: () => ({ account: 'banned', reports: [], fresh: false }) });
      list();
      await says('The backend did not answer');
      expect(root.querySelector('.loading')).toBeNull();
    });

    it('waits for nothing when the background falls silent before the backend was heard', async () => {
      background.current.answer({
        myReports: ({ renew }) => {
          if (renew) throw new Error('gone');
          return { account: 'active', reports: [], fresh: false };
        },
      });
      list();
      await says('background does not answer');
      expect(root.querySelector('.loading')).toBeNull();
      expect(text()).not.toContain('You have reported nobody');
    });
  });
});

describe('evidence', () => {
  it.each([
    [CODE, '', { kind: 'share-code', code: CODE }],
    [` ${CODE} `, '64', { kind: 'demo-tick', code: CODE, tick: 64 }],
    [`steam://rungame/730/1/+csgo_download_match%20${CODE}`, '', { kind: 'share-code', code: CODE }],
    [CODE, '-1', undefined],
    [CODE, 'x', undefined],
    [CODE, '10000001', undefined],
    ['https://example.org/a b', '', { kind: 'link', url: 'https://example.org/a%20b' }],
    ['http://example.org', '7', { kind: 'link', url: 'http://example.org/' }],
    ['example.org', '', undefined],
    ['javascript:alert(1)', '', undefined],
    ['data:text/html,x', '', undefined],
    ['https://user:secret@example.org/', '', undefined],
    [`https://example.org/${'x'.repeat(500)}`, '', undefined],
    ['', '', undefined],
  ] as [string, string, ReportDraft['evidence'][number] | undefined][])('%s %s', (text, tick, piece) => {
    expect(readEvidence(text, tick)).toEqual(piece);
  });
});
