// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WANG } from '#extension/app/players/fixture.ts';
import { localDatabase } from '#extension/app/players/local-data.ts';
import type { HistoryStatus } from '#extension/messages.ts';
import { useHistory } from '#extension/people/use-history.ts';
import type { MatchRow } from '#extension/sync/rows.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const MINUTE = 60_000;
const matchOf = (index: number): MatchRow => ({
  id: `m/${index}`,
  mode: 'premier',
  map: 'Nuke',
  mapCode: 'de_nuke',
  playedAt: Date.UTC(2026, 0, 1) - index * 60 * MINUTE,
  ranked: true,
  waitSeconds: 1,
  durationSeconds: 2_400,
  rounds: [13, 9],
  replayUrl: null,
  players: [],
  cutOff: false,
  viewer: WANG,
  playerIds: [],
});
const running = (matches: number): HistoryStatus => ({
  state: 'running',
  tabsDone: 0,
  tabs: 5,
  found: matches,
  added: matches,
  matches,
  problems: [],
});

/** How many matches there were to draw, each time that changed. */
let drawn: (number | undefined)[];
function Probe() {
  const { matches } = useHistory();
  if (drawn.at(-1) !== matches?.length || drawn.length === 0) drawn.push(matches?.length);
  return null;
}

let root: HTMLElement;
beforeEach(async () => {
  background.reset();
  drawn = [];
  root = document.createElement('div');
  await localDatabase().matches.clear();
});
afterEach(() => {
  render(null, root);
  vi.restoreAllMocks();
});

it('shows the first matches before it has read all of them', async () => {
  await localDatabase().matches.bulkPut(Array.from({ length: 45 }, (_, index) => matchOf(index)));
  render(<Probe />, root);
  await vi.waitFor(() => expect(drawn).toEqual([undefined, 20, 45]));
});

it('leaves out a match that cannot be read, and none behind it', async () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  const broken = { ...matchOf(7), mode: 'of a later version' };
  const all = Array.from({ length: 45 }, (_, index) => (index === 7 ? broken : matchOf(index)));
  await localDatabase().matches.bulkPut(all as MatchRow[]);
  render(<Probe />, root);
  await vi.waitFor(() => expect(drawn.at(-1)).toBe(44));
});

it('never shows fewer while it reads again because there are more', async () => {
  await localDatabase().matches.bulkPut(Array.from({ length: 45 }, (_, index) => matchOf(index)));
  background.answer({ historyStatus: () => running(45) });
  render(<Probe />, root);
  await vi.waitFor(() => expect(drawn).toEqual([undefined, 20, 45]));
  await localDatabase().matches.bulkPut(Array.from({ length: 25 }, (_, index) => matchOf(45 + index)));
  background.answer({ historyStatus: () => running(70) });
  await vi.waitFor(() => expect(drawn.at(-1)).toBe(70), 4_000);
  expect(drawn).toEqual([undefined, 20, 45, 70]);
});

it('has nothing left when all was forgotten', async () => {
  await localDatabase().matches.bulkPut(Array.from({ length: 45 }, (_, index) => matchOf(index)));
  background.answer({ historyStatus: () => running(45) });
  render(<Probe />, root);
  await vi.waitFor(() => expect(drawn.at(-1)).toBe(45));
  await localDatabase().matches.clear();
  background.answer({ historyStatus: () => ({ ...running(0), state: 'never' }) });
  await vi.waitFor(() => expect(drawn.at(-1)).toBe(0), 4_000);
});
