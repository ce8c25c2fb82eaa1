import { findAll, hasClass, type MarkupElement, textOf } from '#shared/match-history/markup.ts';
import { LIMITS, type MatchPlayer } from '#shared/match-history/match.ts';
import { isSteamId, type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

type Column = 'name' | 'ping' | 'kills' | 'assists' | 'deaths' | 'mvps' | 'headshotPercent' | 'score';

const HEADERS: Readonly<Record<string, Column>> = {
  'player name': 'name',
  ping: 'ping',
  k: 'kills',
  a: 'assists',
  d: 'deaths',
  '★': 'mvps',
  hsp: 'headshotPercent',
  score: 'score',
};
const USUAL: readonly Column[] = ['name', 'ping', 'kills', 'assists', 'deaths', 'mvps', 'headshotPercent', 'score'];

export interface Scoreboard {
  players: MatchPlayer[];
  rounds: [number, number] | null;
  /** What could not be read, each once: `column "XY"`, `value kills`, `player`. */
  problems: string[];
}

const cellsOf = (row: MarkupElement) => findAll(row, ({ name }) => name === 'td' || name === 'th');

/**
 * Which column is which. By the headers where they are known; in another language by position, if there are as many as
 * usual and the star, which needs no translation, stands where it should.
 */
function columnsOf(row: MarkupElement | undefined, problems: Set<string>): (Column | undefined)[] {
  const headers = row ? cellsOf(row).map(textOf) : [];
  const known = headers.map((header) => HEADERS[header.toLowerCase()]);
  if (headers.length > 0 && known.every((column) => column !== undefined)) return known;
  if (headers.length === USUAL.length && headers[5] === '★') return [...USUAL];
  for (const [index, header] of headers.entries()) {
    if (known[index] === undefined && index > 0) problems.add(`column "${header.slice(0, 40)}"`);
  }
  if (headers.length === 0) problems.add('columns');
  return known;
}

/** The player of a row: by account ID, else by a link that holds the ID itself. */
function steamIdOf(cell: MarkupElement): SteamId | undefined {
  const marked = findAll(cell, ({ attributes }) => attributes.has('data-miniprofile'));
  for (const { attributes } of marked) {
    const id = steamIdFromAccountId(attributes.get('data-miniprofile') ?? '');
    if (id) return id;
  }
  for (const { attributes } of findAll(cell, ({ name }) => name === 'a')) {
    const id = /^https:\/\/steamcommunity\.com\/profiles\/(\d{17})(?:[/?#]|$)/.exec(attributes.get('href') ?? '')?.[1];
    if (isSteamId(id)) return id;
  }
  return undefined;
}

function nameOf(cell: MarkupElement): string {
  const links = findAll(cell, (element) => hasClass(element, 'linkTitle'));
  return textOf(links[0] ?? cell).slice(0, 200);
}

/** A whole number up to `max`; an empty cell is `empty`; anything else is null and a problem. */
function figure(text: string, max: number, empty: number | null): number | null | undefined {
  if (text === '') return empty;
  if (!/^\d{1,6}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= max ? value : undefined;
}

function cellValue(column: Column, text: string): number | null | undefined {
  switch (column) {
    case 'mvps':
      // One star is written without a number, none is an empty cell.
      return text === '★' ? 1 : figure(text.replace(/^★\s*/, ''), LIMITS.mvps, 0);
    case 'headshotPercent':
      // Empty for somebody without a kill.
      return figure(text.replace(/\s*%$/, ''), 100, null);
    case 'name':
      return null;
    default:
      return figure(text, LIMITS[column], null);
  }
}

function readPlayer(
  cells: readonly MarkupElement[],
  columns: readonly (Column | undefined)[],
  team: 0 | 1,
  problems: Set<string>,
): MatchPlayer | undefined {
  const [first] = cells;
  const steamId = first && steamIdOf(first);
  if (!first || !steamId) {
    problems.add('player');
    return undefined;
  }
  const values: Omit<MatchPlayer, 'steamId' | 'name' | 'team'> = {
    ping: null,
    kills: null,
    assists: null,
    deaths: null,
    mvps: null,
    headshotPercent: null,
    score: null,
  };
  for (const [index, column] of columns.entries()) {
    const cell = cells[index];
    if (!column || column === 'name' || !cell) continue;
    const value = cellValue(column, textOf(cell));
    if (value === undefined) problems.add(`value ${column}`);
    else values[column] = value;
  }
  return { steamId, name: nameOf(first), team, ...values };
}

/** Reads `table.csgo_scoreboard_inner_right`: a header, one team, `13 : 5`, the other team. */
export function readScoreboard(table: MarkupElement): Scoreboard {
  const problems = new Set<string>();
  const rows = findAll(table, ({ name }) => name === 'tr');
  const isHeader = (row: MarkupElement) => cellsOf(row).some(({ name }) => name === 'th');
  const columns = columnsOf(rows.find(isHeader), problems);
  const players: MatchPlayer[] = [];
  let rounds: Scoreboard['rounds'] = null;
  let scoreSeen = false;
  for (const row of rows) {
    if (isHeader(row)) continue;
    const cells = cellsOf(row);
    const score = cells.find((cell) => hasClass(cell, 'csgo_scoreboard_score'));
    if (score) {
      scoreSeen = true;
      const read = /^(\d{1,2}) ?: ?(\d{1,2})$/.exec(textOf(score));
      const [first, second] = [Number(read?.[1]), Number(read?.[2])];
      if (read && first <= LIMITS.rounds && second <= LIMITS.rounds) rounds = [first, second];
      else problems.add('score');
      continue;
    }
    // The last row of a page that was cut off may lack cells, or end within one.
    if (!row.closed) {
      problems.add('cut off');
      continue;
    }
    const player = readPlayer(cells, columns, scoreSeen ? 1 : 0, problems);
    if (player && players.every(({ steamId }) => steamId !== player.steamId)) players.push(player);
  }
  if (!scoreSeen) {
    // Without the line between them nobody knows where the first team ends.
    for (const player of players) player.team = null;
    problems.add('score');
  }
  return { players, rounds, problems: [...problems] };
}
