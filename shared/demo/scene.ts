import { type Aim, aimAt } from '#shared/demo/aim.ts';
import { wrap } from '#shared/demo/angles.ts';
import { type Grid, gridOf } from '#shared/demo/grid.ts';
import { Sight } from '#shared/demo/sight.ts';
import { type Hit, type Round, roundAt, type Shot, type Timeline, timelineOf } from '#shared/demo/timeline.ts';
import { at, indexAt } from '#shared/demo/track.ts';
import type { AnalyseOptions, Geometry, ParsedDemo, PlayerTrack } from '#shared/demo/types.ts';
import { weaponClass } from '#shared/match/weapons.ts';

/** A fight begins with a hit on an enemy who was not hit by the same player for a second. */
const FIGHT_GAP = 64;
/** Most ticks between what a player sees and what the server takes from him: a quarter of a second. */
export const LONGEST_LAG = 16;
/** Ticks assumed where too little was hit to tell: 60 ms. */
const USUAL_LAG = 4;
const HITS_TO_TELL_LAG = 6;

/** Degrees that are a step, how many there must be to tell a demo's rate, and the share of standstills after them that is too many. */
const LEAST_STEP = 1;
const STEPS_TO_TELL = 500;
const MOST_STOPS = 0.6;

/** The first hit of a fight, with the rows of both at its tick. */
export interface Opening {
  readonly tick: number;
  readonly round: number;
  readonly attacker: PlayerTrack;
  readonly victim: PlayerTrack;
  /** The attacker's row. */
  readonly row: number;
  readonly weapon: string;
  /** The last hit of the fight. */
  readonly until: number;
}

/** One player with what the detectors ask for. */
export interface Fighter {
  readonly id: string;
  readonly track: PlayerTrack;
  readonly shots: readonly Shot[];
  readonly openings: readonly Opening[];
  /** Ticks from what the player saw to what the server took, as far as his hits tell. */
  readonly lag: number;
}

/** A demo made ready for detectors. */
export interface Scene {
  readonly demo: ParsedDemo;
  readonly timeline: Timeline;
  readonly geometry: Geometry | undefined;
  /** Both only where the walls are known. */
  readonly sight: Sight | undefined;
  readonly grid: Grid | undefined;
  readonly fighters: readonly Fighter[];
}

export function sceneOf(demo: ParsedDemo, { geometry }: AnalyseOptions): Scene {
  const all = timelineOf(demo.events, demo.tickRate);
  // Without every tick of the view, shots and hits tell nothing here.
  const timeline = isEveryTickThere(demo) ? all : { ...all, shots: new Map(), hits: [] };
  const hits = new Map<string, Hit[]>();
  for (const hit of timeline.hits) {
    const own = hits.get(hit.attacker);
    if (own === undefined) hits.set(hit.attacker, [hit]);
    else own.push(hit);
  }
  const fighters = [...demo.tracks.values()].map((track): Fighter => {
    const own = hits.get(track.id) ?? [];
    return {
      id: track.id,
      track,
      shots: timeline.shots.get(track.id) ?? [],
      openings: openingsOf(own, demo, timeline.rounds),
      lag: lagOf(own, demo),
    };
  });
  const sight = geometry === undefined ? undefined : new Sight(geometry, timeline);
  const grid = sight === undefined ? undefined : gridOf(demo, timeline, sight);
  return { demo, timeline, geometry, sight, grid, fighters };
}

/**
 * Whether views were recorded every tick. A demo that was not shows each movement as a step and a standstill in turn, and every
 * hand as a machine. Told from everybody together: of steps that are no mouse's trembling, few are followed by exactly none.
 */
function isEveryTickThere(demo: ParsedDemo): boolean {
  let steps = 0;
  let stops = 0;
  for (const { tick, yaw, pitch } of demo.tracks.values()) {
    for (let i = 1; i + 1 < tick.length; i += 1) {
      if ((tick[i + 1] ?? 0) - (tick[i - 1] ?? 0) !== 2) continue;
      const step = Math.abs(wrap(at(yaw, i) - at(yaw, i - 1)));
      if (!(step >= LEAST_STEP)) continue;
      steps += 1;
      if (yaw[i + 1] === yaw[i] && pitch[i + 1] === pitch[i]) stops += 1;
    }
  }
  return steps < STEPS_TO_TELL || stops < MOST_STOPS * steps;
}

/** Both rows of a hit between enemies; undefined for friends and where the ticks are missing. */
function rowsOf(hit: Hit, demo: ParsedDemo): { attacker: PlayerTrack; victim: PlayerTrack; row: number } | undefined {
  const attacker = demo.tracks.get(hit.attacker);
  const victim = demo.tracks.get(hit.victim);
  if (attacker === undefined || victim === undefined) return undefined;
  const row = indexAt(attacker, hit.tick);
  const other = indexAt(victim, hit.tick);
  if (row < 0 || other < 0) return undefined;
  const [team, enemies] = [attacker.team[row] ?? 0, victim.team[other] ?? 0];
  return team !== 0 && team === enemies ? undefined : { attacker, victim, row };
}

function openingsOf(hits: readonly Hit[], demo: ParsedDemo, rounds: readonly Round[]): Opening[] {
  const openings: { -readonly [K in keyof Opening]: Opening[K] }[] = [];
  const current = new Map<string, (typeof openings)[number]>();
  const lastHit = new Map<string, number>();
  for (const hit of hits) {
    const before = lastHit.get(hit.victim);
    lastHit.set(hit.victim, hit.tick);
    const fight = current.get(hit.victim);
    if (fight !== undefined && before !== undefined && hit.tick - before < FIGHT_GAP) {
      fight.until = hit.tick;
      continue;
    }
    current.delete(hit.victim);
    // Pellets spread: where a shotgun pointed says little.
    if (weaponClass(hit.weapon) === 'shotgun') continue;
    const rows = rowsOf(hit, demo);
    if (rows === undefined) continue;
    const round = roundAt(rounds, hit.tick)?.number ?? 0;
    const opening = { tick: hit.tick, round, ...rows, weapon: hit.weapon, until: hit.tick };
    current.set(hit.victim, opening);
    openings.push(opening);
  }
  return openings;
}

/** The lag at which the player's hits were aimed best. */
function lagOf(hits: readonly Hit[], demo: ParsedDemo): number {
  const misses = new Float64Array(LONGEST_LAG + 1);
  let told = 0;
  for (const hit of hits) {
    const rows = rowsOf(hit, demo);
    const aims = rows && aimsAtLags(rows.attacker, rows.row, rows.victim);
    if (aims === undefined) continue;
    told += 1;
    for (let lag = 0; lag <= LONGEST_LAG; lag += 1)
      misses[lag] = (misses[lag] ?? 0) + Math.min(5, aims[lag]?.miss ?? 5);
  }
  if (told < HITS_TO_TELL_LAG) return USUAL_LAG;
  let best = USUAL_LAG;
  for (let lag = 0; lag <= LONGEST_LAG; lag += 1) {
    if ((misses[lag] ?? 0) < (misses[best] ?? 0) - 1e-9) best = lag;
  }
  return best;
}

function aimsAtLags(attacker: PlayerTrack, row: number, victim: PlayerTrack): Aim[] | undefined {
  const aims: Aim[] = [];
  for (let lag = 0; lag <= LONGEST_LAG; lag += 1) {
    const aim = aimAt(attacker, row, victim, lag);
    if (aim === undefined) return undefined;
    aims.push(aim);
  }
  return aims;
}
