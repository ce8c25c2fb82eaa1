import type { Random } from '#sandbox/world/random.ts';
import { gaze, type Known, type Looker, looker } from '#scripts/detectors/gaze.ts';
import { Recorder } from '#scripts/detectors/recorder.ts';
import { type Walk, walk } from '#scripts/detectors/walker.ts';
import { wrap, yawTo } from '#shared/demo/angles.ts';
import type { Geometry, ParsedDemo } from '#shared/demo/types.ts';

/** What somebody in the arena does beside what his eyes tell him. */
export interface Edge {
  readonly walls?: Looker['walls'];
  /** Share of fights answered within so many ticks of first sight. */
  readonly quick?: { readonly share: number; readonly ticks: number };
  /** Share of fights begun before the enemy shows. */
  readonly early?: { readonly share: number };
}

interface Fighter {
  readonly id: string;
  readonly team: number;
  readonly looker: Looker;
  readonly edge: Edge;
  /** Median ticks from sight to the first shot. */
  readonly reaction: number;
  /** Bursts at corners with nobody there, a round; and share of fights begun with one. */
  readonly spam: number;
  readonly luck: number;
}

const ROUND = 64 * 50;
/** Who sees whom is looked at every so many ticks. */
const STEP = 4;
const EYES = 64;

/** A fight: who shoots whom from when. */
interface Fight {
  readonly shooter: number;
  readonly victim: number;
  readonly seen: number;
  readonly shot: number;
  readonly hit: number;
}

function clear(walls: Geometry, a: Walk, b: Walk, t: number): boolean {
  const [ax, ay, bx, by] = [a.x[t] ?? 0, a.y[t] ?? 0, b.x[t] ?? 0, b.y[t] ?? 0];
  const way = Math.hypot(bx - ax, by - ay) || 1;
  const [sx, sy] = [(-(by - ay) / way) * 12, ((bx - ax) / way) * 12];
  return (
    !walls.blocked(ax, ay, EYES, bx, by, EYES) ||
    !walls.blocked(ax, ay, EYES, bx + sx, by + sy, 52) ||
    !walls.blocked(ax, ay, EYES, bx - sx, by - sy, 52)
  );
}

/** Who has a clear line to whom, by pair and step. */
function linesOf(walls: Geometry, walks: readonly Walk[], teamOf: (i: number) => number): Uint8Array[][] {
  const steps = Math.floor(ROUND / STEP);
  return walks.map((a, i) =>
    walks.map((b, j) => {
      const line = new Uint8Array(steps);
      if (i < j && teamOf(i) !== teamOf(j)) {
        for (let s = 0; s < steps; s += 1) line[s] = clear(walls, a, b, s * STEP) ? 1 : 0;
      }
      return line;
    }),
  );
}

class Arena {
  private readonly recorder = new Recorder();
  private readonly walls: Geometry;
  private readonly fighters: readonly Fighter[];
  private readonly random: Random;

  constructor(walls: Geometry, fighters: readonly Fighter[], random: Random) {
    this.walls = walls;
    this.fighters = fighters;
    this.random = random;
  }

  run(rounds: number): ParsedDemo {
    for (let round = 0; round < rounds; round += 1) this.round(2000 + round * (ROUND + 640));
    return this.recorder.finish();
  }

  private round(base: number): void {
    const { fighters, walls, random, recorder } = this;
    recorder.round(base);
    const walks = fighters.map(({ team }) => walk(team, ROUND, random));
    const lines = linesOf(walls, walks, (i) => fighters[i]?.team ?? 0);
    const sees = (a: number, b: number, s: number): boolean => (a < b ? lines[a]?.[b]?.[s] : lines[b]?.[a]?.[s]) === 1;
    const yaws = fighters.map((fighter, i) => {
      const others = fighters.flatMap(({ team }, j) => (team === fighter.team ? [] : [j]));
      const mates = fighters.flatMap(({ team }, j) => (team === fighter.team ? [j] : []));
      const known = others.map((j) => knownOf(walks[j], (s) => mates.some((mate) => sees(mate, j, s))));
      const own = walks[i];
      const enemies = others.flatMap((j) => walks[j] ?? []);
      const { walls: through } = fighter.edge;
      const who = through === undefined ? fighter.looker : { ...fighter.looker, walls: through };
      return own === undefined ? new Float64Array(ROUND) : gaze(own, enemies, known, who, random);
    });
    const died = fighters.map(() => ROUND);
    for (const fight of this.fights(walks, yaws, sees)) {
      if (Math.min(died[fight.shooter] ?? 0, died[fight.victim] ?? 0) <= fight.hit + 8) continue;
      this.shoot(base, fight, walks, yaws);
      // Many are hit and get away.
      if (random.chance(0.55)) died[fight.victim] = fight.hit + 3;
    }
    this.spam(base, died, yaws);
    this.write(base, walks, yaws, died);
  }

  /** Meetings that become fights, in order of their first shot. */
  private fights(
    walks: readonly Walk[],
    yaws: readonly Float64Array[],
    sees: (a: number, b: number, s: number) => boolean,
  ): Fight[] {
    const { fighters, random } = this;
    const fights: Fight[] = [];
    fighters.forEach((fighter, i) => {
      fighters.forEach((enemy, j) => {
        if (enemy.team === fighter.team) return;
        let hidden = 0;
        for (let s = 0; s * STEP < ROUND - 200; s += 1) {
          if (!sees(i, j, s)) {
            hidden += 1;
            continue;
          }
          const appeared = hidden >= 10;
          hidden = 0;
          const t = s * STEP;
          const [a, b] = [walks[i], walks[j]];
          if (!appeared || a === undefined || b === undefined || t < 200) continue;
          const bearing = yawTo((b.x[t] ?? 0) - (a.x[t] ?? 0), (b.y[t] ?? 0) - (a.y[t] ?? 0));
          const off = Math.abs(wrap(bearing - (yaws[i]?.[t] ?? 0)));
          if (off > 50 || !random.chance(0.6)) continue;
          fights.push(this.fight(i, j, t, off));
        }
      });
    });
    return fights.sort((a, b) => a.shot - b.shot);
  }

  private fight(shooter: number, victim: number, seen: number, off: number): Fight {
    const { fighters, random } = this;
    const fighter = fighters[shooter];
    const { quick, early } = fighter?.edge ?? {};
    let wait = random.logNormal((fighter?.reaction ?? 20) + Math.min(12, off / 3), 0.3);
    // Waiting with the crosshair on the corner, the finger is faster, and now and then too early by luck.
    if (off < 4 && random.chance(0.5)) wait = random.logNormal(13, 0.25);
    if (random.chance(fighter?.luck ?? 0)) wait = random.int(-14, 6);
    if (quick !== undefined && random.chance(quick.share)) wait = random.int(0, quick.ticks);
    if (early !== undefined && random.chance(early.share)) wait = -random.int(3, 12);
    const shot = Math.round(seen + wait);
    return { shooter, victim, seen, shot, hit: Math.max(shot, seen + 1) + random.int(0, 5) };
  }

  /** Turns the shooter to the victim and fires. */
  private shoot(
    base: number,
    { shooter, victim, seen, shot, hit }: Fight,
    walks: readonly Walk[],
    yaws: readonly Float64Array[],
  ): void {
    const { recorder, fighters } = this;
    const [a, b, yaw] = [walks[shooter], walks[victim], yaws[shooter]];
    const [killer, dead] = [fighters[shooter]?.id, fighters[victim]?.id];
    if (!a || !b || !yaw || killer === undefined || dead === undefined) return;
    const from = Math.max(0, Math.min(seen, shot - 6));
    for (let t = from; t <= Math.min(ROUND - 1, hit + 10); t += 1) {
      const aim = yawTo((b.x[t] ?? 0) - (a.x[t] ?? 0), (b.y[t] ?? 0) - (a.y[t] ?? 0));
      const done = Math.min(1, (t - from + 1) / Math.max(1, shot - from));
      const before = yaw[t - 1] ?? 0;
      yaw[t] = wrap(before + wrap(aim - before) * (done < 1 ? 0.35 : 0.8));
    }
    for (let tick = shot; tick <= hit + 6; tick += 6) recorder.fire(base + tick, killer, 'ak47');
    recorder.hurt(base + hit, killer, dead, 'ak47', 0);
  }

  /** Bursts at corners where nobody is. */
  private spam(base: number, died: readonly number[], yaws: readonly Float64Array[]): void {
    const { fighters, random, recorder } = this;
    fighters.forEach(({ id, spam }, i) => {
      const bursts = Math.floor(spam + random.next());
      for (let burst = 0; burst < bursts; burst += 1) {
        const tick = random.int(300, ROUND - 300);
        if (tick + 40 > (died[i] ?? 0) || yaws[i] === undefined) continue;
        for (let shot = 0; shot < random.int(1, 4); shot += 1) recorder.fire(base + tick + 6 * shot, id, 'ak47');
      }
    });
  }

  /** Every eighth tick, and all of them around shots and hits. */
  private write(base: number, walks: readonly Walk[], yaws: readonly Float64Array[], died: readonly number[]): void {
    const { recorder, fighters } = this;
    const wanted = new Uint8Array(ROUND);
    const want = (tick: number, before: number, after: number): void => {
      for (let t = Math.max(0, tick - base - before); t <= Math.min(ROUND - 1, tick - base + after); t += 1)
        wanted[t] = 1;
    };
    for (const row of [...(recorder.events['weapon_fire'] ?? [])]) want(Number(row['tick']), 48, 16);
    for (const row of [...(recorder.events['player_hurt'] ?? [])]) want(Number(row['tick']), 128, 32);
    for (let t = 0; t < ROUND; t += 1) {
      if (wanted[t] !== 1 && (base + t) % 8 !== 0) continue;
      fighters.forEach(({ id, team }, i) => {
        const [own, yaw] = [walks[i], yaws[i]];
        if (own === undefined || yaw === undefined) return;
        const pose = { x: own.x[t] ?? 0, y: own.y[t] ?? 0, yaw: yaw[t] ?? 0, pitch: 0, duck: 0, team };
        recorder.row(base + t, id, pose, t < (died[i] ?? 0));
      });
    }
  }
}

function knownOf(enemy: Walk | undefined, seen: (step: number) => boolean): (Known | undefined)[] {
  const known: (Known | undefined)[] = [];
  let last: Known | undefined;
  for (let t = 0; t < ROUND; t += 1) {
    if (t % STEP === 0 && enemy !== undefined && t < ROUND - STEP && seen(t / STEP)) {
      const [x, y] = [enemy.x[t] ?? 0, enemy.y[t] ?? 0];
      const before = Math.max(0, t - STEP);
      last = { tick: t, x, y, vx: (x - (enemy.x[before] ?? x)) / STEP, vy: (y - (enemy.y[before] ?? y)) / STEP };
    }
    known.push(last);
  }
  return known;
}

/** A demo of five against five in the city; the first `edges.length` players have those edges. */
export function arena(walls: Geometry, edges: readonly Edge[], rounds: number, random: Random): ParsedDemo {
  const fighters = Array.from({ length: 10 }, (_, i): Fighter => {
    const skilled = random.chance(0.4);
    return {
      id: `player${i}`,
      team: i % 2 === 0 ? 2 : 3,
      looker: looker(random),
      edge: edges[i] ?? {},
      reaction: skilled ? 15 + 6 * random.next() : 20 + 12 * random.next(),
      spam: 1.2 * random.next(),
      luck: 0.05 * random.next(),
    };
  });
  return new Arena(walls, fighters, random).run(rounds);
}
