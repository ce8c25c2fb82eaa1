import { readMapName } from '#shared/match-history/maps.ts';
import { findAll, hasClass, type MarkupElement, readMarkup, textOf } from '#shared/match-history/markup.ts';
import type { HistoryMatch, MatchMode } from '#shared/match-history/match.ts';
import { readScoreboard } from '#shared/match-history/scoreboard.ts';
import { readGcpdTime } from '#shared/match-history/time.ts';

/** The tabs of Steam's "personal game data" page that list matches, and what kind each lists. */
export const HISTORY_TABS = [
  { tab: 'matchhistorypremier', mode: 'premier' },
  { tab: 'matchhistorycompetitive', mode: 'competitive' },
  { tab: 'matchhistorycompetitivepermap', mode: 'competitive' },
  { tab: 'matchhistoryscrimmage', mode: 'scrimmage' },
  { tab: 'matchhistorywingman', mode: 'wingman' },
] as const satisfies readonly { tab: string; mode: MatchMode }[];
export type HistoryTab = (typeof HISTORY_TABS)[number]['tab'];

export interface HistoryPage {
  matches: HistoryMatch[];
  /** What could not be read, each once, for the log: the matches without it are sure. */
  problems: string[];
}

const REPLAY = /^https?:\/\/replay\d{1,5}\.valve\.net\/730\/\d+_\d+\.dem\.bz2$/;
const LENGTH = /(?:^|\D)(\d{1,3}):([0-5]\d)$/;

/** Lines below the map and the time. English by label; otherwise the two lengths by their order, and `ranked` is unknown. */
function readLines(lines: readonly string[], problems: Set<string>) {
  const lengthOf = (line: string | undefined) => {
    const read = line === undefined ? null : LENGTH.exec(line);
    return read ? Number(read[1]) * 60 + Number(read[2]) : null;
  };
  const byLabel = (label: RegExp) => lines.find((line) => label.test(line));
  const lengths = lines.filter((line) => LENGTH.test(line));
  const [wait, duration] = lengths.length === 2 ? lengths : [];
  const ranked = /^Ranked: (Yes|No)$/.exec(byLabel(/^Ranked:/) ?? '')?.[1];
  if (ranked === undefined && lines.length > 0) problems.add('ranked');
  return {
    ranked: ranked === undefined ? null : ranked === 'Yes',
    waitSeconds: lengthOf(byLabel(/^Wait Time:/) ?? wait),
    durationSeconds: lengthOf(byLabel(/^Match Duration:/) ?? duration),
  };
}

function readReplay(cell: MarkupElement, problems: Set<string>): string | null {
  for (const { attributes } of findAll(cell, ({ name }) => name === 'a')) {
    const href = attributes.get('href') ?? '';
    if (REPLAY.test(href)) return href;
    problems.add('replay link');
  }
  return null;
}

function readMatch(row: MarkupElement, mode: MatchMode, problems: Set<string>): HistoryMatch | undefined {
  const [about] = findAll(row, (element) => hasClass(element, 'csgo_scoreboard_inner_left'));
  const [board] = findAll(row, (element) => hasClass(element, 'csgo_scoreboard_inner_right'));
  if (!about) return undefined;
  const [first = '', ...rest] = findAll(about, ({ name }) => name === 'td')
    .filter((cell) => !findAll(cell, ({ name }) => name === 'a').length)
    .map(textOf);
  const playedAt = rest.map(readGcpdTime).find((time) => time !== undefined);
  // A match without a time has no identity: it would be stored again at every reading.
  if (playedAt === undefined) {
    problems.add('time');
    return undefined;
  }
  const map = readMapName(first);
  if (map.mapCode === null) problems.add(`map "${map.map.slice(0, 40)}"`);
  const scoreboard = board && readScoreboard(board);
  for (const problem of scoreboard?.problems ?? ['scoreboard']) problems.add(problem);
  return {
    id: `${playedAt}-${(map.mapCode ?? map.map).slice(0, 60)}`,
    mode,
    ...map,
    playedAt,
    ...readLines(
      rest.filter((line) => readGcpdTime(line) === undefined && line !== ''),
      problems,
    ),
    rounds: scoreboard?.rounds ?? null,
    replayUrl: readReplay(about, problems),
    players: scoreboard?.players ?? [],
    cutOff: !row.closed || !board?.closed,
  };
}

/** Reads one page of a tab, whole or cut off. Zero matches are an answer. */
export function readHistory(html: string, mode: MatchMode): HistoryPage {
  const problems = new Set<string>();
  const matches: HistoryMatch[] = [];
  const holdsMatch = (element: MarkupElement) =>
    element.name === 'tr' &&
    element.children.some(
      (child) =>
        typeof child !== 'string' &&
        findAll(child, (inner) => hasClass(inner, 'csgo_scoreboard_inner_left')).length > 0,
    );
  for (const row of findAll(readMarkup(html), holdsMatch)) {
    const match = readMatch(row, mode, problems);
    if (match && matches.every(({ id }) => id !== match.id)) matches.push(match);
  }
  return { matches, problems: [...problems] };
}
