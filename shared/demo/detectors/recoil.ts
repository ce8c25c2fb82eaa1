import { wrap } from '#shared/demo/angles.ts';
import { type Detector, nothing, shown } from '#shared/demo/detectors/detector.ts';
import { roundAt, type Shot } from '#shared/demo/timeline.ts';
import { at, indexAt, isWhole } from '#shared/demo/track.ts';
import type { PlayerTrack } from '#shared/demo/types.ts';
import { weaponClass } from '#shared/match/weapons.ts';

/** A spray: at least so many bullets of an automatic gun, at most so many ticks apart. */
const BULLETS = 9;
const GAP = 8;
/** A player's own way of pulling down is known from so many sprays of the gun, */
const SPRAYS = 4;
/** and pulls down by at least this much over them, degrees: who does not pull repeats nothing. */
const PULL = 2;
/** Degrees a bullet by which a hand's sprays differ from each other at the very least. */
const SAME = 0.12;

interface Spray {
  readonly tick: number;
  /** How the view moved from each bullet to the next, yaw and pitch in turn. */
  readonly moves: readonly number[];
}

function spraysOf(track: PlayerTrack, shots: readonly Shot[]): Map<string, Spray[]> {
  const sprays = new Map<string, Spray[]>();
  let start = 0;
  for (let i = 1; i <= shots.length; i += 1) {
    const [last, next] = [shots[i - 1], shots[i]];
    if (last === undefined) continue;
    if (next !== undefined && next.weapon === last.weapon && next.tick - last.tick <= GAP) continue;
    const burst = shots.slice(start, start + BULLETS);
    const first = burst[0];
    if (first !== undefined && i - start >= BULLETS) {
      const moves = movesOf(track, burst);
      if (moves !== undefined) {
        sprays.set(first.weapon, [...(sprays.get(first.weapon) ?? []), { tick: first.tick, moves }]);
      }
    }
    start = i;
  }
  return sprays;
}

function movesOf(track: PlayerTrack, burst: readonly Shot[]): number[] | undefined {
  const first = burst[0]?.tick ?? 0;
  const last = burst.at(-1)?.tick ?? 0;
  const kind = weaponClass(burst[0]?.weapon ?? '');
  if (kind !== 'rifle' && kind !== 'smg' && kind !== 'machineGun') return undefined;
  if (!isWhole(track, first, last)) return undefined;
  const moves: number[] = [];
  for (let bullet = 1; bullet < burst.length; bullet += 1) {
    const from = indexAt(track, burst[bullet - 1]?.tick ?? 0);
    const to = indexAt(track, burst[bullet]?.tick ?? 0);
    moves.push(wrap(at(track.yaw, to) - at(track.yaw, from)), at(track.pitch, to) - at(track.pitch, from));
  }
  return moves;
}

/** The middle of the others' moves, so that one spray that follows a running enemy does not spoil the rest. */
function usual(sprays: readonly Spray[], but: Spray): number[] {
  const others = sprays.filter((spray) => spray !== but);
  return but.moves.map((_, i) => {
    const values = others.map(({ moves }) => moves[i] ?? 0).sort((a, b) => a - b);
    const middle = values.length >> 1;
    const upper = values[middle] ?? 0;
    return values.length % 2 === 1 ? upper : (upper + (values[middle - 1] ?? upper)) / 2;
  });
}

/** Recoil taken back the very same way in every spray: by a script or a program. Of sprays. */
export const RECOIL: Detector = {
  key: 'recoil',
  needsGeometry: false,
  observe({ track, shots }, { timeline }) {
    const seen = nothing();
    for (const sprays of spraysOf(track, shots).values()) {
      if (sprays.length < SPRAYS) continue;
      for (const spray of sprays) {
        const expected = usual(sprays, spray);
        const pulled = expected.reduce((sum, move, i) => (i % 2 === 1 ? sum + move : sum), 0);
        if (pulled < PULL) continue;
        seen.opportunities += 1;
        const square = spray.moves.reduce((sum, move, i) => sum + (move - (expected[i] ?? 0)) ** 2, 0);
        const differs = Math.sqrt((2 * square) / spray.moves.length);
        if (differs >= SAME) continue;
        seen.count += 1;
        const round = roundAt(timeline.rounds, spray.tick)?.number ?? 0;
        const figures = { degrees: shown(differs) };
        seen.moments.push({ moment: { round, tick: spray.tick, figures }, weight: SAME - differs });
      }
    }
    return seen;
  },
};
