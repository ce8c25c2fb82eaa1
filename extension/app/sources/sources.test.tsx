// @vitest-environment jsdom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountAnswer } from '#extension/answers.ts';
import { App } from '#extension/app/app.tsx';
import type { HistoryStatus, UploadStatus } from '#extension/messages.ts';
import type { SyncReason, SyncStatus } from '#shared/api/matches.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const CODE = 'CSGO-GADqf-jjyJ8-cSP2r-smZRo-TO2xK';
const history: HistoryStatus = {
  ...{ state: 'done', tabsDone: 5, tabs: 5, found: 64, added: 64, matches: 64, problems: [] },
  finishedAt: Date.now(),
};
const nothing = { total: 0, sent: 0, refused: 0, skipped: 0, problems: [] };
const source = (
  name: SyncStatus['sources'][number]['source'],
  change: Partial<SyncStatus['sources'][number]> = {},
) => ({
  ...{ source: name, state: 'done' as const, done: 0, total: 0, reason: null, nextRunAt: null, finishedAt: null },
  ...change,
});
const status = (
  codes: Partial<SyncStatus['sources'][number]> = {},
  shareCodes: Partial<SyncStatus['shareCodes']> = {},
): SyncStatus => ({
  sources: [
    source('share-codes', codes),
    source('uploads'),
    source('leetify', { state: 'off', reason: 'not-licensed' }),
  ],
  shareCodes: { given: true, updatedAt: 1, waiting: 0, ...shareCodes },
});
const ok = (value: SyncStatus): AccountAnswer<SyncStatus> => ({ state: 'ok', value });

let root: HTMLElement;
const text = () => root.textContent ?? '';
/** With time for the first page of all to have its module loaded. */
const says = (wanted: string) => vi.waitFor(() => expect(text()).toContain(wanted), { timeout: 10_000 });
function button(label: string) {
  const found = [...root.querySelectorAll('button')].find((each) => each.textContent === label);
  if (!found) throw new Error(`no button says ${label}: ${text()}`);
  return found;
}
const press = (label: string) => act(() => button(label).click());
const asked = (type: string) => background.sent.filter((message) => message.type === type);
function field(name: string) {
  const found = root.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  if (!found) throw new Error(`no field ${name}`);
  return found;
}
const type = (name: string, value: string) =>
  act(() => {
    field(name).value = value;
    field(name).dispatchEvent(new Event('input', { bubbles: true }));
  });
const submit = () =>
  act(() => void root.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true, bubbles: true })));

function show(upload: UploadStatus, sync: AccountAnswer<SyncStatus>) {
  background.answer({ historyStatus: () => history, uploadStatus: () => upload, matchSync: () => sync });
  render(<App />, root);
}

beforeEach(() => {
  background.reset();
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  root = document.createElement('div');
  document.body.replaceChildren(root);
  location.hash = '#/sources';
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

describe('the sources of matches', () => {
  it('are told apart, each with its state, how far it is, and what is in its way', async () => {
    const soon = Date.now() + 24 * 60_000;
    show({ state: 'off', ...nothing }, ok(status({ state: 'running', done: 3, total: 7 })));
    await says('64 matches, read');
    await says('Running: 3 of 7');
    expect(text()).toContain('Leetify allows its matches to be kept only with permission');
    expect(root.querySelector('progress[aria-label="Share codes"]')?.getAttribute('value')).toBe('3');
    background.answer({ matchSync: () => ok(status({ finishedAt: Date.now() - 60_000, nextRunAt: soon })) });
    background.answer({ syncMatches: () => ok(status({ state: 'queued', nextRunAt: Date.now() - 1 })) });
    press('Sync now');
    await says('Queued');
    expect(asked('syncMatches')).toHaveLength(1);
    await says('next run in a moment');
  });

  it('wait for somebody to sign in, and say when nobody answers', async () => {
    show({ state: 'signed-out', ...nothing }, { state: 'expired' });
    await says('Sign in first');
    expect([...root.querySelectorAll('a')].some((each) => each.hash === '#/sign-in')).toBe(true);
    render(null, root);
    show({ state: 'off', ...nothing }, { state: 'unreachable' });
    await says('The backend did not answer.');
    background.answer({ matchSync: () => ok(status()) });
    press('Try again');
    await says('Share codes');
  });

  it.each<[SyncReason, string]>([
    ['auth-code-refused', 'Make a new one on Steam’s page'],
    ['share-code-expired', 'Enter the code of a newer match'],
  ])('say what to fix when Steam refuses the codes: %s', async (reason, words) => {
    show({ state: 'off', ...nothing }, ok(status({ state: 'failed', reason })));
    await says(words);
    // The form is there already, and the field in question is marked.
    const wrong = reason === 'auth-code-refused' ? 'authCode' : 'knownCode';
    expect(field(wrong).getAttribute('aria-invalid')).toBe('true');
    expect(root.querySelectorAll('[aria-invalid="true"]')).toHaveLength(1);
  });

  it.each<SyncReason>([
    'no-access',
    'not-registered',
    'limited',
    'unavailable',
    'no-steam-key',
    'no-game-coordinator',
    'not-licensed',
  ])('say what %s means', async (reason) => {
    show({ state: 'off', ...nothing }, ok(status({ state: 'failed', reason }, { given: false, updatedAt: null })));
    await says('Failed');
    const row = root.querySelector('.source-list li')?.textContent ?? '';
    expect(row.length).toBeGreaterThan('Share codesFailed'.length + 20);
    // Without a key for Steam codes are of no use to anybody.
    expect(root.querySelector('form') === null).toBe(reason === 'no-steam-key');
  });
});

describe('the codes of Steam', () => {
  it('are checked before they are sent, and taken as Steam gives them: with spaces, in a link', async () => {
    show(
      { state: 'off', ...nothing },
      ok(status({ state: 'off', reason: 'no-access' }, { given: false, updatedAt: null })),
    );
    await says('Enter your two codes below');
    type('authCode', '12-34');
    type('knownCode', 'CSGO-aaaaa');
    submit();
    await says('This is not an authentication code');
    expect(text()).toContain('This is not a match code');
    expect(document.activeElement).toBe(field('authCode'));
    expect(asked('setShareCodes')).toEqual([]);
    background.answer({ setShareCodes: () => ok(status({ state: 'queued' })) });
    type('authCode', ' ab12-cd34e-f567 ');
    type('knownCode', `steam://rungame/730/76561202255233023/+csgo_download_match%20${CODE}`);
    submit();
    await says('Saved. The sync has begun.');
    expect(asked('setShareCodes')).toEqual([{ type: 'setShareCodes', authCode: 'AB12-CD34E-F567', knownCode: CODE }]);
    // Nothing of them is shown any more.
    expect(text()).not.toContain('AB12');
    expect(root.querySelector('input[name="authCode"]')).toBeNull();
  });

  it('are replaced, and removed when asked twice', async () => {
    show({ state: 'off', ...nothing }, ok(status({}, { waiting: 2 })));
    await says('never shown again. 2 matches are still to be fetched.');
    press('Enter other codes');
    expect(field('authCode').value).toBe('');
    press('Cancel');
    press('Remove codes');
    await says('Remove the codes from the backend?');
    expect(asked('forgetShareCodes')).toEqual([]);
    background.answer({
      forgetShareCodes: () => ok(status({ state: 'off', reason: 'no-access' }, { given: false, updatedAt: null })),
    });
    press('Remove');
    await says('Removed.');
    await says('Enter your two codes below');
  });

  it('stay typed in when the backend does not take them', async () => {
    show(
      { state: 'off', ...nothing },
      ok(status({ state: 'off', reason: 'no-access' }, { given: false, updatedAt: null })),
    );
    await says('Enter your two codes below');
    background.answer({ setShareCodes: () => ({ state: 'unreachable' }) });
    type('authCode', 'AB12-CD34E-F567');
    type('knownCode', CODE);
    submit();
    await says('The backend did not answer.');
    expect(field('authCode').value).toBe('AB12-CD34E-F567');
    expect(text()).toContain('Share codes');
  });
});

describe('the upload', () => {
  it('is off until it is wanted', async () => {
    show({ state: 'off', ...nothing }, ok(status()));
    await says('Upload my matches');
    const box = root.querySelector<HTMLInputElement>('input[type="checkbox"]');
    expect(box?.checked).toBe(false);
    background.answer({ uploadStatus: () => ({ state: 'done', ...nothing, total: 64, sent: 64, lastAt: Date.now() }) });
    act(() => box?.click());
    await says('64 of 64 matches uploaded.');
    expect(asked('setSettings')).toEqual([{ type: 'setSettings', settings: { uploadMatches: true } }]);
  });

  it('says what was not taken, by match, field and player', async () => {
    background.answer({
      getSettings: () => ({ ...background.defaults, uploadMatches: true }),
      uploadNow: () => ({ state: 'running', ...nothing, total: 3, sent: 1 }),
    });
    show(
      {
        ...{
          state: 'failed',
          why: 'unreachable',
          retryAt: Date.now() + 120_000,
          total: 3,
          sent: 1,
          refused: 1,
          skipped: 2,
        },
        problems: [
          {
            ...{ id: 'a', map: 'Nuke', playedAt: 1_700_000_000_000, refused: false },
            errors: [{ path: 'players.3.kills', message: 'not a whole number from 0 to 200', name: 'Ада' }],
          },
          {
            ...{ id: 'b', map: 'Mirage', playedAt: 1_700_000_000_000, refused: true },
            errors: [
              { path: 'playedAt', message: 'lies in the future' },
              { path: 'from.the.future', message: 'odd' },
            ],
          },
        ],
      },
      ok(status()),
    );
    await says('1 of 3 matches uploaded. 2 are left out');
    await says('2 matches were not taken whole');
    expect(text()).toMatch(/Nuke.*Taken without:Kills · Ада not a whole number from 0 to 200/);
    expect(text()).toMatch(/Mirage.*RefusedTime lies in the future/);
    expect(text()).toContain('from.the.future odd');
    await says('the rest follows by itself');
    press('Upload now');
    await vi.waitFor(() => expect(root.querySelector('progress')?.getAttribute('value')).toBe('1'));
  });
});

describe('without a backend', () => {
  it('asks nobody to sign in, and says where its address goes', async () => {
    background.answer({
      getSettings: () => ({ ...background.defaults, backendUrl: '' }),
      historyStatus: () => history,
      uploadStatus: () => ({ ...nothing, state: 'off' }),
      matchSync: () => ({ state: 'expired' }),
    });
    render(<App />, root);
    await says('No backend, no account');
    expect(text()).not.toContain('Sign in first');
    expect(asked('matchSync')).toEqual([]);
  });
});
