import { describe, expect, it } from 'vitest';
import type { Band } from '#shared/score/assessment.ts';
import { assess } from '#shared/score/engine.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import { playerFactsSchema } from '#shared/score/facts.ts';
import { factsOf } from './facts.ts';
import { NAMED_PEOPLE, ROLES, type Role } from './people.ts';
import type { Person } from './person.ts';
import { createWorld } from './world.ts';

const world = createWorld({ seed: 1, people: 2000, now: Date.UTC(2026, 0, 1) });
const score = (person: Person) => assess(evidenceFrom(factsOf(person, world), world.now), world.now);

/** Roles whose band tests and screenshots rely on. Near certain needs match evidence, which Steam's own answers do not give. */
const BANDS: Partial<Record<Role, Band>> = {
  viewer: 'unlikely',
  veteran: 'unlikely',
  newbie: 'unlikely',
  proPlayer: 'unlikely',
  smurf: 'unlikely',
  freshPublic: 'unlikely',
  oldVac: 'unlikely',
  wallhack: 'suspicious',
  chinese: 'suspicious',
  longName: 'highly-suspicious',
  bannedPrivate: 'suspicious',
  rageAimbot: 'highly-suspicious',
  blatantUnbanned: 'highly-suspicious',
  bannedToday: 'highly-suspicious',
  multiBan: 'highly-suspicious',
  freshPrivate: 'not-enough-data',
  friendsOnly: 'not-enough-data',
  unconfigured: 'not-enough-data',
};

describe('named people', () => {
  it.each(Object.entries(BANDS))('%s is %s', (role, band) => {
    const person = world.people.find((other) => other.role === role);
    expect(person && score(person).band).toBe(band);
  });

  it('have their own SteamIDs, purposes and places in every world', () => {
    expect(new Set(ROLES.map((role) => NAMED_PEOPLE[role].steamId)).size).toBe(ROLES.length);
    for (const role of ROLES) {
      expect(NAMED_PEOPLE[role].purpose).not.toBe('');
      expect(world.find(NAMED_PEOPLE[role].steamId)).toBe(world.named(role));
    }
  });

  it('reach both ends of the range of SteamIDs', () => {
    expect(NAMED_PEOPLE.lowestId.steamId).toBe('76561197960265729');
    expect(NAMED_PEOPLE.highestId.steamId).toBe('76561202255233023');
  });
});

describe('the crowd, scored from what Steam shows', () => {
  it('is described in the shape of facts', () => {
    for (const person of world.people)
      expect(playerFactsSchema.safeParse(factsOf(person, world)).error).toBeUndefined();
  });

  it('puts a larger share of cheaters than of others above 30 and 60, and hardly anybody honest above 60', () => {
    const above = (limit: number, cheats: boolean): number => {
      const those = world.people.filter((person) => person.role === undefined && person.cheats === cheats);
      return those.filter((person) => (score(person).score ?? 0) > limit).length / those.length;
    };
    expect(above(30, true)).toBeGreaterThan(5 * above(30, false));
    expect(above(60, true)).toBeGreaterThan(above(60, false));
    expect(above(60, false)).toBeLessThanOrEqual(0.005);
  });
});
