import { aimAt } from '#shared/demo/aim.ts';
import { type Detector, nothing, shown } from '#shared/demo/detectors/detector.ts';
import { nearest } from '#shared/demo/detectors/nearest.ts';
import type { Fighter, Scene } from '#shared/demo/scene.ts';
import { roundAt, type Shot } from '#shared/demo/timeline.ts';
import { indexAt, isWhole } from '#shared/demo/track.ts';
import { weaponClass } from '#shared/match/weapons.ts';

/** A spray: at least so many bullets of an automatic gun, at most so many ticks apart. The first one is aimed, the others follow it. */
const BULLETS = 7;
const GAP = 8;
/** A player's own way with a gun is known from so many sprays at enemies. */
const SPRAYS = 3;
/** Degrees by which a hand's sprays differ from each other, as seen from the enemy, at the very least. */
const SAME = 0.2;

interface Spray {
  readonly tick: number;
  readonly enemy: string;
  /** Where the view was at each bullet, as seen from the enemy and from the spray's own middle: yaw and pitch in turn. */
  readonly places: readonly number[];
}

/** Bursts of one gun, in tick order. */
function burstsOf(shots: readonly Shot[]): Shot[][] {
  const bursts: Shot[][] = [];
  let burst: Shot[] = [];
  for (const shot of shots) {
    const last = burst.at(-1);
    if (last === undefined || last.weapon !== shot.weapon || shot.tick - last.tick > GAP) {
      burst = [];
      bursts.push(burst);
    }
    burst.push(shot);
  }
  return bursts;
}

function sprayOf(fighter: Fighter, burst: readonly Shot[], scene: Scene): Spray | undefined {
  const [first, last] = [burst[0], burst.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const kind = weaponClass(first.weapon);
  if (kind !== 'rifle' && kind !== 'smg' && kind !== 'machineGun') return undefined;
  if (!isWhole(fighter.track, first.tick, last.tick)) return undefined;
  const enemy = nearest(fighter, first.tick, scene);
  if (enemy === undefined) return undefined;
  const places: number[] = [];
  const followers = burst.slice(1);
  for (const { tick } of followers) {
    const other = indexAt(enemy, tick);
    const aim = aimAt(fighter.track, indexAt(fighter.track, tick), enemy, fighter.lag);
    if (aim === undefined || enemy.alive[other] !== 1) return undefined;
    places.push(aim.yaw, aim.pitch);
  }
  const middle = (axis: number): number =>
    places.reduce((sum, place, i) => (i % 2 === axis ? sum + place : sum), 0) / followers.length;
  const [yaw, pitch] = [middle(0), middle(1)];
  return { tick: first.tick, enemy: enemy.id, places: places.map((place, i) => place - (i % 2 === 0 ? yaw : pitch)) };
}

function spraysOf(fighter: Fighter, scene: Scene): Map<string, Spray[]> {
  const sprays = new Map<string, Spray[]>();
  for (const burst of burstsOf(fighter.shots)) {
    const weapon = burst[0]?.weapon;
    const spray = burst.length < BULLETS ? undefined : sprayOf(fighter, burst.slice(0, BULLETS), scene);
    if (weapon !== undefined && spray !== undefined) sprays.set(weapon, [...(sprays.get(weapon) ?? []), spray]);
  }
  return sprays;
}

/** The middle of the others' places, so that one spray that went wrong does not spoil the rest. */
function usual(sprays: readonly Spray[], but: Spray): number[] {
  const others = sprays.filter((spray) => spray !== but);
  return but.places.map((_, i) => {
    const values = others.map(({ places }) => places[i] ?? 0).sort((a, b) => a - b);
    const middle = values.length >> 1;
    const upper = values[middle] ?? 0;
    return values.length % 2 === 1 ? upper : (upper + (values[middle - 1] ?? upper)) / 2;
  });
}

/** Sprays that stay on the enemy the very same way every time, recoil and all. Of sprays at enemies. */
export const RECOIL: Detector = {
  key: 'recoil',
  needsGeometry: false,
  observe(fighter, scene) {
    const seen = nothing();
    for (const sprays of spraysOf(fighter, scene).values()) {
      if (sprays.length < SPRAYS) continue;
      for (const spray of sprays) {
        const expected = usual(sprays, spray);
        seen.opportunities += 1;
        const square = spray.places.reduce((sum, place, i) => sum + (place - (expected[i] ?? 0)) ** 2, 0);
        const differs = Math.sqrt((2 * square) / spray.places.length);
        if (differs >= SAME) continue;
        seen.count += 1;
        const round = roundAt(scene.timeline.rounds, spray.tick)?.number ?? 0;
        const figures = { degrees: shown(differs) };
        seen.moments.push({ moment: { round, tick: spray.tick, enemy: spray.enemy, figures }, weight: SAME - differs });
      }
    }
    return seen;
  },
};
