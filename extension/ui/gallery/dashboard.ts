import type { RequestMessage } from '#extension/messages.ts';
import type { Notice, Notices } from '#extension/notifications/notice.ts';
import { galleryPlayers, HOUR } from '#extension/ui/gallery/people.ts';
import type { DashboardSummary, Statistics } from '#shared/api/dashboard.ts';
import { NOTIFICATION_KINDS } from '#shared/api/notifications.ts';
import { scoreEntryOf } from '#shared/score/engine.ts';
import { DAY } from '#shared/score/parameters.ts';

/** What the background says of dashboard and notifications in the gallery. */

const now = Date.now();
/** Names as hostile as Steam lets them be, for whoever has an ordinary one. */
const HOSTILE = new Map([
  [1, 'ÜberlängeOhneLeerzeichenImNamen!'],
  [4, '🔥🔥 hundred 🔥🔥'],
]);
const people = [...galleryPlayers(now).values()].map(({ steamId, facts, assessment }, index) => ({
  steamId,
  name: HOSTILE.get(index) ?? facts.profile?.name ?? null,
  entry: assessment ? scoreEntryOf(steamId, assessment) : null,
}));
const person = (index: number) => {
  const found = people[index % people.length];
  if (!found) throw new Error('the gallery has no players');
  return found;
};

const notices: Notice[] = [0, 1, 2, 3, 4, 5, 6, 7].map((index): Notice => {
  const { steamId, name } = person(index);
  const common = { id: `n${index}`, at: now - index * 31 * HOUR, read: index > 3, steamId, name: name ?? '' };
  switch (index % 6) {
    case 0:
      return { ...common, kind: 'ban', kinds: ['vac', 'game'], certain: true, lastMetAt: now - 9 * DAY };
    case 1:
      return { ...common, kind: 'score', from: 41, to: 84, band: 'near-certain', watched: true };
    case 2:
      return { ...common, kind: 'report', outcome: 'banned' };
    case 3:
      return {
        ...common,
        kind: 'appeal',
        measure: 'none',
        reason: `The demo shows what you said.\nSorry for the wait. ${'We looked at every round of it, twice. '.repeat(9)}`,
      };
    case 4:
      return { ...common, kind: 'ban', kinds: ['community'], certain: false, lastMetAt: null };
    default:
      return { ...common, kind: 'appeal-waiting' };
  }
});

const WEEKS = 26;
const monday = now - (now % (7 * DAY));
const statistics = (scope: Statistics['scope']): Statistics => ({
  scope,
  computedAt: now - 3 * 60_000,
  zone: scope === 'all' ? 'UTC' : 'Europe/Berlin',
  matches: 310,
  results: scope === 'all' ? null : { won: 160, lost: 138, tied: 12 },
  weeks: Array.from({ length: WEEKS }, (_, index) => ({
    start: monday - (WEEKS - 1 - index) * 7 * DAY,
    matches: (index * 7) % 19,
    results: scope === 'all' ? null : { won: Math.floor(((index * 7) % 19) / 2), lost: 3, tied: 0 },
    people: scope === 'all' ? null : 40,
    bans: index % 5 === 0 ? 2 : index % 3 === 0 ? 1 : 0,
    highScores: index % 4,
  })),
  scores: { bins: [820, 410, 190, 120, 80, 60, 44, 30, 18, 9], unknown: 230 },
  bands: { unlikely: 1420, suspicious: 260, 'highly-suspicious': 74, 'near-certain': 27, 'not-enough-data': 230 },
  reasons: [
    'games.onlyCs2',
    'stats.headshots.high',
    'match.headshots.high',
    'bans.old',
    'account.recent',
    'stats.hours.few',
    'reports',
  ].map((key, index) => ({ key, players: 210 - index * 27 })),
  maps: ['de_mirage', 'de_dust2', 'de_inferno', 'de_ancient', 'cs_office'].map((map, index) => ({
    map,
    matches: 90 - index * 14,
    results: scope === 'all' ? null : { won: 40 - index * 6, lost: 45 - index * 7, tied: 1 },
  })),
  modes: [],
  hours: Array.from({ length: 24 }, (_, hour) => Math.max(0, 24 - Math.abs(20 - hour) * 5)),
});

const summary = (): DashboardSummary => ({
  since: now - 6 * DAY,
  until: now,
  changes: {
    bans: {
      count: 12,
      items: [1, 2, 3].map((index) => ({
        ...person(index),
        at: now - index * 9 * HOUR,
        vac: index % 2,
        game: (index + 1) % 2,
        lastMetAt: index === 3 ? null : now - 20 * DAY,
      })),
    },
    scores: {
      count: 2,
      items: [4, 5].map((index) => ({ ...person(index), at: now - 2 * DAY, from: null, to: 77, lastMetAt: null })),
    },
    outcomes: { count: 1, items: [{ ...person(6), at: now - DAY, outcome: 'upheld' }] },
    matches: 9,
  },
  totals: {
    matches: 1_284_560,
    won: 640_280,
    lost: 632_268,
    tied: 12_012,
    people: 7_342_011,
    scored: 6_121_781,
    bands: statistics('mine').bands,
    banned: 61,
    bannedSinceMet: 23,
    watched: 7,
    reports: 14,
    borneOut: 5,
  },
  unread: 4,
});

const nothingYet: DashboardSummary = {
  since: now - 6 * DAY,
  until: now,
  changes: {
    bans: { count: 0, items: [] },
    scores: { count: 0, items: [] },
    outcomes: { count: 0, items: [] },
    matches: 0,
  },
  totals: {
    ...{ matches: 0, won: 0, lost: 0, tied: 0, people: 0, scored: 0 },
    bands: { unlikely: 0, suspicious: 0, 'highly-suspicious': 0, 'near-certain': 0, 'not-enough-data': 0 },
    ...{ banned: 0, bannedSinceMet: 0, watched: 0, reports: 0, borneOut: 0 },
  },
  unread: 0,
};

const statisticsOfNothing = (scope: Statistics['scope']): Statistics => ({
  ...statistics(scope),
  matches: 0,
  results: scope === 'all' ? null : { won: 0, lost: 0, tied: 0 },
  weeks: statistics(scope).weeks.map(({ start }) => ({
    ...{ start, matches: 0, bans: 0, highScores: 0 },
    results: scope === 'all' ? null : { won: 0, lost: 0, tied: 0 },
    people: scope === 'all' ? null : 0,
  })),
  scores: { bins: Array.from({ length: 10 }, () => 0), unknown: 0 },
  bands: nothingYet.totals.bands,
  reasons: [],
  maps: [],
  hours: Array.from({ length: 24 }, () => 0),
});

/** `undefined`: not of this part. */
export function dashboardAnswer(message: RequestMessage, empty: boolean, account: Notices['account'] = 'ok'): unknown {
  switch (message.type) {
    case 'historyStatus':
      return empty
        ? { state: 'never', tabsDone: 0, tabs: 5, found: 0, added: 0, matches: 0, problems: [] }
        : {
            state: 'done',
            finishedAt: now - 2 * HOUR,
            tabsDone: 5,
            tabs: 5,
            found: 240,
            added: 240,
            matches: 240,
            problems: [],
          };
    case 'notices':
      return { items: empty ? [] : notices, unread: empty ? 0 : 4, account, next: empty ? null : '8' };
    case 'noticeCount':
      return { unread: empty ? 0 : 4 };
    case 'noticeSettings':
      return { state: 'ok', value: message.change ?? { kinds: [...NOTIFICATION_KINDS], minScore: 61 } };
    case 'dashboardSummary':
      return { state: 'ok', value: empty ? nothingYet : summary() };
    case 'dashboardStatistics':
      return { state: 'ok', value: empty ? statisticsOfNothing(message.scope) : statistics(message.scope) };
    case 'dashboardRecent':
      if (empty) return { state: 'ok', value: { items: [], next: null } };
      return {
        state: 'ok',
        value: {
          items: [
            { kind: 'ban', ...person(1), at: now - HOUR, vac: 1, game: 0, lastMetAt: now - DAY },
            {
              kind: 'match',
              at: now - 5 * HOUR,
              id: 'm',
              map: 'Mirage',
              mode: 'premier',
              result: 'tied',
              rounds: [15, 15],
              highest: person(3),
            },
            { kind: 'report', ...person(6), at: now - 3 * DAY },
          ],
          next: null,
        },
      };
    case 'notes':
      return [];
    default:
      return undefined;
  }
}
