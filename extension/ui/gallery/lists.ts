import type { HistoryStatus, RequestMessage } from '#extension/messages.ts';
import type { Note } from '#extension/notes/note.ts';
import type { BanMet } from '#extension/sync/rows.ts';
import { demoAnswerOf, demosOf } from '#extension/ui/gallery/demos.ts';
import { galleryPlayers, HOUR } from '#extension/ui/gallery/people.ts';
import type { MatchDetails } from '#shared/api/matches.ts';
import type { ListedPlayer } from '#shared/api/players-list.ts';
import { scoreEntryOf } from '#shared/score/engine.ts';
import { DAY } from '#shared/score/parameters.ts';

/**
 * What the background says of lists in the gallery. `?kept`: there are notes and bans since one met somebody. `?reading=` how
 * the reading of the match history stands. `?remote=` what the backend's lists and matches are answered with. `?demo`: a
 * demo of each match was analysed. `?past=none` and `failed`: what is known of earlier scores.
 */

const now = Date.now();
const people = [...galleryPlayers(now).values()];
const person = (index: number) => {
  const found = people[index % people.length];
  if (!found) throw new Error('the gallery has no players');
  return found;
};
const nameOf = (index: number) => person(index).facts.profile?.name.slice(0, 32) ?? '';

const LONG = `Round 7, 1:24: turns before the first sound. ${'Следит через дым, 然后转身, ثم يتوقف. '.repeat(24)}`;

function notes(): Note[] {
  const of = (index: number, more: Partial<Note>): Note => ({
    ...{ steamId: person(index).steamId, name: nameOf(index), watched: true, trusted: false, text: '', tags: [] },
    ...{ updatedAt: now - index * DAY, ...more },
  });
  const tags = ['smurf?', 'очень подозрительно', 'überlangesschlagwortohneleerzeich', '走位奇怪', 'مشبوه', '🔥'];
  return [
    of(1, { text: LONG, tags: tags.map((tag) => tag.slice(0, 32)) }),
    of(2, { text: 'Snaps to heads through smoke on Mirage' }),
    of(3, {}),
    of(4, { tags: ['boosted'] }),
    of(5, { watched: false, trusted: true, text: 'Plays in my league' }),
    of(6, {}),
    of(7, { tags: ['مشبوه'] }),
    of(10, { watched: true }),
  ];
}

function bans(): BanMet[] {
  const of = (index: number, more: Partial<BanMet>): BanMet => ({
    ...{ id: `ban-${index}`, steamId: person(index).steamId, name: nameOf(index), kinds: ['vac'], certain: true },
    ...{ bannedAt: now - 3 * DAY, metAt: now - 20 * DAY, match: { id: 'm', map: 'Mirage' } },
    ...{ noticedAt: now - 2 * DAY, seen: true, ...more },
  });
  return [
    of(3, { kinds: ['vac', 'game', 'community', 'trade'], bannedAt: now - HOUR, seen: false, reportedAt: now - DAY }),
    of(2, { kinds: ['game'], certain: false, seen: false }),
    of(10, { kinds: ['community'], match: null, bannedAt: now - 400 * DAY }),
    { ...of(7, { kinds: ['vac'], certain: false }), bannedAt: now - 12 * DAY },
  ];
}

function reading(state: string): HistoryStatus {
  const base = { tabsDone: 5, tabs: 5, found: 240, added: 240, matches: 240, problems: [] };
  const finishedAt = now - 2 * HOUR;
  const empty = { ...base, found: 0, added: 0, matches: 0 };
  switch (state) {
    case 'never':
      return { ...empty, state, tabsDone: 0 };
    case 'running':
      return { ...base, state, tabsDone: 1, found: 68, added: 60, matches: 60 };
    case 'starting':
      return { ...empty, state: 'running', tabsDone: 0 };
    case 'stopped':
      return { ...base, state, finishedAt };
    case 'sign-in':
    case 'unreachable':
    case 'changed':
      return { ...empty, state: 'failed', why: state };
    case 'limited':
      return { ...base, state: 'failed', why: state, retryAt: now + HOUR / 4 };
    case 'nothing':
      return { ...empty, state: 'done', finishedAt };
    default:
      return {
        ...{ ...base, state: 'done', finishedAt },
        problems: [
          'competitive: a match without a date was left out',
          'wingman: players[3].kills: 100000 is more than anybody kills',
        ],
      };
  }
}

const listed = (): ListedPlayer[] =>
  people.map(({ steamId, assessment }, index) => ({
    ...{ steamId, name: index === 6 ? null : nameOf(index), avatarUrl: null, sources: [] },
    entry: assessment && index !== 8 ? scoreEntryOf(steamId, assessment) : null,
    bans:
      index === 8
        ? null
        : {
            ...{ vac: index === 3 ? 12 : 0, game: index % 4 === 2 ? 1 : 0, community: index === 10, economy: 'none' },
            ...{ lastBanAt: index === 3 ? now - 3 * DAY : null, noticedAt: index === 3 ? now - 2 * DAY : null },
          },
    met: index % 3 === 0 ? null : { first: now - 90 * DAY, last: now - index * DAY, matches: index },
    ...{ watched: index === 4, reported: false },
  }));

function match(): MatchDetails {
  const line = (index: number): MatchDetails['own'] => ({
    ...{ steamId: person(index).steamId, name: nameOf(index), team: index % 2 === 0 ? 0 : 1 },
    ...{ kills: index * 4, assists: index, deaths: 30 - index * 2, mvps: index % 4, headshotPercent: index * 9 },
    ...{ score: index * 9, provenance: 'client', confirmations: index % 3 },
  });
  const players = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((index) => ({
    ...line(index),
    entry: null,
  }));
  const kills = `players.${person(3).steamId}.kills`;
  return {
    ...{ id: 'there', playedAt: now - 3 * HOUR, mode: 'premier', map: 'Nuke', mapCode: 'de_nuke', rounds: [16, 19] },
    ...{ durationSeconds: 4_260, result: 'lost', uploads: 4, disagreements: 2, own: line(0), players },
    sources: [
      { kind: 'upload', count: 4 },
      { kind: 'steam', count: 1 },
    ],
    conflicts: [
      {
        path: kills,
        values: [
          { value: 12, sources: ['upload', 'upload', 'steam'], shown: true },
          { value: 99, sources: ['upload'], shown: false },
        ],
      },
      {
        path: 'mode',
        values: [
          { value: 'premier', sources: ['upload'], shown: true },
          { value: 'wingman', sources: ['steam'], shown: false },
        ],
      },
    ],
  };
}

/** `undefined`: not of this part, or not asked for by the scene. */
export function listsAnswer(message: RequestMessage, parameters: URLSearchParams): unknown {
  const remote = parameters.get('remote');
  const refused =
    remote === 'expired' || remote === 'unreachable' || remote === 'refused' ? { state: remote } : undefined;
  const page = (items: unknown[]) =>
    refused ?? { state: 'ok', value: { items: remote === 'none' ? [] : items, next: null } };
  switch (message.type) {
    case 'notes':
      return parameters.has('kept') ? notes() : undefined;
    case 'bansMet':
      return parameters.has('kept') ? { bans: bans(), check: { running: false, lastAt: now - 5 * HOUR } } : undefined;
    case 'historyStatus':
      return parameters.has('reading') ? reading(parameters.get('reading') ?? '') : undefined;
    case 'noteTexts':
      return { version: 1, others: parameters.has('kept') ? [{ text: LONG, at: now - DAY }] : [] };
    case 'importNotes':
      return { added: message.notes.length, kept: 0 };
    case 'listPlayers':
      return page(listed());
    case 'listMatches':
      return page([match()]);
    case 'matchDetails':
      return refused ?? (remote === 'none' ? { state: 'refused' } : { state: 'ok', value: match() });
    case 'listDemos':
      return { state: 'ok', value: { items: parameters.has('demo') ? demosOf(now).slice(0, 1) : [], next: null } };
    case 'demoFindings': {
      const [demo] = demosOf(now);
      if (!parameters.has('demo') || !demo) return undefined;
      return {
        state: 'ok',
        value: demoAnswerOf(
          demo,
          [3, 1, 2, 7].map((index) => person(index).steamId),
        ),
      };
    }
    case 'analysis':
      return parameters.has('past') ? { state: parameters.get('past') } : undefined;
    default:
      return undefined;
  }
}
