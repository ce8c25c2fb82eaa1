import type { Row } from '#shared/match/rows.ts';
import { isRow, numberOf } from '#shared/match/rows.ts';

/**
 * Events the metrics read, in the order in which events of one tick happen: the round changes, players move, a shot is
 * fired, hits, and kills. Parsers give one list per kind, so only this order tells that a shot came before its hit.
 */
export const EVENT_NAMES = [
  'begin_new_match',
  'round_announce_match_start',
  'round_prestart',
  'round_freeze_end',
  'player_team',
  'player_spawn',
  'player_jump',
  'player_footstep',
  'player_blind',
  'weapon_zoom',
  'weapon_reload',
  'item_equip',
  'weapon_fire',
  'bullet_damage',
  'player_hurt',
  'player_death',
  'bomb_planted',
  'bomb_defused',
  'rank_update',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** Ticks beyond this are no ticks: a day at 128 a second. */
const MAX_TICK = 128 * 86_400;

/** The whole tick of an event, or undefined when it has none that can be. Parsers give −1 before the first tick. */
function tickOf(row: Row): number | undefined {
  const tick = numberOf(row, 'tick');
  return tick !== undefined && tick >= -1 && tick <= MAX_TICK ? Math.trunc(tick) : undefined;
}

interface Lane {
  name: EventName;
  rows: readonly Row[];
  next: number;
  tick: number;
}

/** Rows that have a tick, in tick order; the list itself when it is so already, as parsers give it. */
function readable(list: readonly unknown[], drop: () => void): readonly Row[] {
  let last = -1;
  let good = true;
  for (const row of list) {
    const tick = isRow(row) ? tickOf(row) : undefined;
    if (tick === undefined || tick < last) {
      good = false;
      break;
    }
    last = tick;
  }
  const rows: Row[] = [];
  for (const row of list) {
    if (isRow(row) && tickOf(row) !== undefined) rows.push(row);
    else drop();
  }
  return good ? rows : rows.sort((a, b) => (tickOf(a) ?? 0) - (tickOf(b) ?? 0));
}

/**
 * Merges one list per kind of event into the order of the match and hands each event over, without building the merged
 * list. Returns how many rows had no readable tick and were left out.
 */
export function inMatchOrder(
  events: Readonly<Record<string, unknown>>,
  visit: (name: EventName, tick: number, row: Row) => void,
): number {
  let dropped = 0;
  const drop = (): void => {
    dropped += 1;
  };
  const lanes: Lane[] = [];
  for (const name of EVENT_NAMES) {
    const list = events[name];
    if (!Array.isArray(list)) continue;
    const rows = readable(list, drop);
    const first = rows[0];
    if (first !== undefined) lanes.push({ name, rows, next: 0, tick: tickOf(first) ?? 0 });
  }
  while (lanes.length > 0) {
    // The earliest lane, and how far it may run before another one is due. Fewer than twenty lanes: a scan beats a heap.
    let best = 0;
    for (let i = 1; i < lanes.length; i += 1) {
      if ((lanes[i]?.tick ?? 0) < (lanes[best]?.tick ?? 0)) best = i;
    }
    const lane = lanes[best];
    if (lane === undefined) break;
    const tick = lane.tick;
    let row = lane.rows[lane.next];
    while (row !== undefined && lane.tick === tick) {
      visit(lane.name, tick, row);
      lane.next += 1;
      row = lane.rows[lane.next];
      if (row !== undefined) lane.tick = tickOf(row) ?? tick;
    }
    if (row === undefined) lanes.splice(best, 1);
  }
  return dropped;
}
