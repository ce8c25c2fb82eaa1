import type { Random } from '#sandbox/world/random.ts';
import type { Walk } from '#scripts/detectors/walker.ts';
import { wrap, yawTo } from '#shared/demo/angles.ts';

/** How somebody looks about who sees nobody. */
export interface Looker {
  /** Seconds an enemy whom the team saw is looked for where he was, and how often. */
  readonly remembers: number;
  /** Share of those looks that follow where he must be by now, had he gone on as he went. */
  readonly predicts: number;
  /** Share of looks around to side streets. */
  readonly restless: number;
  /** With a wallhack: share of time, how far off in degrees, how late in ticks. */
  readonly walls?: { readonly share: number; readonly off: number; readonly late: number };
}

export function looker(random: Random): Looker {
  const between = (low: number, high: number): number => low + (high - low) * random.next();
  return {
    remembers: between(1.5, 6),
    predicts: between(0, 0.8),
    restless: between(0.2, 0.7),
  };
}

/** When and where enemies were last seen by somebody of the team. */
export interface Known {
  readonly tick: number;
  readonly x: number;
  readonly y: number;
  /** Units a tick. */
  readonly vx: number;
  readonly vy: number;
}

/** Yaw over a round of somebody who sees nobody; fights are written over it. */
export function gaze(
  own: Walk,
  enemies: readonly Walk[],
  known: readonly (readonly (Known | undefined)[])[],
  who: Looker,
  random: Random,
): Float64Array {
  const ticks = own.x.length;
  const yaw = new Float64Array(ticks);
  let view = own.heading[0] ?? 0;
  let wish = (_t: number): number => view;
  let until = 0;
  let noise = 0;
  const at = (list: Float64Array, t: number): number => list[Math.max(0, t)] ?? 0;
  const towards = (enemy: Walk, t: number, late: number): number =>
    yawTo(at(enemy.x, t - late) - at(own.x, t), at(enemy.y, t - late) - at(own.y, t));
  for (let t = 0; t < ticks; t += 1) {
    if (t >= until) {
      const walls = who.walls;
      const near = enemies
        .map((enemy) => ({ enemy, way: Math.hypot(at(enemy.x, t) - at(own.x, t), at(enemy.y, t) - at(own.y, t)) }))
        .filter(({ way }) => way < 2500 && way > 150)
        .sort((a, b) => a.way - b.way);
      const target = near[0]?.enemy;
      const fresh = known
        .map((seen) => seen[t])
        .find((seen) => seen !== undefined && t - seen.tick < 64 * who.remembers);
      const side = random.pick([0, 0, 90, -90, 180]) + 12 * random.normal();
      if (walls !== undefined && target !== undefined && random.chance(walls.share)) {
        const off = walls.off * random.normal();
        wish = (now) => towards(target, now, walls.late) + off;
        until = t + random.int(50, 160);
      } else if (fresh !== undefined && random.chance(0.6)) {
        // Looked for where he was, or where he must be by now, though nobody is there any more.
        const off = 3 * random.normal();
        const on = random.chance(who.predicts) ? 1 : 0;
        wish = (now) => {
          const gone = on * (now - fresh.tick);
          return yawTo(fresh.x + gone * fresh.vx - at(own.x, now), fresh.y + gone * fresh.vy - at(own.y, now)) + off;
        };
        until = t + random.int(30, 110);
      } else if (random.chance(who.restless)) {
        wish = (now) => at(own.heading, now) + side;
        until = t + random.int(15, 60);
      } else {
        const off = 5 * random.normal();
        wish = (now) => at(own.heading, now) + off;
        until = t + random.int(30, 150);
      }
    }
    noise = 0.95 * noise + 0.05 * random.normal();
    const gap = wrap(wish(t) - view);
    view = wrap(view + Math.sign(gap) * Math.min(Math.abs(gap) * 0.16, 9) + noise);
    yaw[t] = view;
  }
  return yaw;
}
