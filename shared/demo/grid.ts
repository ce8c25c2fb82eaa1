import type { Sight } from '#shared/demo/sight.ts';
import type { Timeline } from '#shared/demo/timeline.ts';
import { at, indexAt } from '#shared/demo/track.ts';
import type { ParsedDemo, PlayerTrack } from '#shared/demo/types.ts';
import { COARSE_STEP } from '#shared/demo/windows.ts';

/** An enemy counts as known for this long after a team mate saw him or he fired, and after his steps were heard, in ticks: people work out where somebody must be by now. */
const SEEN = 448;
const FIRED = 448;
const HEARD = 320;
/** Steps faster than this, units a second, are heard from this far, units. */
const LOUD = 150;
const EARSHOT = 1100;

/** A round at eight looks a second. Cells are looks × players. */
export interface RoundGrid {
  readonly number: number;
  readonly ticks: readonly number[];
  /** Rows of each player at each look, −1 when dead or not there: `rows[player][look]`. */
  readonly rows: readonly Int32Array[];
  /**
   * Looks at which a player has an enemy before him of whom nobody of his team can know: hidden behind walls, unseen by the
   * team for two seconds and not heard: `unknown[player][enemy][look]`.
   */
  readonly unknown: readonly (readonly Uint8Array[])[];
}

export interface Grid {
  readonly players: readonly PlayerTrack[];
  readonly rounds: readonly RoundGrid[];
}

export function gridOf(demo: ParsedDemo, timeline: Timeline, sight: Sight): Grid {
  const players = [...demo.tracks.values()];
  const rounds = timeline.rounds
    .filter(({ number }) => number > 0)
    .map(({ number, from, to }): RoundGrid => {
      const ticks: number[] = [];
      for (let tick = Math.ceil(from / COARSE_STEP) * COARSE_STEP; tick <= to; tick += COARSE_STEP) ticks.push(tick);
      const rows = players.map((track) =>
        Int32Array.from(ticks, (tick) => {
          const row = indexAt(track, tick);
          return row >= 0 && track.alive[row] === 1 && !Number.isNaN(at(track.yaw, row)) ? row : -1;
        }),
      );
      return { number, ticks, rows, unknown: unknownTo(players, rows, ticks, demo, timeline, sight) };
    });
  return { players, rounds };
}

function unknownTo(
  players: readonly PlayerTrack[],
  rows: readonly Int32Array[],
  ticks: readonly number[],
  { tickRate }: ParsedDemo,
  timeline: Timeline,
  sight: Sight,
): Uint8Array[][] {
  const unknown = players.map(() => players.map(() => new Uint8Array(ticks.length)));
  players.forEach((enemy, e) => {
    const shots = (timeline.shots.get(enemy.id) ?? []).map(({ tick }) => tick);
    let shot = 0;
    let fired = Number.NEGATIVE_INFINITY;
    let spotted = Number.NEGATIVE_INFINITY;
    const heard = players.map(() => Number.NEGATIVE_INFINITY);
    ticks.forEach((tick, look) => {
      const j = rows[e]?.[look] ?? -1;
      while ((shots[shot] ?? Number.POSITIVE_INFINITY) <= tick) {
        fired = shots[shot] ?? fired;
        shot += 1;
      }
      if (j < 0) return;
      const before = rows[e]?.[look - 1] ?? -1;
      const speed = before < 0 ? 0 : speedOf(enemy, before, j, tickRate);
      const hiddenFrom: number[] = [];
      players.forEach((viewer, p) => {
        const i = rows[p]?.[look] ?? -1;
        if (i < 0 || viewer.team[i] === enemy.team[j]) return;
        if (speed > LOUD && distance(viewer, i, enemy, j) < EARSHOT) heard[p] = tick;
        if (sight.isHidden(viewer, i, enemy, j)) hiddenFrom.push(p);
        else if (sight.isOnScreen(viewer, i, enemy, j)) spotted = tick;
      });
      if (tick - spotted <= SEEN || tick - fired <= FIRED) return;
      for (const p of hiddenFrom) {
        const mine = unknown[p]?.[e];
        if (mine !== undefined && tick - (heard[p] ?? 0) > HEARD) mine[look] = 1;
      }
    });
  });
  return unknown;
}

function speedOf(track: PlayerTrack, from: number, to: number, tickRate: number): number {
  const ticks = (track.tick[to] ?? 0) - (track.tick[from] ?? 0);
  const way = Math.hypot(at(track.x, to) - at(track.x, from), at(track.y, to) - at(track.y, from));
  return (way * tickRate) / Math.max(1, ticks);
}

function distance(a: PlayerTrack, i: number, b: PlayerTrack, j: number): number {
  return Math.hypot(at(a.x, i) - at(b.x, j), at(a.y, i) - at(b.y, j), at(a.z, i) - at(b.z, j));
}
