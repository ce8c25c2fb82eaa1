import type { Random } from '#sandbox/world/random.ts';

/** How somebody moves in a fight. */
export type Gait = 'strafe' | 'cross' | 'stand' | 'walk';

const MAX_SPEED = 230;
/** Units a second that speed changes in a tick: a strafe is turned in a quarter second. */
const TURNING = 30;

/** A body on flat ground, moved tick by tick. Units, units a second, 64 ticks a second. */
export class Body {
  x: number;
  y: number;
  duck = 0;
  private vx = 0;
  private vy = 0;
  private aimX = 0;
  private aimY = 0;
  private until = 0;
  private readonly gait: Gait;
  private readonly random: Random;

  constructor(x: number, y: number, gait: Gait, random: Random) {
    this.x = x;
    this.y = y;
    this.gait = gait;
    this.random = random;
    this.choose(0, -x, -y);
    this.vx = this.aimX;
    this.vy = this.aimY;
  }

  /** One tick; `fromX` and `fromY` are where the other stands, so that strafing is to the side of him. */
  step(tick: number, fromX: number, fromY: number): void {
    if (tick >= this.until) this.choose(tick, fromX - this.x, fromY - this.y);
    const [dx, dy] = [this.aimX - this.vx, this.aimY - this.vy];
    const change = Math.hypot(dx, dy);
    const share = change > TURNING ? TURNING / change : 1;
    this.vx += dx * share;
    this.vy += dy * share;
    this.x += this.vx / 64;
    this.y += this.vy / 64;
  }

  private choose(tick: number, dx: number, dy: number): void {
    const { gait, random } = this;
    const way = Math.hypot(dx, dy) || 1;
    const side = random.chance(0.5) ? 1 : -1;
    const speed = gait === 'stand' ? 0 : gait === 'walk' ? 100 : MAX_SPEED * (0.85 + 0.15 * random.next());
    // Straight across, a little towards or away.
    const lean = gait === 'strafe' ? 0.15 * random.normal() : 0.4 * random.normal();
    const [sx, sy] = [-dy / way, dx / way];
    this.aimX = speed * (side * sx + (lean * dx) / way);
    this.aimY = speed * (side * sy + (lean * dy) / way);
    const hold = gait === 'strafe' ? 12 + 20 * -Math.log(1 - random.next()) : 400;
    this.until = tick + Math.round(hold);
    if (random.chance(0.08)) this.duck = this.duck > 0 ? 0 : 1;
  }
}
