import type { DemoSource, ParsedDemo, PlayerTrack } from '#shared/demo/types.ts';
import { isRow } from '#shared/match/rows.ts';
import { MAX_PLAYERS } from '#shared/match/tally.ts';

export type DemoReading =
  | { state: 'ok'; demo: ParsedDemo }
  /** Nothing to judge: no event lists, or no columns of ticks and players that belong together. */
  | { state: 'unreadable'; reason: 'not-events' | 'not-columns' };

/** A list of any kind: parsers give plain or typed arrays. */
type Column = ArrayLike<unknown>;

function isColumn(value: unknown): value is Column {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

function columnOf(ticks: Readonly<Record<string, unknown>>, name: string, length?: number): Column | undefined {
  const column = ticks[name];
  return isColumn(column) && (length === undefined || column.length === length) ? column : undefined;
}

const finite = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN);

/** Which rows are whose, in tick order and each tick once. */
function rowsByPlayer(tick: Column, player: Column): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (let row = 0; row < tick.length; row += 1) {
    const id = player[row];
    const at = tick[row];
    if (typeof id !== 'string' || id === '' || id === '0' || id.length > 64) continue;
    if (typeof at !== 'number' || !Number.isInteger(at) || at < 0 || at > 0x7fff_ffff) continue;
    let own = rows.get(id);
    if (own === undefined) {
      if (rows.size >= MAX_PLAYERS) continue;
      own = [];
      rows.set(id, own);
    }
    own.push(row);
  }
  for (const [id, own] of rows) rows.set(id, inOrder(own, tick));
  return rows;
}

function inOrder(rows: number[], tick: Column): number[] {
  const at = (row: number | undefined): number => finite(tick[row ?? -1]);
  const ordered = rows.every((row, i) => i === 0 || at(row) > at(rows[i - 1]));
  if (ordered) return rows;
  rows.sort((a, b) => at(a) - at(b) || a - b);
  return rows.filter((row, i) => i === 0 || at(row) !== at(rows[i - 1]));
}

/** Reads what a parser gave. Never throws, whatever it is given; a column that is missing or broken is all NaN. */
export function readDemo(source: DemoSource): DemoReading {
  const { events, ticks, map, tickRate } = source;
  if (!isRow(events)) return { state: 'unreadable', reason: 'not-events' };
  if (!isRow(ticks)) return { state: 'unreadable', reason: 'not-columns' };
  const tick = columnOf(ticks, 'tick');
  const player = tick && columnOf(ticks, 'steamid', tick.length);
  if (tick === undefined || player === undefined) return { state: 'unreadable', reason: 'not-columns' };

  const rate = tickRate !== undefined && Number.isFinite(tickRate) && tickRate >= 16 ? tickRate : 64;
  const tracks = new Map<string, PlayerTrack>();
  for (const [id, rows] of rowsByPlayer(tick, player)) tracks.set(id, trackOf(id, rows, ticks, tick));
  return { state: 'ok', demo: { ...(map === undefined ? {} : { map }), tickRate: rate, events, tracks } };
}

function trackOf(
  id: string,
  rows: readonly number[],
  ticks: Readonly<Record<string, unknown>>,
  tick: Column,
): PlayerTrack {
  const numbers = (name: string): Float32Array => {
    const column = columnOf(ticks, name, tick.length);
    const values = new Float32Array(rows.length).fill(Number.NaN);
    if (column !== undefined) for (let i = 0; i < rows.length; i += 1) values[i] = finite(column[rows[i] ?? -1]);
    return values;
  };
  const flags = (name: string, of: (value: unknown) => number): Uint8Array => {
    const column = columnOf(ticks, name, tick.length);
    return Uint8Array.from(rows, (row) => of(column?.[row]));
  };
  return {
    id,
    tick: Int32Array.from(rows, (row) => finite(tick[row])),
    x: numbers('X'),
    y: numbers('Y'),
    z: numbers('Z'),
    pitch: numbers('pitch'),
    yaw: numbers('yaw'),
    duck: numbers('duck_amount').map((value) => Math.min(1, Math.max(0, Number.isNaN(value) ? 0 : value))),
    team: flags('team_num', (value) => (value === 2 || value === 3 ? value : 0)),
    alive: flags('is_alive', (value) => (value === true || value === 1 ? 1 : 0)),
  };
}
