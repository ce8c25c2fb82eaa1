import type { ScoreEntry } from '#shared/api/players.ts';
import { MAX_NATS } from '#shared/reports/parameters.ts';
import type { Assessment, Band, Contribution } from '#shared/score/assessment.ts';
import { confidenceOf } from '#shared/score/confidence.ts';
import { type Evidence, type Seen, sortEvidence } from '#shared/score/evidence.ts';
import {
  CONFIDENCE,
  CONTEXT_RANGE,
  CORRELATION,
  DEMOS,
  ENGINE_VERSION,
  LIMITS,
  MATCH_RANGE,
  MATCHES,
  PRIOR,
  STATISTICAL_MIN_WHEN_BANNED,
  STATISTICAL_RANGE,
} from '#shared/score/parameters.ts';
import { logOddsOf, probabilityAt, scoreAt } from '#shared/score/posterior.ts';
import { rubricOf } from '#shared/score/rubric.ts';
import { AIM_RULES } from '#shared/score/rules/aim.ts';
import { BAN_RULES, isRecentlyBanned } from '#shared/score/rules/bans.ts';
import { DEMO_RULES } from '#shared/score/rules/demos.ts';
import { HISTORY_RULES } from '#shared/score/rules/history.ts';
import { LEETIFY_RULES } from '#shared/score/rules/leetify.ts';
import { MATCH_RULES } from '#shared/score/rules/matches.ts';
import { PROFILE_RULES } from '#shared/score/rules/profile.ts';
import { REPORT_RULES } from '#shared/score/rules/reports.ts';
import type { Rule } from '#shared/score/rules/rule.ts';
import { SKILL_RULES } from '#shared/score/rules/skill.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

interface Block {
  readonly block: Contribution['block'];
  readonly rules: readonly Rule[];
  /** Mean correlation of its features, 0 for features that add up. */
  readonly correlation: number;
}

/** Blocks that are capped together. Of a group's blocks with `behaviour`, each that speaks loudly is a kind of its own. */
interface Group {
  readonly blocks: readonly Block[];
  readonly min: number;
  readonly max: number;
  readonly behaviour: boolean;
  /** Says nothing without matches, or demos: most players have none, and asking eleven rules in vain costs a tenth of the time. */
  readonly needs?: 'matches' | 'demos';
  /** Only with, or only without, Leetify's figures: the same group in a longer and a shorter form. */
  readonly leetify?: boolean;
}

/** All there is to weigh. A new rule is an entry in its block's file; a new block an entry here. */
const GROUPS: readonly Group[] = [
  {
    blocks: [
      { block: 'profile', rules: PROFILE_RULES, correlation: 0 },
      { block: 'history', rules: HISTORY_RULES, correlation: 0 },
    ],
    ...CONTEXT_RANGE,
    behaviour: false,
  },
  {
    blocks: [{ block: 'bans', rules: BAN_RULES, correlation: 0 }],
    min: -Infinity,
    max: Infinity,
    behaviour: false,
  },
  {
    blocks: [{ block: 'reports', rules: REPORT_RULES, correlation: 0 }],
    min: 0,
    max: MAX_NATS,
    behaviour: false,
  },
  {
    blocks: [
      { block: 'skill', rules: SKILL_RULES, correlation: CORRELATION.skill },
      { block: 'aim', rules: AIM_RULES, correlation: CORRELATION.aim },
    ],
    ...STATISTICAL_RANGE,
    behaviour: true,
    leetify: false,
  },
  {
    blocks: [
      { block: 'skill', rules: [...SKILL_RULES, ...LEETIFY_RULES.skill], correlation: CORRELATION.skill },
      { block: 'aim', rules: [...AIM_RULES, ...LEETIFY_RULES.aim], correlation: CORRELATION.aim },
      { block: 'information', rules: LEETIFY_RULES.information, correlation: CORRELATION.information },
    ],
    ...STATISTICAL_RANGE,
    behaviour: true,
    leetify: true,
  },
  {
    // Fitted together, so what they share is accounted for already: nothing to discount within a block.
    blocks: [
      { block: 'skill', rules: MATCH_RULES.skill, correlation: 0 },
      { block: 'aim', rules: MATCH_RULES.aim, correlation: 0 },
      { block: 'information', rules: MATCH_RULES.information, correlation: 0 },
      { block: 'movement', rules: MATCH_RULES.movement, correlation: 0 },
    ],
    ...MATCH_RANGE,
    behaviour: true,
    needs: 'matches',
  },
  {
    blocks: [
      { block: 'aim', rules: DEMO_RULES.aim, correlation: 0 },
      { block: 'information', rules: DEMO_RULES.information, correlation: 0 },
    ],
    ...DEMOS.range,
    behaviour: true,
    needs: 'demos',
  },
];

const PRIOR_LOG_ODDS = logOddsOf(PRIOR);
const PRIOR_FIGURES = Object.freeze({ prior: PRIOR * 100 });

/**
 * What the evidence says about a player at `now` (ms): the same for the same evidence in any order.
 *
 * It is *not enough data* when nothing was seen that could speak for or against: neither account age, nor games or
 * hours, nor lifetime results, nor a match or demo, nor Leetify's figures, nor a VAC or game ban. That a profile is private, that there is no ban, what
 * somebody calls himself and his Steam level are no data about a player.
 */
export function assess(evidence: readonly Evidence[], now: number): Assessment {
  const seen = sortEvidence(evidence);
  const confidence = confidenceOf(seen, now);
  const rubric = rubricOf(seen, now);
  if (!isEnough(seen)) {
    return {
      engine: ENGINE_VERSION,
      assessedAt: now,
      score: null,
      probability: null,
      band: 'not-enough-data',
      confidence,
      confidenceLevel: 'none',
      logOdds: null,
      contributions: [],
      rubric,
    };
  }

  const contributions: Contribution[] = [
    { key: 'prior', block: 'prior', nats: PRIOR_LOG_ODDS, points: 0, figures: PRIOR_FIGURES },
  ];
  // A set: aim in lifetime figures and aim in matches are one kind of behaviour.
  const kinds = new Set<Contribution['block']>();
  const statisticalMin = isRecentlyBanned(seen, now) ? STATISTICAL_MIN_WHEN_BANNED : STATISTICAL_RANGE.min;
  for (const group of GROUPS) {
    if (group.needs !== undefined && seen[group.needs] === undefined) continue;
    if (group.leetify !== undefined && group.leetify !== (seen.leetify !== undefined)) continue;
    const min = group.behaviour ? Math.max(group.min, statisticalMin) : group.min;
    const weight = weightOf(group, seen);
    weigh(group, { min, max: group.max, weight }, seen, now, contributions, kinds);
  }
  limit(contributions, confidence, kinds);
  sortByWeight(contributions);

  // Summed in the order shown, so that whoever adds them up gets this very number.
  const logOdds = sum(contributions, 0);
  const exact = scoreAt(logOdds);
  for (const contribution of contributions) {
    contribution.points = Math.round((exact - scoreAt(logOdds - contribution.nats)) * 10) / 10;
  }
  const score = Math.round(exact);
  return {
    engine: ENGINE_VERSION,
    assessedAt: now,
    score,
    probability: probabilityAt(logOdds),
    band: bandOf(score),
    confidence,
    confidenceLevel: confidence >= CONFIDENCE.high ? 'high' : confidence >= CONFIDENCE.medium ? 'medium' : 'low',
    logOdds,
    contributions,
    rubric,
  };
}

/** The part of an assessment that a badge shows. */
export function scoreEntryOf(steamId: SteamId, assessment: Assessment): ScoreEntry {
  const { score, rubric, band, confidence, assessedAt } = assessment;
  return { steamId, score, rubric: rubric.total, band, confidence, assessedAt };
}

/** The band of a whole score. */
export function bandOf(score: number): Band {
  if (score <= 30) return 'unlikely';
  if (score <= 60) return 'suspicious';
  return score <= 80 ? 'highly-suspicious' : 'near-certain';
}

function isEnough(seen: Seen): boolean {
  return (
    seen['account.createdAt'] !== undefined ||
    seen['games.owned'] !== undefined ||
    seen['games.hours'] !== undefined ||
    seen.matches !== undefined ||
    seen.demos !== undefined ||
    seen.leetify !== undefined ||
    (seen['stats.kills']?.n ?? 0) > 0 ||
    (seen['stats.headshots']?.n ?? 0) > 0 ||
    (seen['stats.accuracy']?.n ?? 0) > 0 ||
    (seen['bans.vac']?.value ?? 0) > 0 ||
    (seen['bans.game']?.value ?? 0) > 0
  );
}

/** What a group counts by the number of matches seen: few matches say less than they seem to. */
function weightOf({ behaviour, needs }: Group, seen: Seen): number {
  const matches = seen.matches?.length ?? 0;
  if (needs === 'matches') return Math.min(1, matches / MATCHES.forFullWeight);
  if (needs === 'demos') return Math.min(1, (seen.demos?.length ?? 0) / DEMOS.forFullWeight);
  return behaviour && matches > 0 ? MATCHES.lifetimeBeside : 1;
}

/**
 * Adds what the group's rules say, weighted for correlation within blocks and as a whole, and scaled into its range.
 * Adds to `kinds` those of its blocks that are loud behaviour evidence.
 */
function weigh(
  group: Group,
  { min, max, weight }: { min: number; max: number; weight: number },
  seen: Seen,
  now: number,
  contributions: Contribution[],
  kinds: Set<Contribution['block']>,
): void {
  const first = contributions.length;
  for (const { block, rules, correlation } of group.blocks) {
    const start = contributions.length;
    for (const rule of rules) {
      const said = rule(seen, now);
      if (said !== undefined) {
        contributions.push({ key: said.key, block, nats: said.nats, points: 0, figures: said.figures });
      }
    }
    const features = contributions.length - start;
    if (features > 1 && correlation > 0) scale(contributions, start, 1 / (1 + (features - 1) * correlation));
    if (group.behaviour && sum(contributions, start) >= LIMITS.nearCertain.natsPerKind) kinds.add(block);
  }
  if (weight !== 1) scale(contributions, first, weight);
  const total = sum(contributions, first);
  if (total > max) scale(contributions, first, max / total);
  else if (total < min) scale(contributions, first, min / total);
}

/** Adds what holds the score down: see `LIMITS`. */
function limit(contributions: Contribution[], confidence: number, kinds: ReadonlySet<Contribution['block']>): void {
  const logOdds = sum(contributions, 0);
  const { lowConfidence, onlyResults, nearCertain } = LIMITS;
  if (confidence < lowConfidence.needed) {
    if (logOdds > lowConfidence.logOdds) {
      const { needed, score } = lowConfidence;
      const nats = lowConfidence.logOdds - logOdds;
      contributions.push({
        key: 'limit.lowConfidence',
        block: 'limit',
        nats,
        points: 0,
        figures: { confidence, needed, score },
      });
    }
  } else if (logOdds > onlyResults.logOdds && hasOnlyResults(contributions, kinds)) {
    const { score } = onlyResults;
    const nats = onlyResults.logOdds - logOdds;
    contributions.push({ key: 'limit.onlyResults', block: 'limit', nats, points: 0, figures: { score } });
  } else if (logOdds > nearCertain.logOdds && (confidence < nearCertain.needed || kinds.size < nearCertain.kinds)) {
    const { needed, score } = nearCertain;
    const nats = nearCertain.logOdds - logOdds;
    contributions.push({
      key: 'limit.nearCertain',
      block: 'limit',
      nats,
      points: 0,
      figures: { confidence, needed, kinds: kinds.size, score },
    });
  }
}

/** Whether nothing speaks loudly but results: no ban, and neither aim, information nor movement. */
function hasOnlyResults(contributions: readonly Contribution[], kinds: ReadonlySet<Contribution['block']>): boolean {
  return (
    !kinds.has('aim') &&
    !kinds.has('information') &&
    !kinds.has('movement') &&
    !contributions.some(({ block }) => block === 'bans')
  );
}

/** Behind the prior, by falling |nats|; equals stay in the order of the rules. There are a dozen: insertion is fastest. */
function sortByWeight(contributions: Contribution[]): void {
  for (let i = 2; i < contributions.length; i++) {
    const moved = contributions[i];
    if (moved === undefined) break;
    const weight = Math.abs(moved.nats);
    let at = i;
    for (; at > 1; at--) {
      const before = contributions[at - 1];
      if (before === undefined || Math.abs(before.nats) >= weight) break;
      contributions[at] = before;
    }
    contributions[at] = moved;
  }
}

function sum(contributions: readonly Contribution[], from: number): number {
  let total = 0;
  for (let i = from; i < contributions.length; i++) total += contributions[i]?.nats ?? 0;
  return total;
}

function scale(contributions: Contribution[], from: number, factor: number): void {
  for (let i = from; i < contributions.length; i++) {
    const contribution = contributions[i];
    if (contribution !== undefined) contribution.nats *= factor;
  }
}
