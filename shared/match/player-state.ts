import { METRICS } from '#shared/match/metrics.ts';
import type { GunClass } from '#shared/match/weapons.ts';

/** Long ago: any gap from here is longer than every window. */
export const NEVER = -1_000_000;

/** A unit vector in the direction a bullet flew. */
export interface Direction {
  x: number;
  y: number;
  z: number;
}

/** The latest hit of a player: whom, when and in which direction, for turns from one victim to the next. */
export interface LastHit {
  tick: number;
  victim: string;
  direction: Direction | undefined;
  distance: number;
}

/** What one player did to another in the current round. */
export interface Feud {
  firstHitTick: number;
  lastHitTick: number;
  hits: number;
}

/** Everything kept of one player while a match is read: the counts, and the little memory needed to count. */
export class PlayerState {
  readonly id: string;
  readonly k = new Float64Array(METRICS.length);
  readonly n = new Float64Array(METRICS.length);
  team = 0;

  /** The latest shot, and where in its burst it stands. */
  shotTick = NEVER;
  shotClass: GunClass | undefined;
  shotIndex = 0;
  shotGap = 0;
  shotHit = false;
  shotQuick = false;
  shotSwitch = false;
  shotAir = false;
  shotFlashed = false;
  shotCold = false;
  previousHit = false;
  lastGap = 0;
  burstOpen = false;
  burstCold = false;
  burstHit = false;
  burstKill = false;
  burstVictim: string | undefined;
  burstSeveral = false;

  lastHit: LastHit | undefined;
  /** The bullet that the damage event of this tick described. */
  bulletTick = NEVER;
  bulletVictim = '';
  bulletDirection: Direction | undefined;
  bulletDistance = 0;
  bulletPenetrated = false;

  readonly feuds = new Map<string, Feud>();
  lastKillTick = NEVER;
  lastKillClass: GunClass | undefined;
  lastKillHead = false;
  /** The next shot is the first one after a kill. */
  switching = false;
  diedTick = NEVER;

  blindUntil = NEVER;
  jumpTick = NEVER;
  jumpChain = 0;
  zoomTick = NEVER;

  /** The current round, committed when it ends and was played with guns. */
  seen = false;
  roundKills = 0;
  roundDeaths = 0;
  roundAssists = 0;
  roundDamage = 0;
  roundTaken = 0;
  roundSuicides = 0;
  aliveTicks = 0;

  kills = 0;
  deaths = 0;
  assists = 0;
  rounds = 0;
  headKills = 0;
  shots = 0;
  readonly killsByRound: number[] = [];
  readonly damageByRound: number[] = [];
  headStreak = 0;
  bestHeadStreak = 0;
  rank: number | undefined;
  rankType: number | undefined;
  wins: number | undefined;

  constructor(id: string) {
    this.id = id;
  }

  /** Counts one chance for a share, taken or not. */
  chance(metric: number, taken: boolean): void {
    this.n[metric] = (this.n[metric] ?? 0) + 1;
    if (taken) this.k[metric] = (this.k[metric] ?? 0) + 1;
  }

  /** Counts a chance as taken after all: a shot turns out to have hit. */
  taken(metric: number): void {
    this.k[metric] = (this.k[metric] ?? 0) + 1;
  }

  /** Adds one observation to a mean. */
  observe(metric: number, value: number): void {
    this.n[metric] = (this.n[metric] ?? 0) + 1;
    this.k[metric] = (this.k[metric] ?? 0) + value;
  }

  /** Adds to the sum of a mean whose observations are counted elsewhere. */
  sum(metric: number, value: number): void {
    this.k[metric] = (this.k[metric] ?? 0) + value;
  }
}
