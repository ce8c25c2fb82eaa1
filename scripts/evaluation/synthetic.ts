import { auc, foundAt, randomOf } from '#scripts/evaluation/figures.ts';
import { rocPoints } from '#scripts/evaluation/plots.ts';
import { assess } from '#shared/score/engine.ts';
import type { Evidence } from '#shared/score/evidence.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import type { PlayerFacts } from '#shared/score/facts.ts';
import type { MatchEvidence } from '#shared/score/match-evidence.ts';
import { DETECTOR_KEYS, type DetectorKey } from '#shared/score/models/detectors.ts';
import { DAY } from '#shared/score/parameters.ts';

/**
 * A made-up population (shares and effects of SCORING-TABLES T6): says that the arithmetic behaves, for every kind of
 * player, and nothing about real cheaters. Detector nats per match follow the spread that the model shows on clean and
 * labelled players of CS2CD it was not fitted to.
 */
interface Kind {
  name: string;
  share: number;
  cheats: boolean;
  /** Skill: mean and sd, in sd of the regulars. */
  skill: readonly [number, number];
  /** Median account age in days and hours played. */
  age: number;
  hours: number;
  /** Nats a match adds per detector when the cheat is on, and how often it is. */
  effect: Partial<Record<DetectorKey, number>>;
  on: number;
  headshots: number;
}

const none = { effect: {}, on: 0, headshots: 0, cheats: false } as const;
const KINDS: readonly Kind[] = [
  { name: 'regular', share: 0.95 * 0.73, skill: [0, 0.9], age: 2200, hours: 900, ...none },
  { name: 'newcomer', share: 0.95 * 0.12, skill: [-1.2, 0.6], age: 200, hours: 60, ...none },
  { name: 'smurf', share: 0.95 * 0.06, skill: [1.2, 0.6], age: 250, hours: 150, ...none },
  { name: 'high-skill', share: 0.95 * 0.09, skill: [1.9, 0.4], age: 2500, hours: 2500, ...none },
  {
    name: 'rage',
    share: 0.05 * 0.15,
    cheats: true,
    skill: [-0.1, 0.9],
    age: 120,
    hours: 110,
    effect: {
      unaware: 1.2,
      walls: 1,
      headshots: 1,
      firstShots: 1.5,
      jumps: 1,
      snipers: 0.6,
      killSpeed: 0.6,
      results: 0.4,
    },
    on: 1,
    headshots: 0.24,
  },
  {
    name: 'aim',
    share: 0.05 * 0.35,
    cheats: true,
    skill: [-0.1, 0.9],
    age: 250,
    hours: 200,
    effect: { headshots: 1, firstShots: 1.3, killSpeed: 0.6, accuracy: 0.4, results: 0.4 },
    on: 0.9,
    headshots: 0.13,
  },
  {
    name: 'wall',
    share: 0.05 * 0.35,
    cheats: true,
    skill: [-0.1, 0.9],
    age: 300,
    hours: 250,
    effect: { unaware: 1.4, walls: 0.5, discipline: 0.6, results: 0.4 },
    on: 0.9,
    headshots: 0.02,
  },
  {
    name: 'toggler',
    share: 0.05 * 0.15,
    cheats: true,
    skill: [-0.1, 0.9],
    age: 300,
    hours: 250,
    effect: { unaware: 1, headshots: 0.8, firstShots: 1, killSpeed: 0.4 },
    on: 0.4,
    headshots: 0.06,
  },
];

const NOW = Date.UTC(2026, 0, 1);
const PLAYERS = 20_000;
/** Nats of a match without anything unusual, and per detector the sd between players, within one, and per sd of skill. */
const ORDINARY = -2.3;
const BETWEEN = 0.18;
const WITHIN = 0.3;
const PER_SKILL = 0.06;

interface Person {
  kind: Kind;
  facts: PlayerFacts;
  matches: MatchEvidence[];
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function matchOf(
  kind: Kind,
  skill: number,
  own: Map<DetectorKey, number>,
  index: number,
  random: () => number,
): MatchEvidence {
  const on = random() < kind.on;
  const kills = Math.max(2, Math.round(15 + 3 * skill + (on ? 4 : 0) + 4 * normal(random)));
  const deaths = Math.max(2, Math.round(15 - 2 * skill + 3 * normal(random)));
  const headshots = Math.round(
    kills * Math.min(1, Math.max(0, 0.45 + (on ? kind.headshots : 0) + 0.12 * normal(random))),
  );
  return {
    feature: 'match',
    source: `match-${index}`,
    observedAt: NOW - index * 4 * DAY,
    provenance: 'demo',
    confirmations: 0,
    kind: 'events',
    model: 'synthetic',
    rounds: 20,
    kills,
    deaths,
    headshots,
    ordinary: ORDINARY,
    detectors: DETECTOR_KEYS.map((key) => ({
      key,
      nats: (own.get(key) ?? 0) + WITHIN * normal(random) + PER_SKILL * skill + (on ? (kind.effect[key] ?? 0) : 0),
      k: 5,
      n: 12,
      typical: 0.4,
    })),
  };
}

function personOf(kind: Kind, random: () => number): Person {
  const skill = kind.skill[0] + kind.skill[1] * normal(random);
  const around = (median: number): number => median * Math.exp(0.6 * normal(random));
  const hidden = random() < (kind.cheats ? 0.5 : 0.35);
  const hours = around(kind.hours);
  const kills = Math.round(hours * 25);
  const on = kind.cheats ? kind.on : 0;
  const headshots = Math.min(0.98, Math.max(0.05, 0.46 + 0.02 * skill + kind.headshots * on + 0.08 * normal(random)));
  const hits = Math.min(0.6, Math.max(0.05, 0.18 + 0.01 * skill + 0.03 * normal(random)));
  const ratio = Math.exp(0.25 * skill + 0.15 * normal(random));
  const changes = (chance: number): { value: string; lastSeenAt: number }[] =>
    Array.from({ length: random() < chance ? 1 + Math.floor(5 * random()) : 0 }, (_, i) => ({
      value: `${i}`,
      lastSeenAt: NOW - i * DAY,
    }));
  const facts: PlayerFacts = {
    profile: {
      observedAt: NOW,
      visibility: hidden ? 'private' : 'public',
      name: kind.name,
      ...(hidden ? {} : { createdAt: NOW - around(kind.age) * DAY }),
    },
    bans: { observedAt: NOW, vac: 0, game: 0, community: false, economy: 'none' },
    history: {
      observedAt: NOW,
      since: NOW - 200 * DAY,
      names: changes(kind.cheats ? 0.4 : 0.25),
      countries: changes(kind.cheats ? 0.08 : 0.03),
    },
    ...(hidden
      ? {}
      : {
          games: { observedAt: NOW, owned: Math.round(around(20)), cs2Minutes: Math.round(hours * 60) },
          stats: {
            observedAt: NOW,
            kills,
            deaths: Math.round(kills / ratio),
            headshotKills: Math.round(kills * headshots),
            shots: kills * 18,
            hits: Math.round(kills * 18 * hits),
          },
        }),
  };
  const own = new Map(DETECTOR_KEYS.map((key): [DetectorKey, number] => [key, BETWEEN * normal(random)]));
  const matches = Array.from({ length: 10 }, (_, i) => matchOf(kind, skill, own, i, random));
  return { kind, facts, matches };
}

interface Outcome {
  kind: Kind;
  score: number;
  /** Null for not enough data: such players are counted, but rank nowhere. */
  logOdds: number | null;
}

function outcomes(people: readonly Person[], evidence: (person: Person) => readonly Evidence[]): Outcome[] {
  return people.map((person) => {
    const { score, logOdds } = assess(evidence(person), NOW);
    return { kind: person.kind, score: score ?? 0, logOdds };
  });
}

function ranked(all: readonly Outcome[], cheats: boolean): number[] {
  return all.flatMap(({ kind, logOdds }) => (kind.cheats === cheats && logOdds !== null ? [logOdds] : []));
}

function figures(all: readonly Outcome[]): { auc: number; tprAtFpr1: number; tprAtFpr5: number } {
  const [cheaters, legit] = [ranked(all, true), ranked(all, false)];
  return {
    auc: auc(cheaters, legit),
    tprAtFpr1: foundAt(0.01, cheaters, legit),
    tprAtFpr5: foundAt(0.05, cheaters, legit),
  };
}

/** Share of each kind of player at 31 or more, and at 61 or more. */
function byKind(all: readonly Outcome[]): Record<string, { players: number; atLeast31: number; atLeast61: number }> {
  return Object.fromEntries(
    KINDS.map(({ name }) => {
      const of = all.filter(({ kind }) => kind.name === name);
      const share = (limit: number): number => of.filter(({ score }) => score >= limit).length / of.length;
      return [name, { players: of.length, atLeast31: share(31), atLeast61: share(61) }];
    }),
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

export function evaluateSynthetic(seed: number) {
  const random = randomOf(seed);
  const people = KINDS.flatMap((kind) =>
    Array.from({ length: Math.round(PLAYERS * kind.share) }, () => personOf(kind, random)),
  );
  const profile = (person: Person): Evidence[] => evidenceFrom({ ...person.facts, stats: undefined }, NOW);
  const cases: Record<string, Outcome[]> = {
    'profile and history only': outcomes(people, profile),
    'with lifetime results': outcomes(people, ({ facts }) => evidenceFrom(facts, NOW)),
    'one match alone': outcomes(people, ({ matches }) => matches.slice(0, 1)),
    'five matches alone': outcomes(people, ({ matches }) => matches.slice(0, 5)),
    'everything, one match': outcomes(people, ({ facts, matches }) => [
      ...evidenceFrom(facts, NOW),
      ...matches.slice(0, 1),
    ]),
    'everything, five matches': outcomes(people, ({ facts, matches }) => [
      ...evidenceFrom(facts, NOW),
      ...matches.slice(0, 5),
    ]),
    'everything, ten matches': outcomes(people, ({ facts, matches }) => [...evidenceFrom(facts, NOW), ...matches]),
  };
  const report = [`synthetic population: ${people.length} players, 5 % cheaters, seed ${seed}`];
  const results = Object.entries(cases).map(([name, all]) => {
    const result = {
      ...figures(all),
      kinds: byKind(all),
      highest: Math.max(...all.map(({ score }) => score)),
      scored: all.filter(({ logOdds }) => logOdds !== null).length / all.length,
    };
    report.push(
      `${name}: AUC ${result.auc.toFixed(3)}, found at 1 % ${percent(result.tprAtFpr1)}, at 5 % ${percent(result.tprAtFpr5)}, highest score ${result.highest}, enough data for ${percent(result.scored)}`,
    );
    for (const [kind, { players, atLeast31, atLeast61 }] of Object.entries(result.kinds)) {
      report.push(
        `  ${kind.padEnd(12)} ${String(players).padStart(6)} players, at 31 or more ${percent(atLeast31)}, at 61 or more ${percent(atLeast61)}`,
      );
    }
    return [name, result] as const;
  });
  const legit = KINDS.filter(({ cheats }) => !cheats).map(({ name }) => name);
  const worst = Math.max(...results.flatMap(([, { kinds }]) => legit.map((name) => kinds[name]?.atLeast61 ?? 0)));
  report.push(`worst legitimate cohort at 61 or more, over all of these: ${percent(worst)}`);
  const colours = ['#999', '#b35900', '#6a3d9a', '#33a02c', '#888', '#0b62a4', '#000'];
  const curves = Object.entries(cases).map(([name, all], i) => ({
    name,
    colour: colours[i] ?? '#000',
    points: rocPoints(ranked(all, true), ranked(all, false)),
  }));
  return {
    report,
    curves,
    json: { seed, players: people.length, legitAtLeast61: worst, cases: Object.fromEntries(results) },
  };
}
