import type { Random } from '#sandbox/world/random.ts';
import type { Direction } from '#scripts/detectors/hand.ts';
import { wrap } from '#shared/demo/angles.ts';

/** What a program does to the view. `share` of fights in which it is on. */
export type Cheat =
  /** Straight onto the target in one tick. */
  | { readonly kind: 'snap'; readonly share: number; readonly field: number }
  /** A share of the remaining way in every tick, within a field of view. */
  | { readonly kind: 'smooth'; readonly share: number; readonly field: number; readonly divide: number }
  /** Smooth with a changing pace and a wandering point of aim, which then follows. */
  | { readonly kind: 'humanised'; readonly share: number; readonly field: number; readonly wobble: number }
  /** The view of the shot's tick only. */
  | { readonly kind: 'silent'; readonly share: number; readonly field: number }
  /** Fires when the crosshair is on the enemy, so many ticks later. */
  | { readonly kind: 'trigger'; readonly share: number; readonly delay: number; readonly jitter: number }
  /** Takes the recoil back, with an error in degrees a bullet; the hand does the rest. */
  | { readonly kind: 'script'; readonly share: number; readonly error: number }
  /** Keeps the spray on the enemy: follows and takes the recoil back, around a wandering point of aim. */
  | { readonly kind: 'recoil'; readonly share: number; readonly wobble: number }
  /** Turns round and round, and onto the target for the shot. */
  | { readonly kind: 'spin'; readonly share: number; readonly step: number };

export interface NamedCheat {
  readonly name: string;
  readonly strength: 'blatant' | 'medium' | 'subtle';
  readonly cheat: Cheat;
}

/** The cheats of the table, from blatant to subtle. */
export const CHEATS: readonly NamedCheat[] = [
  { name: 'snap', strength: 'blatant', cheat: { kind: 'snap', share: 1, field: 180 } },
  { name: 'snap', strength: 'medium', cheat: { kind: 'snap', share: 0.6, field: 40 } },
  { name: 'snap', strength: 'subtle', cheat: { kind: 'snap', share: 0.3, field: 15 } },
  { name: 'smooth', strength: 'blatant', cheat: { kind: 'smooth', share: 1, field: 90, divide: 2 } },
  { name: 'smooth', strength: 'medium', cheat: { kind: 'smooth', share: 0.8, field: 30, divide: 4 } },
  { name: 'smooth', strength: 'subtle', cheat: { kind: 'smooth', share: 0.6, field: 8, divide: 10 } },
  { name: 'humanised', strength: 'blatant', cheat: { kind: 'humanised', share: 1, field: 60, wobble: 0.05 } },
  { name: 'humanised', strength: 'medium', cheat: { kind: 'humanised', share: 0.8, field: 25, wobble: 0.15 } },
  { name: 'humanised', strength: 'subtle', cheat: { kind: 'humanised', share: 0.6, field: 8, wobble: 0.4 } },
  { name: 'silent', strength: 'blatant', cheat: { kind: 'silent', share: 1, field: 90 } },
  { name: 'silent', strength: 'medium', cheat: { kind: 'silent', share: 0.6, field: 20 } },
  { name: 'silent', strength: 'subtle', cheat: { kind: 'silent', share: 0.4, field: 5 } },
  { name: 'trigger', strength: 'blatant', cheat: { kind: 'trigger', share: 1, delay: 0, jitter: 0 } },
  { name: 'trigger', strength: 'medium', cheat: { kind: 'trigger', share: 0.8, delay: 1, jitter: 1 } },
  { name: 'trigger', strength: 'subtle', cheat: { kind: 'trigger', share: 0.6, delay: 2, jitter: 3 } },
  { name: 'recoil', strength: 'blatant', cheat: { kind: 'recoil', share: 1, wobble: 0.03 } },
  { name: 'recoil', strength: 'medium', cheat: { kind: 'recoil', share: 0.8, wobble: 0.1 } },
  { name: 'recoil', strength: 'subtle', cheat: { kind: 'recoil', share: 0.6, wobble: 0.3 } },
  { name: 'script', strength: 'blatant', cheat: { kind: 'script', share: 1, error: 0 } },
  { name: 'spin', strength: 'blatant', cheat: { kind: 'spin', share: 1, step: 47 } },
  { name: 'spin', strength: 'medium', cheat: { kind: 'spin', share: 0.5, step: 35 } },
];

/** The state of an aimbot in one fight. */
export class Aimbot {
  private pace = 0.2;
  private offset: Direction = { yaw: 0, pitch: 0 };
  private readonly cheat: Cheat;
  private readonly random: Random;

  constructor(cheat: Cheat, random: Random) {
    this.cheat = cheat;
    this.random = random;
  }

  /** A point of aim that wanders around the target. */
  around(target: Direction): Direction {
    const wobble = 'wobble' in this.cheat ? this.cheat.wobble : 0;
    this.offset = {
      yaw: 0.9 * this.offset.yaw + 0.44 * wobble * this.random.normal(),
      pitch: 0.9 * this.offset.pitch + 0.44 * wobble * this.random.normal(),
    };
    return { yaw: target.yaw + this.offset.yaw, pitch: target.pitch + this.offset.pitch };
  }

  /** Where the view goes this tick, in place of where the hand has it. */
  aim(view: Direction, target: Direction): Direction {
    const { cheat, random } = this;
    const yaw = wrap(target.yaw - view.yaw);
    const pitch = target.pitch - view.pitch;
    if (!('field' in cheat) || Math.hypot(yaw, pitch) > cheat.field) return view;
    if (cheat.kind === 'snap') return { ...target };
    if (cheat.kind === 'smooth') {
      return { yaw: wrap(view.yaw + yaw / cheat.divide), pitch: view.pitch + pitch / cheat.divide };
    }
    if (cheat.kind !== 'humanised') return view;
    this.pace = Math.min(0.5, Math.max(0.04, this.pace + 0.04 * random.normal()));
    const around = this.around(target);
    return {
      yaw: wrap(view.yaw + wrap(around.yaw - view.yaw) * this.pace),
      pitch: view.pitch + (around.pitch - view.pitch) * this.pace,
    };
  }
}
