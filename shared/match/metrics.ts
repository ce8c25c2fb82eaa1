import type { GunClass } from '#shared/match/weapons.ts';

/** Which kind of advantage a metric would betray. */
export type MetricBlock = 'skill' | 'aim' | 'information' | 'movement';

/**
 * One metric: `k` of `n`. A `share` counts k events among n chances, so 0 ≤ k ≤ n. A `mean` sums a quantity (unit given)
 * over n observations.
 */
export interface Metric {
  id: string;
  block: MetricBlock;
  kind: 'share' | 'mean';
  unit: 'share' | 'ticks' | 'degrees' | 'units' | 'damage' | 'count' | 'ratio';
}

const registry: Metric[] = [];

function add(id: string, block: MetricBlock, unit: Metric['unit'] = 'share'): number {
  registry.push({ id, block, kind: unit === 'share' ? 'share' : 'mean', unit });
  return registry.length - 1;
}

/** `gun` is every gun that is no sniper rifle and no shotgun: the guns for which a headshot is aimed for. */
const GROUPS = ['gun', 'rifle', 'smg', 'pistol', 'heavyPistol', 'sniper', 'awp', 'scout'] as const;
export type Group = (typeof GROUPS)[number];

function perGroup(name: string, unit: Metric['unit'] = 'share'): Record<Group, number> {
  const at = (group: Group): number => add(`${group}.${name}`, 'aim', unit);
  return {
    gun: at('gun'),
    rifle: at('rifle'),
    smg: at('smg'),
    pistol: at('pistol'),
    heavyPistol: at('heavyPistol'),
    sniper: at('sniper'),
    awp: at('awp'),
    scout: at('scout'),
  };
}

/** Which groups a weapon class counts for. */
export const GROUPS_OF: Readonly<Record<GunClass, readonly Group[]>> = {
  rifle: ['gun', 'rifle'],
  smg: ['gun', 'smg'],
  pistol: ['gun', 'pistol'],
  heavyPistol: ['gun', 'heavyPistol'],
  awp: ['sniper', 'awp'],
  scout: ['sniper', 'scout'],
  autoSniper: ['sniper'],
  shotgun: [],
  machineGun: ['gun'],
  other: ['gun'],
};

/** Index of every metric in a tally. What each counts is said where it is counted; times are in ticks of 1/64 s. */
export const M = {
  /** Shots that hit an enemy within the same tick or the next. */
  hit: perGroup('hit'),
  /** Of shots after half a second of silence; after three seconds; second, third to fifth, and later ones of a burst. */
  firstHit: perGroup('firstHit'),
  coldHit: perGroup('coldHit'),
  secondHit: perGroup('secondHit'),
  earlyHit: perGroup('earlyHit'),
  sprayHit: perGroup('sprayHit'),
  /** Hits on the head among hits; and among first shots, hit or not. */
  headHit: perGroup('headHit'),
  firstHead: perGroup('firstHead'),
  headKill: perGroup('headKill'),
  killPerShot: perGroup('killPerShot', 'ratio'),
  /** Kills by the only hit on that victim. */
  oneHitKill: perGroup('oneHitKill'),
  /** Ticks from the first hit on the victim to the kill, at most 192. */
  timeToKill: perGroup('timeToKill', 'ticks'),
  hitsPerKill: perGroup('hitsPerKill', 'count'),
  /** A shot that follows a hit of the same burst hits too; and one that follows a miss. */
  hitAfterHit: perGroup('hitAfterHit'),
  hitAfterMiss: perGroup('hitAfterMiss'),
  /** Shots fired within half a second after a kill: a person's finger stops late. */
  overshoot: perGroup('overshoot', 'count'),
  damagePerShot: perGroup('damagePerShot', 'damage'),
  /** Shots that were a burst of their own. */
  tap: perGroup('tap'),
  /** Ticks between shots of a burst, and how often two such gaps in a row are the same. */
  gap: perGroup('gap', 'ticks'),
  sameGap: perGroup('sameGap'),

  limbHit: add('hits.limb', 'aim'),
  neckHit: add('hits.neck', 'aim'),
  farHead: add('hits.farHead', 'aim'),
  nearHead: add('hits.nearHead', 'aim'),
  farHit: add('hits.far', 'aim'),
  hitDistance: add('hits.logDistance', 'aim', 'units'),
  airHit: add('hits.airborne', 'movement'),
  noScopeHit: add('hits.noScope', 'aim'),
  penetratingHit: add('hits.penetrating', 'information'),
  /** The first hit on a victim of the round went through something. */
  penetratingOpening: add('hits.penetratingOpening', 'information'),
  /** Angle between bullets that hit one victim within a quarter of a second; times distance it is a length. */
  jitterAngle: add('hits.jitterAngle', 'aim', 'degrees'),
  jitterLength: add('hits.jitterLength', 'aim', 'units'),
  pitchStep: add('hits.pitchStep', 'aim', 'degrees'),

  /** Turning from one victim to the next within two seconds. */
  switchTime: add('switch.time', 'aim', 'ticks'),
  switchAngle: add('switch.angle', 'aim', 'degrees'),
  switchSpeed: add('switch.logSpeed', 'aim', 'degrees'),
  switchFast: add('switch.fast', 'aim'),
  switchWide: add('switch.wideAndFast', 'aim'),
  switchFirst: add('switch.firstShotHits', 'aim'),

  burstHit: add('burst.hit', 'information'),
  burstKill: add('burst.kill', 'aim'),
  burstLength: add('burst.length', 'aim', 'count'),
  /** Shots before the first one that hit, in bursts that hit. */
  burstWait: add('burst.wait', 'aim', 'count'),
  burstsPerRound: add('burst.perRound', 'information', 'count'),
  burstVictims: add('burst.severalVictims', 'aim'),
  /** Bursts that open after three quiet seconds and hit at all: who shoots only when there is somebody. */
  coldBurstHit: add('burst.coldHit', 'information'),
  coldBurstKill: add('burst.coldKill', 'information'),

  wallKill: add('kill.wallbang', 'information'),
  smokeKill: add('kill.smoke', 'information'),
  blindKill: add('kill.blind', 'information'),
  noScopeKill: add('kill.noScope', 'aim'),
  airKill: add('kill.airborne', 'movement'),
  killDistance: add('kill.logDistance', 'aim', 'units'),
  farKill: add('kill.far', 'aim'),
  /** The victim had not fired for three seconds; had not hit the killer this round. */
  unawareKill: add('kill.unaware', 'information'),
  unhurtKill: add('kill.unhurt', 'skill'),
  /** Another kill at most one second, three seconds before. */
  doubleKill: add('kill.withinSecond', 'aim'),
  chainKill: add('kill.withinThreeSeconds', 'skill'),
  headRun: add('kill.headAfterHead', 'aim'),
  earlyKill: add('kill.early', 'information'),
  killTime: add('kill.time', 'information', 'ticks'),
  awpKill: add('kill.byAwp', 'skill'),
  scoutKill: add('kill.byScout', 'skill'),
  autoSniperKill: add('kill.byAutoSniper', 'skill'),
  heavyKill: add('kill.byHeavyPistol', 'skill'),
  /** Mean of ln(1 + ticks) for which the victim had not fired, at most a minute. */
  victimSilence: add('kill.logVictimSilence', 'information', 'ticks'),
  /** Killed by the only hit, with the first shot of a burst; on the head; on the head of somebody unaware. */
  oneTap: add('kill.oneTap', 'aim'),
  oneTapHead: add('kill.oneTapHead', 'aim'),
  oneTapUnaware: add('kill.oneTapUnaware', 'information'),
  /** Killed within a second after a jump. */
  jumpKill: add('kill.afterJump', 'movement'),
  /** Of the first hits on each enemy of a round: the enemy had not fired for three seconds; on the head; deadly. */
  openUnaware: add('opening.unaware', 'information'),
  openHead: add('opening.head', 'aim'),
  openKill: add('opening.kill', 'aim'),
  /** Deaths of a player who had not fired for three seconds; who had not hit the killer. Who sees through walls is seldom surprised. */
  deathUnaware: add('death.unaware', 'information'),
  deathUnanswered: add('death.unanswered', 'information'),
  openingKill: add('kill.opening', 'skill'),
  tradeKill: add('kill.trade', 'skill'),

  /** Of fights in which both hit each other within three seconds: hit first; and of those lost on the first hit, won. */
  duelFirst: add('duel.hitFirst', 'information'),
  duelWon: add('duel.won', 'skill'),
  comeback: add('duel.comeback', 'aim'),
  /** Ticks from being hit to hitting back the same enemy, at most 128. */
  answerTime: add('duel.answerTime', 'aim', 'ticks'),

  flashedHit: add('flashed.hit', 'information'),
  flashedKill: add('flashed.kill', 'information'),
  shotsFlashed: add('flashed.shots', 'information'),

  jumps: add('move.jumps', 'movement', 'count'),
  footsteps: add('move.footsteps', 'movement', 'count'),
  /** Jumps that follow another the moment it lands (at most 51 ticks: a flat jump lasts 46 to 50). */
  chainedJump: add('move.chainedJump', 'movement'),
  /** Shots within 45 ticks after a jump, and how many of them hit. */
  airShot: add('move.airShot', 'movement'),
  airShotHit: add('move.airShotHit', 'movement'),
  longChain: add('move.longChain', 'movement'),
  jumpGap: add('move.jumpGap', 'movement', 'ticks'),

  zoomTime: add('sniper.zoomTime', 'aim', 'ticks'),
  quickScope: add('sniper.quickScopeHit', 'aim'),
  zoomsPerShot: add('sniper.zoomsPerShot', 'aim', 'ratio'),

  reloads: add('habit.reloads', 'skill', 'count'),
  equips: add('habit.equips', 'skill', 'count'),
  knifeSwings: add('habit.knifeSwings', 'skill', 'count'),
  utility: add('habit.utility', 'skill', 'count'),
  flashes: add('habit.flashes', 'skill', 'count'),
  enemiesFlashed: add('habit.enemiesFlashed', 'skill', 'count'),
  utilityDamage: add('habit.utilityDamage', 'skill', 'damage'),
  objective: add('habit.objective', 'skill', 'count'),

  kills: add('round.kills', 'skill', 'count'),
  deaths: add('round.deaths', 'skill', 'count'),
  assists: add('round.assists', 'skill', 'count'),
  damage: add('round.damage', 'skill', 'damage'),
  damageTaken: add('round.damageTaken', 'skill', 'damage'),
  shots: add('round.shots', 'skill', 'count'),
  multiKill2: add('round.twoKills', 'skill'),
  multiKill3: add('round.threeKills', 'skill'),
  multiKill4: add('round.fourKills', 'skill'),
  killless: add('round.noKill', 'skill'),
  /** Kills among kills and deaths: K/D as a share, which zero deaths do not make infinite. */
  /** Seconds alive per round; kills per minute alive. */
  alive: add('round.alive', 'skill', 'ticks'),
  killRate: add('round.killsPerMinuteAlive', 'skill', 'ratio'),
  killShare: add('score.killShare', 'skill'),
  assistShare: add('score.assistShare', 'skill'),
  headKillAny: add('score.headKill', 'aim'),
  suicide: add('round.suicide', 'skill'),

  /** Variance of kills per round over their mean; the largest jump between neighbouring thirds of the match, in kills a round. */
  killDispersion: add('steady.killDispersion', 'skill', 'ratio'),
  damageDispersion: add('steady.damageDispersion', 'skill', 'ratio'),
  spike: add('steady.spike', 'skill', 'ratio'),
  halves: add('steady.halves', 'skill', 'ratio'),
  bestRun: add('steady.bestRun', 'skill', 'count'),
  headStreak: add('steady.headStreak', 'aim', 'count'),
} as const;

/** Every metric, in the order of the indices of `M`. */
export const METRICS: readonly Metric[] = registry;

/** Index of a metric by its ID. */
export const METRIC_INDEX: ReadonlyMap<string, number> = new Map(registry.map((metric, index) => [metric.id, index]));
