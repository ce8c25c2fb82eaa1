import type { Random } from '#sandbox/world/random.ts';
import { Aimbot, type Cheat } from '#scripts/detectors/cheats.ts';
import { type Direction, Hand } from '#scripts/detectors/hand.ts';
import type { Person } from '#scripts/detectors/person.ts';
import { Recorder } from '#scripts/detectors/recorder.ts';
import { Body, type Gait } from '#scripts/detectors/target.ts';
import { pitchTo, sizeAt, wrap, yawTo } from '#shared/demo/angles.ts';
import type { ParsedDemo } from '#shared/demo/types.ts';

/** Name of the player who is judged. */
export const SUBJECT = 'subject';
/** Ticks before the enemy shows, and the longest fight. */
const LEAD = 140;
const LONGEST = 260;
/** Height of the head over the eyes: level ground, both 64. */
const CYCLE = 6.4;

/** What recoil does to the view a bullet when nothing is done about it, degrees: up first, then to the sides. */
function kick(bullet: number): Direction {
  const up = bullet === 0 ? 0 : Math.max(0.1, 1.4 - 0.16 * Math.max(0, bullet - 3));
  return { yaw: bullet < 6 ? 0.1 : 0.8 * Math.sin((bullet - 6) / 2.2), pitch: -up };
}

/** What it has come to after so many bullets, degrees. */
function climb(bullets: number): Direction {
  const sum = { yaw: 0, pitch: 0 };
  for (let bullet = 0; bullet < bullets; bullet += 1) {
    const share = Math.min(1, bullets - bullet);
    sum.yaw += share * kick(bullet).yaw;
    sum.pitch += share * kick(bullet).pitch;
  }
  return sum;
}

/** One fight after the other of one player against five, each on its own stretch of ticks. */
class Fights {
  private readonly recorder = new Recorder();
  private readonly person: Person;
  private readonly cheat: Cheat | undefined;
  private readonly random: Random;
  /** The player's own mistake at taking back each bullet's recoil. */
  private readonly habit: Direction[];
  private base = 1000;
  /** The gun bought most rounds. */
  private readonly gun: string;

  constructor(person: Person, cheat: Cheat | undefined, random: Random) {
    this.person = person;
    this.cheat = cheat;
    this.random = random;
    this.gun = random.pick(['ak47', 'ak47', 'm4a1', 'm4a1', 'mp9']);
    this.habit = Array.from({ length: 40 }, () => ({
      yaw: person.recoilHabit * random.normal() * 0.6,
      pitch: person.recoilHabit * random.normal(),
    }));
  }

  run(fights: number): ParsedDemo {
    for (let fight = 0; fight < fights; fight += 1) {
      if (fight % 2 === 0) this.recorder.round(this.base - 10);
      const on = this.cheat !== undefined && this.random.chance(this.cheat.share);
      this.base = this.fight(`enemy${fight % 5}`, on ? this.cheat : undefined) + 200;
    }
    return this.recorder.finish();
  }

  /** Returns the last tick. */
  private fight(enemy: string, cheat: Cheat | undefined): number {
    const { person, random, recorder, base } = this;
    const distance = Math.min(2800, Math.max(220, random.logNormal(850, 0.5)));
    const around = random.next() * 2 * Math.PI;
    const gait: Gait = random.pick(['strafe', 'strafe', 'cross', 'stand', 'walk']);
    const body = new Body(distance * Math.cos(around), distance * Math.sin(around), gait, random);
    const own = new Body(0, 0, random.chance(0.35) ? 'strafe' : 'stand', random);
    const sniper = random.chance(0.12);
    const weapon = sniper ? 'awp' : random.chance(0.75) ? this.gun : random.pick(['ak47', 'm4a1', 'mp9', 'deagle']);

    const preaimed = random.chance(person.preaims);
    const off = preaimed ? 2.5 * random.normal() : random.logNormal(16, 0.9) * (random.chance(0.5) ? 1 : -1);
    const start = { yaw: wrap((around * 180) / Math.PI + Math.max(-150, Math.min(150, off))), pitch: random.normal() };
    const hand = new Hand(person, start, random);
    const bot = cheat && new Aimbot(cheat, random);

    const bodies: Place[] = [];
    const owns: Place[] = [];
    const reaction = preaimed && random.chance(0.3) ? person.reaction * 0.5 : random.logNormal(person.reaction, 0.22);
    const botReaction = random.int(0, 8);
    const sprayer = !sniper && random.chance(person.sprays);
    let health = 100;
    let bullet = 0;
    let nextShot = Number.POSITIVE_INFINITY;
    let settled = 0;
    let ready = 0;
    let lastShot = 0;
    let onSince: number | undefined;
    let arrivalShot = random.chance(person.shootsOnArrival);
    let out: Direction | undefined;
    let end = LONGEST;

    for (let t = 0; t < end; t += 1) {
      const tick = base + t;
      body.step(t, own.x, own.y);
      own.step(t, body.x, body.y);
      bodies.push({ x: body.x, y: body.y, duck: body.duck });
      owns.push({ x: own.x, y: own.y, duck: own.duck });
      /** Direction of the enemy as the screen showed it so many ticks ago: the network delays the enemy, not oneself. */
      const seenAt = (delay: number): Direction =>
        bearingOf(owns[Math.max(0, t - delay)] ?? own, bodies[Math.max(0, t - delay - person.lag)] ?? body);
      const shown = seenAt(0);
      const width = sizeAt(7, Math.hypot(body.x - own.x, body.y - own.y));
      const since = t - LEAD - person.lag;

      // The hand.
      if (since < reaction || health <= 0) hand.wander(t);
      else {
        const eye = Math.round(person.eye);
        const [late, later] = [seenAt(eye), seenAt(eye + 3)];
        const speed = { yaw: wrap(late.yaw - later.yaw) / 3, pitch: (late.pitch - later.pitch) / 3 };
        hand.aim(t, late, speed, width);
      }
      // The program.
      if (bot !== undefined && since >= botReaction && health > 0) Object.assign(hand.view, bot.aim(hand.view, shown));
      if (bot !== undefined && cheat?.kind === 'recoil' && bullet > 0 && health > 0) {
        const lifted = climb(bullet - 1 + Math.min(1, (t - lastShot) / CYCLE));
        const around = bot.around(shown);
        hand.view.yaw = wrap(around.yaw - lifted.yaw);
        hand.view.pitch = around.pitch - lifted.pitch;
      }
      const spinning = cheat?.kind === 'spin' && t > LEAD - 60;
      if (spinning && cheat.kind === 'spin') {
        out = { yaw: wrap((out ?? hand.view).yaw + cheat.step), pitch: 0 };
      }

      const error = Math.hypot(wrap(hand.view.yaw - shown.yaw), hand.view.pitch - shown.pitch);
      const on = error <= width;
      onSince = on && t >= ready ? (onSince ?? t) : undefined;

      // The finger.
      if (nextShot === Number.POSITIVE_INFINITY && since > 0 && health > 0) {
        settled = on ? settled + 1 : 0;
        if (cheat?.kind === 'trigger') {
          if (on && t >= ready && onSince === t) nextShot = t + cheat.delay + random.int(0, cheat.jitter);
        } else if (cheat?.kind === 'silent' && since >= botReaction + 4 && error <= cheat.field) nextShot = t;
        else if (spinning && since > 6) nextShot = t;
        else if (arrivalShot && hand.arrival !== undefined && since >= reaction) {
          nextShot = Math.max(t, Math.round(hand.arrival + person.clickSpread * random.normal()));
          arrivalShot = false;
        } else if (settled >= 2 && random.chance(0.35)) {
          nextShot = t + Math.max(0, Math.round(4 + person.clickSpread * random.normal()));
        }
      }

      let shotView: Direction = hand.view;
      if (t >= nextShot && health > 0) {
        const silent = cheat?.kind === 'silent' && error <= cheat.field && error > 0.5;
        if (silent || spinning) shotView = shown;
        recorder.fire(tick, SUBJECT, weapon);
        const spread = 0.25 + (sprayer && bullet > 1 ? 0.2 : 0);
        const kicked = this.recoilLeft(hand, bullet, cheat, sprayer);
        const missed = Math.hypot(
          wrap(shotView.yaw - shown.yaw) + kicked.yaw + spread * random.normal(),
          shotView.pitch - shown.pitch + kicked.pitch + spread * random.normal(),
        );
        if (missed <= width + 0.15) {
          health -= sniper ? 100 : random.pick([18, 22, 27, 35, 100]);
          recorder.hurt(tick, SUBJECT, enemy, weapon, Math.max(0, health));
          if (health <= 0) end = Math.min(end, t + (sprayer ? random.int(36, 60) : 40));
        }
        bullet += 1;
        lastShot = t;
        const pause = sniper ? 90 : sprayer || bullet % 3 !== 0 ? CYCLE : 22;
        nextShot = t + Math.round(pause + (sprayer ? 0.5 * random.next() : random.next() * 3));
        if (cheat?.kind === 'trigger') {
          // It fires again when the crosshair meets the enemy again.
          ready = nextShot;
          nextShot = Number.POSITIVE_INFINITY;
          onSince = undefined;
        }
        if (bullet > 26) nextShot = end + 1;
      } else if (sprayer && health <= 0 && bullet > 0 && bullet < 10 && t >= nextShot) {
        // A finger stops late.
        recorder.fire(tick, SUBJECT, weapon);
        this.recoilLeft(hand, bullet, cheat, sprayer);
        bullet += 1;
        nextShot = t + Math.round(CYCLE);
      }
      const view = shotView === hand.view && spinning ? (out ?? hand.view) : shotView;
      recorder.row(tick, SUBJECT, { x: own.x, y: own.y, duck: own.duck, team: 2, ...view });
      const back = { yaw: wrap(shown.yaw + 180), pitch: -shown.pitch };
      recorder.row(tick, enemy, { x: body.x, y: body.y, duck: body.duck, team: 3, ...back }, health > 0);
    }
    return base + end;
  }

  /** Moves the view against the kick of a bullet and returns what is left of it. */
  private recoilLeft(hand: Hand, bullet: number, cheat: Cheat | undefined, sprayer: boolean): Direction {
    const { person, random } = this;
    const { yaw, pitch } = kick(bullet);
    if (cheat?.kind === 'recoil') return { yaw: 0, pitch: 0 };
    if (cheat?.kind === 'script') {
      hand.push(-yaw + cheat.error * random.normal(), -pitch + cheat.error * random.normal());
      return { yaw: 0, pitch: 0 };
    }
    if (!sprayer || bullet < 2) return { yaw: 0, pitch: 0 };
    const own = this.habit[bullet] ?? { yaw: 0, pitch: 0 };
    const backYaw = -yaw * person.recoilGain + own.yaw + person.recoilSpread * random.normal();
    const backPitch = -pitch * person.recoilGain + own.pitch + person.recoilSpread * random.normal();
    hand.push(backYaw, backPitch);
    return { yaw: yaw + backYaw, pitch: pitch + backPitch };
  }
}

type Place = Pick<Body, 'x' | 'y' | 'duck'>;

function bearingOf(own: Place, body: Place): Direction {
  const [dx, dy] = [body.x - own.x, body.y - own.y];
  // A crouched head is lower; aimed at is the upper body.
  return { yaw: yawTo(dx, dy), pitch: pitchTo(Math.hypot(dx, dy), 18 * (own.duck - body.duck) - 6) };
}

/** A demo of one player's fights on open ground; without a cheat by hand alone. */
export function duels(person: Person, cheat: Cheat | undefined, fights: number, random: Random): ParsedDemo {
  return new Fights(person, cheat, random).run(fights);
}
