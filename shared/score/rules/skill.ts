import type { ShareEvidence } from '#shared/score/evidence.ts';
import { logLikelihoodRatio } from '#shared/score/likelihood.ts';
import { KILLS_PER_DEATH, SKILL_VERSUS_HOURS, UNKNOWN_SKILL_SD } from '#shared/score/parameters.ts';
import { type Rule, ratio } from '#shared/score/rules/rule.ts';

const killsRatio = logLikelihoodRatio(KILLS_PER_DEATH.mixture);
const hoursRatio = logLikelihoodRatio(SKILL_VERSUS_HOURS.mixture);

/** How good the results are, and how good for the time spent. */
export const SKILL_RULES: readonly Rule[] = [
  function killsPerDeath(seen) {
    const kills = seen['stats.kills'];
    if (kills === undefined || kills.n === 0) return undefined;
    const nats = killsRatio(zOfKills(kills));
    const figures = { kd: killsPerDeathOf(kills), kills: kills.k, deaths: kills.n - kills.k, typicalKd: TYPICAL_RATIO };
    return { key: nats > 0 ? 'stats.kd.high' : 'stats.kd.ordinary', nats, figures };
  },

  /**
   * Few hours alone are a newcomer, good results alone a good player: the smaller of the two z-scores counts.
   */
  function skillVersusHours(seen) {
    const kills = seen['stats.kills'];
    const hours = seen['games.hours'];
    if (kills === undefined || kills.n === 0 || hours === undefined || hours.value <= 0) return undefined;
    const { skillPerLogRatio, skillRange, mean, perSkill } = SKILL_VERSUS_HOURS;
    const skill = Math.min(skillRange.max, Math.max(skillRange.min, skillPerLogRatio * shrunkLogRatio(kills)));
    const expected = mean + perSkill * skill;
    const nats = hoursRatio(Math.min((expected - Math.log(hours.value)) / HOURS_SD, zOfKills(kills)));
    const figures = {
      hours: Math.floor(hours.value),
      kd: killsPerDeathOf(kills),
      typicalHours: Math.round(Math.exp(expected)),
    };
    return { key: nats > 0 ? 'stats.hours.few' : 'stats.hours.enough', nats, figures };
  },
];

const TYPICAL_RATIO = ratio(Math.exp(KILLS_PER_DEATH.mean));
const HOURS_SD = Math.hypot(SKILL_VERSUS_HOURS.sdBetween, SKILL_VERSUS_HOURS.perSkill * UNKNOWN_SKILL_SD);

/** Kills per death with two decimals; a player who never died counts as dying once. */
export function killsPerDeathOf({ k, n }: ShareEvidence): number {
  return ratio(k / Math.max(1, n - k));
}

function shrunkLogRatio({ k, n }: ShareEvidence): number {
  const { pseudoCount } = KILLS_PER_DEATH;
  return Math.log((k + pseudoCount) / (n - k + pseudoCount));
}

function zOfKills(kills: ShareEvidence): number {
  const { pseudoCount, mean, sdBetween } = KILLS_PER_DEATH;
  const within = 1 / (kills.k + pseudoCount) + 1 / (kills.n - kills.k + pseudoCount);
  return (shrunkLogRatio(kills) - mean) / Math.sqrt(sdBetween * sdBetween + within);
}
