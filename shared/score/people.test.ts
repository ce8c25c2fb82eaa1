import { describe, expect, it } from 'vitest';
import type { Assessment } from '#shared/score/assessment.ts';
import { assess } from '#shared/score/engine.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import type { PlayerFacts } from '#shared/score/facts.ts';
import { DAY } from '#shared/score/parameters.ts';
import { REASONS } from '#shared/score/reasons.ts';

/** Made-up people, and what the engine says of each: the table to read before and after changing a parameter. */

const NOW = Date.UTC(2026, 0, 1);

interface Person {
  /** Days since the account was made; hidden when absent. */
  age?: number;
  visibility?: 'public' | 'friends' | 'private';
  owned?: number;
  played?: number;
  hours?: number;
  level?: number;
  vac?: number;
  game?: number;
  /** Days since the last ban. */
  banned?: number;
  community?: boolean;
  economy?: 'none' | 'probation' | 'banned';
  names?: number;
  countries?: number;
  /** Days since we first saw the player. */
  watched?: number;
  kills?: number;
  kd?: number;
  headshots?: number;
  accuracy?: number;
}

function factsOf(person: Person): PlayerFacts {
  const observedAt = NOW;
  const past = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ value: `${i}`, lastSeenAt: NOW - i * DAY }));
  const { kills, kd = 1, headshots = 0.46, accuracy = 0.18 } = person;
  return {
    profile: {
      observedAt,
      visibility: person.visibility ?? 'public',
      name: 'somebody',
      ...(person.age === undefined ? {} : { createdAt: NOW - person.age * DAY }),
    },
    bans: {
      observedAt,
      vac: person.vac ?? 0,
      game: person.game ?? 0,
      community: person.community ?? false,
      economy: person.economy ?? 'none',
      ...(person.banned === undefined ? {} : { lastBanAt: NOW - person.banned * DAY }),
    },
    games: {
      observedAt,
      ...(person.owned === undefined ? {} : { owned: person.owned }),
      ...(person.played === undefined ? {} : { played: person.played }),
      ...(person.hours === undefined ? {} : { cs2Minutes: person.hours * 60 }),
    },
    ...(person.level === undefined ? {} : { level: { observedAt, level: person.level } }),
    ...(person.watched === undefined
      ? {}
      : {
          history: {
            observedAt,
            since: NOW - person.watched * DAY,
            names: past(person.names ?? 0),
            countries: past(person.countries ?? 0),
          },
        }),
    ...(kills === undefined
      ? {}
      : {
          stats: {
            observedAt,
            kills,
            deaths: Math.round(kills / kd),
            headshotKills: Math.round(kills * headshots),
            shots: kills * 17,
            hits: Math.round(kills * 17 * accuracy),
          },
        }),
  };
}

function assessmentOf(person: Person): Assessment {
  return assess(evidenceFrom(factsOf(person), NOW), NOW);
}

/** `score band, confidence, rubric: reasons with their nats`. */
function verdictOn(person: Person): string {
  const { score, band, confidence, rubric, contributions } = assessmentOf(person);
  const reasons = contributions.slice(1).map(({ key, nats }) => `${key} ${nats > 0 ? '+' : ''}${nats.toFixed(2)}`);
  return `${score ?? '–'} ${band}, confidence ${confidence}, rubric ${rubric.total}: ${reasons.join(' · ')}`;
}

const veteran: Person = {
  age: 4200,
  owned: 180,
  played: 90,
  hours: 2600,
  level: 42,
  watched: 400,
  kills: 45_000,
  kd: 1.08,
};
const blatant: Person = { kills: 2_200, kd: 3.4, headshots: 0.82, accuracy: 0.36, hours: 90, owned: 6, played: 3 };

const PEOPLE: Record<string, Person> = {
  'clean veteran': veteran,
  'strong veteran': { ...veteran, kd: 1.5, headshots: 0.55, accuracy: 0.2 },
  newcomer: { age: 60, owned: 12, played: 6, hours: 45, level: 3, watched: 20, kills: 700, kd: 0.7, headshots: 0.38 },
  'smurf among the best': {
    age: 100,
    owned: 8,
    played: 2,
    hours: 70,
    level: 5,
    watched: 100,
    kills: 2_900,
    kd: 2.3,
    headshots: 0.58,
    accuracy: 0.22,
  },
  smurf: { age: 250, owned: 8, played: 2, hours: 150, level: 5, watched: 30, kills: 2_900, kd: 1.7, headshots: 0.52 },
  'Deagle main': {
    age: 1900,
    owned: 40,
    played: 20,
    hours: 1200,
    level: 12,
    watched: 90,
    kills: 15_000,
    headshots: 0.62,
  },
  'blatant aimbot, throwaway account': { ...blatant, age: 70, level: 1, watched: 60 },
  'blatant aimbot, hardly seen': { ...blatant, kills: 120 },
  'blatant aimbot, old public account': { ...blatant, age: 3000, owned: 60, played: 30, level: 20, watched: 300 },
  'blatant aimbot, banned before': { ...blatant, age: 900, level: 10, watched: 200, vac: 1, banned: 100 },
  'fresh private account': { visibility: 'private' },
  'private account with many names': { visibility: 'private', watched: 200, names: 6, countries: 1 },
  'private account with a level': { visibility: 'private', level: 7 },
  'friends-only account with visible hours': { visibility: 'friends', hours: 300, level: 7 },
  'fresh public account': { age: 3, owned: 1, played: 1, hours: 12, level: 0, watched: 2 },
  'all the context there is': {
    age: 3,
    owned: 1,
    played: 1,
    hours: 2,
    level: 0,
    watched: 300,
    names: 9,
    countries: 3,
    community: true,
    economy: 'banned',
  },
  'public account with hidden games': { age: 2500, level: 35, watched: 100 },
  'public account without stats': { age: 2500, owned: 70, played: 40, hours: 1800, level: 20 },
  'old VAC ban': { ...veteran, vac: 1, banned: 2900 },
  'recent game ban, nothing else': { visibility: 'private', game: 1, banned: 12 },
  'banned, date unknown': { visibility: 'private', vac: 1 },
  'trader on probation': { ...veteran, economy: 'probation' },
};

describe('people', () => {
  it('are judged as a person would expect', () => {
    const table = Object.entries(PEOPLE).map(([name, person]) => `${name} → ${verdictOn(person)}`);
    expect(table.join('\n')).toMatchInlineSnapshot(`
      "clean veteran → 8 unlikely, confidence 45, rubric 0: stats.hours.enough -0.39 · stats.headshots.ordinary -0.35 · account.old -0.25 · stats.accuracy.ordinary -0.25 · stats.kd.ordinary -0.21 · level.high -0.10
      strong veteran → 16 unlikely, confidence 45, rubric 0: stats.hours.enough -0.40 · stats.kd.high +0.26 · account.old -0.25 · stats.accuracy.ordinary -0.15 · level.high -0.10 · stats.headshots.ordinary -0.04
      newcomer → 16 unlikely, confidence 32, rubric 0: account.recent +0.50 · stats.headshots.ordinary -0.35 · stats.hours.enough -0.34 · stats.kd.ordinary -0.30 · stats.accuracy.ordinary -0.21
      smurf among the best → 60 suspicious, confidence 40, rubric 10: stats.hours.few +1.00 · stats.kd.high +0.83 · account.recent +0.50 · stats.headshots.high +0.17 · stats.accuracy.high +0.05 · limit.onlyResults -0.02
      smurf → 31 suspicious, confidence 36, rubric 5: stats.hours.few +0.71 · stats.kd.high +0.55 · stats.accuracy.ordinary -0.26 · stats.headshots.ordinary -0.21
      Deagle main → 17 unlikely, confidence 40, rubric 5: stats.headshots.high +0.55 · stats.hours.enough -0.37 · stats.kd.ordinary -0.27 · stats.accuracy.ordinary -0.26 · account.old -0.25
      blatant aimbot, throwaway account → 80 highly-suspicious, confidence 38, rubric 20: stats.headshots.high +1.15 · stats.hours.few +1.00 · stats.accuracy.high +0.92 · stats.kd.high +0.83 · account.recent +0.50 · limit.nearCertain -0.37
      blatant aimbot, hardly seen → 60 suspicious, confidence 8, rubric 0: limit.lowConfidence -1.38 · stats.headshots.high +1.15 · stats.hours.few +1.00 · stats.accuracy.high +0.92 · stats.kd.high +0.83
      blatant aimbot, old public account → 75 highly-suspicious, confidence 45, rubric 20: stats.headshots.high +1.15 · stats.hours.few +1.00 · stats.accuracy.high +0.92 · stats.kd.high +0.83 · account.old -0.25
      blatant aimbot, banned before → 80 highly-suspicious, confidence 45, rubric 20: bans.recent +1.80 · limit.nearCertain -1.67 · stats.headshots.high +1.15 · stats.hours.few +1.00 · stats.accuracy.high +0.92 · stats.kd.high +0.83
      fresh private account → – not-enough-data, confidence 2, rubric 15: 
      private account with many names → – not-enough-data, confidence 12, rubric 26: 
      private account with a level → – not-enough-data, confidence 4, rubric 15: 
      friends-only account with visible hours → 24 unlikely, confidence 7, rubric 15: profile.friendsOnly +0.10
      fresh public account → 30 unlikely, confidence 10, rubric 25: account.young +0.47 · games.few +0.17 · games.onlyCs2 +0.06
      all the context there is → 30 unlikely, confidence 20, rubric 39: account.young +0.29 · games.few +0.11 · history.names +0.07 · history.country +0.07 · bans.economy +0.07 · games.onlyCs2 +0.04 · bans.community +0.04
      public account with hidden games → 19 unlikely, confidence 12, rubric 0: account.old -0.25 · level.high -0.10
      public account without stats → 19 unlikely, confidence 10, rubric 0: account.old -0.25 · hours.many -0.15
      old VAC ban → 18 unlikely, confidence 45, rubric 0: bans.old +1.10 · stats.hours.enough -0.39 · stats.headshots.ordinary -0.35 · account.old -0.25 · stats.accuracy.ordinary -0.25 · stats.kd.ordinary -0.21 · level.high -0.10
      recent game ban, nothing else → 51 suspicious, confidence 2, rubric 15: bans.recent +1.80 · profile.private +0.20
      banned, date unknown → 39 suspicious, confidence 2, rubric 15: bans.undated +1.10 · profile.private +0.20
      trader on probation → 9 unlikely, confidence 45, rubric 0: stats.hours.enough -0.39 · stats.headshots.ordinary -0.35 · account.old -0.25 · stats.accuracy.ordinary -0.25 · stats.kd.ordinary -0.21 · level.high -0.10 · bans.economy +0.10"
    `);
  });

  it('between them have every reason there is, but those of matches and reports', () => {
    const given = new Set(
      Object.values(PEOPLE).flatMap((person) => assessmentOf(person).contributions.map(({ key }) => key)),
    );
    expect(
      REASONS.map(({ key }) => key).filter((key) => !/^(match|demo|leetify)\.|^reports$/.test(key) && !given.has(key)),
    ).toEqual([]);
  });
});
