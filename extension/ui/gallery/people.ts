import type { PlayerDetails, PlayerView } from '#extension/messages.ts';
import type { Assessment } from '#shared/score/assessment.ts';
import { assess, scoreEntryOf } from '#shared/score/engine.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import type { PlayerFacts, SourceState } from '#shared/score/facts.ts';
import { SOURCES } from '#shared/score/facts.ts';
import { DAY } from '#shared/score/parameters.ts';
import { type SteamId, steamIdFromAccountId } from '#shared/steam/steam-id.ts';

/** Made-up players for the gallery, scored by the real engine, one per situation a design has to survive. */

export const HOUR = 3_600_000;

type Answer = Extract<PlayerDetails, { state: 'ok' }>;

function idOf(n: number): SteamId {
  const id = steamIdFromAccountId(1_000_000 + n);
  if (!id) throw new Error(`no Steam ID for ${n}`);
  return id;
}

interface Person {
  name: string;
  visibility?: 'public' | 'friends' | 'private';
  age?: number;
  owned?: number;
  played?: number;
  hours?: number;
  level?: number;
  bans?: Partial<NonNullable<PlayerFacts['bans']>> & { days?: number };
  kills?: number;
  kd?: number;
  headshots?: number;
  accuracy?: number;
  names?: string[];
  countries?: string[];
  states?: Partial<Record<(typeof SOURCES)[number], SourceState>>;
  stale?: boolean;
  local?: boolean;
  /** For situations that take evidence Steam's profile cannot give. */
  force?: Partial<Assessment>;
}

function answerOf(n: number, person: Person, now: number): Answer {
  const { visibility = 'public', kills = 0, kd = 1, headshots = 0.46, accuracy = 0.18 } = person;
  const observedAt = now - 3 * HOUR;
  const hidden = visibility !== 'public';
  const facts: PlayerFacts = {
    profile: {
      observedAt,
      visibility,
      name: person.name,
      country: 'DE',
      ...(person.age !== undefined && { createdAt: now - person.age * DAY }),
    },
    bans: {
      observedAt,
      vac: person.bans?.vac ?? 0,
      game: person.bans?.game ?? 0,
      community: person.bans?.community ?? false,
      economy: person.bans?.economy ?? 'none',
      ...(person.bans?.days !== undefined && { lastBanAt: now - person.bans.days * DAY }),
    },
    ...(!hidden && {
      games: {
        observedAt,
        ...(person.owned !== undefined && { owned: person.owned }),
        ...(person.played !== undefined && { played: person.played }),
        ...(person.hours !== undefined && { cs2Minutes: person.hours * 60, cs2RecentMinutes: 1_320 }),
      },
    }),
    ...(!hidden && person.level !== undefined && { level: { observedAt, level: person.level } }),
    ...(!hidden &&
      kills > 0 && {
        stats: {
          observedAt,
          kills,
          deaths: Math.round(kills / kd),
          headshotKills: Math.round(kills * headshots),
          shots: kills * 17,
          hits: Math.round(kills * 17 * accuracy),
        },
      }),
    history: {
      observedAt,
      since: now - 220 * DAY,
      names: (person.names ?? []).map((value, i) => ({ value, lastSeenAt: now - (10 + 20 * i) * DAY })),
      countries: (person.countries ?? []).map((value, i) => ({ value, lastSeenAt: now - (40 + 20 * i) * DAY })),
    },
  };
  const stateOf = (source: (typeof SOURCES)[number]): SourceState =>
    person.states?.[source] ?? (hidden && source !== 'profile' && source !== 'bans' ? 'private' : 'ok');
  return {
    state: 'ok',
    origin: person.local ? 'local' : 'backend',
    steamId: idOf(n),
    facts,
    sources: SOURCES.map((source) => {
      const state = stateOf(source);
      const held = state === 'ok' ? { observedAt } : state === 'limited' ? { observedAt: now - 2 * DAY } : {};
      return { source, state, checkedAt: now - HOUR, ...held };
    }),
    assessment: {
      ...assess(evidenceFrom(facts, now - HOUR), now - (person.stale ? 3 * DAY : HOUR)),
      ...person.force,
    },
    stale: person.stale ?? false,
  };
}

const PEOPLE: Record<string, Person> = {
  veteran: {
    name: 'Ferngully',
    age: 4_100,
    owned: 212,
    played: 160,
    hours: 2_900,
    level: 48,
    kills: 61_400,
    kd: 1.04,
    headshots: 0.44,
  },
  suspicious: {
    name: 'kaltes klares Wasser',
    age: 150,
    owned: 3,
    played: 1,
    hours: 140,
    level: 1,
    kills: 3_400,
    kd: 1.9,
    headshots: 0.61,
    accuracy: 0.24,
    names: ['ganz anderer Name', 'noch einer', 'x', 'y', 'z'],
  },
  high: {
    name: 'Снежный Барс',
    age: 900,
    owned: 14,
    played: 6,
    hours: 90,
    level: 4,
    bans: { vac: 1, game: 1, days: 74 },
    kills: 5_300,
    kd: 2.6,
    headshots: 0.7,
    accuracy: 0.29,
  },
  certain: {
    name: '雪の夜に走る狐',
    age: 25,
    owned: 1,
    played: 1,
    hours: 61,
    level: 0,
    bans: { game: 2, days: 3 },
    kills: 9_100,
    kd: 4.8,
    headshots: 0.86,
    accuracy: 0.41,
  },
  hundred: {
    name: 'hundred',
    age: 400,
    owned: 9,
    played: 5,
    hours: 300,
    kills: 9_100,
    kd: 4.8,
    headshots: 0.86,
    accuracy: 0.41,
    force: { score: 100, band: 'near-certain', confidence: 100, confidenceLevel: 'high' },
  },
  zero: {
    name: 'zero',
    age: 5_000,
    owned: 400,
    played: 250,
    hours: 6_000,
    level: 90,
    kills: 90_000,
    force: { score: 0, band: 'unlikely', confidence: 80, confidenceLevel: 'high' },
  },
  private: { name: 'private person', visibility: 'private' },
  rtl: {
    name: '\u202eمرحبا <b>بالعالم</b> & friends',
    age: 700,
    owned: 40,
    played: 20,
    hours: 800,
    kills: 8_000,
    names: ['\u202eأحمد', 'plain'],
  },
  endless: {
    name: `${'<img src=x onerror=alert(1)>'.repeat(20)}${'W'.repeat(600)}`,
    age: 40,
    owned: 2,
    played: 1,
    local: true,
    states: { games: 'unavailable', level: 'unavailable', stats: 'unavailable' },
  },
  stale: {
    name: 'Old news',
    age: 1_500,
    owned: 30,
    played: 11,
    hours: 400,
    kills: 4_000,
    kd: 1.3,
    stale: true,
    states: { bans: 'failed', stats: 'limited' },
  },
  banned: {
    name: 'twice shy',
    age: 3_000,
    owned: 60,
    played: 31,
    hours: 1_100,
    level: 12,
    bans: { vac: 2, community: true, economy: 'banned', days: 800 },
    kills: 12_000,
    countries: ['FR', 'PL'],
  },
};

/** Players by situation; fixed at `now` so that pictures can be compared. */
export function galleryPlayers(now: number): Map<string, Answer> {
  return new Map(Object.entries(PEOPLE).map(([key, person], index) => [key, answerOf(index + 1, person, now)]));
}

export function viewOf(answer: Answer): PlayerView {
  const { steamId, assessment, stale, origin } = answer;
  if (!assessment) return { steamId, state: 'loading', stale: false };
  const { steamId: _, ...entry } = scoreEntryOf(steamId, assessment);
  return { steamId, state: 'scored', entry, stale, origin };
}
