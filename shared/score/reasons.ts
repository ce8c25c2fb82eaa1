import type { BLOCKS } from '#shared/score/assessment.ts';

/**
 * Every message key the engine can emit, with the names of the figures that come with it. The words are in the locale
 * files below `reason.` and `rubric.`; a test there asks for words for each key here, a test here for each key emitted.
 *
 * Figures are plain numbers unless named below:
 * - `percent`, `typical`, `prior`: percent, 0–100, at most one decimal
 * - `days`, `years`, `hours`, `typicalHours`: whole units; `kd`, `typicalKd`: ratio with two decimals
 * - `state` (economy ban): `probation` or `banned`; `visibility`: `public`, `friends` or `private`
 * - `score`, `confidence`, `needed`: 0–100
 * - of `reports`: `count` reports count as `independent` independent ones; `silent` others met the player and did not report
 * - of `leetify.`: `value`, `aim`, `utility` exactly as Leetify gives them; `typical` in the same unit, one decimal
 */
export interface ReasonDefinition {
  readonly key: string;
  readonly block: (typeof BLOCKS)[number];
  readonly figures: readonly string[];
}

const MATCH_FIGURES = ['percent', 'count', 'typical', 'matches'] as const;

const DEMO_FIGURES = ['count', 'chances', 'percent', 'typical', 'demos'] as const;

const LEETIFY_FIGURES = ['value', 'typical'] as const;

export const REASONS = [
  /** Where every player starts: `prior` percent of players cheat. */
  { key: 'prior', block: 'prior', figures: ['prior'] },

  /** Under 30 days old. */
  { key: 'account.young', block: 'profile', figures: ['days'] },
  /** 30 to 179 days old. */
  { key: 'account.recent', block: 'profile', figures: ['days'] },
  /** Over five years old (against suspicion). */
  { key: 'account.old', block: 'profile', figures: ['years'] },
  { key: 'profile.private', block: 'profile', figures: [] },
  { key: 'profile.friendsOnly', block: 'profile', figures: [] },
  /** Fewer than 5 games owned. */
  { key: 'games.few', block: 'profile', figures: ['count'] },
  /** Of `count` games owned or played, CS2 is the only one with play time. */
  { key: 'games.onlyCs2', block: 'profile', figures: ['count'] },
  /** Much time spent in CS2 (against). */
  { key: 'hours.many', block: 'profile', figures: ['hours'] },
  /** A Steam level that takes years or money (against). */
  { key: 'level.high', block: 'profile', figures: ['level'] },

  /** `count` distinct earlier names within the last year. */
  { key: 'history.names', block: 'history', figures: ['count'] },
  /** `count` distinct earlier countries. */
  { key: 'history.country', block: 'history', figures: ['count'] },
  { key: 'bans.community', block: 'history', figures: [] },
  { key: 'bans.economy', block: 'history', figures: ['state'] },

  /** VAC or game ban less than a year old; Steam gives one date for both. */
  { key: 'bans.recent', block: 'bans', figures: ['vac', 'game', 'days'] },
  { key: 'bans.old', block: 'bans', figures: ['vac', 'game', 'days', 'years'] },
  /** A VAC or game ban whose date is not known; weighs like an old one. */
  { key: 'bans.undated', block: 'bans', figures: ['vac', 'game'] },

  /** Lifetime share of kills that were headshots, unusually high, or ordinary (against). */
  { key: 'stats.headshots.high', block: 'aim', figures: ['percent', 'headshots', 'kills', 'typical'] },
  { key: 'stats.headshots.ordinary', block: 'aim', figures: ['percent', 'headshots', 'kills', 'typical'] },
  /** Lifetime share of shots that hit. */
  { key: 'stats.accuracy.high', block: 'aim', figures: ['percent', 'hits', 'shots', 'typical'] },
  { key: 'stats.accuracy.ordinary', block: 'aim', figures: ['percent', 'hits', 'shots', 'typical'] },
  /** Lifetime kills per death. */
  { key: 'stats.kd.high', block: 'skill', figures: ['kd', 'kills', 'deaths', 'typicalKd'] },
  { key: 'stats.kd.ordinary', block: 'skill', figures: ['kd', 'kills', 'deaths', 'typicalKd'] },
  /** Play time against the results: far fewer hours than players of this kills per death have, or enough (against). */
  { key: 'stats.hours.few', block: 'skill', figures: ['hours', 'kd', 'typicalHours'] },
  { key: 'stats.hours.enough', block: 'skill', figures: ['hours', 'kd', 'typicalHours'] },

  /** `matches` matches seen; what an ordinary player's would say (mostly against). */
  { key: 'match.ordinary', block: 'skill', figures: ['matches'] },
  /** Each detector shows one share: `percent` of `count`, `typical` of ordinary players, over `matches` matches. */
  /** Kills of enemies who had not fired for three seconds. */
  { key: 'match.unaware.high', block: 'information', figures: MATCH_FIGURES },
  { key: 'match.unaware.ordinary', block: 'information', figures: MATCH_FIGURES },
  /** Hits through walls. */
  { key: 'match.walls.high', block: 'information', figures: MATCH_FIGURES },
  { key: 'match.walls.ordinary', block: 'information', figures: MATCH_FIGURES },
  /** Bursts of shots that hit somebody. */
  { key: 'match.discipline.high', block: 'information', figures: MATCH_FIGURES },
  { key: 'match.discipline.ordinary', block: 'information', figures: MATCH_FIGURES },
  /** Jumps in the very moment of landing. */
  { key: 'match.jumps.high', block: 'movement', figures: MATCH_FIGURES },
  { key: 'match.jumps.ordinary', block: 'movement', figures: MATCH_FIGURES },
  /** Hits with sniper rifles. */
  { key: 'match.snipers.high', block: 'aim', figures: MATCH_FIGURES },
  { key: 'match.snipers.ordinary', block: 'aim', figures: MATCH_FIGURES },
  /** Kills by headshot. */
  { key: 'match.headshots.high', block: 'aim', figures: MATCH_FIGURES },
  { key: 'match.headshots.ordinary', block: 'aim', figures: MATCH_FIGURES },
  /** First hits on an enemy that were on the head. */
  { key: 'match.firstShots.high', block: 'aim', figures: MATCH_FIGURES },
  { key: 'match.firstShots.ordinary', block: 'aim', figures: MATCH_FIGURES },
  /** Kills by a single hit. */
  { key: 'match.killSpeed.high', block: 'aim', figures: MATCH_FIGURES },
  { key: 'match.killSpeed.ordinary', block: 'aim', figures: MATCH_FIGURES },
  /** Shots that hit. */
  { key: 'match.accuracy.high', block: 'aim', figures: MATCH_FIGURES },
  { key: 'match.accuracy.ordinary', block: 'aim', figures: MATCH_FIGURES },
  /** Kills among kills and deaths. */
  { key: 'match.results.high', block: 'skill', figures: MATCH_FIGURES },
  { key: 'match.results.ordinary', block: 'skill', figures: MATCH_FIGURES },

  /**
   * What view angles of `demos` demos show, for or against: `count` of `chances` are `percent`, `typical` of people.
   * Of first hits on an enemy: the aim jumped onto the enemy.
   */
  { key: 'demo.snap', block: 'aim', figures: DEMO_FIGURES },
  /** Of shots: the view left its way for the tick of the shot. */
  { key: 'demo.silent', block: 'aim', figures: DEMO_FIGURES },
  /** Of turns onto an enemy: at full speed at once, then slower by the same share in every tick. */
  { key: 'demo.flick', block: 'aim', figures: DEMO_FIGURES },
  /** Of thirds of a second of following an enemy who turns: without a hand's delay. */
  { key: 'demo.lock', block: 'aim', figures: DEMO_FIGURES },
  /** Of sprays at enemies: the very same as the others, as seen from the enemy. */
  { key: 'demo.recoil', block: 'aim', figures: DEMO_FIGURES },
  /** Of first hits: while turning round and round. */
  { key: 'demo.spin', block: 'aim', figures: DEMO_FIGURES },
  /** Of first shots as the crosshair met an enemy: at the same moment after it. */
  { key: 'demo.trigger', block: 'aim', figures: DEMO_FIGURES },
  /** Of first shots at an enemy who came into sight: within 100 ms. */
  { key: 'demo.reaction', block: 'information', figures: DEMO_FIGURES },
  /** Of looks while an enemy nobody can know of was behind a wall: the aim followed the enemy. `typical` is by chance. */
  { key: 'demo.wallTrack', block: 'information', figures: DEMO_FIGURES },
  /** Of bursts begun while nobody was in sight: hit somebody who then came into sight. */
  { key: 'demo.prefire', block: 'information', figures: DEMO_FIGURES },

  /** Averages of Leetify, as given there: `accuracy_head` and `accuracy_enemy_spotted` in percent, `reaction_time_ms`, `preaim` in degrees. */
  { key: 'leetify.head', block: 'aim', figures: LEETIFY_FIGURES },
  { key: 'leetify.spotted', block: 'aim', figures: LEETIFY_FIGURES },
  { key: 'leetify.reaction', block: 'aim', figures: LEETIFY_FIGURES },
  { key: 'leetify.preaim', block: 'information', figures: LEETIFY_FIGURES },
  /** Its rating of aim against its rating of utility. */
  { key: 'leetify.gap', block: 'skill', figures: ['aim', 'utility'] },

  /** What others who met the player reported, as far as they are independent of each other. */
  { key: 'reports', block: 'reports', figures: ['count', 'independent', 'silent'] },

  /** Held down because less than `needed` confidence; the score may not pass `score`. */
  { key: 'limit.lowConfidence', block: 'limit', figures: ['confidence', 'needed', 'score'] },
  /** Held at `score`: good results without a ban and without aim, information or movement to match. */
  { key: 'limit.onlyResults', block: 'limit', figures: ['score'] },
  /** Held at `score`: more takes `needed` confidence and two independent kinds of gameplay evidence (`kinds` seen). */
  { key: 'limit.nearCertain', block: 'limit', figures: ['confidence', 'needed', 'kinds', 'score'] },
] as const satisfies readonly ReasonDefinition[];

export type ReasonKey = (typeof REASONS)[number]['key'];

export interface RubricFlagDefinition {
  readonly key: string;
  readonly group: 'profile' | 'statistical' | 'historical';
  /** Most points this flag gives. The maxima of a group add up to the seed's: 40, 40 and 20. */
  readonly max: number;
  /** Figures that come with it when the state is not `unknown`; an unknown flag carries none. */
  readonly figures: readonly string[];
}

/** The flags of the seed's rubric card. Where the seed gives only the group's maximum, the split is ours: even. */
export const RUBRIC_FLAGS = [
  { key: 'profile.newAccount', group: 'profile', max: 10, figures: ['days'] },
  { key: 'profile.private', group: 'profile', max: 15, figures: ['visibility'] },
  { key: 'profile.fewGames', group: 'profile', max: 10, figures: ['count'] },
  { key: 'profile.onlyCs2', group: 'profile', max: 5, figures: ['count'] },
  /** The best of `matches` matches stands `times` standard deviations above the player's usual one. Needs eight. */
  { key: 'statistical.spikes', group: 'statistical', max: 10, figures: ['matches', 'times'] },
  { key: 'statistical.headshots', group: 'statistical', max: 10, figures: ['percent', 'kills'] },
  /** `count` of `matches` matches look suspicious by themselves. Needs five. */
  { key: 'statistical.consistency', group: 'statistical', max: 10, figures: ['matches', 'count'] },
  { key: 'statistical.skillHours', group: 'statistical', max: 10, figures: ['hours', 'kd'] },
  { key: 'historical.names', group: 'historical', max: 7, figures: ['count'] },
  { key: 'historical.country', group: 'historical', max: 7, figures: ['count'] },
  /** Results rose for good above those of the first 20 of `matches` matches. Needs 25. */
  { key: 'historical.trends', group: 'historical', max: 6, figures: ['matches'] },
] as const satisfies readonly RubricFlagDefinition[];

export type RubricFlagKey = (typeof RUBRIC_FLAGS)[number]['key'];
