import { auc, foundAt, randomOf } from '#scripts/evaluation/figures.ts';
import { type Figures, figuresOf, type Judged, natsOf } from '#scripts/evaluation/judge.ts';
import { loadMatch, matchPaths } from '#scripts/evaluation/matches.ts';
import { asScoreboard, type JudgedMatch, playersOf } from '#scripts/evaluation/players.ts';
import { METRIC_INDEX, METRICS } from '#shared/match/metrics.ts';
import { readMatch } from '#shared/match/read.ts';
import { assess } from '#shared/score/engine.ts';
import { matchEvidence } from '#shared/score/match-evidence.ts';
import type { Parameters } from '#shared/score/models/match-model.ts';

/** One player of one match as the shipped engine sees it: the nats of the model, and the score after all limits. */
export interface Scored extends Judged {
  score: number;
  awp: number;
  heavyPistol: number;
  rank: { type: number; value: number } | undefined;
}

export interface Evaluated {
  players: Scored[];
  /** The same, knowing the scoreboard only. */
  boards: Scored[];
  matches: JudgedMatch[];
  unreadable: { name: string; reason: string }[];
  /** Medians of the time from parsed JSON to ten assessments, and of its ratio to parsing that JSON. */
  speed: { msPerMatch: number; ratioToParse: number };
}

const NOW = Date.UTC(2026, 0, 1);
const ORIGIN = { source: 'match', observedAt: NOW, provenance: 'demo', confirmations: 0 } as const;

function shareOfKills(match: JudgedMatch, id: string): (player: number) => number {
  const metric = METRIC_INDEX.get(id) ?? 0;
  return (i) => {
    const n = match.players[i]?.n[metric] ?? 0;
    return n > 0 ? (match.players[i]?.k[metric] ?? 0) / n : 0;
  };
}

/** Judges and assesses everybody of a match by this match alone. */
export function scoreMatch(match: JudgedMatch, kind: 'events' | 'scoreboard', parameters: Parameters): Scored[] {
  const evidence = matchEvidence(match.players, kind, ORIGIN, parameters);
  const [awp, heavy] = [shareOfKills(match, 'kill.byAwp'), shareOfKills(match, 'kill.byHeavyPistol')];
  return match.players.map((player, i) => {
    const said = evidence.get(player.id);
    const nats = said === undefined ? 0 : said.ordinary + said.detectors.reduce((sum, d) => sum + d.nats, 0);
    return {
      match: match.name,
      label: match.labels[i] ?? 'unlisted',
      nats,
      kills: player.kills,
      shots: player.shots,
      score: (said === undefined ? null : assess([said], NOW).score) ?? 0,
      awp: awp(i),
      heavyPistol: heavy(i),
      rank: player.rank,
    };
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** How long reading, judging and assessing one match takes, and how much that is of parsing its JSON. */
function timed(events: Readonly<Record<string, unknown>>, parameters: Parameters): { ms: number; ratio: number } {
  const text = JSON.stringify(events);
  const start = performance.now();
  JSON.parse(text);
  const parsed = performance.now();
  const reading = readMatch(events);
  if (reading.state === 'ok') {
    const evidence = matchEvidence(reading.players, 'events', ORIGIN, parameters);
    for (const said of evidence.values()) assess([said], NOW);
  }
  const ms = performance.now() - parsed;
  return { ms, ratio: ms / (parsed - start) };
}

/** Runs the engine as it is over every match file of a folder, or over one file. Unreadable files are named and passed over. */
export function evaluateFolder(path: string, parameters: Parameters): Evaluated {
  const result: Evaluated = {
    players: [],
    boards: [],
    matches: [],
    unreadable: [],
    speed: { msPerMatch: Number.NaN, ratioToParse: Number.NaN },
  };
  const times: { ms: number; ratio: number }[] = [];
  for (const file of matchPaths(path)) {
    const loaded = loadMatch(file, path);
    if (loaded.state !== 'ok') {
      result.unreadable.push(loaded);
      continue;
    }
    const match = playersOf(loaded.match);
    if ('reason' in match) {
      result.unreadable.push({ name: loaded.match.name, reason: match.reason });
      continue;
    }
    result.matches.push(match);
    result.players.push(...scoreMatch(match, 'events', parameters));
    result.boards.push(...scoreMatch({ ...match, players: asScoreboard(match.players) }, 'scoreboard', parameters));
    if (times.length < 60) times.push(timed(loaded.match.events, parameters));
  }
  result.speed = {
    msPerMatch: median(times.map(({ ms }) => ms)),
    ratioToParse: median(times.map(({ ratio }) => ratio)),
  };
  return result;
}

/** 95 % interval of the AUC by drawing whole matches with replacement. */
export function intervalOf(players: readonly Scored[], seed = 1, draws = 200): { low: number; high: number } {
  const random = randomOf(seed);
  const matches = [...Map.groupBy(players, ({ match }) => match).values()];
  const aucs = Array.from({ length: draws }, () => {
    const drawn = matches.flatMap(() => matches[Math.floor(random() * matches.length)] ?? []);
    return auc(natsOf(drawn, 'cheater'), natsOf(drawn, 'clean'));
  }).sort((a, b) => a - b);
  return { low: aucs[Math.floor(draws * 0.025)] ?? Number.NaN, high: aucs[Math.floor(draws * 0.975)] ?? Number.NaN };
}

/** Of the clean players, the share that this one match puts at 61 or more. */
export function atLeast61(players: readonly Scored[]): number {
  const clean = players.filter(({ label }) => label === 'clean');
  return clean.filter(({ score }) => score >= 61).length / clean.length;
}

const COHORTS: Record<string, (player: Scored) => boolean> = {
  'under 5 kills': ({ kills }) => kills < 5,
  'at least 5 kills and 30 shots': ({ kills, shots }) => kills >= 5 && shots >= 30,
  'AWP mains (at least 40 % of kills)': ({ awp, kills }) => kills >= 5 && awp >= 0.4,
  'Deagle and R8 mains (at least 25 %)': ({ heavyPistol, kills }) => kills >= 5 && heavyPistol >= 0.25,
  'high rank (Premier 15 000, or Master Guardian)': ({ rank }) =>
    rank !== undefined && (rank.type === 11 ? rank.value >= 15_000 : rank.type === 12 && rank.value >= 11),
};

export interface Cohort extends Omit<Figures, 'withinMatchAuc'> {
  /** Clean players of the cohort above the threshold that 5 % of all clean players pass: is this kind treated unfairly? */
  cleanAboveCommonThreshold: number;
}

export function cohortsOf(players: readonly Scored[]): Record<string, Cohort> {
  const all = natsOf(players, 'clean').sort((a, b) => b - a);
  const threshold = all[Math.floor(all.length * 0.05)] ?? Number.POSITIVE_INFINITY;
  return Object.fromEntries(
    Object.entries(COHORTS).map(([name, belongs]) => {
      const { withinMatchAuc: _, ...figures } = figuresOf(players.filter(belongs));
      const clean = natsOf(players.filter(belongs), 'clean');
      return [
        name,
        { ...figures, cleanAboveCommonThreshold: clean.filter((n) => n > threshold).length / clean.length },
      ];
    }),
  );
}

/** AUC of each metric alone among players that have it, above ½ or below; only metrics that enough players have. */
export function perFeature(matches: readonly JudgedMatch[]): Record<string, number> {
  const found: [string, number][] = METRICS.flatMap(({ id }, metric): [string, number][] => {
    const of = (label: string): number[] =>
      matches.flatMap(({ players, labels }) =>
        players.flatMap((player, i) => {
          const n = player.n[metric] ?? 0;
          return labels[i] === label && n > 0 ? [(player.k[metric] ?? 0) / n] : [];
        }),
      );
    const [cheaters, clean] = [of('cheater'), of('clean')];
    return cheaters.length < 20 || clean.length < 20 ? [] : [[id, auc(cheaters, clean)]];
  });
  return Object.fromEntries(found.sort((a, b) => Math.abs(b[1] - 0.5) - Math.abs(a[1] - 0.5)));
}

/** Nats above which a player is more likely a cheater than not at the base rate of CS2CD (21 %). */
const MORE_LIKELY_THAN_NOT = 1.3;

/**
 * How much the labels may cost: the figures without those matches without labelled cheaters in which at least four players
 * are more likely cheaters than not. Chosen by the score itself, so an upper bound and no result.
 */
export function withoutDoubtfulLobbies(players: readonly Scored[]): {
  matches: number;
  auc: number;
  tprAtFpr1: number;
  tprAtFpr5: number;
} {
  const doubtful = new Set(
    [...Map.groupBy(players, ({ match }) => match)]
      .filter(
        ([, all]) => all.filter(({ label, nats }) => label === 'clean' && nats > MORE_LIKELY_THAN_NOT).length >= 4,
      )
      .map(([match]) => match),
  );
  const [cheaters, clean] = [
    natsOf(players, 'cheater'),
    natsOf(
      players.filter(({ match }) => !doubtful.has(match)),
      'clean',
    ),
  ];
  return {
    matches: doubtful.size,
    auc: auc(cheaters, clean),
    tprAtFpr1: foundAt(0.01, cheaters, clean),
    tprAtFpr5: foundAt(0.05, cheaters, clean),
  };
}
