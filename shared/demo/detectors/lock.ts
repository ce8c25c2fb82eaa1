import { type Aim, aimAt } from '#shared/demo/aim.ts';
import { wrap } from '#shared/demo/angles.ts';
import { type Detector, nothing, shown } from '#shared/demo/detectors/detector.ts';
import { stepOf } from '#shared/demo/detectors/view.ts';
import { type Fighter, LONGEST_LAG, type Opening } from '#shared/demo/scene.ts';
import { indexAt, isWhole } from '#shared/demo/track.ts';

/** Judged in stretches of a third of a second, */
const STRETCH = 20;
/** in which the enemy's direction departs from steady motion by at least this much, degrees: turns nobody can foresee, */
const LEAST_TURN = 0.12;
/** the view moves along, degrees in all, */
const LEAST_FOLLOWED = 1.5;
/** and the aim stays near him, degrees. */
const NEAR = 3;
/** The error stays within this share of that departure: a hand answers a turn a tenth of a second late and cannot. */
const SHARE = 0.3;
/** From this long before the first hit, ticks, to this long after the last. */
const BEFORE = 64;
const AFTER = 16;

/** Standard deviation of evenly spaced values from their mean, or with `slope` from their straight line. */
function spread(values: readonly number[], slope: boolean): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const middle = (n - 1) / 2;
  const times = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const rise = slope ? values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0) / times : 0;
  return Math.sqrt(values.reduce((sum, value, i) => sum + (value - mean - rise * (i - middle)) ** 2, 0) / n);
}

interface Stretch {
  readonly tick: number;
  readonly opening: Opening;
  /** Degrees by which the enemy's direction departs from steady motion. */
  readonly turn: number;
  readonly first: number;
}

/** The stretch that starts at a row, if it is one of following somebody who turns. */
function stretchAt({ track, lag }: Fighter, opening: Opening, first: number): Stretch | undefined {
  const bearing: number[] = [];
  let last: Aim | undefined;
  let followed = 0;
  for (let i = first; i < first + STRETCH; i += 1) {
    const aim = aimAt(track, i, opening.victim, lag);
    if (aim === undefined || aim.miss > NEAR) return undefined;
    bearing.push(last === undefined ? 0 : (bearing.at(-1) ?? 0) + wrap(aim.bearingYaw - last.bearingYaw));
    if (last !== undefined) followed += stepOf(track, i);
    last = aim;
  }
  const turn = spread(bearing, true);
  if (turn < LEAST_TURN || followed < LEAST_FOLLOWED) return undefined;
  return { tick: track.tick[first] ?? 0, opening, turn, first };
}

/** How much the error varies over a stretch at a lag, degrees. */
function errorOver({ track }: Fighter, { first, opening }: Stretch, lag: number): number {
  const yaw: number[] = [];
  for (let i = first; i < first + STRETCH; i += 1) {
    yaw.push(aimAt(track, i, opening.victim, lag)?.yaw ?? Number.POSITIVE_INFINITY);
  }
  return spread(yaw, false);
}

function stretchesOf(fighter: Fighter): Stretch[] {
  const { track, openings } = fighter;
  const stretches: Stretch[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const opening of openings) {
    for (let start = opening.tick - BEFORE; start + STRETCH <= opening.until + AFTER; start += STRETCH / 4) {
      if (start < free || !isWhole(track, start - 1, start + STRETCH)) continue;
      const stretch = stretchAt(fighter, opening, indexAt(track, start));
      if (stretch === undefined) continue;
      free = start + STRETCH;
      stretches.push(stretch);
    }
  }
  return stretches;
}

/** The aim follows an enemy through turns without delay. Of thirds of a second of following somebody who turns. */
export const LOCK: Detector = {
  key: 'lock',
  needsGeometry: false,
  observe(fighter) {
    const seen = nothing();
    const stretches = stretchesOf(fighter);
    seen.opportunities = stretches.length;
    // A program may smooth and so be later than hits tell: all are judged at the one delay at which most are locked.
    for (let lag = 0; lag <= LONGEST_LAG; lag += 1) {
      const moments = stretches.flatMap((stretch) => {
        const error = errorOver(fighter, stretch, lag);
        if (!(error < SHARE * stretch.turn)) return [];
        const { round, victim } = stretch.opening;
        const figures = { degrees: shown(error), ticks: STRETCH };
        return [{ moment: { round, tick: stretch.tick, enemy: victim.id, figures }, weight: -error }];
      });
      if (moments.length > seen.count) {
        seen.count = moments.length;
        seen.moments = moments;
      }
    }
    return seen;
  },
};
