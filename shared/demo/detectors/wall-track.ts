import { CROUCH } from '#shared/demo/aim.ts';
import { angleBetween, cosine, pitchTo, wrap, yawTo } from '#shared/demo/angles.ts';
import { type Detector, nothing, type Observation } from '#shared/demo/detectors/detector.ts';
import type { Grid, RoundGrid } from '#shared/demo/grid.ts';
import type { Sight } from '#shared/demo/sight.ts';
import { at } from '#shared/demo/track.ts';
import type { PlayerTrack } from '#shared/demo/types.ts';
import { COARSE_STEP } from '#shared/demo/windows.ts';

/** Close to an enemy is within this, degrees, */
const CLOSE = 2;
/** and following is turning the same way, both by at least this much in the eighth of a second between looks. */
const LEAST_TURN = 0.15;
/** Beyond this distance, units, everything lies close to everything; and nearer than that nobody is missed. */
const FARTHEST = 4000;
const NEAREST = 100;
/** Tangent of four degrees: who is further beside the view is not looked at in detail. */
const BESIDE = 0.07;
/** Chance is told by where the enemy was 5 to 20 seconds earlier or later: in looks, every second. */
const SHIFTS: readonly number[] = Array.from({ length: 16 }, (_, i) => 40 + 8 * i).flatMap((shift) => [shift, -shift]);
/** A stretch of a round with fewer usable shifts has no chance to compare with. */
const LEAST_SHIFTS = 8;
/** Of the shifted places one in so many is looked at to learn how many are behind walls. */
const SAMPLE = 32;

/** One look of a player: where from, where to, and how far the view turned since the look before. */
interface Look {
  readonly x: number;
  readonly y: number;
  readonly eyes: number;
  readonly pitch: number;
  readonly yaw: number;
  /** Of the view, flat: what lies far to the side is told by two products, and there are millions to tell. */
  readonly cos: number;
  readonly sin: number;
  readonly turned: number;
  readonly before: { readonly x: number; readonly y: number };
}

function lookOf(track: PlayerTrack, before: number, row: number): Look | undefined {
  if (before < 0 || row < 0) return undefined;
  const yaw = at(track.yaw, row);
  return {
    x: at(track.x, row),
    y: at(track.y, row),
    eyes: at(track.z, row) - CROUCH * at(track.duck, row),
    pitch: at(track.pitch, row),
    yaw,
    cos: cosine(yaw),
    sin: cosine(yaw - 90),
    turned: wrap(yaw - at(track.yaw, before)),
    before: { x: at(track.x, before), y: at(track.y, before) },
  };
}

/** Whether the view is on the enemy of row `j` and turned with him since the look before, when he was in row `past`. */
function follows(look: Look, enemy: PlayerTrack, past: number, j: number): boolean {
  if (!(Math.abs(look.turned) >= LEAST_TURN) || past < 0 || j < 0) return false;
  const dx = at(enemy.x, j) - look.x;
  const dy = at(enemy.y, j) - look.y;
  const along = dx * look.cos + dy * look.sin;
  if (!(along > NEAREST && along < FARTHEST) || Math.abs(dy * look.cos - dx * look.sin) > BESIDE * along) return false;
  const bearing = yawTo(dx, dy);
  const rise = at(enemy.z, j) - CROUCH * at(enemy.duck, j) - look.eyes;
  if (angleBetween(look.pitch, look.yaw, pitchTo(Math.hypot(dx, dy), rise), bearing) > CLOSE) return false;
  const moved = wrap(bearing - yawTo(at(enemy.x, past) - look.before.x, at(enemy.y, past) - look.before.y));
  return Math.abs(moved) >= LEAST_TURN && moved > 0 === look.turned > 0;
}

/** Looks with the enemy moved in time: those he was alive for, those of them tried for walls and behind them, and those that follow. */
interface Shifted {
  valid: number;
  sampled: number;
  hidden: number;
  hits: number;
}

interface Chance {
  looks: number;
  followed: number;
  /** What chance would have, and its variance. */
  expected: number;
  variance: number;
  moments: { tick: number; enemy: string; looks: number }[];
}

/** One player against one enemy in one round. */
class Pair {
  private readonly viewer: PlayerTrack;
  private readonly enemy: PlayerTrack;
  private readonly mine: Int32Array;
  private readonly his: Int32Array;
  private readonly sight: Sight;
  /** Of each look that counts: it and the one before. Once is soon done by chance, so both must follow. */
  private readonly looks: readonly { at: number; now: Look; last: Look }[];

  constructor(grid: Grid, round: RoundGrid, p: number, e: number, sight: Sight) {
    const [viewer, enemy, mine, his] = [grid.players[p], grid.players[e], round.rows[p], round.rows[e]];
    if (!viewer || !enemy || !mine || !his) throw new Error('no such players in the grid');
    this.viewer = viewer;
    this.enemy = enemy;
    this.mine = mine;
    this.his = his;
    this.sight = sight;
    const views = Array.from(mine, (row, look) => lookOf(viewer, mine[look - 1] ?? -1, row));
    const unknown = round.unknown[p]?.[e] ?? new Uint8Array();
    this.looks = Array.from(unknown).flatMap((is, look) => {
      const [now, last] = [views[look], views[look - 1]];
      return is === 1 && now !== undefined && last !== undefined ? [{ at: look, now, last }] : [];
    });
  }

  compare(ticks: readonly number[]): Chance | undefined {
    const { looks, enemy } = this;
    if (looks.length === 0) return undefined;
    const shifted = SHIFTS.map((shift) => this.shifted(shift)).filter(({ valid }) => valid >= looks.length / 2);
    const sum = (of: (each: Shifted) => number): number => shifted.reduce((total, each) => total + of(each), 0);
    // The places must be comparable: enough of them, and some of those behind walls.
    const hidden =
      sum((each) => each.hidden) /
      Math.max(
        1,
        sum((each) => each.sampled),
      );
    if (shifted.length < LEAST_SHIFTS || hidden === 0) return undefined;
    const rates = shifted.map(({ hits, valid }) => hits / Math.max(1, valid * hidden));
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1);
    const moments: Chance['moments'] = [];
    let followed = 0;
    for (const look of looks) {
      if (!this.followsAt(look, look.at)) continue;
      followed += 1;
      const tick = ticks[look.at] ?? 0;
      const before = moments.at(-1);
      if (before !== undefined && tick - before.tick <= 64) before.looks += 1;
      else moments.push({ tick, enemy: enemy.id, looks: 1 });
    }
    const n = looks.length;
    return { looks: n, followed, expected: n * mean, variance: n * n * variance, moments };
  }

  /** Whether a look and the one before follow the enemy as he went at another moment. */
  private followsAt({ now, last }: { now: Look; last: Look }, then: number): boolean {
    const { his, enemy } = this;
    const [row, before, earlier] = [his[then] ?? -1, his[then - 1] ?? -1, his[then - 2] ?? -1];
    return follows(now, enemy, before, row) && follows(last, enemy, earlier, before);
  }

  /** How the looks would have followed the enemy had he been where he was so many looks later, behind walls as he is. */
  private shifted(shift: number): Shifted {
    const { looks, his, mine, viewer, enemy, sight } = this;
    const seen = { valid: 0, sampled: 0, hidden: 0, hits: 0 };
    for (const look of looks) {
      const then = look.at + shift;
      const j = his[then] ?? -1;
      if (j < 0 || (his[then - 1] ?? -1) < 0) continue;
      seen.valid += 1;
      const i = mine[look.at] ?? -1;
      if ((look.at + shift) % SAMPLE === 0) {
        seen.sampled += 1;
        if (sight.isHidden(viewer, i, enemy, j)) seen.hidden += 1;
      }
      if (this.followsAt(look, then) && sight.isHidden(viewer, i, enemy, j)) seen.hits += 1;
    }
    return seen;
  }
}

/** The aim follows enemies behind walls, whom nobody of the team can know of, more than chance would have it. Of looks, eight a second. */
export const WALL_TRACK: Detector = {
  key: 'wallTrack',
  needsGeometry: true,
  observe({ track }, { grid, sight, demo }) {
    const seen: Observation = nothing();
    if (grid === undefined || sight === undefined) return seen;
    const p = grid.players.indexOf(track);
    let expected = 0;
    let variance = 0;
    for (const round of grid.rounds) {
      for (let e = 0; e < grid.players.length; e += 1) {
        const chance = e === p ? undefined : new Pair(grid, round, p, e, sight).compare(round.ticks);
        if (chance === undefined) continue;
        seen.opportunities += chance.looks;
        seen.count += chance.followed;
        expected += chance.expected;
        variance += chance.variance;
        for (const { tick, enemy, looks } of chance.moments) {
          const figures = { milliseconds: Math.round((looks * COARSE_STEP * 1000) / demo.tickRate) };
          seen.moments.push({ moment: { round: round.number, tick, enemy, figures }, weight: looks });
        }
      }
    }
    // One look more or less is no finding, however small the variance.
    seen.z = (seen.count - expected) / Math.sqrt(variance + 1 + expected);
    seen.typical = seen.opportunities > 0 ? expected / seen.opportunities : 0;
    return seen;
  },
};
