import type { Random } from '#sandbox/world/random.ts';
import type { Person } from '#scripts/detectors/person.ts';
import { wrap } from '#shared/demo/angles.ts';

export interface Direction {
  yaw: number;
  pitch: number;
}

/** One movement on its way: minimum jerk, added to whatever else goes on. */
interface Stroke {
  start: number;
  ticks: number;
  yaw: number;
  pitch: number;
  done: number;
}

/** Share of a minimum-jerk movement done after a share of its time. */
function minimumJerk(t: number): number {
  const s = Math.min(1, Math.max(0, t));
  return s * s * s * (10 - 15 * s + 6 * s * s);
}

/**
 * A hand with a mouse: strokes towards where the target is thought to be, corrected by further strokes, and following in
 * between; all of it late, and with errors in proportion to the movement.
 */
export class Hand {
  readonly view: Direction;
  private strokes: Stroke[] = [];
  private noiseYaw = 0;
  private noisePitch = 0;
  private restYaw = 0;
  private restPitch = 0;
  private nextStroke = 0;
  private first = true;
  private drift = { yaw: 0, pitch: 0, until: 0 };
  private readonly person: Person;
  private readonly random: Random;

  constructor(person: Person, view: Direction, random: Random) {
    this.person = person;
    this.view = { ...view };
    this.random = random;
  }

  /** Tick at which the first stroke at the present target ends, once it is under way. */
  get arrival(): number | undefined {
    const stroke = this.strokes[0];
    return stroke === undefined ? undefined : stroke.start + stroke.ticks;
  }

  /** Looks for somebody new. */
  forget(): void {
    this.first = true;
    this.strokes = [];
  }

  /** Nobody to aim at: the view wanders, mostly slowly. */
  wander(tick: number): void {
    const { random, drift } = this;
    if (tick >= drift.until) {
      const fast = random.chance(0.12);
      drift.yaw = (fast ? 4 : 0.5) * random.normal();
      drift.pitch = (drift.pitch > 0 ? -1 : 1) * 0.05 * Math.abs(random.normal());
      drift.until = tick + random.int(8, fast ? 20 : 50);
    }
    this.move(drift.yaw * 0.5 + this.noiseYaw, drift.pitch * 0.5 + this.noisePitch, 0.1);
  }

  /**
   * Aims for a tick. `target` is where the head was when the eye saw it, `speed` degrees a tick of its direction as seen,
   * `width` degrees that are good enough.
   */
  aim(tick: number, target: Direction, speed: Direction, width: number): void {
    const { person } = this;
    // What was seen is old; a part of the way the target went meanwhile is made up for.
    const ahead = person.eye * person.pursuit;
    const yaw = wrap(target.yaw + speed.yaw * ahead - this.view.yaw - this.pendingOf('yaw'));
    const pitch = target.pitch + speed.pitch * ahead - this.view.pitch - this.pendingOf('pitch');
    const way = Math.hypot(yaw, pitch);
    if (tick >= this.nextStroke && way > width * 0.7) this.plan(tick, yaw, pitch, way, width);
    const moved = this.strokesAt(tick);
    const following = this.first ? 0 : person.pursuit;
    const speedNoise = person.pursuitNoise * Math.hypot(speed.yaw, speed.pitch);
    this.move(moved.yaw + speed.yaw * following, moved.pitch + speed.pitch * following, speedNoise);
  }

  /** What is added from outside the hand's plan: recoil taken back. */
  push(yaw: number, pitch: number): void {
    this.restYaw += yaw;
    this.restPitch += pitch;
  }

  private pendingOf(axis: 'yaw' | 'pitch'): number {
    return this.strokes.reduce((sum, stroke) => sum + stroke[axis] * (1 - stroke.done), 0);
  }

  private plan(tick: number, yaw: number, pitch: number, way: number, width: number): void {
    const { person, random } = this;
    const spread = this.first ? person.reachSpread : person.correctionSpread;
    const gain = (this.first ? person.reach : 0.95) + spread * random.normal();
    const across = person.across * random.normal();
    const ticks = person.fittsA + person.fittsB * Math.log2(1 + (2 * way) / width);
    const slow = Math.max(2, ticks * (1 + 0.12 * random.normal()) * (this.first ? 1 : 0.8));
    const stroke = { start: tick, ticks: slow, yaw: yaw * gain - pitch * across, pitch: pitch * gain + yaw * across };
    this.strokes.push({ ...stroke, done: 0 });
    this.first = false;
    // The next correction waits for the eye to see what this one did.
    this.nextStroke = tick + Math.round(Math.max(0.8 * slow, 4) + person.eye * (0.5 + 0.4 * random.next()));
  }

  private strokesAt(tick: number): Direction {
    const sum = { yaw: 0, pitch: 0 };
    for (const stroke of this.strokes) {
      const done = minimumJerk((tick + 1 - stroke.start) / stroke.ticks);
      sum.yaw += stroke.yaw * (done - stroke.done);
      sum.pitch += stroke.pitch * (done - stroke.done);
      stroke.done = done;
    }
    this.strokes = this.strokes.filter(({ done }, i) => done < 1 || i === this.strokes.length - 1);
    return sum;
  }

  private move(yaw: number, pitch: number, noise: number): void {
    const { person, random } = this;
    // Noise that lasts some 80 ms, as muscles do.
    const keep = 0.82;
    const fresh = Math.sqrt(1 - keep * keep);
    const size = noise + person.tremor;
    this.noiseYaw = keep * this.noiseYaw + fresh * size * random.normal();
    this.noisePitch = keep * this.noisePitch + 0.6 * fresh * size * random.normal();
    this.restYaw += yaw + this.noiseYaw;
    this.restPitch += pitch + this.noisePitch;
    const { quantum } = person;
    const countsYaw = Math.trunc(this.restYaw / quantum);
    const countsPitch = Math.trunc(this.restPitch / quantum);
    this.restYaw -= countsYaw * quantum;
    this.restPitch -= countsPitch * quantum;
    this.view.yaw = wrap(this.view.yaw + countsYaw * quantum);
    this.view.pitch = Math.min(89, Math.max(-89, this.view.pitch + countsPitch * quantum));
  }
}
