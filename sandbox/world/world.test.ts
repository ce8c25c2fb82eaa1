import { describe, expect, it } from 'vitest';
import { isSteamId } from '#shared/steam/steam-id.ts';
import { CHEATER_COHORTS, DAY, LEGIT_COHORTS } from './person.ts';
import { bansAt, countryAt, earlierNames, nameAt } from './view.ts';
import { createWorld, type World } from './world.ts';

const NOW = Date.UTC(2026, 0, 1);
const make = (seed = 1, people = 5000): World => createWorld({ seed, people, now: NOW });
const world = make();
const crowd = world.people.filter((person) => person.role === undefined);
const share = (of: readonly unknown[], all: readonly unknown[]): number => of.length / all.length;

/** Everything a world says, as text. */
function print(w: World): string {
  return JSON.stringify(
    w.people
      .slice(0, 400)
      .map((person) => [
        person,
        w.friendsOf(person).map((friend) => [friend.person.steamId, friend.since]),
        w.gamesOf(person),
        w.commentsOn(person).map((comment) => [comment.id, comment.author.steamId, comment.at, comment.text]),
        w.coplayOf(person).map((coplay) => [coplay.at, coplay.people.map((other) => other.steamId)]),
      ]),
  );
}

describe('determinism', () => {
  it('gives the same world for the same options, to the last comment', () => {
    expect(print(make(7, 600))).toBe(print(make(7, 600)));
  });

  it('gives another crowd for another seed, and the same named people', () => {
    const other = make(2);
    expect(other.people.at(-1)).not.toEqual(world.people.at(-1));
    expect(other.named('veteran')).toEqual(world.named('veteran'));
  });

  it('keeps everybody’s SteamID when the world starts at another time', () => {
    const later = createWorld({ seed: 1, people: 300, now: NOW + 400 * DAY });
    const ids = make(1, 300).people.map((person) => person.steamId);
    expect(later.people.map((person) => person.steamId)).toEqual(ids);
  });
});

describe('population', () => {
  it('has valid SteamIDs, each once', () => {
    expect(world.people.length).toBeGreaterThan(5000);
    expect(world.people.every((person) => isSteamId(person.steamId))).toBe(true);
    expect(new Set(world.people.map((person) => person.steamId)).size).toBe(world.people.length);
  });

  it('has the cohorts in their shares', () => {
    const expected = {
      regular: 0.6935,
      newbie: 0.114,
      smurf: 0.057,
      highskill: 0.0855,
      rage: 0.0075,
      aim: 0.0175,
      wallhack: 0.0175,
      toggler: 0.0075,
    };
    for (const cohort of [...LEGIT_COHORTS, ...CHEATER_COHORTS]) {
      expect(
        share(
          crowd.filter((person) => person.cohort === cohort),
          crowd,
        ),
        cohort,
      ).toBeCloseTo(expected[cohort], 3);
    }
    expect(
      share(
        crowd.filter((person) => person.cheats),
        crowd,
      ),
    ).toBeCloseTo(0.05, 3);
  });

  it('hides between 30 and 55 percent of the profiles of every large cohort', () => {
    for (const cohort of ['regular', 'newbie', 'smurf', 'highskill'] as const) {
      const members = crowd.filter((person) => person.cohort === cohort);
      const hidden = share(
        members.filter((person) => person.visibility !== 'public'),
        members,
      );
      expect(hidden, cohort).toBeGreaterThan(0.25);
      expect(hidden, cohort).toBeLessThan(0.57);
    }
  });

  it('shows cheating in the statistics of those who cheat with aim, and only a little in the others', () => {
    const headshots = (cohort: string): number => {
      const rates = crowd
        .filter((p) => p.cohort === cohort)
        .map((p) => (p.stats ? p.stats.headshotKills / Math.max(1, p.stats.kills) : 0));
      return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    };
    expect(headshots('rage')).toBeGreaterThan(headshots('regular') + 0.17);
    expect(headshots('aim')).toBeGreaterThan(headshots('regular') + 0.08);
    expect(Math.abs(headshots('wallhack') - headshots('regular'))).toBeLessThan(0.06);
  });

  it('has totals that fit together', () => {
    for (const { stats } of crowd) {
      if (!stats) continue;
      expect(stats.headshotKills).toBeLessThanOrEqual(stats.kills);
      expect(stats.hits).toBeLessThanOrEqual(stats.shots);
      expect(Object.values(stats).every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true);
    }
  });

  it('has nobody older than their bans, names and countries', () => {
    for (const person of world.people) {
      expect(person.createdAt).toBeLessThanOrEqual(NOW);
      for (const { since } of [...person.names, ...person.countries])
        expect(since).toBeGreaterThanOrEqual(person.createdAt);
      for (const { at } of person.bans) expect(at).toBeGreaterThanOrEqual(person.createdAt - 1);
    }
  });
});

describe('ties', () => {
  it('makes friendship mutual, never with oneself or the deleted', () => {
    for (const person of world.people.slice(0, 600)) {
      for (const friend of world.friendsOf(person)) {
        expect(friend.person).not.toBe(person);
        expect(friend.person.deleted).toBe(false);
        expect(world.friendsOf(friend.person).map((back) => back.person)).toContain(person);
        expect(friend.since).toBeGreaterThanOrEqual(Math.max(person.createdAt, friend.person.createdAt) - 1);
      }
    }
  });

  it('has somebody with more than 2 000 friends and somebody with none', () => {
    expect(world.friendsOf(world.named('manyFriends')).length).toBeGreaterThanOrEqual(2000);
    expect(world.friendsOf(world.named('noFriends'))).toEqual([]);
    expect(world.friendsOf(world.named('deleted'))).toEqual([]);
  });

  it('has a group of several pages with every named person who exists', () => {
    const [regulars] = world.groups;
    const alive = world.people.filter((person) => person.role !== undefined && !person.deleted);
    expect(regulars?.members).toEqual(expect.arrayContaining(alive));
    expect(regulars?.members.length).toBeGreaterThan(102);
  });

  it('still works with a handful of people', () => {
    const small = make(1, 3);
    expect(small.people.length).toBeGreaterThan(3);
    expect(small.friendsOf(small.named('manyFriends')).length).toBeGreaterThan(0);
    expect(small.groups.every((group) => new Set(group.members).size === group.members.length)).toBe(true);
  });
});

describe('time', () => {
  it('bans, renames and moves people when their time comes, and takes it back on reset', () => {
    const w = make(1, 20);
    const [banned, renamed] = [w.named('banSoon'), w.named('renamesSoon')];
    expect(bansAt(banned, w.now).vac).toBe(0);
    expect([nameAt(renamed, w.now), countryAt(renamed, w.now)]).toEqual(['still me', 'SE']);
    w.travelTo(NOW + 5 * DAY);
    expect(bansAt(banned, w.now)).toMatchObject({ vac: 1, daysSinceLast: 2 });
    expect([nameAt(renamed, w.now), countryAt(renamed, w.now)]).toEqual(['someone else', 'BR']);
    expect(earlierNames(renamed, w.now).map((entry) => entry.value)).toEqual(['still me']);
    w.ban(w.named('veteran').steamId, 'game');
    w.rename(w.named('veteran').steamId, 'Old Hand II');
    expect(bansAt(w.named('veteran'), w.now)).toMatchObject({ game: 1, daysSinceLast: 0 });
    w.reset();
    expect(w.now).toBe(NOW);
    expect(bansAt(w.named('veteran'), w.now).game).toBe(0);
    expect(nameAt(w.named('veteran'), w.now)).toBe('Old Hand');
  });

  it('counts no days since a ban that never was, and zero for one of today', () => {
    expect(bansAt(world.named('veteran'), NOW)).toMatchObject({ vac: 0, game: 0, daysSinceLast: 0 });
    expect(bansAt(world.named('bannedToday'), NOW)).toMatchObject({ game: 1, daysSinceLast: 0 });
    expect(bansAt(world.named('oldVac'), NOW)).toMatchObject({ vac: 1, daysSinceLast: 2950 });
  });
});
