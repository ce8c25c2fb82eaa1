// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import { ANNA, BORIS, banMet, DAY, noteOf, personRow, scoreRow, WANG, ZOE } from '#extension/app/players/fixture.ts';
import { localDatabase } from '#extension/app/players/local-data.ts';
import type { AccountView } from '#extension/messages.ts';
import type { Note } from '#extension/notes/note.ts';
import type { MatchRow } from '#extension/sync/rows.ts';
import type { DemoAnswer } from '#shared/api/demos.ts';
import type { MatchDetails } from '#shared/api/matches.ts';
import { DEMO_DETECTORS } from '#shared/demo/types.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const now = Date.now();
const line = (steamId: SteamId, name: string, team: 0 | 1, kills: number, headshotPercent = 40) => ({
  steamId,
  name,
  team,
  kills,
  assists: 2,
  deaths: 11,
  mvps: 1,
  headshotPercent,
  score: kills * 2,
});
const players = [
  line(WANG, '王', 1, 18),
  line(ANNA, 'Anna', 0, 24, 88),
  line(BORIS, 'Борис', 0, 9),
  line(ZOE, 'Zoë', 1, 12),
];
const match: MatchRow = {
  id: 'n/1',
  mode: 'premier',
  map: 'Nuke',
  mapCode: 'de_nuke',
  playedAt: now - 20 * DAY,
  ranked: true,
  waitSeconds: 1,
  durationSeconds: 2_400,
  rounds: [13, 9],
  replayUrl: null,
  players: players.map((player) => ({ ...player, ping: 20 })),
  cutOff: false,
  viewer: WANG,
  playerIds: players.map(({ steamId }) => steamId),
};
const { id: _, players: __, viewer: ___, ...rest } = match;
const own = { ...line(WANG, '王', 1, 18), provenance: 'client' as const, confirmations: 2 };
const details: MatchDetails = {
  id: 'there',
  playedAt: rest.playedAt,
  mode: 'premier',
  map: 'Nuke',
  mapCode: 'de_nuke',
  rounds: [13, 9],
  durationSeconds: 2_400,
  result: 'lost',
  uploads: 3,
  disagreements: 3,
  own,
  players: players.map((player) => ({ ...player, provenance: 'client', confirmations: 2, entry: null })),
  sources: [{ kind: 'upload', count: 3 }],
  conflicts: [
    {
      path: `players.${ZOE}`,
      values: [
        { value: 1, sources: ['upload', 'upload'], shown: true },
        { value: 0, sources: ['steam'], shown: false },
      ],
    },
    {
      path: 'mode',
      values: [
        { value: 'premier', sources: ['upload'], shown: true },
        { value: 'wingman', sources: ['steam'], shown: false },
      ],
    },
    {
      path: `players.${ANNA}.kills`,
      values: [
        { value: 24, sources: ['upload', 'upload'], shown: true },
        { value: 99, sources: ['upload'], shown: false },
      ],
    },
  ],
};
const signedIn: AccountView = {
  state: 'signed-in',
  fresh: true,
  me: {
    id: 'me',
    steamId: WANG,
    name: '王',
    role: 'user',
    state: 'active',
    createdAt: 1,
    settings: { version: 0, values: {} },
  },
};

let root: HTMLElement;
let notes: Note[];
const text = () => root.textContent ?? '';
const button = (label: string) =>
  [...root.querySelectorAll('button')].find((each) => each.textContent?.trim() === label || each.ariaLabel === label);

/** What was typed is drawn before the next key or click, as it would be for a person. */
const drawn = () => new Promise<void>((resolve) => setTimeout(resolve));

async function show(hash: string) {
  location.hash = hash;
  render(<App />, root);
  await vi.waitFor(() => expect(root.querySelector('h1')).not.toBeNull(), { timeout: 10_000 });
}

beforeEach(async () => {
  background.reset();
  notes = [noteOf(ZOE, { name: 'Zoë', watched: true })];
  background.answer({
    notes: () => notes,
    setNotes: ({ notes: changed }) => {
      const kept = new Map(notes.map((note) => [note.steamId, note]));
      for (const note of changed) kept.set(note.steamId, { ...note, updatedAt: Date.now() });
      notes = [...kept.values()].filter((note) => note.watched || note.trusted || note.text || note.tags.length);
      return notes;
    },
    bansMet: () => ({
      bans: [banMet(BORIS, { metAt: now - 2 * DAY, bannedAt: now - DAY })],
      check: { running: false },
    }),
    checkBans: () => ({ running: false }),
    listDemos: () => ({ state: 'expired' }),
    resolve: () => ({ steamId: null, failed: false }),
  });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('scrollTo', () => {});
  const { scores, people, matches, bansMet } = localDatabase();
  await Promise.all([scores, people, matches, bansMet].map((table) => table.clear()));
  await matches.put(match);
  await people.put(personRow(ANNA, 'Anna', match.playedAt));
  await bansMet.put(banMet(BORIS, { metAt: now - 2 * DAY, bannedAt: now - DAY }));
  await scores.put(scoreRow(ANNA, 92, 'near-certain', { expiresAt: now + DAY }));
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the page of matches', () => {
  it('lists them with the result, one’s own figures, and who had the highest score', async () => {
    await show('#/matches');
    await vi.waitFor(() => expect(text()).toContain('1 of 1 match'));
    const [row] = root.querySelectorAll('.data-table [data-row]');
    expect(row?.querySelector('a')?.getAttribute('href')).toBe('#/matches/n%2F1');
    expect(row?.textContent).toContain('Lost 9:13');
    expect(row?.textContent).toContain('18 / 2 / 11');
    await vi.waitFor(() => expect(row?.textContent).toContain('Anna'));
  });

  it('says that there are none, or that none fits', async () => {
    await show('#/matches?map=Mirage');
    await vi.waitFor(() => expect(text()).toContain('No match fits'));
    render(null, root);
    await localDatabase().matches.clear();
    await show('#/matches');
    await vi.waitFor(() => expect(text()).toContain('Read your match history'));
  });

  it('shows the backend’s where one is signed in', async () => {
    const { players: _players, sources: _sources, conflicts: _conflicts, ...summary } = details;
    background.answer({
      account: () => signedIn,
      listMatches: () => ({ state: 'ok', value: { items: [summary], next: null } }),
    });
    await show('#/matches?list=backend');
    await vi.waitFor(() => expect(root.querySelector('a[href="#/matches/there"]')).not.toBeNull());
    expect(text()).toContain('Lost 9:13');
  });

  it('offers to sign in again where the session has ended', async () => {
    background.answer({ account: () => signedIn, listMatches: () => ({ state: 'expired' }) });
    await show('#/matches?list=backend');
    await vi.waitFor(() => expect(text()).toContain('You are signed out'));
    expect(root.querySelector('.notice a[href="#/sign-in"]')).not.toBeNull();
    expect(button('Try again')).toBeUndefined();
  });
});

describe('the page of a match', () => {
  it('shows both teams, one’s own first, what stands out, and who was banned since', async () => {
    await show('#/matches/n%2F1');
    await vi.waitFor(() => expect(root.querySelector('.scoreboard')).not.toBeNull());
    await vi.waitFor(() => expect(document.title).toContain('Nuke'));
    expect([...root.querySelectorAll('.team')].map((each) => each.textContent)).toEqual(['My team9', 'Opponents13']);
    await vi.waitFor(() => {
      const found = [...root.querySelectorAll('.stands-out li')].map((each) => each.textContent);
      expect(found).toEqual([
        'Борисbanned after this match',
        'Annasuspicion score 92: Near certain · 88% of 24 kills by headshot',
        'Zoëon your watchlist',
      ]);
    });
    expect(root.querySelector('.scoreboard')?.textContent).toContain('2.18');
    // Nobody is signed in: the backend is not asked.
    expect(background.sent.some(({ type }) => type === 'listMatches' || type === 'matchDetails')).toBe(false);
  });

  it('waits for no score that nobody brings, and asserts nothing while bans cannot be asked for', async () => {
    let bansFail = true;
    background.answer({
      bansMet: () => {
        if (bansFail) throw new Error('gone');
        return { bans: [banMet(BORIS, { metAt: now, bannedAt: now })], check: { running: false } };
      },
    });
    await localDatabase().scores.clear();
    await show('#/matches/n%2F1');
    await vi.waitFor(() => expect(background.ports.at(-1)?.requests.length).toBeGreaterThan(0));
    expect(root.querySelectorAll('.scoreboard .waiting')).toHaveLength(4);
    const views = players.map(({ steamId }) => ({ steamId, state: 'unasked' as const, stale: false }));
    background.ports.at(-1)?.emit({ type: 'views', views });
    await vi.waitFor(() => expect(root.querySelectorAll('.scoreboard .waiting')).toHaveLength(0));
    expect(root.querySelector('.scoreboard tbody tr:nth-child(2)')?.textContent).toContain('Not asked yet');
    await vi.waitFor(() => expect(text()).toContain('background does not answer'));
    expect(text()).not.toContain('Nothing');
    bansFail = false;
    button('Try again')?.click();
    await vi.waitFor(() => expect(root.querySelector('.stands-out')?.textContent).toContain('banned after'));
    expect(text()).not.toContain('background does not answer');
  });

  it('waits for no score once the background is gone for good', async () => {
    await localDatabase().scores.clear();
    await show('#/matches/n%2F1');
    await vi.waitFor(() => expect(background.ports.at(-1)?.requests.length).toBeGreaterThan(0));
    for (let lost = 0; lost < 4; lost += 1) background.ports.at(-1)?.drop();
    await vi.waitFor(() => expect(root.querySelectorAll('.scoreboard .waiting')).toHaveLength(0));
    expect(root.querySelector('.scoreboard')?.textContent).toContain('Could not be looked up');
  });

  it('tells how sure the backend is, where sources disagree, and what the demo says', async () => {
    const detectors = DEMO_DETECTORS.map((detector) => ({
      detector,
      state: detector === 'snap' ? ('found' as const) : ('not-enough-data' as const),
      count: detector === 'snap' ? 9 : 0,
      opportunities: detector === 'snap' ? 12 : 0,
      typical: 0.05,
      nats: detector === 'snap' ? 3 : 0,
      moments: detector === 'snap' ? [{ round: 4, tick: 18_300, figures: {} }] : [],
    }));
    const demo: DemoAnswer['demo'] = {
      id: 'd1',
      source: 'share-code',
      state: 'done',
      reason: null,
      detail: null,
      progress: { bytes: 0, total: null, percent: null },
      upload: null,
      matchId: 'there',
      map: 'de_nuke',
      attempts: 1,
      retryAt: null,
      requestedAt: now,
      changedAt: now,
      finishedAt: now,
      scoredAt: now,
      file: null,
    };
    const report: DemoAnswer['report'] = {
      parser: 'x 1',
      map: 'de_nuke',
      server: null,
      build: null,
      rounds: 22,
      dropped: 0,
      state: 'judged',
      players: [],
      findings: { version: '1', tickRate: 64, rounds: 22, geometry: false, players: [{ id: ANNA, detectors }] },
    };
    background.answer({
      account: () => signedIn,
      listMatches: () => ({ state: 'ok', value: { items: [details], next: null } }),
      matchDetails: ({ id }) => (id === 'there' ? { state: 'ok', value: details } : { state: 'refused' }),
      listDemos: () => ({ state: 'ok', value: { items: [demo], next: null } }),
      demoFindings: () => ({ state: 'ok', value: { demo, report, entries: {} } }),
    });
    await show('#/matches/n%2F1');
    await vi.waitFor(() => expect(text()).toContain('3 independent uploads'));
    expect(text()).toContain('Anna: Kills');
    expect(text()).toContain('24 (uploads ×2)');
    expect(text()).toContain('99 (uploads)');
    expect(text()).toContain('Zoëtook part (uploads ×2)did not take part (Steam)');
    expect(text()).toContain('ModePremier (uploads)Wingman (Steam)');
    await vi.waitFor(() => expect(text()).toContain('Aim that snaps'));
    expect(text()).toContain('9 of 12 first hits');
    expect(text()).toContain('demo_gototick 18300');
    expect(text()).toContain('Too little to tell');
  });

  it('is the backend’s where this browser has none, and says when nobody has', async () => {
    background.answer({
      account: () => signedIn,
      matchDetails: ({ id }) => (id === 'there' ? { state: 'ok', value: details } : { state: 'refused' }),
      listDemos: () => ({ state: 'ok', value: { items: [], next: null } }),
    });
    await show('#/matches/there');
    await vi.waitFor(() => expect(root.querySelectorAll('.scoreboard tbody tr')).toHaveLength(6));
    location.hash = '#/matches/nowhere';
    await vi.waitFor(() => expect(text()).toContain('No such match'));
  });

  it('does not say that there is no such match when nobody could be asked', async () => {
    let answers = false;
    background.answer({
      account: () => signedIn,
      matchDetails: () => (answers ? { state: 'refused' } : { state: 'unreachable' }),
    });
    await show('#/matches/nowhere');
    await vi.waitFor(() => expect(text()).toContain('The backend did not answer'));
    expect(text()).not.toContain('No such match');
    answers = true;
    button('Try again')?.click();
    await vi.waitFor(() => expect(text()).toContain('No such match'));
  });

  it('offers to sign in again where the session has ended', async () => {
    background.answer({ account: () => signedIn, listMatches: () => ({ state: 'expired' }) });
    await show('#/matches/n%2F1');
    await vi.waitFor(() => expect(text()).toContain('You are signed out'));
    expect(root.querySelector('.notice a[href="#/sign-in"]')).not.toBeNull();
    expect(button('Try again')).toBeUndefined();
  });

  it('says when the storage cannot be read', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(localDatabase().matches, 'get').mockRejectedValue(new Error('blocked'));
    await show('#/matches/n%2F1');
    await vi.waitFor(() => expect(text()).toContain('storage cannot be read'));
  });
});

describe('the watchlist', () => {
  it('lists who is watched, adds by an ID in any form, and says what names nobody', async () => {
    await show('#/watchlist');
    await vi.waitFor(() => expect(root.querySelectorAll('.data-table [data-row]')).toHaveLength(1));
    const field = root.querySelector<HTMLInputElement>('main input[type="text"]');
    if (!field) throw new Error('there is no field');
    const add = async (value: string) => {
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await vi.waitFor(() => expect(button('Watch')?.getAttribute('aria-disabled')).toBe('false'));
      button('Watch')?.click();
    };
    await add('[U:1:11]');
    await vi.waitFor(() => expect(root.querySelectorAll('.data-table [data-row]')).toHaveLength(2));
    expect(notes.find(({ steamId }) => steamId === ANNA)?.watched).toBe(true);
    await add('[U:1:11]');
    await vi.waitFor(() => expect(text()).toContain('on the watchlist already'));
    await add('steamcommunity.com/id/nobody-at-all');
    await vi.waitFor(() => expect(text()).toContain('This names no player'));
    button('Watch Zoë')?.click();
    await vi.waitFor(() => expect(text()).toContain('taken off the watchlist'));
    // Of the toasts the last is about this.
    [...root.querySelectorAll<HTMLButtonElement>('.toasts button')]
      .findLast((each) => each.textContent === 'Undo')
      ?.click();
    await vi.waitFor(() => expect(root.querySelectorAll('.data-table [data-row]')).toHaveLength(2));
  });
});

describe('the page of a player', () => {
  it('tells of matches together and bans, by the name known here, though nobody else answers', async () => {
    await show(`#/players/${ANNA}`);
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toBe('Anna'));
    await vi.waitFor(() => expect(text()).toContain('1 match: 0 with you, 1 against you'));
    expect(text()).toContain('2.18 kills per death, 88% headshots');
    expect(root.querySelector('.together a')?.getAttribute('href')).toBe('#/matches/n%2F1');
    expect(text()).toContain('Bans could not be looked at just now');
    expect(text()).not.toContain('Nobody has looked');
    background.answer({ details: ({ steamId }) => ({ state: 'unasked', steamId }) });
    [...root.querySelectorAll('.panel')]
      .find((each) => each.textContent?.startsWith('Bans over time'))
      ?.querySelector('button')
      ?.click();
    await vi.waitFor(() => expect(text()).toContain('Nobody has looked at this player’s bans yet'));
  });

  it('keeps a note in place', async () => {
    await show(`#/players/${ANNA}`);
    await vi.waitFor(() => expect(button('Add a note')).toBeDefined());
    button('Add a note')?.click();
    await vi.waitFor(() => expect(root.querySelector('textarea')).not.toBeNull());
    const field = root.querySelector('textarea');
    if (!field) throw new Error('there is no field');
    field.value = 'looked at the demo';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await drawn();
    button('Keep')?.click();
    await vi.waitFor(() => expect(root.querySelector('.own-note-text')?.textContent).toBe('looked at the demo'));
    expect(notes.find(({ steamId }) => steamId === ANNA)?.text).toBe('looked at the demo');
  });
});
