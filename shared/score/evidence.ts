import { z } from 'zod';
import { type DemoEvidence, demoEvidenceSchema } from '#shared/score/demo-evidence.ts';
import { type LeetifyEvidence, leetifyEvidenceSchema } from '#shared/score/leetify-evidence.ts';
import { type MatchEvidence, matchEvidenceSchema } from '#shared/score/match-evidence.ts';
import { type CommunityEvidence, reportEvidenceSchema } from '#shared/score/report-evidence.ts';

/** Features that are a count out of a count: `k` of `n`. */
const SHARE_FEATURES = [
  /** Headshot kills of kills, lifetime. */
  'stats.headshots',
  /** Hits of shots, lifetime. */
  'stats.accuracy',
  /** Kills of kills and deaths together, lifetime. */
  'stats.kills',
] as const;

/** Features that are one number. */
const VALUE_FEATURES = [
  /** Account creation, ms. */
  'account.createdAt',
  /** 0 public, 1 friends only, 2 private. */
  'profile.visibility',
  'games.owned',
  /** Games with play time, CS2 among them; only where play time is visible. */
  'games.played',
  /** Hours in CS:GO and CS2. Never zero: hidden hours are missing. */
  'games.hours',
  'level',
  'bans.vac',
  'bans.game',
  /** Day of the last VAC or game ban, ms. */
  'bans.lastAt',
  /** 1 for banned from the community. */
  'bans.community',
  /** 1 on probation, 2 banned from trading. */
  'bans.economy',
  /** Distinct earlier names, and countries, seen within a year. */
  'history.names',
  'history.countries',
  /** Since when changes are recorded, ms. */
  'history.since',
] as const;

export type ShareFeature = (typeof SHARE_FEATURES)[number];
export type ValueFeature = (typeof VALUE_FEATURES)[number];

/**
 * Who vouches for it: Steam itself (Web API or public pages), a demo parsed by us, a game server's operator, or a
 * user's client. What a client says is not weighed before two independent ones agree.
 */
export const PROVENANCES = ['steam', 'demo', 'server', 'client'] as const;

const base = {
  /** Which look it came from: a facts source, a match ID, … Only kept, never weighed. */
  source: z.string(),
  /** When it was seen, ms. */
  observedAt: z.int().min(0),
  provenance: z.enum(PROVENANCES),
  /** Independent others that said the same. */
  confirmations: z.int().min(0),
};

const shareEvidenceSchema = z
  .object({ feature: z.enum(SHARE_FEATURES), k: z.int().min(0), n: z.int().min(0), ...base })
  .refine(({ k, n }) => k <= n, { error: 'k is more than n', path: ['k'] });

/** Largest code of the features that are codes. */
const CODES: Partial<Record<ValueFeature, number>> = {
  'profile.visibility': 2,
  'bans.community': 1,
  'bans.economy': 2,
};
/** All others are counts and times, and whole. */
const FRACTIONAL: readonly ValueFeature[] = ['games.hours'];

const valueEvidenceSchema = z
  .object({
    feature: z.enum(VALUE_FEATURES),
    value: z.number().min(0),
    /** How many observations the value is made of; 1 for a plain fact. */
    n: z.int().min(0),
    ...base,
  })
  .refine(({ feature, value }) => value <= (CODES[feature] ?? Infinity), { error: 'no such code', path: ['value'] })
  .refine(({ feature, value }) => Number.isInteger(value) || FRACTIONAL.includes(feature), {
    error: 'not a whole number',
    path: ['value'],
  });

/** One observed thing about a player, as it is stored and weighed. */
export const evidenceSchema = z.discriminatedUnion('feature', [
  shareEvidenceSchema,
  valueEvidenceSchema,
  matchEvidenceSchema,
  demoEvidenceSchema,
  leetifyEvidenceSchema,
  reportEvidenceSchema,
]);
export type ShareEvidence = z.infer<typeof shareEvidenceSchema>;
type ValueEvidence = z.infer<typeof valueEvidenceSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;

/** At most one piece of evidence for each feature: what the rules look at. */
export type Seen = { [F in ShareFeature]: ShareEvidence | undefined } & {
  [F in ValueFeature]: ValueEvidence | undefined;
} & {
  /** Distinct matches, oldest first; undefined when there are none. */
  matches: readonly MatchEvidence[] | undefined;
  /** What view angles said, each match once, oldest first; undefined when there are none. */
  demos: readonly DemoEvidence[] | undefined;
  leetify: LeetifyEvidence | undefined;
  reports: CommunityEvidence | undefined;
};

/** One literal, copied for each assessment: all of them then have the same hidden shape, and reading a feature is one load. */
const NOTHING: Seen = {
  'stats.headshots': undefined,
  'stats.accuracy': undefined,
  'stats.kills': undefined,
  'account.createdAt': undefined,
  'profile.visibility': undefined,
  'games.owned': undefined,
  'games.played': undefined,
  'games.hours': undefined,
  level: undefined,
  'bans.vac': undefined,
  'bans.game': undefined,
  'bans.lastAt': undefined,
  'bans.community': undefined,
  'bans.economy': undefined,
  'history.names': undefined,
  'history.countries': undefined,
  'history.since': undefined,
  matches: undefined,
  demos: undefined,
  leetify: undefined,
  reports: undefined,
};

/**
 * Sorts evidence by feature. Of several about one feature the best is taken, whatever the order they come in: of shares
 * the one with most seen, of values the newest, of `history.since` the earliest. So more evidence never means less seen.
 */
export function sortEvidence(evidence: readonly Evidence[]): Seen {
  const seen = { ...NOTHING };
  let matches: MatchEvidence[] | undefined;
  let demos: DemoEvidence[] | undefined;
  for (const item of evidence) {
    if (item.provenance === 'client' && item.confirmations < 2) continue;
    if (item.feature === 'match') {
      matches ??= [];
      matches.push(item);
    } else if (item.feature === 'demo') {
      demos ??= [];
      demos.push(item);
    } else if (item.feature === 'leetify') {
      if (seen.leetify === undefined || prefersLeetify(item, seen.leetify)) seen.leetify = item;
    } else if (item.feature === 'reports') {
      if (seen.reports === undefined || prefersReports(item, seen.reports)) seen.reports = item;
    } else if ('k' in item) {
      const held = seen[item.feature];
      if (held === undefined || prefersShare(item, held)) seen[item.feature] = item;
    } else {
      const held = seen[item.feature];
      if (held === undefined || prefersValue(item, held)) seen[item.feature] = item;
    }
  }
  if (matches !== undefined) seen.matches = distinct(matches, prefersMatch);
  if (demos !== undefined) seen.demos = distinct(demos, prefersDemo);
  return seen;
}

/** Of several accounts of one match the best, oldest match first, so that their order does not matter. */
function distinct<T extends MatchEvidence | DemoEvidence>(items: readonly T[], prefers: (a: T, b: T) => boolean): T[] {
  // There are a few, mostly in order and each once: looking through them beats a map and a sort.
  const best: T[] = [];
  for (const item of items) {
    const held = best.findIndex(({ source }) => source === item.source);
    const before = best[held];
    if (before !== undefined) {
      if (!prefers(item, before)) continue;
      best.splice(held, 1);
    }
    let at = best.length;
    for (; at > 0; at--) {
      const earlier = best[at - 1];
      if (earlier === undefined || !isBefore(item, earlier)) break;
    }
    if (at === best.length) best.push(item);
    else best.splice(at, 0, item);
  }
  return best;
}

function isBefore(a: MatchEvidence | DemoEvidence, b: MatchEvidence | DemoEvidence): boolean {
  return a.observedAt < b.observedAt || (a.observedAt === b.observedAt && a.source < b.source);
}

/** The one from the match's events, then the better confirmed, the one with more rounds, and whatever else tells two apart. */
function prefersMatch(a: MatchEvidence, b: MatchEvidence): boolean {
  const better =
    Number(a.kind === 'events') - Number(b.kind === 'events') ||
    a.confirmations - b.confirmations ||
    a.rounds - b.rounds ||
    a.observedAt - b.observedAt;
  return better > 0 || (better === 0 && JSON.stringify(a) > JSON.stringify(b));
}

/** The one that knew the walls, then the one with more to say. */
function prefersDemo(a: DemoEvidence, b: DemoEvidence): boolean {
  const better =
    Number(a.geometry) - Number(b.geometry) ||
    a.detectors.length - b.detectors.length ||
    a.confirmations - b.confirmations ||
    a.observedAt - b.observedAt;
  return better > 0 || (better === 0 && JSON.stringify(a) > JSON.stringify(b));
}

function prefersLeetify(a: LeetifyEvidence, b: LeetifyEvidence): boolean {
  const better = a.matches - b.matches || a.observedAt - b.observedAt;
  return better > 0 || (better === 0 && JSON.stringify(a) > JSON.stringify(b));
}

function prefersReports(a: CommunityEvidence, b: CommunityEvidence): boolean {
  const better = a.observedAt - b.observedAt || a.nats - b.nats;
  return better > 0 || (better === 0 && JSON.stringify(a) > JSON.stringify(b));
}

function prefersShare(a: ShareEvidence, b: ShareEvidence): boolean {
  return (a.n - b.n || a.observedAt - b.observedAt || a.k - b.k) > 0;
}

function prefersValue(a: ValueEvidence, b: ValueEvidence): boolean {
  const newer = a.observedAt - b.observedAt || a.value - b.value;
  return (a.feature === 'history.since' ? b.value - a.value || newer : newer || a.n - b.n) > 0;
}
