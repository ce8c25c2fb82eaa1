import type { Random } from '#sandbox/world/random.ts';
import { Aimbot, type Cheat } from '#scripts/detectors/cheats.ts';
import { type Direction, Hand } from '#scripts/detectors/hand.ts';
import type { Person } from '#scripts/detectors/person.ts';
import { climb, kick } from '#scripts/detectors/recoil.ts';
import { Recorder } from '#scripts/detectors/recorder.ts';
import { Body, type Gait } from '#scripts/detectors/target.ts';
import { pitchTo, sizeAt, wrap, yawTo } from '#shared/demo/angles.ts';
import type { ParsedDemo } from '#shared/demo/types.ts';

/** Name of the player who is judged. */
export const SUBJECT = 'subject';
/** Ticks before the enemy shows, and the longest fight. */
const LEAD = 140;
const LONGEST = 260;
/** Ticks between bullets of an automatic gun, after a sniper's shot, and between short bursts. */
const CYCLE = 6.4;
const BOLT = 90;
const PAUSE = 22;
const NEVER = Number.POSITIVE_INFINITY;

type Place = Pick<Body, 'x' | 'y' | 'duck'>;

/** Towards the upper body of somebody, from somebody's eyes; the ground is level. */
function bearingOf(own: Place, body: Place): Direction {
  const [dx, dy] = [body.x - own.x, body.y - own.y];
  return { yaw: yawTo(dx, dy), pitch: pitchTo(Math.hypot(dx, dy), 18 * (own.duck - body.duck) - 6) };
}

/** What stays the same from fight to fight. */
interface Setting {
  readonly recorder: Recorder;
  readonly person: Person;
  readonly random: Random;
  /** The gun bought most rounds. */
  readonly gun: string;
  /** The player's own mistake at taking back each bullet's recoil, degrees. */
  readonly habit: readonly Direction[];
}

/** One fight: an enemy shows after a while, is aimed at by hand or program, and shot at until dead or the time is up. */
class Fight {
  private readonly setting: Setting;
  private readonly cheat: Cheat | undefined;
  private readonly enemy: string;
  private readonly base: number;
  private readonly body: Body;
  private readonly own: Body;
  private readonly hand: Hand;
  private readonly bot: Aimbot | undefined;
  private readonly bodies: Place[] = [];
  private readonly owns: Place[] = [];
  private readonly weapon: string;
  private readonly sprayer: boolean;
  private readonly reaction: number;
  private readonly botReaction: number;

  private health = 100;
  private bullet = 0;
  private lastShot = 0;
  private nextShot = NEVER;
  private settled = 0;
  /** Tick from which a trigger may fire again, and since when the crosshair is on the enemy. */
  private ready = 0;
  private onSince: number | undefined;
  private shootsOnArrival: boolean;
  private end = LONGEST;
  /** Where a spinning view has got to. */
  private spun: Direction | undefined;

  constructor(setting: Setting, enemy: string, cheat: Cheat | undefined, base: number) {
    const { person, random, gun } = setting;
    this.setting = setting;
    this.cheat = cheat;
    this.enemy = enemy;
    this.base = base;
    const distance = Math.min(2800, Math.max(220, random.logNormal(850, 0.5)));
    const around = random.next() * 2 * Math.PI;
    const gait: Gait = random.pick(['strafe', 'strafe', 'cross', 'stand', 'walk']);
    this.body = new Body(distance * Math.cos(around), distance * Math.sin(around), gait, random);
    this.own = new Body(0, 0, random.chance(0.35) ? 'strafe' : 'stand', random);
    const sniper = random.chance(0.12);
    this.weapon = sniper ? 'awp' : random.chance(0.75) ? gun : random.pick(['ak47', 'm4a1', 'mp9', 'deagle']);
    this.sprayer = !sniper && random.chance(person.sprays);

    const preaimed = random.chance(person.preaims);
    const off = preaimed ? 2.5 * random.normal() : random.logNormal(16, 0.9) * (random.chance(0.5) ? 1 : -1);
    const yaw = wrap((around * 180) / Math.PI + Math.max(-150, Math.min(150, off)));
    this.hand = new Hand(person, { yaw, pitch: random.normal() }, random);
    this.bot = cheat && new Aimbot(cheat, random);
    const waiting = preaimed && random.chance(0.3);
    this.reaction = waiting ? person.reaction * 0.5 : random.logNormal(person.reaction, 0.22);
    this.botReaction = random.int(0, 8);
    this.shootsOnArrival = random.chance(person.shootsOnArrival);
  }

  /** Returns the last tick. */
  run(): number {
    for (let t = 0; t < this.end; t += 1) this.tick(t);
    return this.base + this.end;
  }

  /** Direction of the enemy as the screen showed it so many ticks ago: the network delays the enemy, not oneself. */
  private seenAt(t: number, delay: number): Direction {
    const { owns, bodies, own, body, setting } = this;
    const then = Math.max(0, t - delay);
    return bearingOf(owns[then] ?? own, bodies[Math.max(0, then - setting.person.lag)] ?? body);
  }

  private tick(t: number): void {
    const { body, own, setting, cheat, hand } = this;
    body.step(t, own.x, own.y);
    own.step(t, body.x, body.y);
    this.bodies.push({ x: body.x, y: body.y, duck: body.duck });
    this.owns.push({ x: own.x, y: own.y, duck: own.duck });
    const shown = this.seenAt(t, 0);
    const width = sizeAt(7, Math.hypot(body.x - own.x, body.y - own.y));
    const since = t - LEAD - setting.person.lag;
    this.moveHand(t, since, width);
    this.moveByProgram(t, since, shown);
    if (cheat?.kind === 'spin' && t > LEAD - 60) {
      this.spun = { yaw: wrap((this.spun ?? hand.view).yaw + cheat.step), pitch: 0 };
    }
    const error = Math.hypot(wrap(hand.view.yaw - shown.yaw), hand.view.pitch - shown.pitch);
    this.moveFinger(t, since, error, error <= width);
    this.record(t, shown, this.fire(t, shown, error, width));
  }

  private moveHand(t: number, since: number, width: number): void {
    const { hand, setting, health, reaction } = this;
    if (since < reaction || health <= 0) {
      hand.wander(t);
      return;
    }
    const eye = Math.round(setting.person.eye);
    const [late, later] = [this.seenAt(t, eye), this.seenAt(t, eye + 3)];
    const speed = { yaw: wrap(late.yaw - later.yaw) / 3, pitch: (late.pitch - later.pitch) / 3 };
    hand.aim(t, late, speed, width);
  }

  private moveByProgram(t: number, since: number, shown: Direction): void {
    const { bot, cheat, hand, health, bullet } = this;
    if (bot === undefined || health <= 0) return;
    if (since >= this.botReaction) Object.assign(hand.view, bot.aim(hand.view, shown));
    if (cheat?.kind !== 'recoil' || bullet === 0) return;
    const lifted = climb(bullet - 1 + Math.min(1, (t - this.lastShot) / CYCLE));
    const around = bot.around(shown);
    hand.view.yaw = wrap(around.yaw - lifted.yaw);
    hand.view.pitch = around.pitch - lifted.pitch;
  }

  /** Decides when the first shot falls; those after it follow from the gun. */
  private moveFinger(t: number, since: number, error: number, on: boolean): void {
    const { cheat, hand, health, setting } = this;
    const { person, random } = setting;
    this.onSince = on && t >= this.ready ? (this.onSince ?? t) : undefined;
    if (this.nextShot !== NEVER || since <= 0 || health <= 0) return;
    this.settled = on ? this.settled + 1 : 0;
    if (cheat?.kind === 'trigger') {
      if (this.onSince === t) this.nextShot = t + cheat.delay + random.int(0, cheat.jitter);
    } else if (cheat?.kind === 'silent' && since >= this.botReaction + 4 && error <= cheat.field) this.nextShot = t;
    else if (this.spun !== undefined && since > 6) this.nextShot = t;
    else if (this.shootsOnArrival && hand.arrival !== undefined && since >= this.reaction) {
      this.nextShot = Math.max(t, Math.round(hand.arrival + person.clickSpread * random.normal()));
      this.shootsOnArrival = false;
    } else if (this.settled >= 2 && random.chance(0.35)) {
      this.nextShot = t + Math.max(0, Math.round(4 + person.clickSpread * random.normal()));
    }
  }

  /** Fires when it is time, and returns where the view is for this tick. */
  private fire(t: number, shown: Direction, error: number, width: number): Direction {
    const { hand, cheat, health, spun, setting, sprayer } = this;
    const resting = spun ?? hand.view;
    if (t < this.nextShot) return resting;
    if (health <= 0) {
      // A finger stops late.
      if (sprayer && this.bullet > 0 && this.bullet < 10) this.bang(t, CYCLE);
      return resting;
    }
    const silent = cheat?.kind === 'silent' && error <= cheat.field && error > 0.5;
    const view = silent || spun !== undefined ? shown : { ...hand.view };
    const { random } = setting;
    const spread = sprayer && this.bullet > 1 ? 0.45 : 0.25;
    const left = this.bang(t, this.pauseAfter());
    const missed = Math.hypot(
      wrap(view.yaw - shown.yaw) + left.yaw + spread * random.normal(),
      view.pitch - shown.pitch + left.pitch + spread * random.normal(),
    );
    if (missed <= width + 0.15) this.hit(t);
    return view;
  }

  private pauseAfter(): number {
    if (this.weapon === 'awp') return BOLT;
    return this.sprayer || (this.bullet + 1) % 3 !== 0 ? CYCLE : PAUSE;
  }

  /** A bullet: recoil and what is done about it. Returns what is left of the recoil. */
  private bang(t: number, pause: number): Direction {
    const { setting, cheat, base, weapon, sprayer } = this;
    setting.recorder.fire(base + t, SUBJECT, weapon);
    const left = this.takeBack();
    this.bullet += 1;
    this.lastShot = t;
    this.nextShot = t + Math.round(pause + (sprayer ? 0.5 : 3) * setting.random.next());
    if (cheat?.kind === 'trigger') {
      // It fires again when the crosshair meets the enemy again.
      this.ready = this.nextShot;
      this.nextShot = NEVER;
      this.onSince = undefined;
    }
    if (this.bullet > 26) this.nextShot = this.end;
    return left;
  }

  private hit(t: number): void {
    const { setting, base, enemy, weapon, sprayer } = this;
    const { recorder, random } = setting;
    this.health -= weapon === 'awp' ? 100 : random.pick([18, 22, 27, 35, 100]);
    recorder.hurt(base + t, SUBJECT, enemy, weapon, Math.max(0, this.health));
    if (this.health <= 0) this.end = Math.min(this.end, t + (sprayer ? random.int(36, 60) : 40));
  }

  /** Moves the view against the kick of this bullet and returns what is left of it. */
  private takeBack(): Direction {
    const { setting, cheat, bullet, hand, sprayer } = this;
    const { person, random, habit } = setting;
    const { yaw, pitch } = kick(bullet);
    if (cheat?.kind === 'recoil') return { yaw: 0, pitch: 0 };
    if (cheat?.kind === 'script') {
      hand.push(-yaw + cheat.error * random.normal(), -pitch + cheat.error * random.normal());
      return { yaw: 0, pitch: 0 };
    }
    if (!sprayer || bullet < 2) return { yaw: 0, pitch: 0 };
    const own = habit[bullet] ?? { yaw: 0, pitch: 0 };
    const backYaw = -yaw * person.recoilGain + own.yaw + person.recoilSpread * random.normal();
    const backPitch = -pitch * person.recoilGain + own.pitch + person.recoilSpread * random.normal();
    hand.push(backYaw, backPitch);
    return { yaw: yaw + backYaw, pitch: pitch + backPitch };
  }

  private record(t: number, shown: Direction, view: Direction): void {
    const { setting, base, own, body, enemy, health } = this;
    const tick = base + t;
    setting.recorder.row(tick, SUBJECT, { x: own.x, y: own.y, duck: own.duck, team: 2, ...view });
    const back = { yaw: wrap(shown.yaw + 180), pitch: -shown.pitch };
    setting.recorder.row(tick, enemy, { x: body.x, y: body.y, duck: body.duck, team: 3, ...back }, health > 0);
  }
}

/** A demo of one player's fights on open ground; without a cheat by hand alone. */
export function duels(person: Person, cheat: Cheat | undefined, fights: number, random: Random): ParsedDemo {
  const recorder = new Recorder();
  const habit = Array.from({ length: 40 }, () => ({
    yaw: 0.6 * person.recoilHabit * random.normal(),
    pitch: person.recoilHabit * random.normal(),
  }));
  const gun = random.pick(['ak47', 'ak47', 'm4a1', 'm4a1', 'mp9']);
  const setting = { recorder, person, random, gun, habit };
  let base = 1000;
  for (let fight = 0; fight < fights; fight += 1) {
    if (fight % 2 === 0) recorder.round(base - 10);
    const on = cheat !== undefined && random.chance(cheat.share);
    base = new Fight(setting, `enemy${fight % 5}`, on ? cheat : undefined, base).run() + 200;
  }
  return recorder.finish();
}
