// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import { DemoFindings } from '#extension/demos/findings.tsx';
import { MatchDemo } from '#extension/demos/match-demo.tsx';
import { fakeDialogs } from '#extension/ui/fake-dialog.ts';
import { Page } from '#extension/ui/page.tsx';
import type { Demo } from '#shared/api/demos.ts';
import type { DetectorFinding } from '#shared/demo/types.ts';
import { someone } from '#shared/match-history/fixture.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const DEMO: Demo = {
  ...{ id: 'd1', source: 'replay-link', state: 'downloading', reason: null, detail: null, matchId: 'm1', map: null },
  progress: { bytes: 84_000_000, total: 213_000_000, percent: 39 },
  ...{
    upload: null,
    attempts: 1,
    retryAt: null,
    requestedAt: 1,
    changedAt: 1,
    finishedAt: null,
    scoredAt: null,
    file: null,
  },
};
const LINK = 'http://replay200.valve.net/730/003812345678901234567_0000000001.dem.bz2';
const finding = (detector: DetectorFinding['detector'], state: DetectorFinding['state']): DetectorFinding => ({
  ...{ detector, state, count: 4, opportunities: 10, typical: 0.01, nats: state === 'found' ? 2.5 : 0 },
  moments: state === 'found' ? [{ round: 7, tick: 20_412, enemy: 'e', figures: { degrees: 31.5, ticks: 2 } }] : [],
});

let root: HTMLElement;
const shows = (text: string) => vi.waitFor(() => expect(root.textContent).toContain(text), { timeout: 10_000 });
const button = (label: string) =>
  [...root.querySelectorAll('button')].find(
    (each) => each.textContent === label || each.getAttribute('aria-label') === label,
  );

beforeEach(() => {
  background.reset();
  background.answer({ notes: () => [] });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('scrollTo', vi.fn());
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

const inPage = (what: preact.ComponentChildren) =>
  render(
    <Page surface="app" settings={background.defaults}>
      {what}
    </Page>,
    root,
  );

describe('findings', () => {
  it('tell what was found with its moments, what was not, and why the rest cannot be told', async () => {
    const written = vi.fn(async () => {});
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: written } });
    const states = [
      finding('recoil', 'not-enough-data'),
      finding('wallTrack', 'no-geometry'),
      finding('spin', 'clear'),
      finding('snap', 'found'),
    ];
    inPage(<DemoFindings detectors={states} nameOf={() => '李雷'} />);
    await shows('Round 7, tick 20412');
    expect([...root.querySelectorAll('[data-state]')].map((each) => each.getAttribute('data-state'))).toEqual([
      'found',
      'clear',
    ]);
    expect(root.textContent).toContain('李雷');
    expect(root.textContent).toContain('31.5° · 2 ticks');
    expect(root.textContent).toMatch(/Too little to tell: .*recoil/i);
    expect(root.textContent).toMatch(/without the walls of the map: .*walls/i);
    button('Copy demo_gototick 20412')?.click();
    await vi.waitFor(() => expect(written).toHaveBeenCalledWith('demo_gototick 20412'));
  });
});

describe('the demo of a match', () => {
  it('is asked for by the replay link of its row, and followed', async () => {
    const asked = vi.fn();
    background.answer({
      pollDemos: () => ({ state: 'ok', value: { items: [], next: null } }),
      requestDemo: ({ request }) => {
        asked(request);
        return { state: 'ok', value: { demo: DEMO, joined: false } };
      },
      pollDemo: () => ({
        state: 'ok',
        value: { ...DEMO, progress: { bytes: 170_000_000, total: 213_000_000, percent: 79 } },
      }),
    });
    inPage(<MatchDemo matchId="m1" replayUrl={LINK} onDone={() => {}} />);
    await shows('It was not analysed yet');
    button('Analyse the demo')?.click();
    await shows('170 MB of 213 MB · 79%');
    expect(asked).toHaveBeenCalledExactlyOnceWith({ replayUrl: LINK, matchId: 'm1' });
  });

  it('can be asked for anew when it is gone', async () => {
    let there = true;
    background.answer({
      pollDemos: () => ({ state: 'ok', value: { items: there ? [DEMO] : [], next: null } }),
    });
    inPage(<MatchDemo matchId="m1" replayUrl={LINK} onDone={() => {}} />);
    await shows('84 MB of 213 MB · 39%');
    there = false;
    document.dispatchEvent(new Event('visibilitychange'));
    await shows('It was not analysed yet');
    expect(button('Analyse the demo')).toBeDefined();
  });

  it('does not say that it was not analysed where that is not known', async () => {
    let state: 'unreachable' | 'ok' = 'unreachable';
    background.answer({
      pollDemos: () => (state === 'ok' ? { state, value: { items: [DEMO], next: null } } : { state }),
      pollDemo: () => ({ state: 'ok', value: DEMO }),
    });
    inPage(<MatchDemo matchId="m1" replayUrl={LINK} onDone={() => {}} />);
    await shows('Your server does not answer.');
    expect(root.textContent).not.toContain('It was not analysed yet');
    expect(button('Analyse the demo')).toBeUndefined();
    state = 'ok';
    button('Try again')?.click();
    await shows('84 MB of 213 MB · 39%');
  });

  it('says why it failed, and can be tried again', async () => {
    const gone: Demo = { ...DEMO, state: 'failed', reason: 'replay-gone', detail: 'status 404' };
    background.answer({ pollDemos: () => ({ state: 'ok', value: { items: [gone], next: null } }) });
    inPage(<MatchDemo matchId="m1" replayUrl={LINK} onDone={() => {}} />);
    await shows('Valve has deleted the replay');
    expect(root.textContent).toContain('status 404');
    expect(button('Try again')).toBeDefined();
  });
});

describe('the page of demos', () => {
  const open = () => {
    location.hash = '#/demos';
    render(<App />, root);
  };

  it('says that it needs a server where there is none', async () => {
    background.answer({ getSettings: () => ({ ...background.defaults, localOnly: true }) });
    open();
    await shows('Demos need a server');
    expect(root.querySelector('#demo-files')).toBeNull();
  });

  const me = { id: 'u', steamId: someone(1), name: 'me', role: 'user', state: 'active', createdAt: 1 } as const;
  const account = () => ({
    state: 'signed-in' as const,
    fresh: true,
    me: { ...me, settings: { version: 0, values: {} } },
  });

  it('offers to sign in again where the session has ended', async () => {
    background.answer({ account, pollDemos: () => ({ state: 'expired' }) });
    open();
    await shows('You are signed out');
    expect(root.querySelector('.notice a[href="#/sign-in"]')).not.toBeNull();
    expect(button('Try again')).toBeUndefined();
  });

  it('lists one’s own, and deletes after asking', async () => {
    let items: Demo[] = [{ ...DEMO, state: 'failed', reason: 'unsupported-demo', map: 'de_mirage' }];
    const removed = vi.fn();
    background.answer({
      account,
      pollDemos: () => ({ state: 'ok', value: { items, next: null } }),
      removeDemo: ({ id }) => {
        removed(id);
        items = [];
        return { state: 'ok', value: { removed: true } };
      },
    });
    fakeDialogs();
    open();
    await shows('No parser can read this demo');
    button('Delete de_mirage')?.click();
    await shows('Delete this demo?');
    expect(removed).not.toHaveBeenCalled();
    button('Delete')?.click();
    await shows('No demo yet');
    expect(removed).toHaveBeenCalledExactlyOnceWith('d1');
  });
});
