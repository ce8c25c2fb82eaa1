import { CROUCH } from '#shared/demo/aim.ts';
import { angleBetween, pitchTo, wrap, yawTo } from '#shared/demo/angles.ts';
import { type Detector, nothing, type Observation, shown } from '#shared/demo/detectors/detector.ts';
import type { Grid, RoundGrid } from '#shared/demo/grid.ts';
import type { Sight } from '#shared/demo/sight.ts';
import { at } from '#shared/demo/track.ts';
import type { PlayerTrack } from '#shared/demo/types.ts';

/** Close to an enemy is within this, degrees, */
const CLOSE = 3;
/** and following is turning the same way, both by at least this much in the eighth of a second between looks. */
const LEAST_TURN = 0.15;
/** Beyond this distance, units, everything lies close to everything. */
const FARTHEST = 4000;
/** Chance is told by where the enemy was 5 to 20 seconds earlier or later: in looks, every half second. */
const SHIFTS: readonly number[] = Array.from({ length: 31 }, (_, i) => 40 + 4 * i).flatMap((shift) => [shift, -shift]);
/** A stretch of a round with fewer usable shifts has no chance to compare with. */
const LEAST_SHIFTS = 8;
/** Of the shifted places one in so many is looked at to learn how many are behind walls. */
const SAMPLE = 8;

/** Whether the view was on the enemy and turned with him in this look and the one before: once is soon done by chance. */
function keepsFollowing(
  viewer: PlayerTrack,
  mine: Int32Array,
  look: number,
  enemy: PlayerTrack,
  his: Int32Array,
  then: number,
): boolean {
  const row = (rows: Int32Array, at: number): number => rows[at] ?? -1;
  const [a, b, c] = [row(mine, look - 2), row(mine, look - 1), row(mine, look)];
  const [d, e, f] = [row(his, then - 2), row(his, then - 1), row(his, then)];
  if (a < 0 || b < 0 || c < 0 || d < 0 || e < 0 || f < 0) return false;
  return follows(viewer, b, c, enemy, e, f) && follows(viewer, a, b, enemy, d, e);
}

/** Whether the view of row `i` is on the enemy of row `j` and turned with him since the look before. */
function follows(viewer: PlayerTrack, before: number, i: number, enemy: PlayerTrack, past: number, j: number): boolean {
  const dx = at(enemy.x, j) - at(viewer.x, i);
  const dy = at(enemy.y, j) - at(viewer.y, i);
  const flat = Math.hypot(dx, dy);
  if (!(flat < FARTHEST && flat > 100)) return false;
  const bearing = yawTo(dx, dy);
  if (Math.abs(wrap(at(viewer.yaw, i) - bearing)) > 2 * CLOSE) return false;
  const rise = at(enemy.z, j) - CROUCH * at(enemy.duck, j) - at(viewer.z, i) + CROUCH * at(viewer.duck, i);
  if (angleBetween(at(viewer.pitch, i), at(viewer.yaw, i), pitchTo(flat, rise), bearing) > CLOSE) return false;
  const earlier = yawTo(at(enemy.x, past) - at(viewer.x, before), at(enemy.y, past) - at(viewer.y, before));
  const moved = wrap(bearing - earlier);
  const turned = wrap(at(viewer.yaw, i) - at(viewer.yaw, before));
  return Math.abs(moved) >= LEAST_TURN && Math.abs(turned) >= LEAST_TURN && moved > 0 === turned > 0;
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
function compare(grid: Grid, round: RoundGrid, p: number, e: number, sight: Sight): Chance | undefined {
  const [viewer, enemy, mine, his] = [grid.players[p], grid.players[e], round.rows[p], round.rows[e]];
  const unknown = round.unknown[p]?.[e];
  if (!viewer || !enemy || !mine || !his || !unknown) return undefined;
  const looks: number[] = [];
  for (let look = 1; look < unknown.length; look += 1) {
    if (unknown[look] === 1 && (mine[look - 1] ?? -1) >= 0 && (his[look - 1] ?? -1) >= 0) looks.push(look);
  }
  if (looks.length === 0) return undefined;
  const row = (rows: Int32Array, look: number): number => rows[look] ?? -1;
  const moments: Chance['moments'] = [];
  let followed = 0;
  for (const look of looks) {
    if (!keepsFollowing(viewer, mine, look, enemy, his, look)) continue;
    followed += 1;
    const tick = round.ticks[look] ?? 0;
    const last = moments.at(-1);
    if (last !== undefined && tick - last.tick <= 64) last.looks += 1;
    else moments.push({ tick, enemy: enemy.id, looks: 1 });
  }

  const rates: number[] = [];
  for (const shift of SHIFTS) {
    let valid = 0;
    let sampled = 0;
    let hidden = 0;
    let hits = 0;
    for (const look of looks) {
      const [past, j] = [row(his, look + shift - 1), row(his, look + shift)];
      if (past < 0 || j < 0) continue;
      valid += 1;
      const i = row(mine, look);
      if (valid % SAMPLE === 1) {
        sampled += 1;
        if (sight.isHidden(viewer, i, enemy, j)) hidden += 1;
      }
      if (keepsFollowing(viewer, mine, look, enemy, his, look + shift) && sight.isHidden(viewer, i, enemy, j))
        hits += 1;
    }
    // The places must be comparable: enough of them, and enough of those behind walls.
    if (valid < looks.length / 2 || hidden < 1) continue;
    rates.push(hits / Math.max(1, (valid * hidden) / sampled));
  }
  if (rates.length < LEAST_SHIFTS) return undefined;
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1);
  const n = looks.length;
  return { looks: n, followed, expected: n * mean, variance: n * n * variance, moments };
}

/** The aim follows enemies behind walls, whom nobody of the team can know of, more than chance would have it. Of looks, eight a second. */
export const WALL_TRACK: Detector = {
  key: 'wallTrack',
  needsGeometry: true,
  observe({ track }, { grid, sight }) {
    const seen: Observation = nothing();
    if (grid === undefined || sight === undefined) return seen;
    const p = grid.players.indexOf(track);
    let expected = 0;
    let variance = 0;
    for (const round of grid.rounds) {
      for (let e = 0; e < grid.players.length; e += 1) {
        const chance = e === p ? undefined : compare(grid, round, p, e, sight);
        if (chance === undefined) continue;
        seen.opportunities += chance.looks;
        seen.count += chance.followed;
        expected += chance.expected;
        variance += chance.variance;
        for (const { tick, enemy, looks } of chance.moments) {
          const figures = { milliseconds: looks * 125, degrees: shown(CLOSE) };
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
