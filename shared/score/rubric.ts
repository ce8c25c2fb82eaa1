import type { Rubric, RubricFlag } from '#shared/score/assessment.ts';
import type { Seen } from '#shared/score/evidence.ts';
import { consistencyOf, spikeOf, trendOf } from '#shared/score/match-series.ts';
import { DAY, RUBRIC, SERIES } from '#shared/score/parameters.ts';
import { RUBRIC_FLAGS, type RubricFlagKey } from '#shared/score/reasons.ts';
import { NO_FIGURES, percent } from '#shared/score/rules/rule.ts';
import { killsPerDeathOf } from '#shared/score/rules/skill.ts';

type Figures = RubricFlag['figures'];
/** Points and figures; points of 0 mean clear, `undefined` means that the flag cannot be judged. */
type Judged = { readonly points: number; readonly figures: Figures } | undefined;
type Judge = (seen: Seen, now: number) => Judged;

const VISIBILITIES: readonly Figures[] = [
  Object.freeze({ visibility: 'public' }),
  Object.freeze({ visibility: 'friends' }),
  Object.freeze({ visibility: 'private' }),
];

const JUDGES: Record<RubricFlagKey, Judge> = {
  'profile.newAccount'(seen, now) {
    const created = seen['account.createdAt'];
    if (created === undefined) return undefined;
    const days = Math.max(0, Math.floor((now - created.value) / DAY));
    return { points: days < RUBRIC.newAccountDays ? 10 : 0, figures: { days } };
  },

  /** Friends-only counts in full: the Web API does not tell it from private, and the card should not depend on who asked. */
  'profile.private'(seen) {
    const visibility = seen['profile.visibility'];
    if (visibility === undefined) return undefined;
    return { points: visibility.value > 0 ? 15 : 0, figures: VISIBILITIES[visibility.value] ?? NO_FIGURES };
  },

  'profile.fewGames'(seen) {
    const owned = seen['games.owned'];
    if (owned === undefined) return undefined;
    return { points: owned.value < RUBRIC.fewGames ? 10 : 0, figures: { count: owned.value } };
  },

  'profile.onlyCs2'(seen) {
    const played = seen['games.played'];
    if (played === undefined) return undefined;
    return { points: played.value === 1 ? 5 : 0, figures: { count: seen['games.owned']?.value ?? played.value } };
  },

  'statistical.spikes'(seen) {
    const spike = spikeOf(seen.matches ?? []);
    if (spike === undefined) return undefined;
    const figures = { matches: spike.matches, times: Math.round(spike.z * 10) / 10 };
    for (const grade of SERIES.spike.grades) if (spike.z >= grade.z) return { points: grade.points, figures };
    return { points: 0, figures };
  },

  'statistical.headshots'(seen) {
    const share = seen['stats.headshots'];
    if (share === undefined || share.n < RUBRIC.minKills) return undefined;
    const figures = { percent: percent(share.k / share.n), kills: share.n };
    for (const grade of RUBRIC.headshots) {
      if (figures.percent >= grade.percent) return { points: grade.points, figures };
    }
    return { points: 0, figures };
  },

  'statistical.consistency'(seen) {
    const found = consistencyOf(seen.matches ?? []);
    if (found === undefined) return undefined;
    const figures = { matches: found.matches, count: found.suspicious };
    const share = found.suspicious / found.matches;
    for (const grade of SERIES.consistency.grades) if (share >= grade.share) return { points: grade.points, figures };
    return { points: 0, figures };
  },

  'statistical.skillHours'(seen) {
    const kills = seen['stats.kills'];
    const played = seen['games.hours'];
    if (kills === undefined || kills.k < RUBRIC.minKills || played === undefined) return undefined;
    const figures = { hours: Math.floor(played.value), kd: killsPerDeathOf(kills) };
    for (const grade of RUBRIC.skillHours) {
      if (figures.kd >= grade.kd && played.value < grade.hours) return { points: grade.points, figures };
    }
    return { points: 0, figures };
  },

  'historical.names': (seen, now) => changes(seen, now, seen['history.names']?.value, RUBRIC.names),
  'historical.country': (seen, now) => changes(seen, now, seen['history.countries']?.value, RUBRIC.countries),
  'historical.trends'(seen) {
    const trend = trendOf(seen.matches ?? []);
    if (trend === undefined) return undefined;
    const points = trend.peak >= SERIES.trend.alarm ? SERIES.trend.points : 0;
    return { points, figures: { matches: trend.matches } };
  },
};

function changes(
  seen: Seen,
  now: number,
  count: number | undefined,
  grades: readonly { from: number; points: number }[],
): Judged {
  if (count === undefined) return undefined;
  for (const { from, points } of grades) if (count >= from) return { points, figures: { count } };
  const since = seen['history.since'];
  const watched = since !== undefined && now - since.value >= RUBRIC.watchedDays * DAY;
  return watched ? { points: 0, figures: { count } } : undefined;
}

interface Flag {
  readonly key: RubricFlagKey;
  readonly max: number;
  readonly judge: Judge;
  /** What stands there when it cannot be judged: always the same, so made once and frozen. */
  readonly unknown: RubricFlag;
}

function groupOf(group: (typeof RUBRIC_FLAGS)[number]['group']): { max: number; flags: readonly Flag[] } {
  const flags = RUBRIC_FLAGS.filter((flag) => flag.group === group).map(({ key, max }) => {
    const unknown: RubricFlag = Object.freeze({ key, state: 'unknown', points: 0, max, figures: NO_FIGURES });
    return { key, max, judge: JUDGES[key], unknown };
  });
  return { max: flags.reduce((sum, { max }) => sum + max, 0), flags };
}

const PROFILE = groupOf('profile');
const STATISTICAL = groupOf('statistical');
const HISTORICAL = groupOf('historical');

/** The seed's rubric card: every flag with its points, literally. */
export function rubricOf(seen: Seen, now: number): Rubric {
  const profile = judge(PROFILE, seen, now);
  const statistical = judge(STATISTICAL, seen, now);
  const historical = judge(HISTORICAL, seen, now);
  return { total: profile.points + statistical.points + historical.points, profile, statistical, historical };
}

function judge({ max, flags: definitions }: typeof PROFILE, seen: Seen, now: number): Rubric['profile'] {
  const flags: RubricFlag[] = [];
  let points = 0;
  for (const { key, max, judge, unknown } of definitions) {
    const judged = judge(seen, now);
    if (judged === undefined) {
      flags.push(unknown);
      continue;
    }
    points += judged.points;
    flags.push({
      key,
      state: judged.points > 0 ? 'raised' : 'clear',
      points: judged.points,
      max,
      figures: judged.figures,
    });
  }
  return { points, max, flags };
}
