/**
 * Every number the engine judges with. Where no source stands beside it, it is a considered guess, to be refitted on
 * labelled matches. Nats are natural-log likelihood ratios: positive speaks for suspicion.
 */

/** Version of engine and parameters; any change of either that can change a score gets a new one. */
export const ENGINE_VERSION = '1.2.0';

export const DAY = 86_400_000;

/** Share of players taken to cheat before anything is known of one. */
export const PRIOR = 0.05;

/**
 * Log-odds and the score they stand for; linear between. Chosen so that the bands mean: up to 30 under 10 %, up to 60
 * under 40 %, up to 80 under 75 % probability.
 */
export const SCALE = [
  { logOdds: -5.3, score: 0 },
  { logOdds: -2.2, score: 30 },
  { logOdds: -0.41, score: 60 },
  { logOdds: 1.1, score: 80 },
  { logOdds: 3.5, score: 100 },
] as const;

/** Profile and non-ban history together: with the prior this ends at a score of 30. */
export const CONTEXT_RANGE = { min: -0.4, max: 0.7 } as const;
/** All gameplay statistics together. */
export const STATISTICAL_RANGE = { min: -1.2, max: 4 } as const;
/**
 * The least they may take off within a year of a VAC or game ban: totals of a whole career cannot clear what a ban just
 * found, and nobody freshly banned reads as unlikely.
 */
export const STATISTICAL_MIN_WHEN_BANNED = -0.4;

/** Everything that matches say, together: enough to pass 80 by itself, where confidence and kinds of behaviour allow it. */
export const MATCH_RANGE = { min: -1.2, max: 6 } as const;

/** Mean correlation between the features of a block; m of them count as m / (1 + (m − 1)ρ). */
export const CORRELATION = { skill: 0.2, aim: 0.3, information: 0.3, movement: 0.3 } as const;

export const PROFILE = {
  young: { underDays: 30, nats: 0.8 },
  recent: { underDays: 180, nats: 0.5 },
  old: { overDays: 5 * 365, nats: -0.25 },
  private: 0.2,
  friendsOnly: 0.1,
  fewGames: { under: 5, nats: 0.3 },
  onlyCs2: 0.1,
  manyHours: { from: 1000, nats: -0.15 },
  highLevel: { from: 30, nats: -0.1 },
} as const;

export const HISTORY = {
  /** Changes older than this many days no longer count. */
  withinDays: 365,
  names: { from: 5, nats: 0.2 },
  country: 0.2,
  communityBan: 0.1,
  economyProbation: 0.1,
  economyBan: 0.2,
} as const;

export const BANS = { recentDays: 365, recent: 1.8, old: 1.1 } as const;

/** How cheaters' z-scores lie: with weight `q` around `delta` with spread `s`, else like everybody's; at most `cap` nats. */
export interface Mixture {
  readonly q: number;
  readonly delta: number;
  readonly s: number;
  readonly cap: number;
}

/** Spread of the skill index r (one unit is about 5 000 Premier points) among players whose rank is unknown. */
export const UNKNOWN_SKILL_SD = 0.8;

export const HEADSHOTS = {
  /** Beta prior of a career's headshot-kill share: mean 46 %, sd 9.5 points (akiver/cs-demo-analyzer snapshots). */
  prior: { alpha: 12.2, beta: 14.3 },
  mean: 0.46,
  perSkill: 0.025,
  sdBetween: 0.09,
  varianceWithin: 0.25,
  mixture: { q: 0.45, delta: 2.2, s: 1.2, cap: 1.5 },
} as const;

export const ACCURACY = {
  /** Beta prior of a career's hit share: mean 18 % (the same snapshots: quartiles 14, 18 and 22 % a match). */
  prior: { alpha: 16.4, beta: 74.6 },
  mean: 0.18,
  perSkill: 0.01,
  sdBetween: 0.04,
  varianceWithin: 0.15,
  mixture: { q: 0.4, delta: 1.8, s: 1.2, cap: 1.2 },
} as const;

export const KILLS_PER_DEATH = {
  /** Kills and deaths every player is given on top, so that three lucky kills are no ratio. */
  pseudoCount: 20,
  /** ln of the ratio. */
  mean: 0,
  sdBetween: 0.3,
  mixture: { q: 0.4, delta: 1.8, s: 1.3, cap: 1 },
} as const;

export const SKILL_VERSUS_HOURS = {
  /** ln of the hours of an average player, and what a unit of skill adds. */
  mean: Math.log(650),
  perSkill: 0.45,
  sdBetween: 1,
  /** Skill index read from lifetime kills per death: this many units per ln, within a range, and not exactly. */
  skillPerLogRatio: 2,
  skillRange: { min: -2, max: 3 },
  mixture: { q: 0.4, delta: 1.7, s: 1, cap: 1.2 },
} as const;

/**
 * Leetify's averages, in its units, on scales that rise with suspicion: percent, minus milliseconds, minus ln degrees.
 * Means and spreads anchored on published figures; the variance of one match assumes 60 hits and 20 duels in it [G].
 */
export const LEETIFY = {
  /** Skill index by Premier rating. */
  skill: { base: 10_000, perPoint: 5_000, min: -2, max: 3 },
  /** The averages are of about the latest so many matches [G]. */
  averagedOver: 30,
  head: {
    mean: 18,
    perSkill: 1.8,
    sdBetween: 4.5,
    variancePerMatch: 1_500 / 60,
    mixture: { q: 0.45, delta: 2.2, s: 1.3, cap: 2.5 },
  },
  spotted: {
    mean: 32,
    perSkill: 1.8,
    sdBetween: 4.5,
    variancePerMatch: 2_200 / 60,
    mixture: { q: 0.4, delta: 1.6, s: 1.1, cap: 1.5 },
  },
  reaction: {
    mean: -620,
    perSkill: 45,
    sdBetween: 70,
    variancePerMatch: 250 ** 2 / 20,
    mixture: { q: 0.45, delta: 1.8, s: 1.1, cap: 2.5 },
  },
  preaim: {
    mean: -Math.log(11.5),
    perSkill: 0.1,
    sdBetween: 0.2,
    variancePerMatch: 0.9 ** 2 / 20,
    mixture: { q: 0.45, delta: 1.8, s: 1.1, cap: 2.5 },
  },
  gap: { sdBetween: 18, mixture: { q: 0.35, delta: 1.5, s: 1, cap: 1.2 } },
} as const;

/** How much seeing each thing adds to the confidence of 100, and how much of it is everything. */
export const CONFIDENCE = {
  profile: { visibility: 2, age: 3, games: 3, level: 2 },
  history: { points: 10, days: 180 },
  /** Lifetime totals are gameplay, but old and new play mixed: they earn at most 25 of gameplay's 35. */
  lifetime: { points: 25, kills: 1000, shotsPerKill: 20 },
  gameplay: 35,
  /** Matches seen; and of those the ones seen event by event. */
  matches: 30,
  demos: { points: 35, matches: 3 },
  /** Below `medium` low; from `high` on high. */
  medium: 35,
  high: 70,
} as const;

export const MATCHES = {
  /** A match of half a year ago counts half [G]. */
  halfLifeDays: 180,
  /**
   * Matches of one player resemble each other: m of them count as m / (1 + (m − 1)ρ). Odd and even rounds of one match, judged
   * as two, correlate by .61 among clean players and .69 among cheaters [M, CS2CD].
   */
  correlation: 0.6,
  /** Nats that one detector may say over all matches: no single figure convicts, or acquits. */
  detectorRange: { min: -1, max: 2.5 },
  /** Nats that there being nothing unusual may say, however many matches say it; the group's floor comes on top. */
  ordinaryRange: { min: -4, max: 0.5 },
  /** Matches from which on what they say counts in full; fewer count in proportion. */
  forFullWeight: 3,
  /** Weight of lifetime results beside matches, which they hold already: the same skill would count twice [G]. */
  lifetimeBeside: 0.5,
} as const;

/** What the view angles of demos may say. */
export const DEMOS = {
  /** All detectors together [G]: aim and information found in three demos reach 80 by themselves, nothing found clears little. */
  range: { min: -0.8, max: 4 },
  /** One detector over all demos; each has a cap of its own in one demo (`shared/demo/parameters.ts`). */
  detectorRange: { min: -0.5, max: 2.5 },
  /** Demos from which on what they say counts in full; fewer count in proportion. */
  forFullWeight: 3,
} as const;

/** Figures per match, for the flags that look at how a player's matches follow each other. */
export const SERIES = {
  /** Kills and deaths a match is given on top, each; and fewer fights than this make no figure. */
  pseudoCount: 4,
  leastFights: 10,
  /** Spread of the kill share that chance alone makes in a usual match, so that steady players have no spikes. */
  leastSd: 0.06,
  spike: {
    matches: 8,
    grades: [
      { z: 3.5, points: 10 },
      { z: 3, points: 5 },
    ],
  },
  /** Matches that look suspicious by themselves: two nats, a likelihood ratio above seven [G]. */
  consistency: {
    matches: 5,
    nats: 2,
    grades: [
      { share: 0.6, points: 10 },
      { share: 0.4, points: 5 },
    ],
  },
  /** CUSUM on z-scores [C]: see SCORING-TABLES T7; 10 gives 2.8 % false alarms in 40 matches. */
  trend: { baseline: 20, further: 5, slack: 0.5, clip: 3.5, alarm: 10, points: 6 },
} as const;

/** What the headline may not pass, and what it takes to. */
export const LIMITS = {
  lowConfidence: { score: 60, logOdds: -0.41, needed: CONFIDENCE.medium },
  /** Good results of a young account are a smurf's as likely as a cheater's: more takes a ban, or aim, information or movement. */
  onlyResults: { score: 60, logOdds: -0.41 },
  nearCertain: { score: 80, logOdds: 1.1, needed: CONFIDENCE.high, kinds: 2, natsPerKind: 1 },
} as const;

/** From which figures the rubric raises its graded flags. */
export const RUBRIC = {
  newAccountDays: 30,
  fewGames: 5,
  /** Fewer kills say nothing about a headshot share or a ratio. */
  minKills: 200,
  headshots: [
    { percent: 70, points: 10 },
    { percent: 60, points: 5 },
  ],
  skillHours: [
    { kd: 1.5, hours: 150, points: 10 },
    { kd: 1.3, hours: 300, points: 5 },
  ],
  names: [
    { from: 5, points: 7 },
    { from: 3, points: 4 },
  ],
  countries: [
    { from: 2, points: 7 },
    { from: 1, points: 4 },
  ],
  /** No change seen is only an all-clear once the player was watched this long. */
  watchedDays: 30,
} as const;
