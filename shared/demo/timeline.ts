import { type EventName, inMatchOrder } from '#shared/match/order.ts';
import { isRow, numberOf, playerOf, type Row, textOf } from '#shared/match/rows.ts';
import { MAX_PLAYERS } from '#shared/match/tally.ts';
import { isGun, weaponClass } from '#shared/match/weapons.ts';

export interface Shot {
  readonly tick: number;
  /** As events name it, without `weapon_`. */
  readonly weapon: string;
}

/** A bullet felt. Enemies and friends alike: only the ticks tell the teams. */
export interface Hit {
  readonly tick: number;
  readonly attacker: string;
  readonly victim: string;
  readonly weapon: string;
}

export interface Round {
  /** From 1; 0 where the demo has no rounds. */
  readonly number: number;
  /** End of the freeze time, and the end of the round or of what was recorded. */
  readonly from: number;
  readonly to: number;
}

export interface Smoke {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly from: number;
  readonly to: number;
}

/** What happened in the match proper, without warm-up and what follows the end of a round. */
export interface Timeline {
  readonly rounds: readonly Round[];
  readonly shots: ReadonlyMap<string, readonly Shot[]>;
  readonly hits: readonly Hit[];
  /** When each player saw nothing because of a flash. */
  readonly blind: ReadonlyMap<string, readonly { readonly from: number; readonly to: number }[]>;
  readonly smokes: readonly Smoke[];
  /** Of anything that happened. */
  readonly lastTick: number;
}

/** Ticks a smoke lives when its end is not told: 18 seconds. */
const SMOKE_LIFE = 1152;
/** No demo lasts for nineteen days at 128 ticks a second. */
const LATEST = 2 ** 27;
/** Beyond this many a list is no match any more; what comes later is left out. */
const MOST = 200_000;

/** Reads the events of a demo; never throws. `tickRate` turns the seconds of a flash into ticks. */
export function timelineOf(events: Readonly<Record<string, unknown>>, tickRate: number): Timeline {
  const reader = new TimelineReader(tickRate, endsOf(events));
  inMatchOrder(events, (name, tick, row) => reader.add(name, tick, row));
  return reader.finish(smokesOf(events));
}

/** The round that a tick lies in: the last one that began before it; undefined before the first. */
export function roundAt(rounds: readonly Round[], tick: number): Round | undefined {
  let low = 0;
  let high = rounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rounds[middle]?.from ?? 0) <= tick) low = middle + 1;
    else high = middle;
  }
  return rounds[low - 1];
}

class TimelineReader {
  private rounds: Round[] = [];
  private shots = new Map<string, Shot[]>();
  private hits: Hit[] = [];
  private readonly blind = new Map<string, { from: number; to: number }[]>();
  private open: number | undefined;
  private last = 0;
  private seen = 0;
  private nextEnd = 0;
  private readonly tickRate: number;
  private readonly ends: readonly number[];

  constructor(tickRate: number, ends: readonly number[]) {
    this.tickRate = tickRate;
    this.ends = ends;
    this.last = ends.at(-1) ?? 0;
  }

  add(name: EventName, tick: number, row: Row): void {
    this.last = Math.max(this.last, tick);
    if (name === 'begin_new_match' || name === 'round_announce_match_start') this.restart();
    else if (name === 'round_prestart') this.close(tick);
    else if (name === 'round_freeze_end') {
      this.close(tick);
      this.open = tick;
    } else if (this.seen < MOST) this.act(name, tick, row);
  }

  finish(smokes: readonly Smoke[]): Timeline {
    this.close(this.last + 1);
    const { rounds, blind } = this;
    if (rounds.length === 0) rounds.push({ number: 0, from: 0, to: this.last });
    const live = (tick: number): boolean => tick <= (roundAt(rounds, tick)?.to ?? -1);
    const shots = new Map<string, Shot[]>();
    for (const [id, own] of this.shots) {
      const kept = own.filter(({ tick }) => live(tick));
      if (kept.length > 0) shots.set(id, kept);
    }
    return { rounds, shots, hits: this.hits.filter(({ tick }) => live(tick)), blind, smokes, lastTick: this.last };
  }

  /** What went before was warm-up. */
  private restart(): void {
    this.rounds = [];
    this.shots = new Map();
    this.hits = [];
    this.open = undefined;
  }

  private close(tick: number): void {
    if (this.open === undefined) return;
    const { open, ends } = this;
    // Both come in order: what lies before this round lies before all later ones.
    while ((ends[this.nextEnd] ?? Number.POSITIVE_INFINITY) <= open) this.nextEnd += 1;
    const end = ends[this.nextEnd];
    const told = end !== undefined && end < tick ? end : undefined;
    this.rounds.push({ number: this.rounds.length + 1, from: open, to: told ?? tick - 1 });
    this.open = undefined;
  }

  private act(name: EventName, tick: number, row: Row): void {
    const user = playerOf(row, 'user_steamid');
    if (user === undefined) return;
    if (name === 'weapon_fire') {
      const weapon = bareName(textOf(row, 'weapon'));
      if (!isGun(weaponClass(weapon))) return;
      this.push(this.shots, user, { tick, weapon });
    } else if (name === 'player_hurt') {
      const attacker = playerOf(row, 'attacker_steamid');
      const weapon = bareName(textOf(row, 'weapon'));
      if (attacker === undefined || attacker === user || !isGun(weaponClass(weapon))) return;
      this.hits.push({ tick, attacker, victim: user, weapon });
      this.seen += 1;
    } else if (name === 'player_blind') {
      const seconds = Math.min(10, numberOf(row, 'blind_duration') ?? 0);
      this.push(this.blind, user, { from: tick, to: tick + Math.round(seconds * this.tickRate) });
    }
  }

  private push<T>(lists: Map<string, T[]>, id: string, item: T): void {
    const own = lists.get(id);
    this.seen += 1;
    if (own !== undefined) own.push(item);
    else if (lists.size < MAX_PLAYERS) lists.set(id, [item]);
  }
}

function bareName(weapon: string | undefined): string {
  return (weapon ?? '').replace(/^weapon_/, '');
}

function rowsOf(events: Readonly<Record<string, unknown>>, name: string): readonly Row[] {
  const list = events[name];
  return Array.isArray(list) ? list.slice(0, MOST).filter(isRow) : [];
}

function endsOf(events: Readonly<Record<string, unknown>>): number[] {
  const ends = rowsOf(events, 'round_end').flatMap((row) => numberOf(row, 'tick') ?? []);
  return ends.filter((tick) => tick >= 0 && tick < LATEST).sort((a, b) => a - b);
}

function smokesOf(events: Readonly<Record<string, unknown>>): Smoke[] {
  const ends = new Map<number, number[]>();
  for (const row of rowsOf(events, 'smokegrenade_expired')) {
    const entity = numberOf(row, 'entityid');
    const tick = numberOf(row, 'tick');
    if (entity !== undefined && tick !== undefined) ends.set(entity, [...(ends.get(entity) ?? []), tick]);
  }
  return rowsOf(events, 'smokegrenade_detonate').flatMap((row): Smoke[] => {
    const [x, y, z] = [numberOf(row, 'x'), numberOf(row, 'y'), numberOf(row, 'z')];
    const from = numberOf(row, 'tick');
    if (x === undefined || y === undefined || z === undefined || from === undefined) return [];
    const end = ends.get(numberOf(row, 'entityid') ?? -1)?.find((tick) => tick > from);
    return [{ x, y, z, from, to: Math.min(end ?? from + SMOKE_LIFE, from + 2 * SMOKE_LIFE) }];
  });
}
